// Interfaces: addresses with their public ones, delegated prefixes, two spellings of one type, and what only describe-instances shows.
import { describe, expect, it } from 'vitest';
import { awsDocuments, call, recorder, type RawCall } from '../../../../test/sketch/aws-documents.js';
import { formatAddress } from '../../../net/address.js';
import { formatPrefix } from '../../../net/prefix.js';
import { readElasticAddresses, readInterfaces } from './read.js';

function read(...calls: RawCall[]) {
  const documents = awsDocuments(calls);
  const reading = recorder();
  const interfaces = readInterfaces(documents, reading, readElasticAddresses(documents, reading));
  return { interfaces, refusals: reading.refusals, first: [...interfaces.values()][0] };
}
const interfaces = (...found: object[]) => call('ec2:DescribeNetworkInterfaces', { NetworkInterfaces: found });
const eni = (more: object = {}) => ({
  NetworkInterfaceId: 'eni-1',
  VpcId: 'vpc-1',
  SubnetId: 'subnet-1',
  PrivateIpAddress: '10.0.1.10',
  Status: 'in-use',
  ...more,
});
const shown = (result: ReturnType<typeof read>) =>
  result.first?.addresses.map(
    ({ address, primary, publicAddress }) =>
      `${formatAddress(address)}${primary ? ' primary' : ''}${publicAddress === null ? '' : ` ${formatAddress(publicAddress)}`}`,
  );

describe('addresses', () => {
  it('keeps the public address of each private one, the primary first and IPv6 last', () => {
    const listed = [
      { PrivateIpAddress: '10.0.1.11', Primary: false, Association: { PublicIp: '198.51.100.11' } },
      { PrivateIpAddress: '10.0.1.12', Primary: false },
      { PrivateIpAddress: '10.0.1.10', Primary: true, Association: { PublicIp: '198.51.100.10' } },
    ];
    const ipv6 = [{ Ipv6Address: '2001:db8::2' }, { Ipv6Address: '2001:db8::1', IsPrimaryIpv6: true }];
    expect(shown(read(interfaces(eni({ PrivateIpAddresses: listed, Ipv6Addresses: ipv6 }))))).toEqual([
      '10.0.1.10 primary 198.51.100.10',
      '10.0.1.11 198.51.100.11',
      '10.0.1.12',
      '2001:db8::1 primary',
      '2001:db8::2',
    ]);
  });

  it("gives the interface's own public address to its primary address alone", () => {
    const association = { Association: { PublicIp: '198.51.100.10' } };
    expect(shown(read(interfaces(eni(association))))).toEqual(['10.0.1.10 primary 198.51.100.10']);
    const listed = [
      { PrivateIpAddress: '10.0.1.10', Primary: true },
      { PrivateIpAddress: '10.0.1.11', Primary: false },
    ];
    expect(shown(read(interfaces(eni({ ...association, PrivateIpAddresses: listed }))))).toEqual([
      '10.0.1.10 primary 198.51.100.10',
      '10.0.1.11',
    ]);
  });

  it('puts an Elastic IP on an address inside a delegated prefix, and on none outside', () => {
    const elastic = (PrivateIpAddress: string) =>
      call('ec2:DescribeAddresses', {
        Addresses: [{ AllocationId: 'eipalloc-1', PublicIp: '198.51.100.40', PrivateIpAddress, NetworkInterfaceId: 'eni-1' }],
      });
    const delegated = interfaces(
      eni({ Ipv4Prefixes: [{ Ipv4Prefix: '10.0.1.32/28' }], Ipv6Prefixes: [{ Ipv6Prefix: '2001:db8:1::/80' }] }),
    );
    const inside = read(delegated, elastic('10.0.1.40'));
    expect(shown(inside)).toEqual(['10.0.1.10 primary', '10.0.1.40 198.51.100.40']);
    expect(inside.first?.prefixes.map(formatPrefix)).toEqual(['10.0.1.32/28', '2001:db8:1::/80']);
    expect(shown(read(delegated, elastic('10.0.1.48')))).toEqual(['10.0.1.10 primary']);
    expect(shown(read(delegated, elastic('10.0.1.10')))).toEqual(['10.0.1.10 primary 198.51.100.40']);
  });
});

describe('interfaces', () => {
  it.each([
    ['natGateway', '', 'nat_gateway'],
    ['nat_gateway', '', 'nat_gateway'],
    ['network_load_balancer', '', 'network_load_balancer'],
    [undefined, 'Interface for NAT Gateway nat-1', 'nat_gateway'],
    [undefined, 'VPC Endpoint Interface vpce-1', 'vpc_endpoint'],
    [undefined, 'Primary network interface', 'interface'],
  ])('reads type %s (%s) as %s', (InterfaceType, Description, type) => {
    expect(read(interfaces(eni({ InterfaceType, Description }))).first?.type).toBe(type);
  });

  it('has the defaults of EC2 where old outputs say nothing', () => {
    expect(read(interfaces(eni())).first).toMatchObject({
      sourceDestCheck: true,
      requesterManaged: false,
      denyAllIgwTraffic: false,
      ownerId: '111122223333',
      attachment: null,
      groupIds: [],
    });
    expect(read(interfaces(eni({ SourceDestCheck: false, DenyAllIgwTraffic: true }))).first).toMatchObject({
      sourceDestCheck: false,
      denyAllIgwTraffic: true,
    });
  });

  it('keeps a state that lets nothing pass', () => {
    const detaching = { Status: 'available', Attachment: { Status: 'detaching', InstanceId: 'i-1', DeviceIndex: 1 } };
    expect(read(interfaces(eni(detaching))).first).toMatchObject({
      status: 'available',
      attachment: { status: 'detaching', instanceId: 'i-1', deviceIndex: 1, networkCard: 0 },
    });
  });

  const instances = call('ec2:DescribeInstances', {
    Reservations: [
      {
        Instances: [
          {
            InstanceId: 'i-1',
            Placement: { AvailabilityZone: 'eu-west-1b' },
            NetworkInterfaces: [eni({ Attachment: { DeviceIndex: 0, Status: 'attached' }, SourceDestCheck: false })],
          },
        ],
      },
    ],
  });

  it('reads interfaces that only describe-instances shows, with the instance and its zone', () => {
    expect(read(instances).first).toMatchObject({ zone: 'eu-west-1b', sourceDestCheck: false, attachment: { instanceId: 'i-1' } });
  });

  it('prefers describe-network-interfaces where both show an interface', () => {
    const both = read(instances, interfaces(eni({ SourceDestCheck: true, Description: 'described' })));
    expect(both.interfaces.size).toBe(1);
    expect(both.first).toMatchObject({ description: 'described', sourceDestCheck: true });
  });

  it('refuses an address that is none and an interface without subnet', () => {
    expect(read(interfaces(eni({ PrivateIpAddress: '10.0.1' }))).refusals).toEqual([
      '/aws/0/calls/0/output/NetworkInterfaces/0/PrivateIpAddress: an IP address',
    ]);
    expect(read(interfaces(eni({ SubnetId: undefined }))).refusals).toEqual([
      '/aws/0/calls/0/output/NetworkInterfaces/0/SubnetId: a subnet id',
    ]);
    expect(read(call('ec2:DescribeAddresses', { Addresses: [{ AllocationId: 'eipalloc-1' }] })).refusals).toEqual([
      '/aws/0/calls/0/output/Addresses/0/PublicIp: an IP address',
    ]);
  });
});
