// Internet gateways, egress-only ones and Block Public Access on the small AWS estate.
import { describe, expect, it } from 'vitest';
import { awsFixture } from '../sketch/aws-fixture.js';
import { take } from '../sketch/collection.js';
import { addEgressOnlyGateway } from '../sketch/gateways.js';
import { addRoutes, addRouteTable, removeRoutes, routes } from '../sketch/route-table.js';
import { any, tcp as tcpRule } from '../sketch/security-group.js';
import { ask } from '../support/ask.js';
import { appliance, eni, inspectionEndpoint, into, open, outOf, route, withoutRoute } from './changes.js';
import { checkRows, tcp, type Change } from './table.js';

const OUTSIDE = 'internet/203.0.113.9';
const web = into('sg-web', tcpRule(443, '0.0.0.0/0'));
const unaddressed = eni('eni-web', { publicAddresses: [] });

describe('internet gateways', () => {
  checkRows([
    ['out with a public address (#26)', [], tcp('eni/eni-web', OUTSIDE, 443), 'reachable'],
    ['out without one (#27)', [unaddressed], tcp('eni/eni-web', OUTSIDE, 443), 'blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS'],
    [
      'out from a secondary address without one (#28)',
      [eni('eni-web', { secondary: ['10.0.1.11'] })],
      tcp('ip/10.0.1.11', OUTSIDE, 443),
      'blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS',
    ],
    ['in to an open group (#29)', [web], tcp(OUTSIDE, 'ip/198.51.100.10', 443), 'reachable'],
    ['in to a closed group', [], tcp(OUTSIDE, 'ip/198.51.100.10', 443), 'blocked SG_HAS_NO_RULES'],
    [
      'in, no way back',
      [web, withoutRoute('rtb-pub', '0.0.0.0/0')],
      tcp(OUTSIDE, 'ip/198.51.100.10', 443),
      'blocked RETURN_NO_ROUTE return',
    ],
    [
      'in, back by a NAT gateway (#30)',
      [
        web,
        (region) => {
          take(region.routeTables, 'rtb-prv').subnets.push('sn-pub-a');
          take(region.routeTables, 'rtb-pub').subnets = [];
          take(region.natGateways, 'nat-a').subnet = 'sn-tgw-a';
          Object.assign(take(region.interfaces, 'eni-nat-a'), {
            subnet: 'sn-tgw-a',
            ip: '10.0.4.5',
            publicAddresses: [{ privateIp: '10.0.4.5', publicIp: '198.51.100.5' }],
          });
        },
        route('rtb-tgw', { '0.0.0.0/0': 'igw-a' }),
      ],
      tcp(OUTSIDE, 'ip/198.51.100.10', 443),
      'blocked RETURN_WRONG_TARGET return',
    ],
    ['in to an address of nobody (#31)', [web], tcp(OUTSIDE, 'ip/198.51.100.99', 443), 'blocked IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS'],
    ['a private destination (#32)', [], tcp('eni/eni-web', 'ip/10.77.0.5', 443), 'blocked IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS'],
    ['a shared destination', [], tcp('eni/eni-web', 'ip/100.64.1.1', 443), 'blocked IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS'],
    [
      'a gateway that is gone (#33)',
      [
        (region) => {
          removeRoutes(region, 'rtb-pub', '0.0.0.0/0');
          take(region.routeTables, 'rtb-pub').routes.push({ to: '0.0.0.0/0', via: 'igw-a', state: 'blackhole' });
        },
      ],
      tcp('eni/eni-web', OUTSIDE, 443),
      'blocked BAD_STATE_ROUTE',
    ],
    [
      'a gateway that is detached (#33)',
      [(region) => (take(region.internetGateways, 'igw-a').raw = { Attachments: [] })],
      tcp('eni/eni-web', OUTSIDE, 443),
      'blocked BAD_STATE_ATTACHMENT',
    ],
    [
      'IPv6 out, outbound rules for IPv4 only',
      [eni('eni-web', { ipv6: ['2001:db8:a:1::10'] }), route('rtb-pub', { '::/0': 'igw-a' })],
      tcp('eni/eni-web', 'internet/2001:db8:ffff::1', 443),
      'blocked ENI_SG_RULES_MISMATCH',
    ],
    [
      'IPv6 out',
      [eni('eni-web', { ipv6: ['2001:db8:a:1::10'] }), outOf('sg-web', any('::/0')), route('rtb-pub', { '::/0': 'igw-a' })],
      tcp('eni/eni-web', 'internet/2001:db8:ffff::1', 443),
      'reachable',
    ],
    [
      'IPv6 in to an interface closed to internet gateways',
      [
        eni('eni-web', { ipv6: ['2001:db8:a:1::10'], raw: { DenyAllIgwTraffic: true } }),
        open('sg-web'),
        route('rtb-pub', { '::/0': 'igw-a' }),
      ],
      tcp('internet/2001:db8:ffff::1', 'ip/2001:db8:a:1::10', 443),
      'blocked DENY_ALL_IGW_TRAFFIC',
    ],
    [
      'a neighbour by its public address',
      [into('sg-web', tcpRule(443, '198.51.100.5/32'))],
      tcp('eni/eni-app', 'ip/198.51.100.10', 443),
      'reachable',
    ],
    [
      'a neighbour by its public address, rule by reference',
      [into('sg-web', tcpRule(443, 'sg-app'))],
      tcp('eni/eni-app', 'ip/198.51.100.10', 443),
      'blocked ENI_SG_RULES_MISMATCH',
    ],
  ]);

  it('shows the public address outside', () => {
    const trace = ask(awsFixture().bundle(), tcp('eni/eni-web', OUTSIDE, 443));
    const translation = trace.conversations[0]?.forward.hops.find(({ translation }) => translation !== undefined)?.translation;
    expect(translation?.why()).toContain('198.51.100.10');
  });
});

