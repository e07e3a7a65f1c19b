/**
 * The security groups of an interface: rules that only allow, joined over all groups; replies of a connection that passed here
 * pass again whatever the rules say ("Security group connection tracking").
 */
import { decide } from '../../../net/rule-table.js';
import type { SecurityGroup } from '../../../model/aws/filters.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import { label, refOf } from '../../../model/resource.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import { describeDestination, describeService, describeSource } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { HopDraft } from '../../../packet/hop.js';
import type { Place } from '../../../packet/place.js';
import { sessionOf, type Decision, type Journey, type Station, type Step } from '../../../packet/station.js';
import { intersectBox } from '../../../net/packet-set.js';
import { missingCall } from '../../state.js';
import { hasGroups } from '../eni/station.js';
import { matchOf, rulesInForce, type Candidate } from './rules-in-force.js';
import { securityGroupFindings } from './findings.js';
import { nearMisses } from './near-misses.js';
import { peerMatch } from './peers.js';

type Direction = 'ingress' | 'egress';

function subject(direction: Direction, journey: Journey): string {
  return direction === 'ingress'
    ? `${describeService(journey.packets)} from ${describeSource(journey.packets)}`
    : `${describeService(journey.packets)} to ${describeDestination(journey.packets)}`;
}

function denial(
  direction: Direction,
  eni: NetworkInterface,
  journey: Journey,
  network: IndexedNetwork,
  groups: readonly SecurityGroup[],
  candidates: readonly Candidate[],
  packets: Decision['packets'],
): Finding {
  const group = groups[0];
  const resource = group === undefined ? refOf('eni', eni) : refOf('security-group', group);
  const names = groups.map(label).join(', ');
  const what = (): string => subject(direction, { ...journey, packets });
  const way = direction === 'ingress' ? 'inbound' : 'outbound';
  const base = {
    resource,
    direction,
    packets,
    considered: () =>
      nearMisses(
        candidates.map(({ rule }) => rule),
        packets,
        eni,
        journey,
        network,
      ),
  };
  if (candidates.length === 0) {
    return securityGroupFindings.SG_HAS_NO_RULES({
      ...base,
      say: () =>
        `${plural(groups)} ${names} on ${eni.id} ${groups.length > 1 ? 'have' : 'has'} no ${way} rules at all, so ${what()} is dropped.`,
    });
  }
  const hidden = hiddenReference(direction, eni, journey, network, candidates);
  if (hidden !== null) {
    const rule = { id: hidden.rule.id, direction, text: hidden.rule.text };
    if (hidden.by === 'appliance') {
      return securityGroupFindings.SG_REFERENCES_NOT_PRESERVED({
        ...base,
        rule,
        say: () =>
          `${label(hidden.group)} allows ${hidden.rule.text}, but ${hidden.id} on the path hides group membership: only a rule with addresses can allow ${what()}.`,
      });
    }
    return securityGroupFindings.SG_REFERENCING_SUPPORT({
      ...base,
      rule,
      say: () =>
        `${label(hidden.group)} allows ${hidden.rule.text}, but group references across ${hidden.id} need security group referencing on the gateway and on both attachments.`,
    });
  }
  return securityGroupFindings.ENI_SG_RULES_MISMATCH({
    ...base,
    say: () => `${plural(groups)} ${names} ${groups.length > 1 ? 'have' : 'has'} no ${way} rule that allows ${what()}.`,
  });
}

function plural(groups: readonly unknown[]): string {
  return groups.length > 1 ? 'Security groups' : 'Security group';
}

/** The rule that would allow the packets if group membership were seen. */
function hiddenReference(
  direction: Direction,
  eni: NetworkInterface,
  journey: Journey,
  network: IndexedNetwork,
  candidates: readonly Candidate[],
): (Candidate & { by: 'appliance' | 'transit-gateway-option'; id: string }) | null {
  if (direction === 'egress') return null;
  for (const candidate of candidates) {
    const peer = peerMatch(candidate.rule.peer, direction, eni, journey, network);
    if (peer.kind !== 'hidden') continue;
    if (journey.packets.some((box) => intersectBox(box, { ...candidate.rule.packets, sources: peer.addresses }) !== null))
      return { ...candidate, by: peer.by, id: peer.id };
  }
  return null;
}

