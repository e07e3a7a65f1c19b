// NAT gateways on the small AWS estate: translation, placement mistakes, who may use them, regional ones, NAT64.
import { describe, expect, it } from 'vitest';
import { awsFixture } from '../sketch/aws-fixture.js';
import { take } from '../sketch/collection.js';
import { allowEntry } from '../sketch/network-acl.js';
import { any } from '../sketch/security-group.js';
import { ask, caveatsOf } from '../support/ask.js';
import { acl, eni, into, open, outOf, route, withoutRoute } from './changes.js';
import { checkRows, tcp, type Change } from './table.js';

const OUTSIDE = 'internet/203.0.113.9';
const out = tcp('eni/eni-app', OUTSIDE, 443);

/** The gateway stands in another subnet. */
function movedTo(subnet: string, ip: string): Change {
  return (region) => {
    take(region.natGateways, 'nat-a').subnet = subnet;
    Object.assign(take(region.interfaces, 'eni-nat-a'), { subnet, ip, publicAddresses: [{ privateIp: ip, publicIp: '198.51.100.5' }] });
  };
}
const privateGateway: Change = (region) => {
  take(region.natGateways, 'nat-a').connectivity = 'private';
  take(region.interfaces, 'eni-nat-a').publicAddresses = [];
};
/** A regional gateway that is present in zone a only; `zones`: whether it goes to further zones by itself. */
function regional(zones: 'enabled' | 'disabled'): Change {
  return (region) => {
    const address = {
      AllocationId: 'eipalloc-1',
      PublicIp: '198.51.100.5',
      PrivateIp: '10.0.1.5',
      NetworkInterfaceId: 'eni-nat-a',
      IsPrimary: true,
      Status: 'succeeded',
      AvailabilityZone: 'eu-west-1a',
    };
    take(region.natGateways, 'nat-a').raw = {
      SubnetId: undefined,
      AvailabilityMode: 'regional',
      AutoProvisionZones: zones,
      RouteTableId: 'rtb-pub',
      NatGatewayAddresses: [address],
    };
  };
}
const centralEgress: readonly Change[] = [
  route('rtb-b', { '0.0.0.0/0': 'tgw-1' }),
  (region) => take(region.transitRouteTables, 'tgwrt-1').routes.push({ to: '0.0.0.0/0', attachments: ['att-a'] }),
  route('rtb-tgw', { '0.0.0.0/0': 'nat-a' }),
];

