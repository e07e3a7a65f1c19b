/**
 * An interface that passes on what is meant for others: an appliance or a NAT instance ("Middlebox routing wizard", "NAT instances").
 * What it does with packets is not in any AWS output: it is assumed to forward them, and the answer says so.
 */
import { familyOf, formatAddress, type Address } from '../../../net/address.js';
import { holds, oneAddress } from '../../../net/interval-set.js';
import { fieldOf } from '../../../net/packet-set.js';
import { ownsAddress } from '../../../lookup/address-owners.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import { label, refOf, type ResourceRef } from '../../../model/resource.js';
import { describeDestination, onlyDestination, onlySource } from '../../../packet/describe.js';
import type { HopDraft } from '../../../packet/hop.js';
import { translationAnsweredBy, type Journey, type Station } from '../../../packet/station.js';
import { stateFindings } from '../../state.js';
import { isPrivateAddress } from '../internet-gateway/ranges.js';
import { publicAddressOf } from '../internet-gateway/public-address.js';
import { holderOf, noteOf, refuseUnseen, remembered } from './passage.js';

/** Are these packets for somebody else? A range that holds none of the interface's addresses is. */
export function isForOthers(eni: NetworkInterface, journey: Journey): boolean {
  const destination = onlyDestination(journey.packets);
  if (destination !== null) return !ownsAddress(eni, destination);
  const destinations = fieldOf(journey.packets, 'destinations');
  return !eni.addresses.some(({ address }) => holds(destinations, address));
}

/** Does an interface without source/destination check pass these packets on, to others or back to a client whose source it rewrote? */
export function passesOn(eni: NetworkInterface, journey: Journey): boolean {
  if (eni.sourceDestCheck) return false;
  return isForOthers(eni, journey) || (journey.leg === 'return' && translationAnsweredBy(journey, holderOf(eni.id)) !== null);
}

function ownerRef(eni: NetworkInterface, network: IndexedNetwork): { name: string; also: ResourceRef[] } {
  const instance = eni.attachment?.instanceId ? network.network.instances.get(eni.attachment.instanceId) : undefined;
  return instance === undefined
    ? { name: label(eni), also: [] }
    : { name: `${label(instance)} at ${label(eni)}`, also: [refOf('instance', instance)] };
}

/** The address that a NAT instance puts in place of a private source without a public address of its own, toward the internet. */
function ownForInternet(eni: NetworkInterface, journey: Journey, network: IndexedNetwork): Address | null {
  const source = onlySource(journey.packets);
  const first = fieldOf(journey.packets, 'destinations')[0];
  if (source === null || first === undefined || familyOf(source) !== 'ipv4' || familyOf(first) !== 'ipv4') return null;
  const inside = [...network.network.vpcs.values()].some((vpc) => network.inVpc(vpc, first));
  if (isPrivateAddress(first) || inside || publicAddressOf(source, eni.vpcId, network) !== null) return null;
  return (
    eni.addresses.find(({ address }) => familyOf(address) === 'ipv4' && publicAddressOf(address, eni.vpcId, network) !== null)?.address ??
    null
  );
}

export const appliance: Station<'appliance'> = (journey, { eni }, network) => {
  const resource = refOf('eni', eni);
  const { name, also } = ownerRef(eni, network);
  const { packets } = journey;
  const to = { at: 'security-group-out', eni } as const;
  const crosses = { kind: 'appliance', id: eni.id } as const;
  const hop: HopDraft = {
    station: 'appliance',
    resource,
    also,
    action: 'forward',
    explain: () => `${name} passes the packet to ${describeDestination(packets)} on.`,
  };
  if (journey.leg === 'return') {
    const session = remembered(journey, eni.id);
    if (session === null) return refuseUnseen(resource, name, journey, hop, to);
    const back =
      session.translation === null
        ? hop
        : {
            ...hop,
            action: 'translate' as const,
            explain: () => `${name} knows the connection and gives the reply its original destination back.`,
          };
    return { kind: 'go', to, undo: session, crosses, hop: back };
  }
  const own = ownForInternet(eni, journey, network);
  const source = onlySource(packets);
  const does =
    own === null || source === null
      ? 'forward packets unchanged'
      : `rewrite the source ${formatAddress(source)} to its own ${formatAddress(own)}, as NAT instances do`;
  const assumed = stateFindings.STATE_ASSUMED({
    resource,
    packets,
    say: () => `What ${name} does with packets is not in AWS's data: it is assumed to ${does}.`,
  });
  const remembers = { rememberedBy: holderOf(eni.id), note: noteOf(eni.id, name), crosses };
  if (own === null) {
    return {
      kind: 'go',
      to,
      ...remembers,
      hop: {
        ...hop,
        findings: [assumed],
        explain: () => `${name} has no source/destination check, so it may forward: it is assumed to pass the packet on unchanged.`,
      },
    };
  }
  return {
    kind: 'go',
    to,
    ...remembers,
    translation: { kind: 'snat', by: resource, rewrite: { sources: oneAddress(own) }, why: assumed.say },
    hop: { ...hop, action: 'translate', findings: [assumed], explain: assumed.say },
  };
};