/** Rules that can't be judged: they might allow what no known rule allows. */
function undecided(
  direction: Direction,
  eni: NetworkInterface,
  journey: Journey,
  network: IndexedNetwork,
  candidates: readonly Candidate[],
  packets: Decision['packets'],
): Finding | null {
  for (const { rule, group } of candidates) {
    const peer = peerMatch(rule.peer, direction, eni, journey, network);
    if (peer.kind !== 'unknown' || !packets.some((box) => intersectBox(box, rule.packets) !== null)) continue;
    const base = { resource: refOf('security-group', group), direction, packets, rule: { id: rule.id, direction, text: rule.text } };
    if (peer.what === 'prefix-list') {
      return securityGroupFindings.PREFIX_LIST_MISSING({
        ...base,
        missing: `ec2:GetManagedPrefixListEntries for ${peer.id}`,
        say: () => `${label(group)} allows ${rule.text}, but the entries of ${peer.id} are not in the snapshot.`,
      });
    }
    return securityGroupFindings.UNKNOWN_PEERED_SGS({
      ...base,
      missing: `ec2:DescribeSecurityGroups and ec2:DescribeNetworkInterfaces of the account that owns ${peer.id}`,
      say: () => `${label(group)} allows ${rule.text}, but ${peer.id} belongs to a VPC that is not in the snapshot.`,
    });
  }
  return null;
}

function judge(direction: Direction, eni: NetworkInterface, journey: Journey, network: IndexedNetwork, to: Place): Step {
  if (!hasGroups(eni)) return { kind: 'go', hop: null, to };
  const { known, unknown, egress, ingress } = rulesInForce(eni, network);
  const holder = `sg:${eni.id}`;
  const first = known[0];
  const resource = first === undefined ? refOf('eni', eni) : refOf('security-group', first);
  const hop: Omit<HopDraft, 'action' | 'explain'> = {
    station: 'security-group',
    resource,
    also: [refOf('eni', eni), ...known.slice(1).map((group) => refOf('security-group', group))],
  };
  if (journey.leg === 'return' && sessionOf(journey, holder) !== null) {
    return {
      kind: 'go',
      to,
      hop: {
        ...hop,
        action: 'permit',
        explain: () => `Security groups of ${eni.id} let the reply of a connection that they allowed pass.`,
      },
    };
  }
  if (unknown.length > 0 && known.length === 0) {
    const home = network.network.vpcs.get(eni.vpcId)?.home ?? eni.home;
    const finding = missingCall(
      resource,
      'ec2:DescribeSecurityGroups',
      `Whether ${unknown.join(', ')} on ${eni.id} (${home.accountId}/${home.region}) allows this`,
      journey.packets,
    );
    return {
      kind: 'filter',
      to,
      rememberedBy: holder,
      hop: { ...hop, action: 'permit', explain: finding.say },
      decisions: [{ packets: journey.packets, verdict: 'unknown', finding }],
    };
  }
  const candidates = direction === 'ingress' ? ingress : egress;
  const decided = decide(candidates, journey.packets, ({ rule }) => matchOf(rule, eni, journey, network));
  const decisions = decided.map(({ rule, packets }): Decision => {
    if (rule !== null) return { packets, verdict: 'permit', finding: null };
    const open =
      unknown.length > 0
        ? missingCall(resource, 'ec2:DescribeSecurityGroups', `Whether ${unknown.join(', ')} on ${eni.id} allows this`, packets)
        : undecided(direction, eni, journey, network, candidates, packets);
    if (open !== null) return { packets, verdict: 'unknown', finding: open };
    return { packets, verdict: 'deny', finding: denial(direction, eni, journey, network, known, candidates, packets) };
  });
  const allowing = decided.find(({ rule }) => rule !== null)?.rule ?? null;
  const refused = decisions.find(({ finding }) => finding !== null)?.finding ?? null;
  const granted = allowing === null ? resource : refOf('security-group', allowing.group);
  return {
    kind: 'filter',
    to,
    rememberedBy: holder,
    decisions,
    hop: {
      ...hop,
      resource: refused === null ? granted : resource,
      action: refused === null || refused.effect === 'unknown' ? 'permit' : 'deny',
      rule: allowing === null ? null : { id: allowing.rule.id, direction, text: allowing.rule.text },
      explain: () =>
        refused === null && allowing !== null
          ? `${label(allowing.group)} on ${eni.id} allows it: ${allowing.rule.text}.`
          : (refused?.say() ?? ''),
    },
  };
}

export const securityGroupOut: Station<'security-group-out'> = (journey, { eni }, network) => {
  const subnet = network.network.subnets.get(eni.subnetId);
  if (subnet === undefined) {
    const resource = refOf('eni', eni);
    const finding = missingCall(resource, 'ec2:DescribeSubnets', `Where ${eni.subnetId} of ${eni.id} leads`, journey.packets);
    return {
      kind: 'end',
      outcome: 'unknown',
      replyFrom: null,
      hop: { station: 'subnet', resource, action: 'drop', explain: finding.say, findings: [finding] },
    };
  }
  return judge('egress', eni, journey, network, { at: 'subnet-out', subnet, from: eni });
};

export const securityGroupIn: Station<'security-group-in'> = (journey, { eni }, network) =>
  judge('ingress', eni, journey, network, { at: 'eni-in', eni });
