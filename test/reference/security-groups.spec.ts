// Interfaces and security groups on the small AWS estate: the manuals' examples, row by row.
import { describe } from 'vitest';
import { addPrefixList } from '../sketch/endpoints.js';
import { icmp, tcp as tcpRule, any } from '../sketch/security-group.js';
import { addSecurityGroup } from '../sketch/security-group.js';
import { take } from '../sketch/collection.js';
import { acl, appliance, eni, into, open, outOf, route } from './changes.js';
import { checkRows, ping, tcp } from './table.js';

const DB = 'ip/10.0.3.30';
const toDb = tcp('eni/eni-app', DB, 5432);
const reference = into('sg-db', tcpRule(5432, 'sg-app'));

describe('network interfaces', () => {
  const prefix = eni('eni-app', { prefixes: ['10.0.2.32/28'] });
  checkRows([
    ['an address of a delegated prefix (#24)', [prefix, open('sg-app')], tcp('eni/eni-db', 'ip/10.0.2.40', 80), 'reachable'],
    [
      'an address behind the delegated prefix',
      [prefix, open('sg-app')],
      tcp('eni/eni-db', 'ip/10.0.2.48', 80),
      'blocked NO_POSSIBLE_DESTINATION',
    ],
    ['a destination without an interface (#13)', [], tcp('eni/eni-app', 'ip/10.0.3.99', 80), 'blocked NO_POSSIBLE_DESTINATION'],
    [
      'through an appliance that checks source and destination (#19)',
      [appliance({ sourceDestCheck: true }), open('sg-db'), route('rtb-prv', { '10.0.3.0/24': 'eni-fw' })],
      toDb,
      'blocked ENI_SOURCE_DEST_CHECK_RESTRICTION',
    ],
    [
      'a stopped instance as source (#25)',
      [reference, (region) => (take(region.instances, 'i-app').state = 'stopped')],
      toDb,
      'blocked BAD_STATE',
    ],
    [
      'a stopped instance as destination (#25)',
      [reference, (region) => (take(region.instances, 'i-db').state = 'stopped')],
      toDb,
      'blocked BAD_STATE',
    ],
    [
      'a terminated instance',
      [reference, (region) => (take(region.instances, 'i-db').state = 'terminated')],
      toDb,
      'blocked UNASSOCIATED_COMPONENT',
    ],
    [
      'an interface that is attached to nothing',
      [reference, eni('eni-db', { raw: { Attachment: undefined, Status: 'available' } })],
      toDb,
      'blocked BAD_STATE_ATTACHMENT',
    ],
  ]);
});

