// The oracle inside one VPC: groups, ACLs, ownership, local delivery, exempt services. Expected answers are those of the AWS manuals' examples.
import { describe, expect, it } from 'vitest';
import { ask, brief } from './ask.js';
import { estate, IN_ALL, OPEN, OUT_ALL, type Changes } from './fixture.js';
import { addPrefixList } from './sketch-gateways.js';
import { add, addAbout, drawnRecord } from './sketch.js';
import { addInterface, entry, route, rule } from './sketch-vpc.js';

const DB: Changes = { ingress: { 'sg-db': [rule('tcp', 5432, 5432, 'sg-app')] } };

function withAcl(entries: NonNullable<Changes['acls']>[string]): Changes {
  return { ingress: { 'sg-db': OPEN }, acls: { 'subnet-prv-b': entries } };
}

describe('security groups', () => {
  const cases: readonly (readonly [string, Changes, string, string, number, string])[] = [
    ['a reference matches', DB, 'eni-app', 'eni-db', 5432, 'reachable'],
    ['another port', DB, 'eni-app', 'eni-db', 5433, 'blocked ENI_SG_RULES_MISMATCH'],
    ['another source', DB, 'eni-web', 'eni-db', 5432, 'blocked ENI_SG_RULES_MISMATCH'],
    ['same subnet, target without rules', {}, 'eni-app', 'eni-app2', 80, 'blocked SG_HAS_NO_RULES'],
    ['sender without egress rules', { ...DB, egress: { 'sg-app': [] } }, 'eni-app', 'eni-db', 5432, 'blocked SG_HAS_NO_RULES'],
    [
      'sender egress only 443',
      { ...DB, egress: { 'sg-app': [rule('tcp', 443, 443, '0.0.0.0/0')] } },
      'eni-app',
      'eni-db',
      5432,
      'blocked ENI_SG_RULES_MISMATCH',
    ],
    ['egress by reference', { ...DB, egress: { 'sg-app': [rule('tcp', 5432, 5432, 'sg-db')] } }, 'eni-app', 'eni-db', 5432, 'reachable'],
    ['server without egress rules answers all the same', { ...DB, egress: { 'sg-db': [] } }, 'eni-app', 'eni-db', 5432, 'reachable'],
    [
      'self reference only',
      { ingress: { 'sg-db': [rule('-1', undefined, undefined, 'sg-db')] } },
      'eni-app',
      'eni-db',
      1,
      'blocked ENI_SG_RULES_MISMATCH',
    ],
    [
      'stale reference',
      { ingress: { 'sg-db': [rule('tcp', 0, 65535, 'sg-app', { PeeringStatus: 'deleted' })] } },
      'eni-app',
      'eni-db',
      5432,
      'blocked ENI_SG_RULES_MISMATCH',
    ],
    ['tcp with ports -1', { ingress: { 'sg-db': [rule('tcp', -1, -1, 'sg-app')] } }, 'eni-app', 'eni-db', 9, 'reachable'],
  ];
  it.each(cases)('%s', (_, changes, from, to, port, expected) => {
    expect(brief(ask(estate(changes), from, to, port))).toBe(expected);
  });

  it('reads ICMP types and codes from the port fields, and ignores them for other protocols', () => {
    const echo = estate({ ingress: { 'sg-db': [rule('icmp', 8, -1, '0.0.0.0/0')] } });
    expect(brief(ask(echo, 'eni-app', 'eni-db', 0, { protocol: 1, icmp: { type: 8, code: 0 } }))).toBe('reachable');
    expect(brief(ask(echo, 'eni-app', 'eni-db', 0, { protocol: 1, icmp: { type: 0, code: 0 } }))).toBe('blocked ENI_SG_RULES_MISMATCH');
    const esp = estate({ ingress: { 'sg-db': [rule('50', 1, 1, '0.0.0.0/0')] } });
    expect(brief(ask(esp, 'eni-app', 'eni-db', 0, { protocol: 50 }))).toBe('reachable');
  });

  it('knows prefix lists by their entries, and says when they are missing', () => {
    const listed = (cidrs: readonly string[] | null): string => {
      const drawn = estate({ ingress: { 'sg-db': [rule('tcp', 5432, 5432, 'pl-1')] } });
      addPrefixList(drawn, 'pl-1', cidrs);
      return brief(ask(drawn, 'eni-app', 'eni-db', 5432));
    };
    expect(listed(['10.9.0.0/16', '10.0.2.0/24'])).toBe('reachable');
    expect(listed(['10.9.0.0/16'])).toBe('blocked ENI_SG_RULES_MISMATCH');
    expect(listed([])).toBe('blocked ENI_SG_RULES_MISMATCH');
    expect(listed(null)).toBe('unknown PREFIX_LIST_MISSING');
  });

  it('is unknown without the call, unless something else blocks', () => {
    const drawn = estate(DB);
    drawn.omitted.add('ec2:DescribeSecurityGroups');
    expect(brief(ask(drawn, 'eni-app', 'eni-db', 5432))).toBe('unknown MISSING_CALL');
    expect(ask(drawn, 'eni-app', '10.0.3.99', 5432).verdict).toBe('blocked');
  });
});

