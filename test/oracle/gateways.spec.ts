// The oracle at the edge of a VPC: internet, egress-only and NAT gateways, Block Public Access, gateway route tables.
import { describe, expect, it } from 'vitest';
import { ask, brief } from './ask.js';
import { estate, IN_ALL, OPEN, OUT_ALL, type Changes } from './fixture.js';
import { addEgressOnlyGateway } from './sketch-gateways.js';
import { add, addAbout, drawnRecord, type Sketch } from './sketch.js';
import { addInterface, addTable, entry, route, rule } from './sketch-vpc.js';

const WEB: Changes = { ingress: { 'sg-web': [rule('tcp', 443, 443, '0.0.0.0/0')] } };
const OUTSIDE = 'internet/203.0.113.9';

describe('internet gateway', () => {
  it('gives the public address to what leaves', () => {
    const judgement = ask(estate(), 'eni-web', OUTSIDE, 443);
    expect(brief(judgement)).toBe('reachable');
    expect(judgement.sourceSeen).toBe('198.51.100.10');
  });

  it.each([
    ['no public address', { withoutPublicAddress: true }, 'eni-web', OUTSIDE, 'blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS'],
    ['secondary address without one', {}, 'eni-web@10.0.1.11', OUTSIDE, 'blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS'],
    ['in to an open group', WEB, OUTSIDE, 'eni-web', 'reachable'],
    ['in to a closed group', {}, OUTSIDE, 'eni-web', 'blocked SG_HAS_NO_RULES'],
    ['in, without the way back', { ...WEB, routes: { 'rtb-pub': [] } }, OUTSIDE, 'eni-web', 'blocked RETURN_NO_ROUTE return'],
    [
      'in, the way back by NAT',
      { ...WEB, routes: { 'rtb-pub': [route('0.0.0.0/0', 'nat-a')] } },
      OUTSIDE,
      'eni-web',
      'blocked RETURN_WRONG_TARGET return',
    ],
    ['in to an unknown public address', WEB, OUTSIDE, '198.51.100.99', 'blocked IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS'],
    ['private destination', {}, 'eni-web', '10.77.0.5', 'blocked IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS'],
    ['shared destination', {}, 'eni-web', '100.64.1.1', 'blocked IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS'],
    ['explicit table without default route', { routes: { 'rtb-prv': [] } }, 'eni-app', OUTSIDE, 'blocked NO_ROUTE_TO_DESTINATION'],
  ] satisfies (readonly [string, Changes, string, string, string])[])('%s', (_, changes, from, to, expected) => {
    expect(brief(ask(estate(changes), from, to, 443))).toBe(expected);
  });

  it('is useless when detached', () => {
    const drawn = estate();
    drawnRecord(drawn, 'ec2:DescribeInternetGateways', 'InternetGatewayId', 'igw-a')['Attachments'] = [];
    expect(brief(ask(drawn, 'eni-web', OUTSIDE, 443))).toBe('blocked BAD_STATE_ATTACHMENT');
  });

  it('shows the public address to a neighbour that is called by its public address', () => {
    const drawn = estate({ ingress: { 'sg-web': [rule('tcp', 443, 443, '198.51.100.5/32')] } });
    expect(brief(ask(drawn, 'eni-app', '198.51.100.10', 443))).toBe('reachable');
    const referenced = estate({ ingress: { 'sg-web': [rule('tcp', 443, 443, 'sg-app')] } });
    expect(brief(ask(referenced, 'eni-app', '198.51.100.10', 443))).toBe('blocked ENI_SG_RULES_MISMATCH');
  });

  it('sends traffic to an appliance by its own table', () => {
    const inspected = (publicAddress: boolean, direct: boolean): Sketch => {
      const drawn = estate({
        ingress: { 'sg-web': OPEN, 'sg-fw': OPEN },
        routes: { 'rtb-pub': [route('0.0.0.0/0', direct ? 'igw-a' : 'eni-fw')], 'rtb-tgw': [route('0.0.0.0/0', 'igw-a')] },
      });
      const association = publicAddress ? { Association: { PublicIp: '198.51.100.77' } } : {};
      addInterface(drawn, 'eni-fw', 'subnet-tgw-a', ['10.0.4.8'], ['sg-fw'], { SourceDestCheck: false, ...association });
      addTable(drawn, 'rtb-edge', 'vpc-a', ['none'], [route('10.0.1.0/24', 'eni-fw')], {
        Associations: [{ GatewayId: 'igw-a', Main: false }],
      });
      return drawn;
    };
    expect(brief(ask(inspected(true, false), OUTSIDE, 'eni-web', 443))).toBe('reachable');
    expect(brief(ask(inspected(false, false), OUTSIDE, 'eni-web', 443))).toBe('blocked INGRESS_RTB_NO_PUBLIC_IP');
    expect(brief(ask(inspected(true, true), 'eni-web', OUTSIDE, 443))).toBe('blocked INGRESS_RTB_TRAFFIC_REDIRECTION');
  });
});

