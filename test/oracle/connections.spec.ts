// The oracle between VPCs and beyond: peering, transit gateway, VPN, endpoints. Expected answers are those of the AWS guides' examples.
import { describe, expect, it } from 'vitest';
import { ask, brief } from './ask.js';
import { estate, IN_ALL, OPEN, OUT_ALL, type Changes } from './fixture.js';
import {
  addAttachment,
  addEndpoint,
  addPeering,
  addPrefixList,
  addTransitRoutes,
  addVpn,
  addVpnGateway,
  transitRoute,
} from './sketch-gateways.js';
import { drawnRecord, type Json, type Sketch } from './sketch.js';
import { addAcl, addGroup, addInterface, addSubnet, addTable, addVpc, ALLOW_ALL, entry, route, rule } from './sketch-vpc.js';

const FROM_A = { 'sg-b': [rule('tcp', 443, 443, '10.0.0.0/16')] };
const REFERS = { 'sg-b': [rule('tcp', 443, 443, 'sg-app')] };
const OUTSIDE = 'internet/203.0.113.9';

describe('peering', () => {
  const there = [route('10.1.0.0/16', 'pcx-ab')];
  const back = [route('10.0.0.0/16', 'pcx-ab')];
  const routes = { 'rtb-prv': there, 'rtb-b': back };
  it.each([
    ['routes both ways', { routes, ingress: FROM_A }, 'eni-app', '10.1.1.10', 'reachable'],
    ['no route back', { routes: { 'rtb-prv': there }, ingress: FROM_A }, 'eni-app', '10.1.1.10', 'blocked RETURN_NO_ROUTE return'],
    ['pending', { routes, ingress: FROM_A, peering: 'pending-acceptance' }, 'eni-app', '10.1.1.10', 'blocked BAD_STATE'],
    [
      'on to a third VPC',
      { routes: { 'rtb-prv': [route('10.2.0.0/16', 'pcx-ab')] } },
      'eni-app',
      '10.2.1.10',
      'blocked PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
    ],
    [
      'out by the gateway of the peer',
      { routes: { 'rtb-b': [route('0.0.0.0/0', 'pcx-ab')] } },
      'eni-b',
      OUTSIDE,
      'blocked PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
    ],
    ['by group reference', { routes, ingress: REFERS }, 'eni-app', '10.1.1.10', 'reachable'],
    [
      'egress by group reference',
      { routes, ingress: FROM_A, egress: { 'sg-app': [rule('-1', 0, 0, 'sg-b')] } },
      'eni-app',
      'eni-b',
      'reachable',
    ],
    ['not connected', {}, 'eni-c', '10.0.2.20', 'blocked NO_ROUTE_TO_DESTINATION'],
    [
      'from a NAT gateway, without a way back',
      { routes: { 'rtb-pub': there, 'rtb-prv': [route('10.1.0.0/16', 'nat-a')] }, ingress: FROM_A },
      'eni-app',
      '10.1.1.10',
      'reachable',
    ],
  ] satisfies (readonly [string, Changes, string, string, string])[])('%s', (_, changes, from, to, expected) => {
    expect(brief(ask(estate(changes), from, to, 443))).toBe(expected);
  });

  it('carries no references between Regions', () => {
    const drawn = estate({ routes, ingress: REFERS });
    const peering = drawnRecord(drawn, 'ec2:DescribeVpcPeeringConnections', 'VpcPeeringConnectionId', 'pcx-ab');
    (peering['AccepterVpcInfo'] as Json)['Region'] = 'us-east-1';
    expect(brief(ask(drawn, 'eni-app', '10.1.1.10', 443))).toBe('blocked ENI_SG_RULES_MISMATCH');
  });

  it('sends the reply to the wrong one of two equal peers', () => {
    const drawn = estate({
      ingress: { 'sg-app': OPEN },
      routes: { 'rtb-prv': [route('10.5.0.0/16', 'pcx-2'), route('10.5.1.7/32', 'pcx-1')] },
    });
    for (const number of ['1', '2']) {
      addVpc(drawn, `vpc-${number}`, ['10.5.0.0/16']);
      addSubnet(drawn, `subnet-${number}`, `vpc-${number}`, 'a', '10.5.1.0/24');
      addAcl(drawn, `acl-${number}`, `vpc-${number}`, [], ALLOW_ALL);
      addTable(drawn, `rtb-${number}`, `vpc-${number}`, [], [route('10.0.0.0/16', `pcx-${number}`)]);
      addGroup(drawn, `sg-${number}`, `vpc-${number}`, []);
      addPeering(drawn, `pcx-${number}`, 'vpc-a', `vpc-${number}`);
    }
    addInterface(drawn, 'eni-7', 'subnet-1', ['10.5.1.7'], ['sg-1']);
    addInterface(drawn, 'eni-8', 'subnet-1', ['10.5.1.8'], ['sg-1']);
    expect(brief(ask(drawn, 'eni-7', 'eni-app', 443))).toBe('reachable');
    expect(brief(ask(drawn, 'eni-8', 'eni-app', 443))).toBe('blocked RETURN_WRONG_TARGET return');
  });
});

