/** The smallest documents that make a snapshot: two VPCs as the AWS CLI prints them, and one namespace as kubectl does. */

export const vpcs = {
  Vpcs: ['vpc-0aaaaaaaaaaaaaaa1', 'vpc-0aaaaaaaaaaaaaaa2'].map((VpcId, index) => ({
    VpcId,
    CidrBlock: `10.${index}.0.0/16`,
    State: 'available',
    OwnerId: '111122223333',
    IsDefault: false,
    DhcpOptionsId: 'default',
    InstanceTenancy: 'default',
    CidrBlockAssociationSet: [
      { AssociationId: `vpc-cidr-assoc-0${index}`, CidrBlock: `10.${index}.0.0/16`, CidrBlockState: { State: 'associated' } },
    ],
    Tags: [],
  })),
};

export const namespaces = {
  apiVersion: 'v1',
  kind: 'NamespaceList',
  items: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'kubernetes.io/metadata.name': 'shop' } } }],
};

/** A bundle with these documents; `changes` replace fields of it. */
export function bundle(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    schemaVersion: 1,
    name: 'small',
    capturedAt: '2026-11-20T10:00:00Z',
    aws: [{ accountId: '111122223333', region: 'eu-west-1', calls: [{ operation: 'ec2:DescribeVpcs', output: vpcs }] }],
    kubernetes: [{ cluster: 'demo', objects: [namespaces] }],
    ...changes,
  };
}
