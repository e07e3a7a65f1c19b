/** kube-proxy's masquerade: the source becomes the address of the interface that the packet leaves by, so that replies come back here. */
import { familyOf, formatAddress, type Address } from '../../../net/address.js';
import { oneAddress } from '../../../net/interval-set.js';
import { WIDE_CLIENT_PORTS } from '../../../net/port.js';
import { prefixHolds } from '../../../net/prefix.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import { label } from '../../../model/resource.js';
import { describeSource, onlySource } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { Masquerade, Place, PlaceAt } from '../../../packet/place.js';
import type { Journey, Step } from '../../../packet/station.js';
import { objectRef } from '../references.js';
import { cniSettingsOf, primaryAddressOf, type PodAttachment } from '../vpc-cni/attachment.js';
import { nodeHolder } from './choose-endpoint.js';
import { kubeProxyFindings } from './findings.js';
import { nameOf } from './sentences.js';

interface Leaving {
  readonly attachment: PodAttachment | null;
  readonly primary: NetworkInterface;
  readonly destination: Address;
  /** Where the packet goes when it stays in the node; null: it leaves. */
  readonly inside: Place | null;
}

/** The interface that policy routing gives a connection whose source is still the pod's: its own, unless the main table is told to take it. */
function interfaceOf({ attachment, primary, destination }: Leaving, place: PlaceAt<'node-out'>, network: IndexedNetwork): NetworkInterface {
  if (attachment === null) return primary;
  if (attachment.mode === 'branch') return attachment.eni;
  const settings = cniSettingsOf(place.node.cluster, network);
  return settings.externalServiceCidrs.some((prefix) => prefixHolds(prefix, destination)) ? primary : attachment.eni;
}

const BECAUSE: Readonly<Record<Masquerade['because'], string>> = {
  external:
    'traffic that a node takes from outside for endpoints of the whole cluster is masqueraded, so that the reply comes back through the node',
  itself: 'the pod has picked itself, and must not see its own address as the source',
  'masquerade-all': 'masqueradeAll of kube-proxy is true',
  'off-cluster': 'the source is outside clusterCIDR of kube-proxy',
};

function lostAddress(
  because: Masquerade,
  address: string,
  place: PlaceAt<'node-out'>,
  journey: Journey,
  network: IndexedNetwork,
): Finding[] {
  if (because.because !== 'external' || because.service === null) return [];
  const { service } = because;
  return [
    kubeProxyFindings.CLIENT_ADDRESS_LOST({
      resource: objectRef('service', service, network),
      packets: journey.packets,
      say: () =>
        `The pod sees ${address}, an address of node ${place.node.name}, instead of the client ${describeSource(journey.packets)}: Service ${nameOf(service)} has externalTrafficPolicy ${service.externalTrafficPolicy}${service.externalTrafficPolicy === 'Local' ? ', to which processes of the node are not held' : ''}.`,
    }),
  ];
}

/** Gives the packet the address of the node. A branch interface's device has none, so the node's first one is taken for it. */
export function masqueraded(
  masquerade: Masquerade,
  leaving: Leaving,
  journey: Journey,
  place: PlaceAt<'node-out'>,
  network: IndexedNetwork,
): Step | null {
  const { node } = place;
  const { attachment, primary, destination, inside } = leaving;
  const eni = interfaceOf(leaving, place, network);
  const shown = inside !== null || attachment?.mode === 'branch' ? primary : eni;
  const address = primaryAddressOf(shown, familyOf(destination));
  if (address === null) return null;
  const source = onlySource(journey.packets);
  const resource = objectRef('node', node, network);
  const text = formatAddress(address);
  const changed = source !== address;
  const way = inside === null ? `leaves by ${label(eni)} in ${eni.subnetId}` : `stays in the kernel of node ${node.name}`;
  const why = (): string =>
    changed
      ? `Node ${node.name} rewrites the source ${describeSource(journey.packets)} to ${text}, ${shown.id === eni.id && inside === null ? 'the address of the interface that the packet leaves by' : 'its primary address'}: ${BECAUSE[masquerade.because]}.`
      : `Node ${node.name} keeps its own address ${text} as the source and draws a new source port.`;
  return {
    kind: 'go',
    anew: true,
    to: inside ?? { at: 'eni-out', eni },
    rememberedBy: nodeHolder(node),
    translation: {
      kind: 'snat',
      by: resource,
      rewrite: { ...(changed ? { sources: oneAddress(address) } : {}), sourcePorts: WIDE_CLIENT_PORTS },
      drawsPorts: true,
      why,
    },
    hop: {
      station: 'kube-proxy',
      resource,
      action: 'translate',
      findings: changed ? lostAddress(masquerade, text, place, journey, network) : [],
      explain: () => `${why()} The packet ${way}.`,
    },
  };
}
