// Network ACLs: entries split and sorted, numeric protocols, the closing rules, and the spellings of ICMP.
import { describe, expect, it } from 'vitest';
import { call, HOME, OTHER_HOME, readOne, refusalsOf } from '../../../../test/sketch/aws-documents.js';
import { prefixSet, parsePrefix, type Prefix } from '../../../net/prefix.js';
import { readNetworkAcls } from './read.js';

const entry = (more: object) => ({ Egress: false, RuleNumber: 100, RuleAction: 'allow', Protocol: '-1', CidrBlock: '0.0.0.0/0', ...more });
const acl = (...Entries: object[]) =>
  call('ec2:DescribeNetworkAcls', { NetworkAcls: [{ NetworkAclId: 'acl-1', VpcId: 'vpc-1', IsDefault: true, Entries }] });
const texts = (...entries: object[]) => readOne(readNetworkAcls, acl(...entries)).ingress.map(({ text }) => text);
const set = (cidr: string) => prefixSet(parsePrefix(cidr) as Prefix);

it('splits entries by direction and sorts them by number, closing rules last', () => {
  const read = readOne(
    readNetworkAcls,
    acl(
      entry({ RuleNumber: 32767, RuleAction: 'deny' }),
      entry({ RuleNumber: 32768, RuleAction: 'deny', CidrBlock: undefined, Ipv6CidrBlock: '::/0' }),
      entry({ RuleNumber: 100 }),
      entry({ RuleNumber: 90, RuleAction: 'deny', Protocol: '6', PortRange: { From: 22, To: 22 }, CidrBlock: '10.0.2.0/24' }),
      entry({ RuleNumber: 100, Egress: true, Protocol: '6', PortRange: { From: 1024, To: 65535 } }),
    ),
  );
  expect(read.ingress.map(({ text }) => text)).toEqual([
    '90 deny tcp 22 10.0.2.0/24',
    '100 allow all 0.0.0.0/0',
    '* deny all 0.0.0.0/0',
    '* deny all ::/0',
  ]);
  expect(read.egress.map(({ text }) => text)).toEqual(['100 allow tcp 1024-65535 0.0.0.0/0']);
});

it('takes the CIDR as the source of ingress and the destination of egress', () => {
  const read = readOne(readNetworkAcls, acl(entry({ CidrBlock: '10.0.0.0/8' }), entry({ CidrBlock: '10.0.0.0/8', Egress: true })));
  expect(read.ingress[0]?.packets).toEqual({ sources: set('10.0.0.0/8') });
  expect(read.egress[0]?.packets).toEqual({ destinations: set('10.0.0.0/8') });
});

it('never lets ::/0 accept IPv4', () => {
  const [rule] = readOne(readNetworkAcls, acl(entry({ CidrBlock: undefined, Ipv6CidrBlock: '::/0' }))).ingress;
  expect(rule?.packets.sources).toEqual(set('::/0'));
  expect(rule?.packets.sources).toHaveLength(4);
});

describe('protocols', () => {
  it.each([
    ['6 without ports', { Protocol: '6' }, 'tcp 0-65535'],
    ['17 with a range', { Protocol: '17', PortRange: { From: 53, To: 53 } }, 'udp 53'],
    ['50, ports ignored', { Protocol: '50', PortRange: { From: 1, To: 1 } }, 'protocol 50'],
    ['1 by type', { Protocol: '1', IcmpTypeCode: { Type: 8, Code: -1 } }, 'icmp type 8'],
    ['1 for all types', { Protocol: '1', IcmpTypeCode: { Type: -1, Code: -1 } }, 'icmp'],
    ['1 without types', { Protocol: '1' }, 'icmp'],
    ['58 beside IPv4: types ignored', { Protocol: '58', IcmpTypeCode: { Type: 128, Code: -1 } }, 'icmpv6'],
    ['a number', { Protocol: 6, PortRange: { From: 80, To: 80 } }, 'tcp 80'],
  ])('%s', (_what, more, text) => {
    expect(texts(entry(more))).toEqual([`100 allow ${text} 0.0.0.0/0`]);
  });

  it('takes the types of 58 beside an IPv6 CIDR', () => {
    const echo = entry({ Protocol: '58', IcmpTypeCode: { Type: 128, Code: -1 }, CidrBlock: undefined, Ipv6CidrBlock: '::/0' });
    expect(texts(echo)).toEqual(['100 allow icmpv6 type 128 ::/0']);
  });
});

it('joins the subnets that two accounts of a shared VPC see', () => {
  const seen = (home: typeof HOME, SubnetId: string) =>
    call(
      'ec2:DescribeNetworkAcls',
      {
        NetworkAcls: [{ NetworkAclId: 'acl-1', VpcId: 'vpc-1', OwnerId: OTHER_HOME.accountId, Associations: [{ SubnetId }], Entries: [] }],
      },
      {},
      home,
    );
  const read = readOne(readNetworkAcls, seen(HOME, 'subnet-1'), seen(OTHER_HOME, 'subnet-2'));
  expect(read.home).toEqual(OTHER_HOME);
  expect([...read.subnetIds].sort()).toEqual(['subnet-1', 'subnet-2']);
});

it.each([
  [{ RuleAction: 'permit' }, 'RuleAction: allow or deny'],
  [{ RuleNumber: undefined }, 'RuleNumber: a number'],
  [{ Egress: undefined }, 'Egress: true or false'],
  [{ CidrBlock: undefined }, 'CidrBlock: a CIDR such as 10.0.0.0/16'],
  [{ Protocol: undefined }, 'Protocol: a protocol such as tcp, 17 or -1'],
])('refuses an entry with %j', (more, refusal) => {
  expect(refusalsOf(readNetworkAcls, acl(entry(more)))).toEqual([`/aws/0/calls/0/output/NetworkAcls/0/Entries/0/${refusal}`]);
});
