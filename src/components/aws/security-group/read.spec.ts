// Security groups: one rule for each peer, protocols and ports in all their spellings, ids of rules.
import { describe, expect, it } from 'vitest';
import { awsDocuments, call, recorder, type RawCall } from '../../../../test/sketch/aws-documents.js';
import { readSecurityGroups } from './read.js';

const names = new Map([['pl-1', 'com.amazonaws.eu-west-1.s3']]);
function read(...calls: RawCall[]) {
  const reading = recorder();
  const groups = readSecurityGroups(awsDocuments(calls), reading, names);
  return { groups, refusals: reading.refusals };
}
const groups = (...found: object[]) => call('ec2:DescribeSecurityGroups', { SecurityGroups: found });
const group = (IpPermissions: object[], more: object = {}) => ({
  GroupId: 'sg-1',
  GroupName: 'orders-db',
  VpcId: 'vpc-1',
  IpPermissions,
  ...more,
});
const everyone = { IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const ingress = (...permissions: object[]) => read(groups(group(permissions))).groups.get('sg-1')?.ingress ?? [];

describe('peers', () => {
  it('makes one rule for each peer of a permission, of all four kinds', () => {
    const permission = {
      IpProtocol: 'tcp',
      FromPort: 5432,
      ToPort: 5432,
      IpRanges: [{ CidrIp: '10.0.0.0/16', Description: 'all of us' }],
      Ipv6Ranges: [{ CidrIpv6: '2001:db8::/56' }],
      PrefixListIds: [{ PrefixListId: 'pl-1' }],
      UserIdGroupPairs: [{ GroupId: 'sg-2', UserId: '111122223333' }, { GroupId: 'sg-1' }, { GroupId: 'sg-far', UserId: '444455556666' }],
    };
    const found = read(groups(group([permission]), { GroupId: 'sg-2', GroupName: 'orders-app' })).groups.get('sg-1')?.ingress;
    expect(found?.map(({ text }) => text)).toEqual([
      'tcp 5432 from 10.0.0.0/16',
      'tcp 5432 from 2001:db8::/56',
      'tcp 5432 from pl-1 (com.amazonaws.eu-west-1.s3)',
      'tcp 5432 from sg-2 (orders-app)',
      'tcp 5432 from self',
      'tcp 5432 from sg-far',
    ]);
    expect(found?.map(({ description }) => description)[0]).toBe('all of us');
    expect(found?.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5].map((peer) => `sg-1 ingress[0.${peer}]`));
  });

  it('keeps what a reference to a group over a peering says', () => {
    const pair = { GroupId: 'sg-2', UserId: '444455556666', VpcId: 'vpc-2', VpcPeeringConnectionId: 'pcx-1', PeeringStatus: 'deleted' };
    expect(ingress({ IpProtocol: '-1', UserIdGroupPairs: [pair] })[0]?.peer).toEqual({
      kind: 'group',
      groupId: 'sg-2',
      accountId: '444455556666',
      vpcId: 'vpc-2',
      peeringId: 'pcx-1',
      peeringStatus: 'deleted',
    });
  });

  it('makes no rule of a permission without peers: it matches nothing', () => {
    expect(ingress({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [], UserIdGroupPairs: [] })).toEqual([]);
  });

  it('writes egress rules with "to"', () => {
    const egress = read(groups(group([], { IpPermissionsEgress: [{ IpProtocol: '-1', ...everyone }] }))).groups.get('sg-1')?.egress;
    expect(egress?.map(({ text, direction }) => [text, direction])).toEqual([['all to 0.0.0.0/0', 'egress']]);
  });
});

