/** Network ACLs: stateless, numbered, the lowest number that fits decides, and the closing `*` denies ("Network ACL rules"). */
import { decide } from '../../../net/rule-table.js';
import { fieldOf, type PacketSet } from '../../../net/packet-set.js';
import { covers, overlaps, sizeOf, subtract } from '../../../net/interval-set.js';
import { formatPorts, formatProtocols, isIcmp } from '../../../net/port.js';
import type { NetworkAcl, NetworkAclRule } from '../../../model/aws/filters.js';
import type { Subnet } from '../../../model/aws/vpc.js';
import { label, refOf } from '../../../model/resource.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import { describeAddresses, describeDestination, describeService, describeSource } from '../../../packet/describe.js';
import type { ConsideredRule, Finding } from '../../../packet/finding.js';
import type { Place } from '../../../packet/place.js';
import type { Decision, Journey, Step } from '../../../packet/station.js';
import { missingCall } from '../../state.js';
import { networkAclFindings } from './findings.js';

type Direction = 'ingress' | 'egress';

function subject(direction: Direction, packets: PacketSet): string {
  return direction === 'ingress'
    ? `${describeService(packets)} from ${describeSource(packets)}`
    : `${describeService(packets)} to ${describeDestination(packets)}`;
}

/** Why an allowing rule does not take the packets that another rule or the end of the list denied. */
function whyNot(rule: NetworkAclRule, packets: PacketSet): string[] {
  const reasons: string[] = [];
  const peers = rule.direction === 'ingress' ? rule.packets.sources : rule.packets.destinations;
  const others = fieldOf(packets, rule.direction === 'ingress' ? 'sources' : 'destinations');
  if (rule.packets.protocols !== undefined && !overlaps(rule.packets.protocols, fieldOf(packets, 'protocols')))
    reasons.push(`it is for ${formatProtocols(rule.packets.protocols)}`);
  else if (rule.packets.destinationPorts !== undefined && !covers(rule.packets.destinationPorts, fieldOf(packets, 'destinationPorts'))) {
    const only = fieldOf(packets, 'protocols')[0];
    reasons.push(
      only !== undefined && isIcmp(only)
        ? 'it is for another ICMP type or code'
        : `${formatPorts(fieldOf(packets, 'destinationPorts'))} is outside ${formatPorts(rule.packets.destinationPorts)}`,
    );
  }
  if (peers !== undefined && !covers(peers, others)) reasons.push(`${describeAddresses(others)} is outside it`);
  return reasons;
}

function considered(rules: readonly NetworkAclRule[], packets: PacketSet, decidedBy: NetworkAclRule | null): ConsideredRule[] {
  const out: { rule: ConsideredRule; misses: number; far: boolean }[] = [];
  for (const rule of rules) {
    if (rule.action === 'deny' || rule === decidedBy) continue;
    const reasons = whyNot(rule, packets);
    if (reasons.length === 0 && decidedBy !== null && rule.number > decidedBy.number)
      reasons.push(`rule ${decidedBy.number} stands before it`);
    if (reasons.length > 0)
      out.push({
        rule: { id: String(rule.number), text: rule.text, why: reasons.join('; ') },
        misses: reasons.length,
        far: reasons.some((reason) => reason.endsWith('outside it') || /^it is for (?!another)/.test(reason)),
      });
  }
  return out
    .sort((one, other) => one.misses - other.misses || Number(one.far) - Number(other.far))
    .slice(0, 6)
    .map(({ rule }) => rule);
}

function isClosing(rule: NetworkAclRule | null): boolean {
  return rule === null || rule.number >= 32767;
}

interface Judged {
  readonly acl: NetworkAcl;
  readonly subnet: Subnet;
  readonly direction: Direction;
  readonly journey: Journey;
}

/** How much of the asked ports the denied packets are; null when it is all of them or not a matter of ports. */
function partOfPorts(denied: PacketSet, asked: PacketSet): { failing: number; of: number; closed: string; open: string } | null {
  const all = fieldOf(asked, 'destinationPorts');
  const closed = fieldOf(denied, 'destinationPorts');
  const of = sizeOf(all);
  const failing = sizeOf(closed);
  return failing >= of ? null : { failing, of, closed: formatPorts(closed), open: formatPorts(subtract(all, closed)) };
}