describe('network ACLs', () => {
  const port = entry('in', 100, 'allow', 6, '10.0.0.0/16', [5432, 5432]);
  const cases: readonly (readonly [string, Changes, number, string])[] = [
    ['request and ephemeral replies', withAcl([port, entry('out', 100, 'allow', 6, '10.0.0.0/16', [1024, 65535])]), 40000, 'reachable'],
    ['no rule outwards', withAcl([port]), 40000, 'blocked SUBNET_ACL_RESTRICTION return'],
    [
      'a deny listed after an allow',
      withAcl([IN_ALL, entry('in', 90, 'deny', 6, '10.0.2.0/24', [5432, 5432]), OUT_ALL]),
      40000,
      'blocked SUBNET_ACL_RESTRICTION',
    ],
    [
      'a deny with a higher number',
      withAcl([IN_ALL, entry('in', 110, 'deny', 6, '10.0.2.0/24', [5432, 5432]), OUT_ALL]),
      40000,
      'reachable',
    ],
    ['replies from 49152, port 50000', withAcl([IN_ALL, entry('out', 100, 'allow', 6, '0.0.0.0/0', [49152, 65535])]), 50000, 'reachable'],
    [
      'replies from 49152, port 40000',
      withAcl([IN_ALL, entry('out', 100, 'allow', 6, '0.0.0.0/0', [49152, 65535])]),
      40000,
      'blocked SUBNET_ACL_RESTRICTION return',
    ],
    [
      'entries of the other family',
      withAcl([entry('in', 100, 'allow', 6, '::/0', [5432, 5432]), OUT_ALL]),
      40000,
      'blocked SUBNET_ACL_RESTRICTION',
    ],
  ];
  it.each(cases)('%s', (_, changes, sourcePort, expected) => {
    expect(brief(ask(estate(changes), 'eni-app', 'eni-db', 5432, { sourcePort }))).toBe(expected);
  });

  it('lets a ping out and stops the echo reply', () => {
    const both = (['in', 'out'] as const).map((direction) => entry(direction, 100, 'allow', 1, '0.0.0.0/0', [8, -1]));
    expect(brief(ask(estate(withAcl(both)), 'eni-app', 'eni-db', 0, { protocol: 1 }))).toBe('blocked SUBNET_ACL_RESTRICTION return');
  });

  it('is not asked inside a subnet', () => {
    const changes: Changes = { ingress: { 'sg-app': OPEN }, acls: { 'subnet-prv-a': [] } };
    expect(brief(ask(estate(changes), 'eni-app', 'eni-app2', 80))).toBe('reachable');
    expect(brief(ask(estate(changes), 'eni-web', 'eni-app2', 80))).toBe('blocked SUBNET_ACL_RESTRICTION');
  });

  it('is unknown without the call', () => {
    const drawn = estate(DB);
    drawn.omitted.add('ec2:DescribeNetworkAcls');
    expect(brief(ask(drawn, 'eni-app', 'eni-db', 5432))).toBe('unknown MISSING_CALL');
    expect(brief(ask(drawn, 'eni-app', 'eni-db', 5433))).toBe('blocked ENI_SG_RULES_MISMATCH');
  });
});