describe('NAT gateways', () => {
  const six: readonly Change[] = [
    eni('eni-app', { ipv6: ['2001:db8:a:2::20'] }),
    outOf('sg-app', any('::/0')),
    route('rtb-prv', { '64:ff9b::/96': 'nat-a' }),
  ];
  checkRows([
    ['out (#39)', [], out, 'reachable'],
    ['no internet gateway route at its subnet (#40)', [withoutRoute('rtb-pub', '0.0.0.0/0')], out, 'blocked NO_ROUTE_TO_DESTINATION'],
    ['in the client’s own subnet (#41)', [movedTo('sn-prv-a', '10.0.2.5')], out, 'blocked ROUTE_LOOP'],
    ['failed (#42)', [(region) => (take(region.natGateways, 'nat-a').state = 'failed')], out, 'blocked BAD_STATE'],
    ['deleting', [(region) => (take(region.natGateways, 'nat-a').state = 'deleting')], out, 'blocked BAD_STATE'],
    ['GRE', [], { from: 'eni/eni-app', to: OUTSIDE, protocol: 47 }, 'blocked PROTOCOL_RESTRICTION'],
    ['UDP', [], { from: 'eni/eni-app', to: OUTSIDE, protocol: 'udp', port: 443 }, 'reachable'],
    [
      'its ACL takes no replies in (#43)',
      [acl('sn-pub-a', { inbound: [allowEntry(100, 'tcp', '0.0.0.0/0', 443)] })],
      out,
      'blocked SUBNET_ACL_RESTRICTION return',
    ],
    [
      'its ACL takes client ports in only',
      [acl('sn-pub-a', { inbound: [allowEntry(100, 'tcp', '0.0.0.0/0', [1024, 65535])] })],
      out,
      'blocked SUBNET_ACL_RESTRICTION',
    ],
    [
      'its ACL takes a part of the ports in',
      [acl('sn-pub-a', { inbound: [allowEntry(90, 'tcp', '10.0.0.0/16', 443), allowEntry(100, 'tcp', '0.0.0.0/0', [32768, 65535])] })],
      out,
      'partial NACL_BLOCKS_RETURN_PORTS return',
    ],
    ['in to its public address (#44)', [], tcp(OUTSIDE, 'ip/198.51.100.5', 443), 'blocked NAT_NO_INBOUND'],
    ['in to its private address', [open('sg-app')], tcp('eni/eni-web', 'ip/10.0.1.5', 443), 'blocked NAT_NO_INBOUND'],
    ['private, toward an internet gateway (#45)', [privateGateway], out, 'blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS'],
    [
      'from a peer',
      [route('rtb-b', { '0.0.0.0/0': 'pcx-ab' })],
      tcp('eni/eni-b', OUTSIDE, 443),
      'blocked PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
    ],
    [
      'for a spoke behind a transit gateway (#71)',
      [...centralEgress, route('rtb-pub', { '10.1.0.0/16': 'tgw-1' })],
      tcp('eni/eni-b', OUTSIDE, 443),
      'reachable',
    ],
    ['for a spoke, without a way back to it (#72)', centralEgress, tcp('eni/eni-b', OUTSIDE, 443), 'blocked RETURN_NO_ROUTE return'],
    ['NAT64 (#47)', six, tcp('ip/2001:db8:a:2::20', 'ip/64:ff9b::cb00:7109', 443), 'reachable'],
    [
      'IPv6 without NAT64',
      [...six, route('rtb-prv', { '2001:db8:ffff::/48': 'nat-a' })],
      tcp('ip/2001:db8:a:2::20', 'ip/2001:db8:ffff::1', 443),
      'blocked PROTOCOL_RESTRICTION',
    ],
    [
      'to a peer that has no route back (#48)',
      [
        movedTo('sn-pub-a', '10.0.1.5'),
        route('rtb-pub', { '10.1.0.0/16': 'pcx-ab' }),
        route('rtb-prv', { '10.1.0.0/16': 'nat-a' }),
        into('sg-b', any('10.0.1.5/32')),
      ],
      tcp('eni/eni-app', 'eni/eni-b', 443),
      'reachable',
    ],
    [
      'regional, absent from the zone of the client (#46)',
      [regional('disabled')],
      tcp('eni/eni-db', OUTSIDE, 443),
      'blocked REGIONAL_NGW_ROUTE_AZ_RESTRICTION',
    ],
    ['regional, present in the zone of the client', [regional('disabled')], out, 'reachable'],
    ['regional, which comes to zones by itself', [regional('enabled')], tcp('eni/eni-db', OUTSIDE, 443), 'reachable'],
  ]);

  it.each<[string, readonly Change[], string, boolean]>([
    ['a client of another zone', [], 'eni/eni-db', true],
    ['a client of the same zone', [], 'eni/eni-app', false],
    ['a regional one that is not there yet', [regional('enabled')], 'eni/eni-db', true],
    ['a regional one that is there', [regional('enabled')], 'eni/eni-app', false],
  ])('tells of a crossing of zones: %s', (_, changes, from, expected) => {
    const sketch = awsFixture();
    for (const change of changes) change(sketch.region);
    expect(caveatsOf(ask(sketch.bundle(), tcp(from, OUTSIDE, 443))).includes('AVAILABILITY_ZONE_CROSSED')).toBe(expected);
  });
});