describe('egress-only internet gateway', () => {
  function dualStack(changes: Changes): Sketch {
    const drawn = estate({ ...changes, routes: { 'rtb-prv': [route('::/0', 'eigw-a')] } });
    addEgressOnlyGateway(drawn, 'eigw-a', 'vpc-a');
    return drawn;
  }
  const open: Changes = { egress: { 'sg-app': OPEN }, ingress: { 'sg-app': OPEN } };
  it('lets out, not in', () => {
    expect(brief(ask(dualStack(open), 'eni-app', 'internet/2001:db8:ffff::1', 443))).toBe('reachable');
    expect(brief(ask(dualStack(open), 'internet/2001:db8:ffff::1', 'eni-app', 22))).toBe('blocked EIGW_NO_INBOUND return');
    expect(brief(ask(dualStack({}), 'eni-app', 'internet/2001:db8:ffff::1', 443))).toBe('blocked ENI_SG_RULES_MISMATCH');
  });
});

describe('NAT gateway', () => {
  it('shows its public address outside', () => {
    const judgement = ask(estate(), 'eni-app', OUTSIDE, 443);
    expect([brief(judgement), judgement.sourceSeen]).toEqual(['reachable', '198.51.100.5']);
  });

  const acl = (entries: NonNullable<Changes['acls']>[string]): Changes => ({ acls: { 'subnet-pub-a': entries } });
  it.each([
    ['no way on from its subnet', { routes: { 'rtb-pub': [] } }, 'eni-app', OUTSIDE, 'blocked NO_ROUTE_TO_DESTINATION'],
    ['in the subnet of its client', { natSubnet: 'subnet-prv-a' }, 'eni-app', OUTSIDE, 'blocked ROUTE_LOOP'],
    [
      'its ACL lets only 443 in',
      acl([entry('in', 100, 'allow', 6, '0.0.0.0/0', [443, 443]), OUT_ALL]),
      'eni-app',
      OUTSIDE,
      'blocked SUBNET_ACL_RESTRICTION return',
    ],
    [
      'its ACL lets only replies in',
      acl([entry('in', 100, 'allow', 6, '0.0.0.0/0', [1024, 65535]), OUT_ALL]),
      'eni-app',
      OUTSIDE,
      'blocked SUBNET_ACL_RESTRICTION',
    ],
    ['called from outside', {}, OUTSIDE, '198.51.100.5', 'blocked NAT_NO_INBOUND'],
    ['called from inside', {}, 'eni-app', '10.0.1.5', 'blocked NAT_NO_INBOUND'],
  ] satisfies (readonly [string, Changes, string, string, string])[])('%s', (_, changes, from, to, expected) => {
    expect(brief(ask(estate(changes), from, to, 443))).toBe(expected);
  });

  it('has to stand, to be public, and to know the protocol', () => {
    const changed = (change: (nat: Record<string, unknown>) => void): string => {
      const drawn = estate();
      change(drawnRecord(drawn, 'ec2:DescribeNatGateways', 'NatGatewayId', 'nat-a'));
      return brief(ask(drawn, 'eni-app', OUTSIDE, 443));
    };
    expect(changed((nat) => (nat['State'] = 'failed'))).toBe('blocked BAD_STATE');
    const hidden = estate();
    const eni = drawnRecord(hidden, 'ec2:DescribeNetworkInterfaces', 'NetworkInterfaceId', 'eni-nat-a');
    eni['Association'] = undefined;
    eni['PrivateIpAddresses'] = [{ PrivateIpAddress: '10.0.1.5', Primary: true }];
    drawnRecord(hidden, 'ec2:DescribeNatGateways', 'NatGatewayId', 'nat-a')['NatGatewayAddresses'] = [{ PrivateIp: '10.0.1.5' }];
    expect(brief(ask(hidden, 'eni-app', OUTSIDE, 443))).toBe('blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS');
    expect(brief(ask(estate(), 'eni-app', OUTSIDE, 0, { protocol: 47 }))).toBe('blocked PROTOCOL_RESTRICTION');
  });

  it('uses the chosen port for what it translates', () => {
    const narrow = estate(
      acl([entry('in', 90, 'allow', 6, '10.0.0.0/16', [1, 65535]), entry('in', 100, 'allow', 6, '0.0.0.0/0', [32768, 65535]), OUT_ALL]),
    );
    expect(brief(ask(narrow, 'eni-app', OUTSIDE, 443))).toBe('reachable');
    expect(brief(ask(narrow, 'eni-app', OUTSIDE, 443, { translatedPort: 2000 }))).toBe('blocked SUBNET_ACL_RESTRICTION return');
  });

  it('translates IPv6 to IPv4 below 64:ff9b::/96', () => {
    const drawn = estate({ egress: { 'sg-app': OPEN }, routes: { 'rtb-prv': [route('64:ff9b::/96', 'nat-a')] } });
    const judgement = ask(drawn, 'eni-app', '64:ff9b::cb00:7109', 443);
    expect([brief(judgement), judgement.sourceSeen]).toEqual(['reachable', '198.51.100.5']);
  });
});

