// Databases on the small AWS estate, and endpoint interfaces that are asked over a transit gateway.
import { describe } from 'vitest';
import { take } from '../sketch/collection.js';
import { addDatabase } from '../sketch/databases.js';
import { addInterfaceEndpoint } from '../sketch/endpoints.js';
import { addSecurityGroup, tcp as tcpRule } from '../sketch/security-group.js';
import { into, route } from './changes.js';
import { checkRows, tcp, type Change } from './table.js';

describe('databases', () => {
  const rds =
    (subnet: string, ip: string, publicIp?: string): Change =>
    (region) =>
      addDatabase(region, { id: 'orders', subnet, ip, groups: ['sg-db'], publiclyAccessible: publicIp !== undefined, publicIp });
  const open = into('sg-db', tcpRule(5432, '0.0.0.0/0'));
  checkRows([
    [
      'private, by reference (#97)',
      [rds('sn-prv-b', '10.0.3.60'), into('sg-db', tcpRule(5432, 'sg-app'))],
      { from: 'eni/eni-app', to: 'rds/orders' },
      'reachable',
    ],
    [
      'public in a private subnet (#98)',
      [rds('sn-prv-b', '10.0.3.60', '198.51.100.60'), open, (region) => (take(region.routeTables, 'rtb-prv').routes = [])],
      tcp('internet/203.0.113.9', 'rds/orders', 5432),
      'blocked RETURN_NO_ROUTE return',
    ],
    [
      'public in a subnet that goes out by a NAT gateway',
      [rds('sn-prv-b', '10.0.3.60', '198.51.100.60'), open],
      tcp('internet/203.0.113.9', 'rds/orders', 5432),
      'blocked RETURN_WRONG_TARGET return',
    ],
    [
      'public in a public subnet',
      [rds('sn-pub-a', '10.0.1.60', '198.51.100.60'), open],
      tcp('internet/203.0.113.9', 'rds/orders', 5432),
      'reachable',
    ],
  ]);
});

describe('endpoint interfaces over a transit gateway', () => {
  const joined: readonly Change[] = [
    route('rtb-b', { '10.0.0.0/16': 'tgw-1' }),
    route('rtb-prv', { '10.1.0.0/16': 'tgw-1' }),
    (region) => {
      take(region.transitGateways, 'tgw-1').groupReferencing = 'enable';
      for (const attachment of region.attachments.values()) attachment.groupReferencing = 'enable';
      addSecurityGroup(region, { id: 'sg-vpce', vpc: 'vpc-a' });
      addInterfaceEndpoint(region, {
        id: 'vpce-sts',
        vpc: 'vpc-a',
        service: 'sts',
        groups: ['sg-vpce'],
        interfaces: { 'sn-prv-b': '10.0.3.50' },
      });
    },
  ];
  const toSts = tcp('eni/eni-b', 'ip/10.0.3.50', 443);
  checkRows([
    ['by address', [...joined, into('sg-vpce', tcpRule(443, '10.1.0.0/16'))], toSts, 'reachable'],
    [
      'by reference, which other interfaces know',
      [...joined, into('sg-db', tcpRule(443, 'sg-b'))],
      tcp('eni/eni-b', 'ip/10.0.3.30', 443),
      'reachable',
    ],
    ['by reference', [...joined, into('sg-vpce', tcpRule(443, 'sg-b'))], toSts, 'blocked SG_REFERENCES_NOT_PRESERVED'],
  ]);
});
