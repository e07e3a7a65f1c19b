// Which route wins for an address from a source's subnet: tables, ties, dead routes, the way out of a node, and what no table is asked for.
import { describe, expect, it } from 'vitest';
import { awsFixture } from '../../test/sketch/aws-fixture.js';
import { eksLab } from '../../test/sketch/eks-lab.js';
import { buildIndex } from '../lookup/indexed-network.js';
import type { Bundle } from '../snapshot/bundle.js';
import { readSnapshot } from '../snapshot/read-snapshot.js';
import { nextHop, type NextHop, type NextHopQuestion } from './next-hop.js';

function put(bundle: Bundle, question: NextHopQuestion) {
  return nextHop(question, buildIndex(readSnapshot(bundle).network));
}
function from(ref: string, ip: string, bundle: Bundle = awsFixture().bundle()): NextHop {
  const answer = put(bundle, { from: ref, ip });
  return answer.ok ? answer.nextHop : expect.fail(answer.problem.message);
}
/** The fixture with further routes, as raw AWS output, in one table. */
function withRoutes(tableId: string, ...routes: object[]): Bundle {
  const bundle = structuredClone(awsFixture().bundle());
  const call = bundle.aws?.[0]?.calls.find(({ operation }) => operation === 'ec2:DescribeRouteTables');
  const { RouteTables } = call?.output as { RouteTables: { RouteTableId: string; Routes: object[] }[] };
  RouteTables.find(({ RouteTableId }) => RouteTableId === tableId)?.Routes.push(...routes);
  return bundle;
}
const route = (DestinationCidrBlock: string, target: object, more: object = {}) => ({
  DestinationCidrBlock,
  Origin: 'CreateRoute',
  State: 'active',
  ...target,
  ...more,
});

describe('the next hop', () => {
  it.each(['instance/i-app', 'eni/eni-app', 'subnet/sn-prv-a', 'ip/10.0.2.20'])('from %s is by the table of its subnet', (ref) => {
    expect(from(ref, '203.0.113.7')).toMatchObject({
      from: { ref, subnetId: 'sn-prv-a', vpcId: 'vpc-a' },
      ip: '203.0.113.7',
      routeTable: { kind: 'route-table', id: 'rtb-prv', why: 'associated with sn-prv-a' },
      route: { destination: '0.0.0.0/0', origin: 'static', state: 'active' },
      nextHop: { kind: 'nat-gateway', id: 'nat-a' },
      considered: [],
      missing: [],
    });
  });

  it('differs with the subnet', () => {
    expect(from('instance/i-web', '203.0.113.7').nextHop).toEqual({ kind: 'internet-gateway', id: 'igw-a' });
    expect(from('instance/i-b', '203.0.113.7')).toMatchObject({
      routeTable: { id: 'rtb-b' },
      route: null,
      nextHop: { kind: 'none', id: null },
    });
  });

  it('where no route holds the address shows those of the table', () => {
    expect(from('instance/i-b', '203.0.113.7').considered).toMatchObject([
      { destination: '10.1.0.0/16', why: '203.0.113.7 is outside it' },
    ]);
  });

  it('inside the VPC is the local route, and the default route is told to be shorter', () => {
    const { nextHop: hop, route: won, considered } = from('instance/i-app', '10.0.3.30');
    expect([hop, won?.destination]).toEqual([{ kind: 'local', id: null }, '10.0.0.0/16']);
    expect(considered).toMatchObject([
      { destination: '0.0.0.0/0', target: { id: 'nat-a' }, why: '10.0.0.0/16 is longer: the longest prefix that holds the address wins' },
    ]);
  });

  it('inside the subnet asks no table', () => {
    const answer = from('instance/i-app', '10.0.2.21');
    expect(answer).toMatchObject({ routeTable: null, route: null, nextHop: { kind: 'local', id: 'eni-app2' } });
    expect(answer.explanation.join(' ')).toContain('10.0.2.21 is in the same subnet sn-prv-a, so no route table is asked');
  });

  it('of a blackhole is no shorter route', () => {
    const bundle = withRoutes('rtb-prv', route('203.0.113.0/24', { VpcPeeringConnectionId: 'pcx-gone' }, { State: 'blackhole' }));
    expect(from('instance/i-app', '203.0.113.7', bundle)).toMatchObject({
      route: { destination: '203.0.113.0/24', state: 'blackhole' },
      nextHop: { kind: 'blackhole', id: 'pcx-gone' },
      considered: [{ destination: '0.0.0.0/0' }],
    });
    expect(from('instance/i-app', '203.0.114.7', bundle).nextHop).toEqual({ kind: 'nat-gateway', id: 'nat-a' });
  });

  it('is static before propagated at equal length, and local before longer propagated ones', () => {
    const propagated = { Origin: 'EnableVgwRoutePropagation' };
    const bundle = withRoutes(
      'rtb-prv',
      route('172.31.0.0/24', { GatewayId: 'vgw-1' }, propagated),
      route('172.31.0.0/24', { GatewayId: 'igw-a' }),
      route('10.0.3.0/24', { GatewayId: 'vgw-1' }, propagated),
    );
    expect(from('instance/i-app', '172.31.0.9', bundle)).toMatchObject({
      nextHop: { id: 'igw-a' },
      considered: [
        { origin: 'propagated', why: expect.stringContaining('a static route comes before a propagated one') },
        { destination: '0.0.0.0/0' },
      ],
    });
    expect(from('instance/i-app', '10.0.3.30', bundle)).toMatchObject({
      nextHop: { kind: 'local' },
      considered: [{ destination: '0.0.0.0/0' }, { destination: '10.0.3.0/24', why: expect.stringContaining('within a local route') }],
    });
  });

  it('is not told where the entries of a prefix list are missing', () => {
    const bundle = withRoutes('rtb-prv', {
      DestinationPrefixListId: 'pl-unknown',
      TransitGatewayId: 'tgw-1',
      Origin: 'CreateRoute',
      State: 'active',
    });
    expect(from('instance/i-app', '203.0.113.7', bundle)).toMatchObject({
      route: null,
      nextHop: null,
      missing: [expect.stringContaining('pl-unknown')],
    });
  });

  it('of what the VPC answers itself is local, and of the range that AWS keeps nothing', () => {
    expect(from('instance/i-app', '10.0.0.2')).toMatchObject({ routeTable: null, nextHop: { kind: 'local' } });
    expect(from('subnet/sn-prv-a', '169.254.168.9')).toMatchObject({ route: null, nextHop: { kind: 'none' } });
  });

  it('of IPv6 is by the IPv6 routes', () => {
    expect(from('subnet/sn-prv-a', '2001:db8:ffff::1')).toMatchObject({ nextHop: { kind: 'none' } });
    expect(from('subnet/sn-prv-a', '2001:db8:a:3::9')).toMatchObject({
      nextHop: { kind: 'local' },
      route: { destination: '2001:db8:a::/56' },
    });
  });
});

