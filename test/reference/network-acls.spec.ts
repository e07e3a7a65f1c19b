// Network ACLs on the small AWS estate: stateless, by number, both legs; the part of the client's ports that gets through.
import { describe } from 'vitest';
import { take } from '../sketch/collection.js';
import { allowEntry, denyEntry } from '../sketch/network-acl.js';
import { acl, into, open } from './changes.js';
import { checkRows, ping, tcp, type Change, type Row } from './table.js';
import { tcp as tcpRule } from '../sketch/security-group.js';

const toDb = tcp('eni/eni-app', 'ip/10.0.3.30', 5432);
const windows: Change = (region) => {
  Object.assign(take(region.instances, 'i-app'), { raw: { Platform: 'windows', PlatformDetails: 'Windows' } });
};
const neighbour: Change = (region) => {
  take(region.interfaces, 'eni-app2').subnet = 'sn-prv-b';
  take(region.interfaces, 'eni-app2').ip = '10.0.3.31';
  take(region.instances, 'i-app2').subnet = 'sn-prv-b';
};

/** The ACL of the database's subnet; its group lets everything in. */
function withAcl(entries: Parameters<typeof acl>[1]): readonly Change[] {
  return [open('sg-db'), acl('sn-prv-b', entries)];
}

const all = allowEntry(100, 'all', '0.0.0.0/0');
const high = withAcl({ outbound: [allowEntry(100, 'tcp', '0.0.0.0/0', [49152, 65535])] });

describe('network ACLs', () => {
  const rows: readonly Row[] = [
    [
      'service in, client ports out',
      withAcl({ inbound: [allowEntry(100, 'tcp', '10.0.0.0/16', 5432)], outbound: [allowEntry(100, 'tcp', '10.0.0.0/16', [1024, 65535])] }),
      toDb,
      'reachable',
    ],
    [
      'nothing out (#8)',
      withAcl({ inbound: [allowEntry(100, 'tcp', '10.0.0.0/16', 5432)], outbound: [] }),
      toDb,
      'blocked SUBNET_ACL_RESTRICTION return',
    ],
    [
      'a denial numbered below',
      withAcl({ inbound: [denyEntry(90, 'tcp', '10.0.2.0/24', 5432), all] }),
      toDb,
      'blocked SUBNET_ACL_RESTRICTION',
    ],
    [
      'a denial written after the rule that allows (#11)',
      withAcl({ inbound: [all, denyEntry(90, 'tcp', '10.0.2.0/24', 5432)] }),
      toDb,
      'blocked SUBNET_ACL_RESTRICTION',
    ],
    ['a denial numbered above', withAcl({ inbound: [all, denyEntry(110, 'tcp', '10.0.2.0/24', 5432)] }), toDb, 'reachable'],
    ['a part of the client ports out (#9)', high, toDb, 'partial NACL_BLOCKS_RETURN_PORTS return'],
    ['the client ports of Windows out (#10)', [...high, windows], toDb, 'reachable'],
    ['one client port that is denied', high, { ...toDb, sourcePort: 40000 }, 'blocked SUBNET_ACL_RESTRICTION return'],
    ['one client port that is allowed', high, { ...toDb, sourcePort: 50000 }, 'reachable'],
    ['exactly the client ports of Linux', withAcl({ outbound: [allowEntry(100, 'tcp', '0.0.0.0/0', [32768, 60999])] }), toDb, 'reachable'],
    [
      'a rule for IPv6 and an IPv4 flow',
      withAcl({ inbound: [allowEntry(100, 'tcp', '::/0', 5432)] }),
      toDb,
      'blocked SUBNET_ACL_RESTRICTION',
    ],
    [
      'inside one subnet',
      [neighbour, into('sg-app', tcpRule(80, 'sg-db')), acl('sn-prv-b', { inbound: [], outbound: [] })],
      tcp('eni/eni-db', 'ip/10.0.3.31', 80),
      'reachable',
    ],
    [
      'echo in, no reply out (#12)',
      withAcl({ inbound: [allowEntry(100, 'icmp', '0.0.0.0/0', [8, -1])], outbound: [allowEntry(100, 'icmp', '0.0.0.0/0', [8, -1])] }),
      ping('eni/eni-app', 'ip/10.0.3.30'),
      'blocked SUBNET_ACL_RESTRICTION return',
    ],
    [
      'echo in, reply out',
      withAcl({ inbound: [allowEntry(100, 'icmp', '0.0.0.0/0', [8, -1])], outbound: [allowEntry(100, 'icmp', '0.0.0.0/0', [0, -1])] }),
      ping('eni/eni-app', 'ip/10.0.3.30'),
      'reachable',
    ],
    [
      'ports of ESP are ignored',
      withAcl({ inbound: [allowEntry(100, 50, '0.0.0.0/0', [1, 1])] }),
      { from: 'eni/eni-app', to: 'ip/10.0.3.30', protocol: 50 },
      'reachable',
    ],
    ['the sender’s subnet lets nothing out', [open('sg-db'), acl('sn-prv-a', { outbound: [] })], toDb, 'blocked SUBNET_ACL_RESTRICTION'],
    [
      'the sender’s subnet lets no reply in',
      [open('sg-db'), acl('sn-prv-a', { inbound: [allowEntry(100, 'tcp', '0.0.0.0/0', 443)] })],
      toDb,
      'blocked SUBNET_ACL_RESTRICTION return',
    ],
  ];
  checkRows(rows);
});
