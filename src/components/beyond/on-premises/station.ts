/** A network outside AWS behind a VPN or Direct Connect: where packets leave what the snapshot holds, and where those of its clients come in. */
import { fieldOf } from '../../../net/packet-set.js';
import { overlaps } from '../../../net/interval-set.js';
import { prefixSet } from '../../../net/prefix.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import { label, type ResourceRef } from '../../../model/resource.js';
import { describeDestination, describeSource } from '../../../packet/describe.js';
import type { HopDraft } from '../../../packet/hop.js';
import type { Place } from '../../../packet/place.js';
import { sessionOf, type Journey, type Station, type Step } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { missingCall, stateFindings } from '../../state.js';
import { internetFindings } from '../internet/station.js';
import { SITE_HOLDER } from './connection.js';
import { onPremisesFindings } from './findings.js';
import { waysFrom, type Way } from './ways.js';

const WANTED_CALLS = [
  'ec2:DescribeVpnGateways',
  'ec2:DescribeVpnConnections',
  'ec2:DescribeTransitGateways',
  'ec2:DescribeTransitGatewayAttachments',
] as const;

function entering(gatewayId: string, connectionId: string): Place {
  return { at: 'hybrid', connectionId, heading: 'in', gatewayId };
}

function startHop(resource: ResourceRef, journey: Journey): HopDraft {
  const verb = journey.leg === 'return' ? 'The reply starts' : 'Starts';
  return {
    station: 'on-premises',
    resource,
    action: 'originate',
    explain: () => `${verb} outside AWS, at ${describeSource(journey.packets)}.`,
  };
}

/** No connection of the snapshot leads from the site: that is so, or a call that would show one is not there. */
function noWay(resource: ResourceRef, journey: Journey, network: IndexedNetwork): Step {
  const { packets } = journey;
  const lacking = new Set<string>();
  for (const { home } of network.network.vpcs.values())
    for (const call of WANTED_CALLS) if (!network.hasCall(call, home)) lacking.add(call);
  if (lacking.size > 0) {
    return lost(
      'on-premises',
      resource,
      missingCall(resource, [...lacking].join(', '), `By which connection ${describeSource(packets)} comes into AWS`, packets),
    );
  }
  const say = (): string =>
    `No VPN, Direct Connect or transit gateway attachment of the snapshot connects ${describeSource(packets)} to AWS.`;
  return lost('on-premises', resource, onPremisesFindings.NO_PATH({ resource, packets, say }));
}

/** A source inside a VPC that no interface has is no site. */
function unowned(resource: ResourceRef, ways: readonly Way[], journey: Journey, network: IndexedNetwork): Step | null {
  if (ways.some(({ knows }) => knows === 'yes')) return null;
  const sources = fieldOf(journey.packets, 'sources');
  const vpc = [...network.network.vpcs.values()].find(({ cidrs }) =>
    cidrs.some(({ prefix, state }) => state === 'associated' && overlaps(prefixSet(prefix), sources)),
  );
  if (vpc === undefined) return null;
  const say = (): string =>
    `${describeSource(journey.packets)} lies in ${label(vpc)}, but no interface of the snapshot has it, so nobody can send from it.`;
  return lost('on-premises', resource, stateFindings.UNASSOCIATED_COMPONENT({ resource, packets: journey.packets, say }));
}

/** A client's first packet: by every connection that may bring it in. */
function start(resource: ResourceRef, journey: Journey, network: IndexedNetwork): Step {
  const ways = waysFrom(fieldOf(journey.packets, 'sources'), fieldOf(journey.packets, 'destinations'), network);
  const own = unowned(resource, ways, journey, network);
  if (own !== null) return own;
  const [first, ...more] = ways;
  if (first === undefined) return noWay(resource, journey, network);
  const hop = startHop(resource, journey);
  const by = ({ gatewayId, connectionId }: Way): Step => ({ kind: 'go', hop, to: entering(gatewayId, connectionId) });
  if (more.length === 0) return by(first);
  return {
    kind: 'choose',
    alternatives: ways.map((way) => ({
      member: { dimension: 'sources', label: `${way.connectionId} at ${way.gatewayId}` },
      represents: 1,
      step: by(way),
    })),
  };
}

export const onPremises: Station<'on-premises'> = (journey, _place, network): Step => {
  const { packets } = journey;
  if (journey.crossed.length === 0) {
    const resource: ResourceRef = { kind: 'on-premises', id: describeSource(packets) };
    const session = journey.leg === 'return' ? sessionOf(journey, SITE_HOLDER) : null;
    const [gatewayId, connectionId] = session?.note?.split('|') ?? [];
    if (gatewayId === undefined || connectionId === undefined) return start(resource, journey, network);
    return { kind: 'go', hop: startHop(resource, journey), to: entering(gatewayId, connectionId) };
  }
  const resource: ResourceRef = { kind: 'on-premises', id: describeDestination(packets) };
  const say = (): string => `What happens to the packet beyond AWS, at ${describeDestination(packets)}, is not in the snapshot.`;
  return {
    kind: 'end',
    outcome: 'left',
    replyFrom: { at: 'on-premises' },
    hop: {
      station: 'on-premises',
      resource,
      action: 'forward',
      explain: () => `Leaves AWS for ${describeDestination(packets)} with source ${describeSource(packets)}.`,
      findings: journey.leg === 'forward' ? [internetFindings.UNKNOWN_DESTINATION({ resource, packets, say })] : [],
    },
  };
};
