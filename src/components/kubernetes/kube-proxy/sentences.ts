/** How kube-proxy's decisions are told: which endpoint, out of how many, where the next hop goes, and what the pod sees. */
import { formatAddress } from '../../../net/address.js';
import type { Backend } from '../../../lookup/service-backends.js';
import { describeDestination, describeSource } from '../../../packet/describe.js';
import type { Service, ServicePort } from '../../../model/kubernetes/cluster.js';
import type { Serving } from './serving.js';
import type { Usable } from './usable-endpoints.js';

export function nameOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

/** `a, b and c`; more than three are counted. */
export function listed(names: readonly string[]): string {
  const [last] = names.slice(-1);
  if (last === undefined) return 'none';
  if (names.length > 3) return `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
  return names.length === 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `pod prod/web-b1 (10.0.32.11)`. */
export function backendText({ pod, address, endpoint }: Backend): string {
  const target = pod ?? (endpoint.target?.kind === 'Pod' ? endpoint.target : null);
  return target === null ? formatAddress(address) : `pod ${nameOf(target)} (${formatAddress(address)})`;
}

/** The nodes of endpoints, each once. */
export function nodesOf(backends: readonly Backend[]): string[] {
  return [...new Set(backends.flatMap(({ nodeName }) => nodeName ?? []))].sort();
}

/** `80/tcp (http)`. */
export function portText({ port, protocol, name }: ServicePort): string {
  return `${port}/${protocol}${name === null ? '' : ` (${name})`}`;
}

/** `Port 30080 of node node-a is the node port of Service prod/web`. */
export function wayIn({ frontend, place, journey }: Serving): string {
  const { service, port, by } = frontend;
  const owner = `Service ${nameOf(service)}`;
  if (by === 'node-port') return `Port ${port.nodePort ?? port.port} of node ${place.node.name} is a node port of ${owner}`;
  const kind = { 'cluster-ip': 'the cluster IP', 'external-ip': 'an external IP', 'load-balancer-ip': 'a load balancer address' }[by];
  return `${describeDestination(journey.packets)} is ${kind} of ${owner}`;
}

const CHOSEN: Readonly<Record<Extract<Usable, { kind: 'backends' }>['chosen'], string>> = {
  all: 'ready',
  local: 'ready on this node',
  ending: 'not ready: none is, so those that end but still serve are used',
  'local-ending': 'ending, but still serving, on this node, which has none that is ready',
  'zone-hints': 'ready and meant for the zone of this node (topology hints)',
  'node-hints': 'ready and meant for this node (topology hints)',
};

function choice({ frontend }: Serving, usable: Extract<Usable, { kind: 'backends' }>, backend: Backend): string {
  const count = usable.backends.length;
  const where = backend.nodeName === null ? '' : ` on node ${backend.nodeName}`;
  const from =
    count === 1 ? `the only endpoint that is ${CHOSEN[usable.chosen]}` : `one of ${count} endpoints that are ${CHOSEN[usable.chosen]}`;
  return `${backendText(backend)}${where}, port ${backend.port}${backend.port === frontend.port.port ? '' : ` (the Service says ${frontend.port.port})`}: ${from}`;
}

function afterCluster(serving: Serving, backend: Backend): string {
  const { place, backends, frontend } = serving;
  const here = place.node.name;
  const secondHop =
    backend.nodeName === here
      ? 'It is on the node that received the packet, so there is no second hop.'
      : `The second hop goes from node ${here} to ${backend.nodeName === null ? 'the endpoint' : `node ${backend.nodeName}`} on port ${backend.port}, which the groups of both must allow.`;
  const nodes = listed(nodesOf(backends.ready));
  return (
    `${secondHop} The node puts an address of its own in place of ${describeSource(serving.journey.packets)}, so that the reply comes back through it and not past it: the pod never sees the client. ` +
    `With externalTrafficPolicy Local the address would be kept, and only nodes with an endpoint (${nodes}) would take the packet for ${nameOf(frontend.service)}.`
  );
}

function afterLocal({ journey, backends, frontend, place }: Serving): string {
  const { healthCheckNodePort } = frontend.service;
  const others = nodesOf(backends.ready).filter((name) => name !== place.node.name);
  const health =
    healthCheckNodePort === null
      ? ''
      : ` Load balancers find these nodes by the health check node port ${healthCheckNodePort}, which answers 503 on the others.`;
  return (
    `There is no second hop and no masquerade, so the pod sees the client, ${describeSource(journey.packets)}. ` +
    `${others.length === 0 ? 'No other node takes this traffic' : `Of the other nodes only ${listed(others)} ${others.length === 1 ? 'takes' : 'take'} this traffic`}; a node without an endpoint drops it.${health}`
  );
}

/** The sentence of the hop that rewrites the destination. */
export function translationText(serving: Serving, usable: Extract<Usable, { kind: 'backends' }>, backend: Backend): string {
  const { frontend, declared, applied, sender, place } = serving;
  const start = wayIn(serving);
  const picked = choice(serving, usable, backend);
  if (frontend.by === 'cluster-ip') {
    const policy = declared === 'Local' ? ' (internalTrafficPolicy Local)' : '';
    return `${start}: node ${place.node.name} rewrites it to ${picked}${policy}. From here on groups, ACLs and routes see the endpoint, never the Service.`;
  }
  if (declared === 'Cluster')
    return `${start}, with externalTrafficPolicy Cluster: every node takes it and picks any endpoint, here ${picked}. ${afterCluster(serving, backend)}`;
  if (applied === 'Local')
    return `${start}, with externalTrafficPolicy Local: a node uses its own endpoints only, here ${picked}. ${afterLocal(serving)}`;
  const excuse =
    sender === 'host'
      ? 'a process of the node itself is not held to it, and goes out with the address of the node'
      : 'a sender in clusterCIDR is taken for a pod and is not held to it, and keeps its address';
  return `${start}, with externalTrafficPolicy Local; ${excuse}. Node ${place.node.name} picks ${picked}.`;
}

/** The ports of a Service, for sentences that say what it has instead. */
export function portsText({ ports }: Service): string {
  return ports.length === 0 ? 'no port' : listed(ports.map(portText));
}
