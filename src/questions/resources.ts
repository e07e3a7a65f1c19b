/** Finding resources for autocomplete, and one resource as the engine sees it. */
import { formatAddress } from '../net/address.js';
import { formatPrefix } from '../net/prefix.js';
import type { IndexedNetwork } from '../lookup/indexed-network.js';
import type { NetworkInterface } from '../model/aws/interface.js';
import type { Pod } from '../model/kubernetes/cluster.js';
import { label } from '../model/resource.js';
import { ownerOf } from '../components/aws/eni/owner.js';
import { cniSettingsOf, placePod } from '../components/kubernetes/vpc-cni/attachment.js';
import type { EndpointProblem } from '../snapshot/endpoints/endpoint.js';
import { parseReference } from '../snapshot/endpoints/parse.js';
import { closest } from '../snapshot/endpoints/suggestions.js';
import { resolveReference } from '../snapshot/endpoints/resolve.js';
import { listResources, type ListedResource, type ResourceMatch } from './resource-list.js';

export type { ResourceMatch } from './resource-list.js';

export interface ResourceQuery {
  readonly kind?: string;
  /** A part of the id, name or address, whatever its case. */
  readonly q?: string;
  readonly vpc?: string;
  readonly limit: number;
  readonly offset: number;
}
export interface ResourceSearch {
  readonly items: readonly ResourceMatch[];
  readonly total: number;
}

function fits(resource: ListedResource, { kind, vpc }: ResourceQuery, wanted: string | null): boolean {
  if (kind !== undefined && resource.kind !== kind) return false;
  if (vpc !== undefined && resource.vpcId !== vpc) return false;
  if (wanted === null) return true;
  return (
    resource.id.toLowerCase().includes(wanted) ||
    (resource.name?.toLowerCase().includes(wanted) ?? false) ||
    resource.addresses().some((address) => address.startsWith(wanted))
  );
}

/** The resources that fit, from `offset` on. */
export function searchResources({ network }: IndexedNetwork, query: ResourceQuery): ResourceSearch {
  const wanted = query.q === undefined || query.q === '' ? null : query.q.toLowerCase();
  const items: ResourceMatch[] = [];
  let total = 0;
  for (const resource of listResources(network)) {
    if (!fits(resource, query, wanted)) continue;
    if (total >= query.offset && items.length < query.limit) {
      const { ref, kind, id, name, where } = resource;
      items.push({ ref, kind, id, name, where });
    }
    total += 1;
  }
  return { items, total };
}

/** A resource as the engine sees it; which fields there are depends on its kind. */
export type ResourceDescription = Readonly<Record<string, unknown>> & { readonly ref: string; readonly kind: string; readonly id: string };
export type Described =
  { readonly ok: true; readonly resource: ResourceDescription } | { readonly ok: false; readonly problem: EndpointProblem };

/** Where an interface stands and what judges its packets. */
function interfaceView(eni: NetworkInterface, index: IndexedNetwork): Readonly<Record<string, unknown>> {
  const subnet = index.network.subnets.get(eni.subnetId);
  const table = subnet === undefined ? null : index.routes.tableOf(subnet);
  const acl = subnet === undefined ? null : index.networkAclOf(subnet);
  return {
    interface: {
      id: eni.id,
      name: eni.name,
      type: eni.type,
      status: eni.status,
      sourceDestCheck: eni.sourceDestCheck,
      ownedBy: ownerOf(eni, index).resource,
    },
    vpc: eni.vpcId,
    subnet: subnet === undefined ? { id: eni.subnetId } : { id: subnet.id, name: subnet.name, zone: subnet.zone },
    routeTable:
      table === null
        ? null
        : {
            id: table.table.id,
            name: table.table.name,
            why: table.explicit ? 'associated with the subnet' : 'the main table of the VPC: no table is associated with the subnet',
          },
    networkAcl: acl === null ? null : { id: acl.id, name: acl.name },
    securityGroups: eni.groupIds.map((id) => ({ id, name: index.network.securityGroups.get(id)?.name ?? null })),
    addresses: eni.addresses.map(({ address, primary, publicAddress }) => ({
      address: formatAddress(address),
      primary,
      publicAddress: publicAddress === null ? null : formatAddress(publicAddress),
    })),
    prefixes: eni.prefixes.map(formatPrefix),
  };
}

