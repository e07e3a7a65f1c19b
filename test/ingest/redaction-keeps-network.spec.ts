/** Redaction drops only what no reader reads: the network of a bundle is the same before and after, on every fixture. */
import { expect, it } from 'vitest';
import { mergePieces } from '../../src/snapshot/merge.js';
import { readBundle } from '../../src/snapshot/read-bundle.js';
import { readSnapshot } from '../../src/snapshot/read-snapshot.js';
import { redactBundle } from '../../src/snapshot/redact.js';
import { awsFixture } from '../sketch/aws-fixture.js';
import type { Sketch } from '../sketch/bundle.js';
import { addCache, addDatabase } from '../sketch/databases.js';
import { eksLab } from '../sketch/eks-lab.js';
import { addBranchNode, addPodSubnets, addWebBalancer, ipv6Lab } from '../sketch/eks-lab-parts.js';
import { addGatewayEndpoint } from '../sketch/endpoints.js';

/** Maps, addresses and all, without the annotations, which are kept only where they are read. */
function comparable(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, part: unknown) => {
      if (key === 'annotations') return undefined;
      if (part instanceof Map) return [...(part as Map<unknown, unknown>)];
      return typeof part === 'bigint' ? String(part) : part;
    }),
  );
}

function changed<Lab extends Sketch>(lab: Lab, change: (lab: Lab) => void): Lab {
  change(lab);
  return lab;
}

const FIXTURES: readonly (readonly [string, () => Sketch])[] = [
  ['the AWS estate', awsFixture],
  ['the EKS lab', () => eksLab()],
  ['the IPv6 lab', () => ipv6Lab()],
  ['branch interfaces', () => changed(eksLab(), addBranchNode)],
  ['pod subnets', () => changed(eksLab(), addPodSubnets)],
  ['a load balancer', () => changed(eksLab(), (lab) => addWebBalancer(lab, { type: 'application', targets: 'ip' }))],
  [
    'databases and endpoints',
    () =>
      changed(awsFixture(), ({ region }) => {
        addDatabase(region, { id: 'orders', subnet: 'sn-prv-b', ip: '10.0.3.40', groups: ['sg-db'], subnets: ['sn-prv-a', 'sn-prv-b'] });
        addCache(region, { id: 'sessions', subnet: 'sn-prv-b', ip: '10.0.3.41', groups: ['sg-db'] });
        addGatewayEndpoint(region, { id: 'vpce-s3', vpc: 'vpc-a', service: 's3', routeTables: ['rtb-prv'] });
      }),
  ],
];

it.each(FIXTURES)('%s', (_name, sketch) => {
  const read = readBundle({ ...sketch().bundle() }, '');
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const merged = mergePieces(read.pieces, {}, '2026-01-01T00:00:00Z');
  if (!merged.ok) throw new Error(JSON.stringify(merged.problems));
  expect(merged.warnings).toEqual([]);
  const before = readSnapshot(merged.bundle);
  expect(before.errors).toEqual([]);
  expect(comparable(readSnapshot(redactBundle(merged.bundle)))).toEqual(comparable(before));
});