describe('the next hop of a pod', () => {
  it('is asked for where its node sends the packet, with the source that it then has', () => {
    const outside = from('pod/prod/cli-a', '203.0.113.7', eksLab().bundle());
    expect(outside).toMatchObject({
      from: { ip: '10.0.16.10', eniId: 'eni-a0', translated: true },
      routeTable: { id: 'rtb-prv' },
      nextHop: { id: 'nat-a' },
    });
    const kept = from('pod/prod/cli-a', '203.0.113.7', eksLab({ cni: { env: { AWS_VPC_K8S_CNI_EXTERNALSNAT: 'true' } } }).bundle());
    expect(kept).toMatchObject({ from: { ip: '10.0.17.12', eniId: 'eni-a1', translated: false }, nextHop: { id: 'nat-a' } });
  });

  it('on the same node is none at all', () => {
    expect(from('pod/prod/cli-a', '10.0.16.11', eksLab().bundle())).toMatchObject({ routeTable: null, nextHop: { kind: 'local' } });
    expect(from('pod/prod/cli-a', '10.0.32.11', eksLab().bundle())).toMatchObject({
      from: { eniId: 'eni-a1' },
      routeTable: { id: 'rtb-prv' },
      nextHop: { kind: 'local' },
    });
  });

  it('says that a cluster address is rewritten first', () => {
    expect(from('pod/prod/cli-a', '172.20.50.5', eksLab().bundle()).explanation[0]).toContain(
      '172.20.50.5 is an address of Service prod/web',
    );
  });
});

describe('a question that is refused', () => {
  it.each([
    [{ from: 'instance/i-app', ip: 'example.com' }, 'INVALID_REQUEST', '/ip'],
    [{ from: 'instance/i-ap', ip: '10.0.0.9' }, 'ENDPOINT_NOT_FOUND', '/from'],
    [{ from: 'subnet/sn-prv', ip: '10.0.0.9' }, 'ENDPOINT_NOT_FOUND', '/from'],
    [{ from: 'internet/203.0.113.7', ip: '10.0.0.9' }, 'INVALID_REQUEST', '/from'],
  ])('%j', (question, code, path) => {
    expect(put(awsFixture().bundle(), question)).toMatchObject({ ok: false, problem: { code, path } });
  });
});