/** A pod: its networking mode and why, where packets for it arrive, and how its source looks from inside and outside the VPC. */
function podView(pod: Pod, index: IndexedNetwork): Readonly<Record<string, unknown>> {
  const node = pod.nodeName === null ? null : index.clusters.nodeNamed(pod.cluster, pod.nodeName);
  const [address] = pod.addresses;
  const base = { phase: pod.phase, node: pod.nodeName, podAddresses: pod.addresses.map(formatAddress), hostNetwork: pod.hostNetwork };
  if (node === null || address === undefined)
    return {
      ...base,
      networking: { mode: 'unknown', why: address === undefined ? 'The pod has no address.' : 'Its node is not in the snapshot.' },
    };
  const placed = placePod(pod, node, address, index);
  if (!placed.ok) return { ...base, networking: { mode: 'unknown', why: placed.why, missing: placed.missing } };
  const { mode, eni, strict, why } = placed.attachment;
  const { externalSnat, found } = cniSettingsOf(pod.cluster, index);
  const kept = strict || mode === 'fargate' || externalSnat;
  return {
    ...base,
    networking: { mode: mode === 'branch' ? `branch (${strict ? 'strict' : 'standard'})` : mode, why: `${why}.` },
    sourceInsideVpc: formatAddress(address),
    sourceOutsideVpc: {
      translated: !kept && mode !== 'host-network',
      why: kept
        ? 'The pod keeps its address.'
        : `The node rewrites it to its primary address${found ? '' : ' (CNI settings are not in the snapshot: defaults)'}.`,
    },
    ...interfaceView(eni, index),
  };
}

function genericView(kind: string, id: string, index: IndexedNetwork): unknown {
  const data = index.network;
  const collections: Readonly<Record<string, ReadonlyMap<string, unknown>>> = {
    vpc: data.vpcs,
    subnet: data.subnets,
    'route-table': data.routeTables,
    'network-acl': data.networkAcls,
    'security-group': data.securityGroups,
    'prefix-list': data.prefixLists,
    'internet-gateway': data.gateways,
    'egress-only-internet-gateway': data.gateways,
    'vpn-gateway': data.gateways,
    nat: data.natGateways,
    'nat-gateway': data.natGateways,
    'vpc-peering': data.peerings,
    'transit-gateway': data.transitGateways,
    'transit-gateway-attachment': data.transitGatewayAttachments,
    'transit-gateway-route-table': data.transitGatewayRouteTables,
    'vpn-connection': data.vpnConnections,
    'direct-connect-gateway': data.directConnectGateways,
    vpce: data.vpcEndpoints,
    'vpc-endpoint': data.vpcEndpoints,
    lb: data.loadBalancers,
    'load-balancer': data.loadBalancers,
    listener: data.listeners,
    'target-group': data.targetGroups,
    firewall: data.firewalls,
    'eks-cluster': data.eksClusters,
    eks: data.eksClusters,
    'dhcp-options': data.dhcpOptions,
  };
  return collections[kind]?.get(id);
}

/** Values of the model as JSON: addresses and prefixes as texts. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return formatAddress(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  if ('first' in value && 'end' in value && 'length' in value) return formatPrefix(value as Parameters<typeof formatPrefix>[0]);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'packets')
      .map(([key, inner]) => [key, plain(inner)]),
  );
}

/** One resource by its reference: any of the references of a flow, or KIND/ID of every kind that the search gives. */
export function describeResource(index: IndexedNetwork, ref: string): Described {
  const slash = ref.indexOf('/');
  const kind = slash < 0 ? '' : ref.slice(0, slash);
  const id = ref.slice(slash + 1);
  const direct = genericView(kind, id, index);
  if (direct !== undefined) return { ok: true, resource: { ref, kind, ...(plain(direct) as object), id } };
  const parsed = parseReference(ref);
  const resolved = parsed === null ? null : resolveReference(ref, index);
  if (resolved === null || !resolved.ok) {
    const problem: EndpointProblem =
      resolved?.ok === false
        ? resolved.problem
        : {
            code: 'ENDPOINT_NOT_FOUND',
            message: `There is no ${ref.slice(0, 120)} in this snapshot.`,
            path: '',
            suggestions: closest(ref, namesLike(kind, index)),
          };
    return { ok: false, problem };
  }
  const { end } = resolved;
  if (end.kind === 'host') {
    const message = `Nothing in this snapshot defines the name ${end.id}.`;
    return { ok: false, problem: { code: 'ENDPOINT_NOT_FOUND', message, path: '', suggestions: closest(ref, namesLike('', index)) } };
  }
  const [origin] = end.origins(end.families[0] ?? 'ipv4');
  const eni = origin?.interfaceId ? index.network.interfaces.get(origin.interfaceId) : undefined;
  const base = { ref, kind: end.kind, id: end.id, name: end.name };
  const pod = origin?.place.at === 'pod-out' ? origin.place.pod : undefined;
  if (end.kind === 'pod' && pod !== undefined) return { ok: true, resource: { ...base, ...podView(pod, index) } };
  if (eni !== undefined)
    return { ok: true, resource: { ...base, label: label({ id: end.id, name: end.name }), ...interfaceView(eni, index) } };
  return { ok: true, resource: { ...base, addresses: [] } };
}

function* namesLike(kind: string, { network }: IndexedNetwork): Iterable<string> {
  for (const resource of listResources(network)) if (kind === '' || resource.kind === kind) yield resource.ref;
}