describe('interfaces and delivery', () => {
  it('owns delegated prefixes', () => {
    const drawn = estate({ ingress: { 'sg-app': OPEN } });
    expect(brief(ask(drawn, 'eni-db', '10.0.2.40', 80))).toBe('reachable');
    expect(brief(ask(drawn, 'eni-db', '10.0.2.48', 80))).toBe('blocked NO_POSSIBLE_DESTINATION');
    expect(brief(ask(drawn, 'eni-db', '10.0.3.99', 80))).toBe('blocked NO_POSSIBLE_DESTINATION');
  });

  it('does not pass a stopped instance or a detached interface', () => {
    const drawn = estate(DB);
    const eni = drawnRecord(drawn, 'ec2:DescribeNetworkInterfaces', 'NetworkInterfaceId', 'eni-app');
    eni['Attachment'] = { Status: 'attached', DeviceIndex: 0, InstanceId: 'i-app' };
    const instance = add(drawn, 'ec2:DescribeInstances', { Instances: [{ InstanceId: 'i-app', State: { Name: 'stopped' } }] });
    expect(brief(ask(drawn, 'eni-app', 'eni-db', 5432))).toBe('blocked BAD_STATE');
    instance['Instances'] = [{ InstanceId: 'i-app', State: { Name: 'running' } }];
    expect(brief(ask(drawn, 'eni-app', 'eni-db', 5432))).toBe('reachable');
    eni['Attachment'] = { Status: 'detaching', DeviceIndex: 0, InstanceId: 'i-app' };
    expect(brief(ask(drawn, 'eni-app', 'eni-db', 5432))).toBe('blocked BAD_STATE_ATTACHMENT');
  });

  it('passes an appliance only when it may forward, both ways, and never with group references', () => {
    const appliance = (check: boolean, ingress: Changes['ingress'], back: boolean): string => {
      const drawn = estate({
        ingress: { 'sg-fw': OPEN, ...ingress },
        routes: {
          'rtb-prv': [route('10.0.3.0/24', 'eni-fw')],
          'rtb-prv-b': back ? [route('10.0.2.0/24', 'eni-fw')] : [],
        },
      });
      addInterface(drawn, 'eni-fw', 'subnet-pub-a', ['10.0.1.77'], ['sg-fw'], { SourceDestCheck: check });
      return brief(ask(drawn, 'eni-app', 'eni-db', 5432));
    };
    expect(appliance(false, { 'sg-db': OPEN }, true)).toBe('reachable');
    expect(appliance(true, { 'sg-db': OPEN }, true)).toBe('blocked ENI_SOURCE_DEST_CHECK_RESTRICTION');
    expect(appliance(false, DB.ingress, true)).toBe('blocked SG_REFERENCES_NOT_PRESERVED');
    expect(appliance(false, { 'sg-db': OPEN }, false)).toBe('blocked ASYMMETRIC_MIDDLEBOX return');
    expect(appliance(false, { 'sg-db': OPEN, 'sg-fw': [] }, true)).toBe('blocked SG_HAS_NO_RULES');
  });

  it('finds a database by the groups, subnets and zone of its interface', () => {
    const drawn = estate(DB);
    addInterface(drawn, 'eni-rds', 'subnet-prv-b', ['10.0.3.60'], ['sg-db'], {
      RequesterManaged: true,
      Description: 'RDSNetworkInterface',
    });
    add(drawn, 'rds:DescribeDBInstances', {
      DBInstanceIdentifier: 'orders',
      AvailabilityZone: 'eu-west-1b',
      VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-db', Status: 'active' }],
      DBSubnetGroup: { VpcId: 'vpc-a', Subnets: [{ SubnetIdentifier: 'subnet-prv-b' }] },
    });
    expect(brief(ask(drawn, 'eni-app', 'rds/orders', 5432))).toBe('reachable');
    expect(brief(ask(drawn, 'eni-web', 'rds/orders', 5432))).toBe('blocked ENI_SG_RULES_MISMATCH');
    expect(brief(ask(drawn, 'eni-app', 'rds/other', 5432))).toBe('unknown UNKNOWN_RESOURCE');
  });
});

describe('exempt services', () => {
  const closed: Changes = { egress: { 'sg-app': [] }, acls: { 'subnet-prv-a': [] } };
  it.each([
    ['10.0.0.2', 53, 'reachable'],
    ['169.254.169.253', 53, 'reachable'],
    ['169.254.169.254', 80, 'reachable'],
    ['169.254.171.9', 443, 'blocked SG_HAS_NO_RULES'],
    ['10.0.2.2', 53, 'blocked SG_HAS_NO_RULES'],
  ])('%s', (destination, port, expected) => {
    expect(brief(ask(estate(closed), 'eni-app', destination, port, { protocol: 17 }))).toBe(expected);
  });

  it('needs enableDnsSupport, and answers only inside its own VPC', () => {
    const off = estate(closed);
    addAbout(off, 'ec2:DescribeVpcAttribute', { VpcId: 'vpc-a' }, { VpcId: 'vpc-a', EnableDnsSupport: { Value: false } });
    expect(brief(ask(off, 'eni-app', '10.0.0.2', 53, { protocol: 17 }))).toBe('blocked VPC_DNS_ATTRIBUTE_OFF');
    const peer = estate({ routes: { 'rtb-b': [route('10.0.0.0/16', 'pcx-ab')] } });
    expect(brief(ask(peer, 'eni-b', '10.0.0.2', 53, { protocol: 17 }))).toBe('blocked NO_POSSIBLE_DESTINATION');
  });
});
