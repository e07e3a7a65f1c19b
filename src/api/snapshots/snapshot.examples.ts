/** Examples of snapshots for the OpenAPI document. */
import type { SnapshotDto } from './snapshot.dto.js';

export const snapshotExample: SnapshotDto = {
  id: '0195f0a0-5c3e-7c41-9a55-3a1f0e6c2b90',
  name: 'prod',
  capturedAt: '2026-11-20T10:00:00Z',
  createdAt: '2026-11-20T10:02:11.250Z',
  contentHash: 'sha256:9f2b5c0d8e1a47360b9cfe2d5a8714c3e6f09b1d2c3a4e5f60718293a4b5c6d7',
  counts: { vpc: 1, subnet: 4, eni: 9, 'security-group': 5, pod: 12, service: 3 },
  warnings: [
    {
      code: 'MISSING_CALL',
      message: 'No ec2:DescribeNetworkAcls for 111122223333/us-east-1: network ACLs are taken as unknown.',
      path: null,
    },
  ],
};

/** The smallest useful bundle: one VPC of one account. */
export const bundleExample = {
  schemaVersion: 1,
  name: 'prod',
  capturedAt: '2026-11-20T10:00:00Z',
  aws: [
    {
      accountId: '111122223333',
      region: 'us-east-1',
      calls: [{ operation: 'ec2:DescribeVpcs', output: { Vpcs: [{ VpcId: 'vpc-0a1b2c3d4e5f60718', CidrBlock: '10.0.0.0/16' }] } }],
    },
  ],
  kubernetes: [{ cluster: 'demo', objects: [{ apiVersion: 'v1', kind: 'PodList', items: [] }] }],
};
