/** By which interface replies leave a node: policy routing goes by the address that answers, and by the mark of the connection. */
import { familyOf, formatAddress, type Address } from '../../../net/address.js';
import { prefixHolds } from '../../../net/prefix.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import { onlySource } from '../../../packet/describe.js';
import type { PlaceAt } from '../../../packet/place.js';
import { sessionOf, type Journey } from '../../../packet/station.js';
import { cniSettingsOf, primaryAddressOf, type PodAttachment } from './attachment.js';

/** The host answers by the interface whose primary address was asked, and sends on by its primary one. */
function hostReplyInterface(
  primary: NetworkInterface,
  { node, entered }: PlaceAt<'node-out'>,
  destination: Address | null,
  journey: Journey,
  network: IndexedNetwork,
): { eni: NetworkInterface; why: string } {
  const source = onlySource(journey.packets);
  const { externalServiceCidrs } = cniSettingsOf(node.cluster, network);
  const byMain = destination !== null && externalServiceCidrs.some((prefix) => prefixHolds(prefix, destination));
  const asked =
    entered !== null || source === null || byMain || node.instanceId === null
      ? undefined
      : network.clusters
          .interfacesOfInstance(node.instanceId)
          .find((eni) => eni.type !== 'branch' && primaryAddressOf(eni, familyOf(source)) === source);
  if (asked !== undefined && asked.id !== primary.id)
    return { eni: asked, why: `${formatAddress(source ?? 0n)} is the primary address of ${asked.id}, whose table the reply takes` };
  return {
    eni: primary,
    why: entered === null ? 'the host answers by its primary interface' : 'the node sends it on by its primary interface',
  };
}

/** A reply leaves by the interface that policy routing gives: by the primary one when the connection came in to a node address there. */
export function replyInterface(
  attachment: PodAttachment | null,
  primary: NetworkInterface,
  place: PlaceAt<'node-out'>,
  destination: Address | null,
  journey: Journey,
  network: IndexedNetwork,
): { eni: NetworkInterface; why: string } {
  const settings = cniSettingsOf(place.node.cluster, network);
  if (attachment === null || attachment.mode === 'host-network') return hostReplyInterface(primary, place, destination, journey, network);
  if (attachment.strict) return { eni: attachment.eni, why: 'strict mode: everything leaves by the branch interface' };
  const marked = sessionOf(journey, `mark:${place.node.cluster}|${place.node.name}`) !== null;
  if (marked && settings.nodePortSupport)
    return { eni: primary, why: 'the connection came in by the primary interface, and its mark sends the reply back there' };
  if (destination !== null && settings.externalServiceCidrs.some((prefix) => prefixHolds(prefix, destination)))
    return { eni: primary, why: 'AWS_EXTERNAL_SERVICE_CIDRS lists the client, so the reply is sent by the primary interface' };
  return { eni: attachment.eni, why: `the reply leaves by the pod's own interface ${attachment.eni.id}` };
}