describe('egress-only internet gateways', () => {
  const six: readonly Change[] = [
    (region) => addEgressOnlyGateway(region, { id: 'eigw-a', vpc: 'vpc-a' }),
    eni('eni-app', { ipv6: ['2001:db8:a:2::20'] }),
    outOf('sg-app', any('::/0')),
    into('sg-app', any('::/0')),
    route('rtb-prv', { '::/0': 'eigw-a' }),
  ];
  checkRows([
    ['out (#36)', six, tcp('ip/2001:db8:a:2::20', 'internet/2001:db8:ffff::1', 443), 'reachable'],
    [
      'a NAT64 address without its route',
      six,
      tcp('ip/2001:db8:a:2::20', 'internet/64:ff9b::cb00:7109', 443),
      'blocked NO_POSSIBLE_DESTINATION',
    ],
    ['a unique local address', six, tcp('ip/2001:db8:a:2::20', 'ip/fd12:3456::9', 443), 'blocked NO_POSSIBLE_DESTINATION'],
    ['in (#37)', six, tcp('internet/2001:db8:ffff::1', 'ip/2001:db8:a:2::20', 22), 'blocked EIGW_NO_INBOUND return'],
    [
      'in, without an internet gateway beside it',
      [
        ...six,
        (region) => {
          region.internetGateways.clear();
          removeRoutes(region, 'rtb-pub', '0.0.0.0/0');
        },
      ],
      tcp('internet/2001:db8:ffff::1', 'ip/2001:db8:a:2::20', 22),
      'blocked EIGW_NO_INBOUND',
    ],
    [
      'out through an inspection endpoint',
      [
        ...six,
        inspectionEndpoint('sn-pub-a'),
        withoutRoute('rtb-prv', '::/0'),
        route('rtb-prv', { '::/0': 'vpce-fw' }),
        route('rtb-pub', { '::/0': 'eigw-a' }),
      ],
      tcp('ip/2001:db8:a:2::20', 'internet/2001:db8:ffff::1', 443),
      'blocked EIGW_WITH_GWLB',
    ],
    [
      'detached',
      [...six, (region) => (take(region.egressOnlyGateways, 'eigw-a').raw = { Attachments: [] })],
      tcp('ip/2001:db8:a:2::20', 'internet/2001:db8:ffff::1', 443),
      'blocked BAD_STATE_ATTACHMENT',
    ],
  ]);
});

