// VPC endpoints on the small AWS estate: interface endpoints, gateway endpoints, and those that lead through inspection.
import { describe, expect, it } from 'vitest';
import { awsFixture } from '../sketch/aws-fixture.js';
import { addGatewayEndpoint, addInterfaceEndpoint } from '../sketch/endpoints.js';
import { take } from '../sketch/collection.js';
import { allowEntry } from '../sketch/network-acl.js';
import { addRouteTable, routes } from '../sketch/route-table.js';
import { addSecurityGroup, tcp as tcpRule, any } from '../sketch/security-group.js';
import { addSubnet } from '../sketch/vpc.js';
import { ask, caveatsOf, passed } from '../support/ask.js';
import { acl, inspectionEndpoint, into, outOf, route, withoutRoute } from './changes.js';
import { checkRows, ping, tcp, type Change } from './table.js';

const OUTSIDE = 'internet/203.0.113.9';

describe('interface endpoints', () => {
  const sts: Change = (region) => {
    addSecurityGroup(region, { id: 'sg-vpce', vpc: 'vpc-a' });
    addInterfaceEndpoint(region, {
      id: 'vpce-sts',
      vpc: 'vpc-a',
      service: 'sts',
      groups: ['sg-vpce'],
      interfaces: { 'sn-prv-b': '10.0.3.50' },
    });
  };
  const open = into('sg-vpce', tcpRule(443, '10.0.0.0/16'));
  const toSts = tcp('eni/eni-app', 'ip/10.0.3.50', 443);
  checkRows([
    ['its group allows the client', [sts, open], toSts, 'reachable'],
    ['by its own reference, on 443', [sts, open], { from: 'eni/eni-app', to: 'vpce/vpce-sts' }, 'reachable'],
    ['its group is empty', [sts], toSts, 'blocked SG_HAS_NO_RULES'],
    ['its group allows others (#78)', [sts, into('sg-vpce', tcpRule(443, '10.0.1.0/24'))], toSts, 'blocked ENI_SG_RULES_MISMATCH'],
    [
      'not accepted yet',
      [sts, open, (region) => (take(region.endpoints, 'vpce-sts').state = 'pendingAcceptance')],
      toSts,
      'blocked BAD_STATE',
    ],
    [
      'as the source (#79)',
      [sts, open, into('sg-app', any('0.0.0.0/0'))],
      tcp('ip/10.0.3.50', 'eni/eni-app', 443),
      'blocked VPCE_INTRA_VPC_TRAFFIC',
    ],
    [
      'as the source by its reference',
      [sts, open, into('sg-app', any('0.0.0.0/0'))],
      tcp('vpce/vpce-sts', 'eni/eni-app', 443),
      'blocked VPCE_INTRA_VPC_TRAFFIC',
    ],
    [
      'from a peer (#55)',
      [
        sts,
        into('sg-vpce', tcpRule(443, '10.1.0.0/16')),
        route('rtb-b', { '10.0.0.0/16': 'pcx-ab' }),
        route('rtb-prv', { '10.1.0.0/16': 'pcx-ab' }),
      ],
      tcp('eni/eni-b', 'ip/10.0.3.50', 443),
      'reachable',
    ],
  ]);

  it('tells of a policy that may refuse, without blocking', () => {
    const sketch = awsFixture();
    for (const change of [sts, open]) change(sketch.region);
    expect(caveatsOf(ask(sketch.bundle(), toSts))).not.toContain('ENDPOINT_POLICY_DENIES');
    take(sketch.region.endpoints, 'vpce-sts').policy = { Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sts:*', Resource: '*' }] };
    const trace = ask(sketch.bundle(), toSts);
    expect([trace.verdict, caveatsOf(trace)]).toEqual(['reachable', ['ENDPOINT_POLICY_DENIES']]);
    expect(passed(trace, 'forward').at(-1)).toBe('vpce-sts');
  });

  it('tells that a VPC which enforces encryption passes encrypted requests only', () => {
    const sketch = awsFixture();
    for (const change of [sts, open]) change(sketch.region);
    take(sketch.region.vpcs, 'vpc-a').raw = { EncryptionControl: { Mode: 'enforce', State: 'available' } };
    expect(caveatsOf(ask(sketch.bundle(), toSts))).toEqual(['ENCRYPTION_ENFORCED']);
  });
});

describe('gateway endpoints', () => {
  const s3: Change = (region) => addGatewayEndpoint(region, { id: 'vpce-s3', vpc: 'vpc-a', service: 's3', routeTables: ['rtb-prv'] });
  const toS3 = tcp('eni/eni-app', 'ip/52.216.1.1', 443);
  checkRows([
    ['before the default route (#80)', [s3], toS3, 'reachable'],
    ['by its own reference', [s3], { from: 'eni/eni-app', to: 'vpce/vpce-s3' }, 'reachable'],
    ['outbound rules for the VPC only', [s3, outOf('sg-app', any('10.0.0.0/16'))], toS3, 'blocked ENI_SG_RULES_MISMATCH'],
    ['an outbound rule by the prefix list', [s3, outOf('sg-app', tcpRule(443, 'pl-s3'))], toS3, 'reachable'],
    [
      'the ACL takes replies of the VPC only (#81)',
      [s3, acl('sn-prv-a', { inbound: [allowEntry(100, 'tcp', '10.0.0.0/16', [1024, 65535])] })],
      toS3,
      'blocked SUBNET_ACL_RESTRICTION return',
    ],
    [
      'the ACL lets a part of the client ports in',
      [s3, acl('sn-prv-a', { inbound: [allowEntry(100, 'tcp', '0.0.0.0/0', [49152, 65535])] })],
      toS3,
      'partial NACL_BLOCKS_RETURN_PORTS return',
    ],
    ['UDP (#82)', [s3], { ...toS3, protocol: 'udp' }, 'blocked VPCE_GATEWAY_PROTOCOL_RESTRICTION'],
    ['an echo request', [s3], ping('eni/eni-app', 'ip/52.216.1.1'), 'reachable'],
    ['deleted', [s3, (region) => (take(region.endpoints, 'vpce-s3').state = 'deleting')], toS3, 'blocked BAD_STATE'],
    [
      'from a peer (#54)',
      [s3, route('rtb-b', { '0.0.0.0/0': 'pcx-ab' })],
      tcp('eni/eni-b', 'ip/52.216.1.1', 443),
      'blocked PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
    ],
    [
      'from behind a transit gateway',
      [
        s3,
        route('rtb-b', { '0.0.0.0/0': 'tgw-1' }),
        route('rtb-tgw', { 'pl-s3': 'vpce-s3' }),
        (region) => take(region.transitRouteTables, 'tgwrt-1').routes.push({ to: '0.0.0.0/0', attachments: ['att-a'] }),
      ],
      tcp('eni/eni-b', 'ip/52.216.1.1', 443),
      'blocked GATEWAY_REJECTS_SPOOFED_TRAFFIC',
    ],
  ]);

  function waysTo(address: string, ...changes: readonly Change[]): string[] {
    const sketch = awsFixture();
    for (const change of changes) change(sketch.region);
    return passed(ask(sketch.bundle(), tcp('eni/eni-app', address, 443)), 'forward');
  }
  it('takes the Region’s own addresses only, with their source', () => {
    expect(waysTo('ip/52.216.1.1', s3)).toContain('vpce-s3');
    expect(waysTo('ip/52.216.1.1', s3)).not.toContain('nat-a');
    expect(waysTo('ip/54.231.0.1', s3)).toContain('nat-a');
    expect(waysTo('ip/52.216.1.1', s3, route('rtb-prv', { '52.216.0.0/15': 'nat-a' }))).toContain('nat-a');
  });
});

/** sn-fw 10.0.5.0/24 with vpce-fw, whose table leads to nat-a; both private subnets go out through the endpoint. */
const inspection: readonly Change[] = [
  (region) => {
    addSubnet(region, { id: 'sn-fw', vpc: 'vpc-a', cidr: '10.0.5.0/24' });
    addRouteTable(region, { id: 'rtb-fw', vpc: 'vpc-a', subnets: ['sn-fw'], routes: routes({ '0.0.0.0/0': 'nat-a' }) });
  },
  inspectionEndpoint('sn-fw'),
  withoutRoute('rtb-prv', '0.0.0.0/0'),
  route('rtb-prv', { '0.0.0.0/0': 'vpce-fw' }),
  route('rtb-pub', { '10.0.2.0/24': 'vpce-fw' }),
];

describe('Gateway Load Balancer endpoints', () => {
  const out = tcp('eni/eni-app', OUTSIDE, 443);
  const web: Change = into('sg-web', tcpRule(443, '0.0.0.0/0'));
  const edge: readonly Change[] = [
    ...inspection.slice(0, 2),
    web,
    withoutRoute('rtb-fw', '0.0.0.0/0'),
    route('rtb-fw', { '0.0.0.0/0': 'igw-a' }),
    withoutRoute('rtb-pub', '0.0.0.0/0'),
    (region) => addRouteTable(region, { id: 'rtb-edge', vpc: 'vpc-a', gateways: ['igw-a'], routes: routes({ '10.0.1.0/24': 'vpce-fw' }) }),
  ];
  const inward = tcp(OUTSIDE, 'ip/198.51.100.10', 443);
  checkRows([
    ['out and back', inspection, out, 'reachable'],
    ['back without it', inspection.slice(0, 4), out, 'blocked ASYMMETRIC_MIDDLEBOX return'],
    [
      'its table leads back to it (#84)',
      [...inspection, withoutRoute('rtb-fw', '0.0.0.0/0'), route('rtb-fw', { '0.0.0.0/0': 'vpce-fw' })],
      out,
      'blocked ROUTE_LOOP',
    ],
    ['the ACL of its subnet', [...inspection, acl('sn-fw', { inbound: [] })], out, 'blocked SUBNET_ACL_RESTRICTION'],
    [
      'not available',
      [...inspection, (region) => (take(region.endpoints, 'vpce-fw').state = 'pendingAcceptance')],
      out,
      'blocked BAD_STATE',
    ],
    ['in by the edge table, three tables right (#83)', [...edge, route('rtb-pub', { '0.0.0.0/0': 'vpce-fw' })], inward, 'reachable'],
    [
      'in by the edge table, straight back',
      [...edge, route('rtb-pub', { '0.0.0.0/0': 'igw-a' })],
      inward,
      'blocked INGRESS_RTB_TRAFFIC_REDIRECTION return',
    ],
    [
      'in a VPC that enforces encryption',
      [...inspection, (region) => (take(region.vpcs, 'vpc-a').raw = { EncryptionControl: { Mode: 'enforce', State: 'available' } })],
      out,
      'blocked ENCRYPTION_ENFORCED',
    ],
    [
      'in a VPC that monitors encryption',
      [...inspection, (region) => (take(region.vpcs, 'vpc-a').raw = { EncryptionControl: { Mode: 'monitor', State: 'available' } })],
      out,
      'reachable',
    ],
  ]);

  it('says that the appliances behind it were not checked', () => {
    const sketch = awsFixture();
    for (const change of inspection) change(sketch.region);
    expect(caveatsOf(ask(sketch.bundle(), out))).toContain('PATH_THROUGH_GWLB_NOT_CHECKED');
  });

  it('hides group membership', () => {
    const sketch = awsFixture();
    for (const change of [...inspection, route('rtb-prv', { '10.0.1.0/24': 'vpce-fw' }), into('sg-web', tcpRule(443, 'sg-app'))])
      change(sketch.region);
    const trace = ask(sketch.bundle(), tcp('eni/eni-app', 'ip/10.0.1.10', 443));
    expect(trace.conversations[0]?.findings.map(({ finding }) => finding.code)).toContain('SG_REFERENCES_NOT_PRESERVED');
  });
});
