/** What a connection remembers of each peering, transit gateway or site that its request came by, so that its reply is held against it. */
import { covers } from '../../net/interval-set.js';
import { fieldOf } from '../../net/packet-set.js';
import type { Finding } from '../../packet/finding.js';
import type { Session } from '../../packet/hop.js';
import type { Journey } from '../../packet/station.js';
import type { ResourceRef } from '../../model/resource.js';
import { describeDestination } from '../../packet/describe.js';
import { natGatewayFindings } from './nat-gateway/findings.js';

const HOLDER = 'road:';

/** One road that the request took: by which connection, and where it came from on it. */
export interface Road {
  /** The id of the peering, transit gateway or virtual private gateway. */
  readonly via: string;
  /** `nat`: a NAT gateway of the VPC. */
  readonly from: { readonly kind: 'vpc' | 'nat' | 'site'; readonly id: string };
}

/** The two fields that a step carries to remember a road. */
export function remembering(via: string, from: Road['from']): { readonly rememberedBy: string; readonly note: string } {
  return { rememberedBy: `${HOLDER}${via}`, note: `${from.kind} ${from.id}` };
}

/** Are the packets replies to those of the session? */
function answers(journey: Journey, { after }: Session): boolean {
  return (
    covers(fieldOf(after, 'destinations'), fieldOf(journey.packets, 'sources')) &&
    covers(fieldOf(after, 'sources'), fieldOf(journey.packets, 'destinations'))
  );
}

/** The roads of the request that these packets answer, the last one first. */
export function roadsAnswered(journey: Journey): Road[] {
  const roads: Road[] = [];
  for (let list = journey.sessions; list !== null; list = list.earlier) {
    const { session } = list;
    if (!session.holder.startsWith(HOLDER) || session.note === null || !answers(journey, session)) continue;
    const [kind = '', id = ''] = session.note.split(' ');
    if (kind === 'vpc' || kind === 'nat' || kind === 'site') roads.push({ via: session.holder.slice(HOLDER.length), from: { kind, id } });
  }
  return roads;
}

/** The finding for a reply that takes a road which does not lead back to where the request came from. */
export function wrongRoad(journey: Journey, resource: ResourceRef, way: string, roads: readonly Road[]): Finding {
  const came = roads[0];
  const request = came === undefined ? 'the request did not come that way' : `the request came by ${came.via} from ${came.from.id}`;
  return natGatewayFindings.RETURN_WRONG_TARGET({
    resource,
    packets: journey.packets,
    direction: 'egress',
    say: () => `The reply to ${describeDestination(journey.packets)} leaves by ${way}, but ${request}: it does not get back to the client.`,
  });
}
