/** Devices on the way remember a connection; a reply has to pass every device that the request passed ("Gateway route tables"). */
import type { PacketSet } from '../../../net/packet-set.js';
import type { ResourceRef } from '../../../model/resource.js';
import { describeDestination } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { SessionList } from '../../../packet/hop.js';
import { sessionOf, translationAnsweredBy, type Journey, type Step } from '../../../packet/station.js';
import { applianceFindings } from './findings.js';

const PREFIX = 'appliance:';

/** Who remembers a connection: an appliance's interface, or all endpoints before one fleet of appliances. */
export function holderOf(fleet: string): string {
  return `${PREFIX}${fleet}`;
}

/** The memory of the request on the way back; null when the device has not seen it. */
export function remembered(journey: Journey, fleet: string): SessionList['session'] | null {
  return translationAnsweredBy(journey, holderOf(fleet)) ?? sessionOf(journey, holderOf(fleet));
}

/** Of a reply that meets a device which has not seen its request. */
export function unseen(resource: ResourceRef, name: string, packets: PacketSet): Finding {
  return applianceFindings.ASYMMETRIC_MIDDLEBOX({
    resource,
    packets,
    say: () =>
      `The reply to ${describeDestination(packets)} passes ${name}, the request did not: a device that tracks connections drops a reply whose request it has not seen.`,
  });
}

/** Denies a reply that the device has not seen the request of, and lets the walk go on. */
export function refuseUnseen(
  resource: ResourceRef,
  name: string,
  journey: Journey,
  hop: Extract<Step, { kind: 'filter' }>['hop'],
  to: Extract<Step, { kind: 'filter' }>['to'],
): Step {
  const finding = unseen(resource, name, journey.packets);
  return {
    kind: 'filter',
    to,
    hop: { ...hop, action: 'deny', explain: finding.say },
    decisions: [{ packets: journey.packets, verdict: 'deny', finding }],
  };
}

/**
 * The device that the request passed and the reply, which has come back, did not; null when it passed all of them.
 * `sessions`: what is still remembered where the reply ended; each device that it passed has used its own up.
 */
export function bypassed(sessions: SessionList | null, packets: PacketSet): Finding | null {
  for (let list = sessions; list !== null; list = list.earlier) {
    const { holder, note } = list.session;
    if (!holder.startsWith(PREFIX)) continue;
    const id = note?.split('|')[0] ?? holder.slice(PREFIX.length);
    const name = note?.split('|')[1] ?? id;
    return applianceFindings.ASYMMETRIC_MIDDLEBOX({
      resource: { kind: id.startsWith('eni-') ? 'eni' : 'vpc-endpoint', id },
      packets,
      say: () =>
        `Requests pass ${name}, replies to ${describeDestination(packets)} do not: devices that track connections drop such flows. The route back has to lead through ${name} too.`,
    });
  }
  return null;
}

/** What a session notes of its device, for the sentence about a reply that went another way. */
export function noteOf(id: string, name: string): string {
  return `${id}|${name}`;
}