export function percentOf(failing: number, of: number): string {
  return `${((100 * failing) / of).toFixed(1)} %`;
}

function denial({ acl, subnet, direction, journey }: Judged, rule: NetworkAclRule | null, packets: PacketSet): Finding {
  const closing = isClosing(rule);
  const part = journey.leg === 'return' ? partOfPorts(packets, journey.packets) : null;
  const base = {
    resource: refOf('network-acl', acl),
    direction,
    packets,
    rule:
      rule === null ? { id: '*', direction, text: '* deny all' } : { id: closing ? '*' : String(rule.number), direction, text: rule.text },
    considered: () => considered(acl[direction], packets, closing ? null : rule),
  };
  const where = `at ${label(subnet)}`;
  const way = direction === 'ingress' ? 'inbound' : 'outbound';
  if (part !== null) {
    return networkAclFindings.NACL_BLOCKS_RETURN_PORTS({
      ...base,
      symptom: 'intermittent',
      say: () =>
        `Network ACL ${label(acl)} lets replies ${direction === 'ingress' ? `from ${describeSource(packets)} in` : `to ${describeDestination(packets)} out`} to client ports ${part.open} only: replies to ports ${part.closed} are denied ${way} ${where} ` +
        `(${closing ? 'no rule allows them' : `rule ${rule?.number ?? '*'}`}), ${part.failing} of ${part.of} ports (${percentOf(part.failing, part.of)}).`,
    });
  }
  const reply = journey.leg === 'return' ? 'the reply, ' : '';
  return networkAclFindings.SUBNET_ACL_RESTRICTION({
    ...base,
    say: () =>
      closing
        ? `Network ACL ${label(acl)} has no ${way} rule that allows ${reply}${subject(direction, packets)} ${where}: the closing rule * denies it.`
        : `Network ACL ${label(acl)} rule ${rule?.number ?? '*'} denies ${reply}${subject(direction, packets)} ${where} (${way}: ${rule?.text ?? ''}).`,
  });
}

/** Asks the ACL of a subnet about packets that enter (`ingress`) or leave (`egress`) it. */
export function judgeAcl(subnet: Subnet, direction: Direction, journey: Journey, network: IndexedNetwork, to: Place): Step {
  const acl = network.networkAclOf(subnet);
  if (acl === null) {
    const resource = refOf('subnet', subnet);
    const finding = missingCall(
      resource,
      'ec2:DescribeNetworkAcls',
      `Whether the network ACL of ${label(subnet)} lets this pass`,
      journey.packets,
    );
    return {
      kind: 'filter',
      to,
      hop: { station: 'network-acl', resource, action: 'permit', explain: finding.say },
      decisions: [{ packets: journey.packets, verdict: 'unknown', finding }],
    };
  }
  const judged: Judged = { acl, subnet, direction, journey };
  const decided = decide(acl[direction], journey.packets, (rule) => rule.packets);
  const decisions = decided.map(({ rule, packets }): Decision =>
    rule?.action === 'allow'
      ? { packets, verdict: 'permit', finding: null }
      : { packets, verdict: 'deny', finding: denial(judged, rule, packets) },
  );
  const allowed = decided.find(({ rule }) => rule?.action === 'allow')?.rule ?? null;
  const refused = decisions.find(({ finding }) => finding !== null)?.finding ?? null;
  return {
    kind: 'filter',
    to,
    decisions,
    hop: {
      station: 'network-acl',
      resource: refOf('network-acl', acl),
      also: [refOf('subnet', subnet)],
      action: refused === null ? 'permit' : 'deny',
      rule: refused?.rule ?? (allowed === null ? null : { id: String(allowed.number), direction, text: allowed.text }),
      explain:
        refused?.say ??
        (() =>
          `Network ACL ${label(acl)} lets it ${direction === 'ingress' ? 'into' : 'out of'} ${label(subnet)}: rule ${allowed?.text ?? '*'}.`),
    },
  };
}