describe('transit gateway', () => {
  const routes = { 'rtb-prv': [route('10.1.0.0/16', 'tgw-1')], 'rtb-b': [route('10.0.0.0/16', 'tgw-1')] };
  const base: Changes = { routes, ingress: FROM_A };
  it.each([
    ['full mesh', base, 'reachable'],
    [
      'attachment only in the other zone',
      { ...base, attachmentSubnets: { 'tgw-attach-a': ['subnet-tgw-b'] } },
      'blocked TGW_ROUTE_AZ_RESTRICTION',
    ],
    [
      'far attachment only in the other zone',
      { ...base, attachmentSubnets: { 'tgw-attach-b': ['subnet-b2'] } },
      'blocked TGW_ROUTE_AZ_RESTRICTION return',
    ],
    ['not associated', { ...base, attachmentTables: { 'tgw-attach-a': null } }, 'blocked TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION'],
    [
      'far side in an empty table',
      { ...base, attachmentTables: { 'tgw-attach-b': 'tgw-rtb-2' } },
      'blocked TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT return',
    ],
    ['blackhole', { ...base, transitRoutes: [transitRoute('10.1.1.0/24', null, 'static')] }, 'blocked TGW_RTB_BAD_STATE_ROUTE'],
    [
      'static to the wrong attachment',
      { ...base, transitRoutes: [transitRoute('10.1.0.0/16', 'tgw-attach-c', 'static')] },
      'blocked NO_ROUTE_TO_DESTINATION',
    ],
    ['attachment subnet closed outwards', { ...base, acls: { 'subnet-tgw-a': [IN_ALL] } }, 'blocked SUBNET_ACL_RESTRICTION return'],
    ['attachment subnet closed inwards', { ...base, acls: { 'subnet-tgw-a': [OUT_ALL] } }, 'blocked SUBNET_ACL_RESTRICTION'],
    ['references enabled', { routes, ingress: REFERS }, 'reachable'],
    ['references disabled', { routes, ingress: REFERS, transitReferences: 'disable' }, 'blocked SG_REFERENCING_SUPPORT'],
    ['egress reference', { ...base, egress: { 'sg-app': [rule('-1', undefined, undefined, 'sg-b')] } }, 'blocked ENI_SG_RULES_MISMATCH'],
  ] satisfies (readonly [string, Changes, string])[])('%s', (_, changes, expected) => {
    expect(brief(ask(estate(changes), 'eni-app', 'eni-b', 443))).toBe(expected);
  });

  it('judges a host beside the attachment by both directions of one ACL, and only on the way in', () => {
    const beside = (entries: readonly Json[]): string => {
      const drawn = estate({
        ...base,
        routes: { ...routes, 'rtb-tgw': [route('10.1.0.0/16', 'tgw-1')] },
        acls: { 'subnet-tgw-a': entries },
      });
      addInterface(drawn, 'eni-t', 'subnet-tgw-a', ['10.0.4.9'], ['sg-app']);
      return brief(ask(drawn, 'eni-t', 'eni-b', 443));
    };
    expect(beside([OUT_ALL, IN_ALL])).toBe('reachable');
    expect(beside([OUT_ALL, entry('in', 90, 'deny', -1, '10.0.0.0/16'), IN_ALL])).toBe('blocked SUBNET_ACL_RESTRICTION');
    expect(beside([OUT_ALL, entry('in', 90, 'deny', -1, '10.1.0.0/16'), IN_ALL])).toBe('reachable');
  });

  it('says when its routes are truncated or missing', () => {
    const drawn = estate({ ...base, attachmentTables: { 'tgw-attach-a': 'tgw-rtb-3' } });
    expect(brief(ask(drawn, 'eni-app', 'eni-b', 443))).toBe('unknown TGW_RTB_ROUTES_ARE_UNKNOWN');
    addTransitRoutes(drawn, 'tgw-rtb-3', [], true);
    expect(brief(ask(drawn, 'eni-app', 'eni-b', 443))).toBe('unknown TGW_RTB_ROUTES_ARE_UNKNOWN');
  });

  it('leads to a central NAT gateway and back', () => {
    const central = (backToSpoke: boolean): string => {
      const drawn = estate({
        routes: {
          'rtb-b': [route('0.0.0.0/0', 'tgw-1')],
          'rtb-tgw': [route('0.0.0.0/0', 'nat-a')],
          'rtb-pub': [route('0.0.0.0/0', 'igw-a'), ...(backToSpoke ? [route('10.1.0.0/16', 'tgw-1')] : [])],
        },
        transitRoutes: [transitRoute('0.0.0.0/0', 'tgw-attach-a', 'static')],
      });
      return brief(ask(drawn, 'eni-b', OUTSIDE, 443));
    };
    expect(central(true)).toBe('reachable');
    expect(central(false)).toBe('blocked RETURN_NO_ROUTE return');
  });
});

