/** The choice of an endpoint for a new connection to a Service, each endpoint being a way of its own. */
import { oneAddress, oneNumber } from '../../../net/interval-set.js';
import { parsePrefix, prefixHolds } from '../../../net/prefix.js';
import type { Backend } from '../../../lookup/service-backends.js';
import type { Node } from '../../../model/kubernetes/cluster.js';
import { onlySource } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { Member, Step } from '../../../packet/station.js';
import { formatAddress } from '../../../net/address.js';
import { objectRef } from '../references.js';
import { alternativesOf } from './backend-classes.js';
import { assumedSettings, noEndpoints, noLocalEndpoint, notCaptured, outsideSourceRanges } from './refusals.js';
import { nameOf, translationText } from './sentences.js';
import type { Serving } from './serving.js';
import { usableBackends, type Usable } from './usable-endpoints.js';

/** Who keeps a node's connection table. */
export function nodeHolder(node: Node): string {
  return `node:${node.cluster}|${node.name}`;
}

/** What kube-proxy takes for the name of its node: nothing tells it, so the host's own. */
function ownName({ settings, place }: Serving): string {
  const { name, hostname } = place.node;
  return settings.namedByNode === false && hostname !== null && hostname !== '' ? hostname.toLowerCase() : name;
}

function memberOf({ pod, endpoint, address }: Backend, { network, frontend }: Serving): Member {
  const target = pod ?? (endpoint.target?.kind === 'Pod' ? endpoint.target : null);
  const node = pod?.nodeName ?? endpoint.nodeName;
  const zone = endpoint.zone ?? (node === null ? null : (network.clusters.nodeNamed(frontend.service.cluster, node)?.zone ?? null));
  return { dimension: 'backends', label: target === null ? formatAddress(address) : `pod/${nameOf(target)}`, zone };
}

/** One endpoint: the destination becomes its address and port, and the node remembers it. */
function toEndpoint(serving: Serving, usable: Extract<Usable, { kind: 'backends' }>, backend: Backend, caveats: readonly Finding[]): Step {
  const { place, frontend, network, journey } = serving;
  const { node, pod, entered } = place;
  const resource = objectRef('service', frontend.service, network);
  const itself = onlySource(journey.packets) === backend.address;
  const masquerade = itself ? ({ because: 'itself', service: frontend.service } as const) : serving.masquerade;
  const explain = (): string => translationText(serving, usable, backend);
  return {
    kind: 'go',
    rememberedBy: nodeHolder(node),
    translation: {
      kind: 'dnat',
      by: resource,
      rewrite: { destinations: oneAddress(backend.address), destinationPorts: oneNumber(backend.port) },
      why: explain,
    },
    hop: { station: 'kube-proxy', resource, action: 'translate', explain, findings: caveats, also: [objectRef('node', node, network)] },
    to: { at: 'node-out', node, pod, entered, translated: true, ...(masquerade === null ? {} : { masquerade }) },
  };
}

function isCaptured({ network, frontend }: Serving): boolean {
  const { service } = frontend;
  return (
    network.clusters.slicesOf(service).length > 0 ||
    network.hasKind('EndpointSlice', service.cluster) ||
    network.hasKind('Endpoints', service.cluster)
  );
}

/** Do the source ranges of a Service, which nodes apply at its load balancer addresses, leave the client out? */
function isOutsideRanges({ frontend, journey }: Serving): boolean {
  const { sourceRanges } = frontend.service;
  const source = onlySource(journey.packets);
  if (frontend.by !== 'load-balancer-ip' || sourceRanges.length === 0 || source === null) return false;
  return !sourceRanges.some((text) => {
    const prefix = parsePrefix(text);
    return prefix !== null && prefixHolds(prefix, source);
  });
}

/** Everything that may become of packets which have met a port of a Service. */
export function chooseEndpoint(serving: Serving): Step {
  const { frontend, backends, network, place, journey } = serving;
  const resource = objectRef('service', frontend.service, network);
  if (isOutsideRanges(serving)) return outsideSourceRanges(serving);
  if (!isCaptured(serving))
    return notCaptured(
      resource,
      `Which endpoints Service ${nameOf(frontend.service)} has`,
      'endpoint slices (kubectl get endpointslices -A -o json)',
      journey,
    );
  const { name, zone } = place.node;
  const kubeProxyName = ownName(serving);
  const usable = usableBackends(backends, serving.applied, { name: kubeProxyName, zone });
  if (usable.kind === 'none') return noEndpoints(serving);
  if (usable.kind === 'none-here') {
    const mismatch = kubeProxyName !== name && usableBackends(backends, 'Local', { name, zone }).kind === 'backends';
    return noLocalEndpoint(serving, usable.elsewhere, mismatch);
  }
  const caveats = frontend.by === 'cluster-ip' ? [] : assumedSettings(serving);
  const source = onlySource(journey.packets);
  const alternatives = alternativesOf(usable.backends, frontend.service.cluster, name, ({ address }) => address === source, network);
  return {
    kind: 'choose',
    alternatives: alternatives.map(({ backend, represents }) => ({
      member: memberOf(backend, serving),
      represents,
      step: toEndpoint(serving, usable, backend, caveats),
    })),
  };
}
