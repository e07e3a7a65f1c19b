/** The generated network ACLs (20 to 40 rules) and security groups (20 to 60 rules): most traffic passes, some is denied on the way. */
import type { AclEntrySketch, GroupRuleSketch, RegionSketch } from '../test/sketch/aws-shapes.js';
import { addNetworkAcl, allowEntry, denyEntry } from '../test/sketch/network-acl.js';
import { addSecurityGroup, allow, any, tcp, udp } from '../test/sketch/security-group.js';
import { HOME, type GeneratedSubnets } from './generate-subnets.js';
import type { Random } from './random.js';

const NODE_GROUPS = 12;

/** The group of the nth node. */
export function nodeGroup(index: number): string {
  return `sg-0node-${index % NODE_GROUPS}`;
}

/** Adds ACLs, spread over the subnets of the cluster's VPC, and the groups of nodes, public nodes and databases. */
export function generateFilters(region: RegionSketch, subnets: GeneratedSubnets, random: Random): void {
  const places = [...subnets.nodes, ...subnets.databases];
  for (let index = 0; index < 8; index += 1) {
    const members = places.filter((_, place) => place % 8 === index).map((place) => place.id);
    const rules = { inbound: aclEntries(random), outbound: aclEntries(random) };
    addNetworkAcl(region, { id: `acl-0${index}`, vpc: HOME, subnets: members, ...rules });
  }
  const groups = Array.from({ length: NODE_GROUPS }, (_, index) => nodeGroup(index));
  for (const id of groups) addSecurityGroup(region, { id, vpc: HOME, ingress: groupRules(random) });
  for (const id of groups) allow(region, id, any('sg-0cluster'), ...groups.filter(() => random.chance(0.9)).map((other) => any(other)));
  const fromOutside = [tcp([30000, 32767], '0.0.0.0/0'), tcp(443, '0.0.0.0/0')];
  addSecurityGroup(region, { id: 'sg-0open', vpc: HOME, ingress: [...fromOutside, ...groupRules(random)] });
  for (let index = 0; index < 4; index += 1) {
    const clients = groups.filter((_, group) => group % 4 !== index).map((group) => tcp(5432, group));
    addSecurityGroup(region, { id: `sg-0data-${index}`, vpc: HOME, ingress: [...groupRules(random), ...clients] });
  }
  for (const vpc of ['vpc-0left', 'vpc-0right']) {
    addSecurityGroup(region, { id: `sg-0${vpc.slice(5)}`, vpc, ingress: [any('10.0.0.0/14'), ...groupRules(random)] });
  }
}

/** Twenty to forty numbered rules: a few ranges are denied, everything else is allowed by the last. */
function aclEntries(random: Random): AclEntrySketch[] {
  const count = random.between(20, 40);
  const entries = Array.from({ length: count - 1 }, (_, index) => {
    const number = 100 + index * 10;
    const cidr = `10.${random.between(0, 3)}.${random.between(0, 31) * 8}.0/${random.between(21, 24)}`;
    if (random.chance(0.2)) return denyEntry(number, 'tcp', cidr, random.between(1, 1023));
    const low = random.between(1024, 40000);
    return allowEntry(number, random.chance(0.8) ? 'tcp' : 'udp', cidr, [low, low + random.between(0, 20000)]);
  });
  return [...entries, allowEntry(5000, 'all', '0.0.0.0/0')];
}

/** Twenty to forty-five rules of ranges and ports. */
function groupRules(random: Random): GroupRuleSketch[] {
  return Array.from({ length: random.between(20, 45) }, () => {
    const range = `10.${random.between(0, 3)}.${random.between(0, 255)}.0/24`;
    const port = random.between(1024, 60000);
    return random.chance(0.8) ? tcp([port, port + random.between(0, 50)], range, 'a rule of long ago') : udp(port, range);
  });
}