describe('sites behind a VPN', () => {
  function site(status: 'UP' | 'DOWN', propagated: boolean): Sketch {
    const back = propagated ? [route('192.168.0.0/16', 'vgw-a', { Origin: 'EnableVgwRoutePropagation' })] : [];
    const drawn = estate({ ingress: { 'sg-app': [rule('tcp', 22, 22, '192.168.0.0/16')] }, routes: { 'rtb-prv': back } });
    addVpnGateway(drawn, 'vgw-a', 'vpc-a');
    addVpn(drawn, 'vpn-1', { vgw: 'vgw-a' }, status, ['192.168.0.0/16']);
    return drawn;
  }
  it.each([
    ['in', site('UP', true), '192.168.10.5', 'eni-app', 'reachable'],
    ['out', site('UP', true), 'eni-app', '192.168.10.5', 'reachable'],
    ['tunnels down', site('DOWN', true), '192.168.10.5', 'eni-app', 'blocked BAD_STATE_VPN'],
    ['no route back', site('UP', false), '192.168.10.5', 'eni-app', 'blocked RETURN_NO_ROUTE return'],
    ['on to the internet', site('UP', true), '192.168.10.5', OUTSIDE, 'blocked VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS'],
  ])('%s', (_, drawn, from, to, expected) => {
    expect(brief(ask(drawn, from, to, 22))).toBe(expected);
  });

  it('comes in by a transit gateway that knows it', () => {
    const drawn = estate({
      ingress: { 'sg-app': OPEN },
      routes: { 'rtb-prv': [route('192.168.0.0/16', 'tgw-1')] },
      transitRoutes: [transitRoute('192.168.0.0/16', 'tgw-attach-v', 'propagated', 'vpn')],
    });
    addAttachment(drawn, 'tgw-attach-v', 'tgw-1', 'vpn', 'vpn-2', 'tgw-rtb-1');
    addVpn(drawn, 'vpn-2', { tgw: 'tgw-1' }, 'UP');
    expect(brief(ask(drawn, '192.168.10.5', 'eni-app', 22))).toBe('reachable');
    expect(brief(ask(drawn, 'eni-app', '192.168.10.5', 22))).toBe('reachable');
  });
});

