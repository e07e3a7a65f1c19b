// Load balancers of both generations: nodes, attributes and tags from calls of their own.
import { describe, expect, it } from 'vitest';
import { awsDocuments, call, OTHER_HOME, recorder, type RawCall } from '../../../../test/sketch/aws-documents.js';
import { formatAddress } from '../../../net/address.js';
import { readSubnets } from '../subnet/read.js';
import { readBalancingTags, readLoadBalancers } from './read.js';

function read(...calls: RawCall[]) {
  const documents = awsDocuments(calls);
  const reading = recorder();
  const balancers = readLoadBalancers(documents, reading, readSubnets(documents, reading), readBalancingTags(documents, reading));
  return { balancers, refusals: reading.refusals };
}
const arn = 'arn:aws:elasticloadbalancing:eu-west-1:444455556666:loadbalancer/net/edge/1';
const balancers = (more: object) =>
  call('elbv2:DescribeLoadBalancers', { LoadBalancers: [{ LoadBalancerArn: arn, LoadBalancerName: 'edge', Type: 'network', ...more }] });
const attributes = (value: string) =>
  call(
    'elbv2:DescribeLoadBalancerAttributes',
    { Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: value }] },
    { LoadBalancerArn: arn },
  );

describe('of the second generation', () => {
  it('reads nodes, attributes and tags', () => {
    const tags = call('elbv2:DescribeTags', {
      TagDescriptions: [{ ResourceArn: arn, Tags: [{ Key: 'elbv2.k8s.aws/cluster', Value: 'demo' }] }],
    });
    const zone = {
      ZoneName: 'us-east-1a',
      SubnetId: 'subnet-1',
      LoadBalancerAddresses: [{ IpAddress: '198.51.100.7', PrivateIPv4Address: '10.0.1.7' }, { IPv6Address: '2001:db8::7' }],
    };
    const more = {
      Scheme: 'internet-facing',
      State: { Code: 'active_impaired' },
      SecurityGroups: ['sg-1'],
      AvailabilityZones: [zone],
      IpAddressType: 'dualstack',
    };
    const found = read(balancers(more), attributes('true'), tags).balancers.get(arn);
    expect(found).toMatchObject({
      name: 'edge',
      type: 'network',
      scheme: 'internet-facing',
      state: 'active_impaired',
      groupIds: ['sg-1'],
      crossZone: true,
      addressType: 'dualstack',
      tags: { 'elbv2.k8s.aws/cluster': 'demo' },
      enforcePrivateLinkRules: true,
      classic: null,
    });
    expect(found?.zones.map(({ zone: name, addresses }) => [name, ...addresses.map(formatAddress)])).toEqual([
      ['us-east-1a', '10.0.1.7', '198.51.100.7', '2001:db8::7'],
    ]);
  });

  it('belongs to the account of its ARN', () => {
    expect(read(balancers({})).balancers.get(arn)?.home).toEqual({ accountId: '444455556666', region: 'eu-west-1' });
  });

  it('is cross-zone by its attribute; without one an application load balancer is, of a network one it is not known', () => {
    const crossZone = (more: object, ...calls: RawCall[]) => read(balancers(more), ...calls).balancers.get(arn)?.crossZone;
    expect(crossZone({}, attributes('false'))).toBe(false);
    expect(crossZone({})).toBeNull();
    expect(crossZone({ Type: 'application' })).toBe(true);
    expect(crossZone({ Type: 'gateway' })).toBeNull();
  });

  it('reads whether PrivateLink traffic is spared the group rules', () => {
    const enforced = (value: string) =>
      read(balancers({ EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: value })).balancers.get(arn)?.enforcePrivateLinkRules;
    expect([enforced('on'), enforced('off')]).toEqual([true, false]);
  });

  it('refuses one without ARN', () => {
    expect(read(balancers({ LoadBalancerArn: undefined })).refusals).toEqual([
      '/aws/0/calls/0/output/LoadBalancers/0/LoadBalancerArn: the ARN of a load balancer',
    ]);
  });
});

describe('Classic', () => {
  const classic = (home?: typeof OTHER_HOME) =>
    call(
      'elb:DescribeLoadBalancers',
      {
        LoadBalancerDescriptions: [
          {
            LoadBalancerName: 'legacy',
            DNSName: 'legacy-1.eu-west-1.elb.amazonaws.com',
            Scheme: 'internal',
            VPCId: 'vpc-1',
            Subnets: ['subnet-1', 'subnet-gone'],
            SecurityGroups: ['sg-1'],
            Instances: [{ InstanceId: 'i-1' }, { InstanceId: 'i-2' }],
            ListenerDescriptions: [{ Listener: { Protocol: 'SSL', LoadBalancerPort: 443, InstanceProtocol: 'TCP', InstancePort: 8443 } }],
          },
        ],
      },
      {},
      home,
    );
  const subnet = call('ec2:DescribeSubnets', { Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', AvailabilityZone: 'eu-west-1a' }] });
  const named = { LoadBalancerName: 'legacy' };
  const crossZone = call(
    'elb:DescribeLoadBalancerAttributes',
    { LoadBalancerAttributes: { CrossZoneLoadBalancing: { Enabled: true } } },
    named,
  );
  const health = call('elb:DescribeInstanceHealth', { InstanceStates: [{ InstanceId: 'i-1', State: 'OutOfService' }] }, named);

  it('joins attributes, health and the zones of its subnets', () => {
    expect(read(classic(), subnet, crossZone, health).balancers.get('legacy')).toMatchObject({
      id: 'legacy',
      type: 'classic',
      scheme: 'internal',
      crossZone: true,
      zones: [
        { zone: 'eu-west-1a', subnetId: 'subnet-1' },
        { zone: '', subnetId: 'subnet-gone' },
      ],
      classic: {
        listeners: [{ port: 443, protocol: 'SSL', instancePort: 8443, instanceProtocol: 'TCP' }],
        instanceIds: ['i-1', 'i-2'],
        instanceStates: { 'i-1': 'OutOfService' },
      },
    });
    expect(read(classic()).balancers.get('legacy')).toMatchObject({ crossZone: null, classic: { instanceStates: {} } });
  });

  it('keeps one of another account by the same name, without the attributes of the first', () => {
    const { balancers: found } = read(classic(), classic(OTHER_HOME), crossZone);
    expect([...found].map(([key, { crossZone: crosses }]) => [key, crosses])).toEqual([
      ['legacy', true],
      ['legacy@444455556666/eu-west-1', null],
    ]);
  });
});