describe('Block Public Access', () => {
  const OPTIONS = 'ec2:DescribeVpcBlockPublicAccessOptions';
  const EXCLUSIONS = 'ec2:DescribeVpcBlockPublicAccessExclusions';
  /** The verdict and code under a mode, with an exclusion for sn-pub-a. */
  function under(mode: string, exclusion: string | null, from: string, to: string, ...changes: readonly Change[]): string {
    const sketch = awsFixture().without(OPTIONS).without(EXCLUSIONS);
    for (const change of [web, ...changes]) change(sketch.region);
    const bundle = sketch.bundle();
    const { region, accountId } = sketch.region;
    const ResourceArn = `arn:aws:ec2:${region}:${accountId}:subnet/sn-pub-a`;
    const exclusions =
      exclusion === null
        ? []
        : [{ ExclusionId: 'vpcbpa-exclude-1', ResourceArn, InternetGatewayExclusionMode: exclusion, State: 'create-complete' }];
    const calls = [
      {
        operation: OPTIONS,
        output: {
          VpcBlockPublicAccessOptions: {
            AwsAccountId: accountId,
            AwsRegion: region,
            State: 'update-complete',
            InternetGatewayBlockMode: mode,
          },
        },
      },
      { operation: EXCLUSIONS, output: { VpcBlockPublicAccessExclusions: exclusions } },
    ];
    const aws = bundle.aws.map((capture) => ({ ...capture, calls: [...capture.calls, ...calls] }));
    const trace = ask({ ...bundle, aws }, tcp(from, to, 443));
    const first = trace.conversations[0]?.findings.find(({ finding }) => finding.effect === 'blocks');
    return [trace.verdict, first?.finding.code].join(' ').trim();
  }
  const BLOCKED = 'blocked VPC_BLOCK_PUBLIC_ACCESS_ENABLED';
  it.each<[string, string | null, string, string, string]>([
    ['off', null, 'eni/eni-web', OUTSIDE, 'reachable'],
    ['block-bidirectional', null, 'eni/eni-web', OUTSIDE, BLOCKED],
    ['block-bidirectional', null, 'eni/eni-app', OUTSIDE, BLOCKED],
    ['block-bidirectional', null, OUTSIDE, 'ip/198.51.100.10', BLOCKED],
    ['block-ingress', null, 'eni/eni-app', OUTSIDE, 'reachable'],
    ['block-ingress', null, OUTSIDE, 'ip/198.51.100.10', BLOCKED],
    ['block-ingress', null, 'eni/eni-web', OUTSIDE, BLOCKED],
    ['block-bidirectional', 'allow-egress', 'eni/eni-app', OUTSIDE, 'reachable'],
    ['block-bidirectional', 'allow-egress', OUTSIDE, 'ip/198.51.100.10', BLOCKED],
    ['block-bidirectional', 'allow-bidirectional', OUTSIDE, 'ip/198.51.100.10', 'reachable'],
    ['block-bidirectional', 'allow-bidirectional', 'eni/eni-web', OUTSIDE, 'reachable'],
  ])('%s, exclusion %s: %s to %s (#104-106)', (mode, exclusion, from, to, expected) => {
    expect(under(mode, exclusion, from, to)).toBe(expected);
  });
  it('asks for the workload’s subnet behind an appliance, for the endpoint’s own before inspection', () => {
    const edge =
      (guard: string): Change =>
      (region) => {
        addRouteTable(region, { id: 'rtb-edge', vpc: 'vpc-a', gateways: ['igw-a'], routes: routes({ '10.0.1.0/24': guard }) });
        removeRoutes(region, 'rtb-pub', '0.0.0.0/0');
        addRoutes(region, 'rtb-pub', { '0.0.0.0/0': guard });
        addRoutes(region, 'rtb-tgw', { '0.0.0.0/0': 'igw-a' });
      };
    const fw = appliance({ publicIp: '198.51.100.77' });
    const inward = (...changes: readonly Change[]): string =>
      under('block-bidirectional', 'allow-bidirectional', OUTSIDE, 'ip/198.51.100.10', ...changes);
    expect(inward(fw, edge('eni-fw'))).toBe('reachable');
    expect(inward(inspectionEndpoint('sn-tgw-a'), edge('vpce-fw'))).toBe(BLOCKED);
  });
  it('does not touch what stays inside', () => {
    expect(under('block-bidirectional', null, 'eni/eni-app', 'ip/10.0.1.10')).toBe('reachable');
  });
});