describe('endpoints', () => {
  it('has interface endpoints judged by their groups, and never as a source', () => {
    const drawn = estate({ ingress: { 'sg-db': [rule('tcp', 443, 443, '10.0.2.0/24')], 'sg-app': OPEN } });
    addInterface(drawn, 'eni-vpce', 'subnet-prv-b', ['10.0.3.50'], ['sg-db'], { InterfaceType: 'vpc_endpoint', RequesterManaged: true });
    const endpoint = addEndpoint(drawn, 'vpce-i', 'Interface', 'vpc-a', { NetworkInterfaceIds: ['eni-vpce'] });
    expect(brief(ask(drawn, 'eni-app', '10.0.3.50', 443))).toBe('reachable');
    expect(brief(ask(drawn, 'eni-web', '10.0.3.50', 443))).toBe('blocked ENI_SG_RULES_MISMATCH');
    expect(brief(ask(drawn, 'eni-vpce', 'eni-app', 443))).toBe('blocked VPCE_INTRA_VPC_TRAFFIC');
    endpoint['State'] = 'pendingAcceptance';
    expect(brief(ask(drawn, 'eni-app', '10.0.3.50', 443))).toBe('blocked BAD_STATE');
  });

  function storage(changes: Changes): Sketch {
    const drawn = estate({ ...changes, routes: { 'rtb-prv': [route('pl-s3', 'vpce-s3'), route('0.0.0.0/0', 'nat-a')] } });
    addPrefixList(drawn, 'pl-s3', ['52.216.0.0/15']);
    addEndpoint(drawn, 'vpce-s3', 'Gateway', 'vpc-a', { RouteTableIds: ['rtb-prv'] });
    return drawn;
  }
  it.each([
    ['S3', storage({}), 6, 'reachable', '10.0.2.20'],
    [
      'egress only inside',
      storage({ egress: { 'sg-app': [rule('-1', undefined, undefined, '10.0.0.0/16')] } }),
      6,
      'blocked ENI_SG_RULES_MISMATCH',
      '10.0.2.20',
    ],
    ['egress by the list', storage({ egress: { 'sg-app': [rule('tcp', 443, 443, 'pl-s3')] } }), 6, 'reachable', '10.0.2.20'],
    [
      'no replies through the ACL',
      storage({ acls: { 'subnet-prv-a': [OUT_ALL, entry('in', 100, 'allow', 6, '10.0.0.0/16', [1024, 65535])] } }),
      6,
      'blocked SUBNET_ACL_RESTRICTION return',
      '10.0.2.20',
    ],
    ['UDP', storage({}), 17, 'blocked VPCE_GATEWAY_PROTOCOL_RESTRICTION', '10.0.2.20'],
  ])('%s', (_, drawn, protocol, expected, seen) => {
    const judgement = ask(drawn, 'eni-app', 'internet/52.216.1.1', 443, { protocol });
    expect([brief(judgement), judgement.sourceSeen]).toEqual([expected, seen]);
    expect(ask(drawn, 'eni-app', 'internet/54.1.1.1', 443).sourceSeen).toBe('198.51.100.5');
  });

  it('inspects through a Gateway Load Balancer endpoint, both ways', () => {
    const inspected = (back: boolean, loop: boolean): string => {
      const drawn = estate({
        routes: {
          'rtb-prv': [route('0.0.0.0/0', 'vpce-fw')],
          'rtb-tgw': [route('0.0.0.0/0', loop ? 'vpce-fw' : 'nat-a')],
          'rtb-pub': [route('0.0.0.0/0', 'igw-a'), ...(back ? [route('10.0.2.0/24', 'vpce-fw')] : [])],
        },
      });
      addEndpoint(drawn, 'vpce-fw', 'GatewayLoadBalancer', 'vpc-a', { SubnetIds: ['subnet-tgw-a'] });
      return brief(ask(drawn, 'eni-app', OUTSIDE, 443));
    };
    expect(inspected(true, false)).toBe('reachable');
    expect(inspected(true, true)).toBe('blocked ROUTE_LOOP');
    expect(inspected(false, false)).toBe('blocked ASYMMETRIC_MIDDLEBOX return');
  });
});
