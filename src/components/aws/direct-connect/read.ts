/** Reads Direct Connect gateways with their associations and virtual interfaces. The service prints lowerCamelCase; both are taken. */
import type { DirectConnectGateway } from '../../../model/aws/connections.js';
import { child, type Entry, list, number, outputsOf, prefix, requiredText, text } from '../fields.js';
import { gather, resourceOf } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';

type Association = DirectConnectGateway['associations'][number];
type VirtualInterface = DirectConnectGateway['virtualInterfaces'][number];

/** The spelling of a key that the entry uses: `mtu`, or `Mtu` as some tools write it. */
function spelled(entry: Entry, key: string): string {
  const pascal = `${key[0]?.toUpperCase() ?? ''}${key.slice(1)}`;
  return entry.raw[key] === undefined && entry.raw[pascal] !== undefined ? pascal : key;
}
function textIn(entry: Entry, key: string): string | null {
  return text(entry, spelled(entry, key));
}
function listIn(entry: Entry, key: string): Entry[] {
  return list(entry, spelled(entry, key));
}
function entriesIn(documents: Documents, operation: string, key: string, reading: Reading): Entry[] {
  return outputsOf(documents, `directconnect:${operation}`, reading).flatMap((output) => listIn(output, key));
}

function readAssociation(entry: Entry): Association {
  const gateway = child(entry, spelled(entry, 'associatedGateway'));
  const inGateway = (key: string) => (gateway === null ? null : textIn(gateway, key));
  return {
    // Before transit gateways could be associated, the gateway was always a virtual private one.
    gatewayId: inGateway('id') ?? textIn(entry, 'virtualGatewayId') ?? '',
    gatewayType: inGateway('type') ?? 'virtualPrivateGateway',
    state: textIn(entry, 'associationState') ?? 'unknown',
    allowedPrefixes: listIn(entry, 'allowedPrefixesToDirectConnectGateway').flatMap((part) => prefix(part, spelled(part, 'cidr')) ?? []),
  };
}

function readVirtualInterface(entry: Entry): VirtualInterface {
  const peers = listIn(entry, 'bgpPeers').map((peer) => textIn(peer, 'bgpStatus'));
  return {
    id: requiredText(entry, spelled(entry, 'virtualInterfaceId'), 'a virtual interface id'),
    type: textIn(entry, 'virtualInterfaceType') ?? 'private',
    state: textIn(entry, 'virtualInterfaceState') ?? 'unknown',
    mtu: number(entry, spelled(entry, 'mtu')),
    bgpUp: peers.every((status) => status === null) ? null : peers.includes('up'),
    virtualGatewayId: textIn(entry, 'virtualGatewayId'),
  };
}

function grouped<T>(entries: readonly Entry[], read: (entry: Entry) => T): Map<string, T[]> {
  const byGateway = new Map<string, T[]>();
  for (const entry of entries) {
    const gateway = textIn(entry, 'directConnectGatewayId');
    if (gateway !== null) byGateway.set(gateway, [...(byGateway.get(gateway) ?? []), read(entry)]);
  }
  return byGateway;
}

/** Associations and virtual interfaces that several accounts or Regions print are one each. */
function distinct<T>(parts: readonly T[], idOf: (part: T) => string): T[] {
  return [...new Map(parts.map((part) => [idOf(part), part])).values()];
}

/**
 * A private virtual interface may end at a virtual private gateway without a Direct Connect gateway between them. It is
 * kept as a gateway of its own, named by the interface and associated with that virtual private gateway.
 */
function readDirect(entry: Entry): DirectConnectGateway | null {
  const virtualInterface = readVirtualInterface(entry);
  const { id, virtualGatewayId, state } = virtualInterface;
  if (virtualGatewayId === null || textIn(entry, 'directConnectGatewayId') !== null) return null;
  const association: Association = {
    gatewayId: virtualGatewayId,
    gatewayType: 'virtualPrivateGateway',
    state: 'associated',
    allowedPrefixes: [],
  };
  const about = { owner: textIn(entry, 'ownerAccount'), name: textIn(entry, 'virtualInterfaceName') };
  return { ...resourceOf(entry, id, about), state, associations: [association], virtualInterfaces: [virtualInterface] };
}

export function readDirectConnectGateways(documents: Documents, reading: Reading): Map<string, DirectConnectGateway> {
  const associationEntries = entriesIn(documents, 'DescribeDirectConnectGatewayAssociations', 'directConnectGatewayAssociations', reading);
  const interfaceEntries = entriesIn(documents, 'DescribeVirtualInterfaces', 'virtualInterfaces', reading);
  const associations = grouped(associationEntries, readAssociation);
  const interfaces = grouped(interfaceEntries, readVirtualInterface);
  const gatewayEntries = entriesIn(documents, 'DescribeDirectConnectGateways', 'directConnectGateways', reading);
  const gateways = gather(gatewayEntries, (entry): DirectConnectGateway => {
    const id = requiredText(entry, spelled(entry, 'directConnectGatewayId'), 'a Direct Connect gateway id');
    return {
      ...resourceOf(entry, id, { owner: textIn(entry, 'ownerAccount'), name: textIn(entry, 'directConnectGatewayName') }),
      state: textIn(entry, 'directConnectGatewayState') ?? 'available',
      associations: distinct(associations.get(id) ?? [], (part) => part.gatewayId),
      virtualInterfaces: distinct(interfaces.get(id) ?? [], (part) => part.id),
    };
  });
  return new Map([...gateways, ...gather(interfaceEntries, readDirect)]);
}