describe('Block Public Access', () => {
  function blocked(mode: string, exclusion?: string): Sketch {
    const drawn = estate(WEB);
    addAbout(drawn, 'ec2:DescribeVpcBlockPublicAccessOptions', {}, { VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: mode } });
    if (exclusion !== undefined) {
      add(drawn, 'ec2:DescribeVpcBlockPublicAccessExclusions', {
        ResourceArn: 'arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-pub-a',
        InternetGatewayExclusionMode: exclusion,
        State: 'create-complete',
      });
    }
    return drawn;
  }
  const NO = 'blocked VPC_BLOCK_PUBLIC_ACCESS_ENABLED';
  it.each([
    ['block-bidirectional', undefined, NO, NO, NO],
    ['block-ingress', undefined, NO, 'reachable', NO],
    ['block-bidirectional', 'allow-egress', NO, 'reachable', NO],
    ['block-bidirectional', 'allow-bidirectional', 'reachable', 'reachable', 'reachable'],
    ['off', undefined, 'reachable', 'reachable', 'reachable'],
  ])('%s, %s', (mode, exclusion, host, nat, inbound) => {
    const drawn = blocked(mode, exclusion);
    expect(brief(ask(drawn, 'eni-web', OUTSIDE, 443))).toBe(host);
    expect(brief(ask(drawn, 'eni-app', OUTSIDE, 443))).toBe(nat);
    expect(brief(ask(drawn, OUTSIDE, 'eni-web', 443))).toBe(inbound);
  });

  it('keeps an ACL deny beside it', () => {
    const drawn = estate({ acls: { 'subnet-pub-a': [IN_ALL] } });
    expect(brief(ask(drawn, 'eni-web', OUTSIDE, 443))).toBe('blocked SUBNET_ACL_RESTRICTION');
  });
});
