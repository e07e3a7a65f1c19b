/** What a snapshot refers to, by account and Region: the signs that a call which was not captured would have had something to tell. */
import type { Documents } from '../components/reader.js';
import type { NetworkInterface } from '../model/aws/interface.js';
import type { RouteTargetKind } from '../model/aws/routing.js';
import type { Network } from '../model/network.js';
import type { Home } from '../model/resource.js';
import type { Sign } from './calls.js';

/** Services are told by type, or by the description that they give their interfaces. */
const INTERFACE_SIGNS: readonly (readonly [Sign, (eni: NetworkInterface) => boolean])[] = [
  ['interface:instance', ({ attachment }) => attachment?.instanceId?.startsWith('i-') === true],
  ['interface:nat-gateway', ({ type }) => type === 'nat_gateway'],
  ['interface:vpc-endpoint', ({ type }) => type === 'vpc_endpoint' || type === 'gateway_load_balancer_endpoint'],
  ['interface:transit-gateway', ({ type }) => type === 'transit_gateway'],
  ['interface:load-balancer', ({ description }) => /^ELB (?:app|net|gwy)\//.test(description)],
  ['interface:classic-load-balancer', ({ description }) => /^ELB [^/]+$/.test(description)],
  ['interface:rds', ({ description }) => description === 'RDSNetworkInterface'],
  ['interface:elasticache', ({ description }) => /^ElastiCache[ +]/.test(description)],
  ['interface:eks', ({ description }) => description.startsWith('Amazon EKS ')],
];

const ROUTE_SIGNS: Readonly<Partial<Record<RouteTargetKind, Sign>>> = {
  'internet-gateway': 'route:internet-gateway',
  'egress-only-internet-gateway': 'route:egress-only-internet-gateway',
  'nat-gateway': 'route:nat-gateway',
  'vpc-peering': 'route:vpc-peering',
  'transit-gateway': 'route:transit-gateway',
  'vpn-gateway': 'route:vpn-gateway',
  'vpc-endpoint': 'route:vpc-endpoint',
};

const ATTACHMENT_SIGNS: ReadonlyMap<string, Sign> = new Map([
  ['vpc', 'attachment:vpc'],
  ['vpn', 'attachment:vpn'],
  ['direct-connect-gateway', 'attachment:direct-connect-gateway'],
  ['peering', 'attachment:peering'],
]);

export type Signs = (home: Home) => ReadonlySet<Sign>;

type Mark = (home: Home, sign: Sign | undefined) => void;

function markRoutes(network: Network, mark: Mark): void {
  for (const table of network.routeTables.values()) {
    // A blackhole's target is gone: the call would not show it.
    for (const { target, state } of table.routes) if (state !== 'blackhole') mark(table.home, ROUTE_SIGNS[target.kind]);
  }
}

function markInterfaces(network: Network, mark: Mark): void {
  for (const eni of network.interfaces.values()) {
    for (const [sign, shows] of INTERFACE_SIGNS) if (shows(eni)) mark(eni.home, sign);
  }
}

function markGateways(network: Network, mark: Mark): void {
  for (const { kind, attachments, home } of network.gateways.values()) {
    if (attachments.length > 0 && kind !== 'egress-only-internet-gateway') mark(home, kind);
  }
  for (const { home } of network.transitGateways.values()) mark(home, 'transit-gateway');
  for (const { home, resourceType } of network.transitGatewayAttachments.values()) mark(home, ATTACHMENT_SIGNS.get(resourceType));
  for (const { home } of network.directConnectGateways.values()) mark(home, 'direct-connect-gateway');
}

function markSettings(network: Network, documents: Documents, mark: Mark): void {
  for (const block of network.publicAccessBlocks) if (block.mode !== 'off') mark(block, 'public-access-block');
  for (const { dhcpOptionsId, home } of network.vpcs.values()) {
    // `default` is no options set: it says that there is none.
    if (dhcpOptionsId !== null && dhcpOptionsId !== 'default') mark(home, 'vpc-dhcp-options');
  }
  for (const { home, type } of network.loadBalancers.values()) if (type !== 'classic') mark(home, 'load-balancer');
  for (const { home, kind, memberIds } of network.databases.values()) {
    if (kind === 'elasticache' && memberIds.length === 0) mark(home, 'cache-cluster');
  }
  for (const { home, output } of documents.outputs('network-firewall:ListFirewalls')) {
    if (Array.isArray(output['Firewalls']) && output['Firewalls'].length > 0) mark(home, 'listed-firewall');
  }
}

/** Collects the signs of every account and Region; `always` is one of each. */
export function signsOf(network: Network, documents: Documents): Signs {
  const byHome = new Map<string, Set<Sign>>();
  const signsAt = ({ accountId, region }: Home): Set<Sign> => {
    const key = `${accountId}/${region}`;
    const signs = byHome.get(key) ?? new Set<Sign>(['always']);
    byHome.set(key, signs);
    return signs;
  };
  const mark: Mark = (home, sign) => {
    if (sign !== undefined) signsAt(home).add(sign);
  };
  markRoutes(network, mark);
  markInterfaces(network, mark);
  markGateways(network, mark);
  markSettings(network, documents, mark);
  return signsAt;
}