describe('security groups', () => {
  const nothingIn = acl('sn-prv-a', { inbound: [], outbound: [] });
  checkRows([
    ['same subnet, all-deny ACL (#1)', [open('sg-app'), nothingIn], tcp('eni/eni-app', 'ip/10.0.2.21', 80), 'reachable'],
    ['same subnet, empty group of the target (#2)', [], tcp('eni/eni-app', 'ip/10.0.2.21', 80), 'blocked SG_HAS_NO_RULES'],
    ['a reference matches (#3)', [reference], toDb, 'reachable'],
    ['another source', [reference], tcp('eni/eni-web', DB, 5432), 'blocked ENI_SG_RULES_MISMATCH'],
    ['another port (#4)', [reference], tcp('eni/eni-app', DB, 5433), 'blocked ENI_SG_RULES_MISMATCH'],
    ['sender without outbound rules (#5)', [reference, outOf('sg-app')], toDb, 'blocked SG_HAS_NO_RULES'],
    ['sender with outbound 443 only (#6)', [reference, outOf('sg-app', tcpRule(443, '0.0.0.0/0'))], toDb, 'blocked ENI_SG_RULES_MISMATCH'],
    ['server without outbound rules answers (#7)', [reference, outOf('sg-db')], toDb, 'reachable'],
    ['from its own members only', [into('sg-db', any('sg-db'))], toDb, 'blocked ENI_SG_RULES_MISMATCH'],
    ['an echo request', [into('sg-db', icmp(8, -1, '0.0.0.0/0'))], ping('eni/eni-app', DB), 'reachable'],
    [
      'an echo reply that nobody asked for',
      [into('sg-db', icmp(8, -1, '0.0.0.0/0'))],
      ping('eni/eni-app', DB, 0),
      'blocked ENI_SG_RULES_MISMATCH',
    ],
    ['fragmentation needed', [into('sg-db', icmp(-1, -1, '0.0.0.0/0'))], ping('eni/eni-app', DB, 3, 4), 'reachable'],
    [
      'ports of ESP are ignored',
      [into('sg-db', { protocol: '50', from: 1, to: 1, peer: '0.0.0.0/0' })],
      { from: 'eni/eni-app', to: DB, protocol: 50 },
      'reachable',
    ],
    [
      'an IPv6 rule and IPv4',
      [into('sg-web', tcpRule(443, '::/0'))],
      tcp('internet/203.0.113.9', 'ip/198.51.100.10', 443),
      'blocked ENI_SG_RULES_MISMATCH',
    ],
    [
      'by prefix list',
      [(region) => addPrefixList(region, { id: 'pl-1', cidrs: ['198.51.100.0/24'] }), into('sg-web', tcpRule(22, 'pl-1'))],
      tcp('internet/198.51.100.77', 'ip/198.51.100.10', 22),
      'reachable',
    ],
    [
      'by a prefix list with other entries',
      [(region) => addPrefixList(region, { id: 'pl-1', cidrs: ['192.0.2.0/24'] }), into('sg-web', tcpRule(22, 'pl-1'))],
      tcp('internet/198.51.100.77', 'ip/198.51.100.10', 22),
      'blocked ENI_SG_RULES_MISMATCH',
    ],
    [
      'by an empty prefix list',
      [(region) => addPrefixList(region, { id: 'pl-1', cidrs: [] }), into('sg-web', tcpRule(22, 'pl-1'))],
      tcp('internet/198.51.100.77', 'ip/198.51.100.10', 22),
      'blocked ENI_SG_RULES_MISMATCH',
    ],
    [
      'by a prefix list without entries in the snapshot (#23)',
      [into('sg-web', tcpRule(22, 'pl-gone'))],
      tcp('internet/198.51.100.77', 'ip/198.51.100.10', 22),
      'unknown PREFIX_LIST_MISSING',
    ],
    [
      'two groups are joined',
      [
        into('sg-web', tcpRule(80, '10.0.0.0/16')),
        into('sg-db', tcpRule(443, '10.0.0.0/16')),
        eni('eni-db', { groups: ['sg-web', 'sg-db'] }),
      ],
      tcp('eni/eni-app', DB, 443),
      'reachable',
    ],
    [
      'a stale reference',
      [into('sg-db', tcpRule([0, 65535], { group: 'sg-app', status: 'deleted' }))],
      toDb,
      'blocked ENI_SG_RULES_MISMATCH',
    ],
    ['TCP from port -1 to -1 is all ports', [into('sg-db', { protocol: 'tcp', from: -1, to: -1, peer: 'sg-app' })], toDb, 'reachable'],
    [
      'a group of another VPC on the interface',
      [
        (region) => addSecurityGroup(region, { id: 'sg-shared', vpc: 'vpc-b', ingress: [tcpRule(5432, 'sg-app')] }),
        eni('eni-db', { groups: ['sg-shared'] }),
      ],
      toDb,
      'reachable',
    ],
    [
      'IPv6 with an outbound rule for IPv4 only (#38)',
      [eni('eni-web', { ipv6: ['2001:db8:a:1::10'] }), route('rtb-pub', { '::/0': 'igw-a' })],
      tcp('ip/2001:db8:a:1::10', 'internet/2001:db8:ffff::1', 443),
      'blocked ENI_SG_RULES_MISMATCH',
    ],
  ]);
});