describe('protocol and ports', () => {
  it.each([
    ['all protocols, no ports', { IpProtocol: '-1' }, 'all', {}],
    ['all protocols, ports ignored', { IpProtocol: '-1', FromPort: 1, ToPort: 1 }, 'all', {}],
    ['one port', { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }, 'tcp 443', { protocols: [6, 7], destinationPorts: [443, 444] }],
    ['a range by number', { IpProtocol: '17', FromPort: 1, ToPort: 9 }, 'udp 1-9', { protocols: [17, 18], destinationPorts: [1, 10] }],
    ['tcp -1 to -1 is all ports', { IpProtocol: 'tcp', FromPort: -1, ToPort: -1 }, 'tcp 0-65535', { protocols: [6, 7] }],
    ['tcp without ports', { IpProtocol: 'tcp' }, 'tcp 0-65535', { protocols: [6, 7] }],
    ['tcp 0 to 65535', { IpProtocol: 'tcp', FromPort: 0, ToPort: 65535 }, 'tcp 0-65535', { protocols: [6, 7] }],
    ['ESP, ports ignored', { IpProtocol: '50', FromPort: 1, ToPort: 1 }, 'protocol 50', { protocols: [50, 51] }],
    ['SCTP, ports ignored', { IpProtocol: '132', FromPort: 1, ToPort: 1 }, 'sctp', { protocols: [132, 133] }],
    ['echo request', { IpProtocol: 'icmp', FromPort: 8, ToPort: -1 }, 'icmp type 8', { protocols: [1, 2], destinationPorts: [2048, 2304] }],
    ['one code', { IpProtocol: '1', FromPort: 3, ToPort: 4 }, 'icmp type 3 code 4', { protocols: [1, 2], destinationPorts: [772, 773] }],
    ['all of ICMP', { IpProtocol: 'icmp', FromPort: -1, ToPort: -1 }, 'icmp', { protocols: [1, 2] }],
    ['ICMPv6 without types', { IpProtocol: 'icmpv6' }, 'icmpv6', { protocols: [58, 59] }],
    [
      'ICMPv6 echo',
      { IpProtocol: '58', FromPort: 128, ToPort: 0 },
      'icmpv6 type 128 code 0',
      { protocols: [58, 59], destinationPorts: [32768, 32769] },
    ],
  ])('%s', (_what, permission, text, packets) => {
    const [rule] = ingress({ ...permission, ...everyone });
    expect(rule?.text).toBe(`${text} from 0.0.0.0/0`);
    expect(rule?.packets).toEqual(packets);
  });
});

describe('rule ids', () => {
  const row = (more: object) => ({ GroupId: 'sg-1', IsEgress: false, IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...more });
  const rows = (...found: object[]) => call('ec2:DescribeSecurityGroupRules', { SecurityGroupRules: found });

  it('takes ids from describe-security-group-rules, which writes -1 where the group has no ports', () => {
    const permissions = [
      { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...everyone, UserIdGroupPairs: [{ GroupId: 'sg-2' }] },
      { IpProtocol: '-1', PrefixListIds: [{ PrefixListId: 'pl-1' }] },
    ];
    const found = read(
      groups(group(permissions, { IpPermissionsEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...everyone }] })),
      rows(
        row({ SecurityGroupRuleId: 'sgr-out', IsEgress: true, CidrIpv4: '0.0.0.0/0' }),
        row({ SecurityGroupRuleId: 'sgr-group', ReferencedGroupInfo: { GroupId: 'sg-2', UserId: '111122223333' } }),
        row({ SecurityGroupRuleId: 'sgr-in', CidrIpv4: '0.0.0.0/0' }),
        row({ SecurityGroupRuleId: 'sgr-list', IpProtocol: '-1', FromPort: -1, ToPort: -1, PrefixListId: 'pl-1' }),
        row({ SecurityGroupRuleId: 'sgr-other', GroupId: 'sg-2', CidrIpv4: '0.0.0.0/0' }),
      ),
    ).groups.get('sg-1');
    expect(found?.ingress.map(({ id }) => id)).toEqual(['sgr-in', 'sgr-group', 'sgr-list']);
    expect(found?.egress.map(({ id }) => id)).toEqual(['sgr-out']);
  });

  it('keeps positions for rules that no row describes', () => {
    const found = read(
      groups(group([{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, ...everyone }])),
      rows(row({ SecurityGroupRuleId: 'sgr-443', CidrIpv4: '0.0.0.0/0' })),
    );
    expect(found.groups.get('sg-1')?.ingress.map(({ id }) => id)).toEqual(['sg-1 ingress[0.0]']);
  });
});

describe('wrong shapes', () => {
  const place = '/aws/0/calls/0/output/SecurityGroups/0';
  it.each([
    [{ IpProtocol: 'tpc', ...everyone }, `${place}/IpPermissions/0/IpProtocol: a protocol such as tcp, 17 or -1`],
    [
      { IpProtocol: 'tcp', FromPort: 70000, ToPort: 70000, ...everyone },
      `${place}/IpPermissions/0/FromPort: a port from 0 to 65535, or -1`,
    ],
    [
      { IpProtocol: 'tcp', IpRanges: [{ CidrIp: '10.0.0.0/33' }] },
      `${place}/IpPermissions/0/IpRanges/0/CidrIp: a CIDR such as 10.0.0.0/16`,
    ],
    [{ IpProtocol: 'tcp', IpRanges: [{}] }, `${place}/IpPermissions/0/IpRanges/0/CidrIp: a CIDR such as 10.0.0.0/16`],
    [{ IpProtocol: 'tcp', UserIdGroupPairs: [{}] }, `${place}/IpPermissions/0/UserIdGroupPairs/0/GroupId: a security group id`],
    [{ IpProtocol: 'tcp', IpRanges: 'everyone' }, `${place}/IpPermissions/0/IpRanges: a list`],
  ])('refuses %j', (permission, refusal) => {
    expect(read(groups(group([permission]))).refusals[0]).toBe(refusal);
  });
});
