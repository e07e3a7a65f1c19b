/** Services: their virtual addresses, ports and traffic policies, with the API server's defaults filled in. */
import type { Address } from '../../../net/address.js';
import type { Service, ServicePort } from '../../../model/kubernetes/cluster.js';
import type { Documents, Reading } from '../../reader.js';
import {
  addressAt,
  flagAt,
  labelsAt,
  listAt,
  portAt,
  portOrNameAt,
  protocolAt,
  recordAt,
  textAt,
  textsAt,
  type Here,
  type Raw,
} from '../fields.js';
import { readObjects, type OpenedObject } from '../objects.js';

/** Read by kube-proxy and by load balancer controllers where the field is not set. */
const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';

export function readServices(documents: Documents, reading: Reading): Map<string, Service> {
  return readObjects(documents, reading, 'Service', 'namespaced', readService);
}

function readService({ here, object, spec, status }: OpenedObject): Service {
  const type = textAt(here, spec['type'], 'spec/type') ?? 'ClusterIP';
  const selector = labelsAt(here, spec['selector'], 'spec/selector');
  return {
    ...object,
    type,
    clusterAddresses: type === 'ExternalName' ? [] : clusterAddresses(here, spec),
    headless: spec['clusterIP'] === 'None',
    externalName: textAt(here, spec['externalName'], 'spec/externalName'),
    ports: listAt(here, spec['ports'], 'spec/ports').flatMap((item, index) => servicePort(here, item, `spec/ports/${index}`) ?? []),
    selector: Object.keys(selector).length === 0 ? null : selector,
    externalAddresses: addresses(here, spec['externalIPs'], 'spec/externalIPs'),
    externalTrafficPolicy: trafficPolicy(spec['externalTrafficPolicy']),
    internalTrafficPolicy: trafficPolicy(spec['internalTrafficPolicy']),
    healthCheckNodePort: portAt(here, spec['healthCheckNodePort'], 'spec/healthCheckNodePort'),
    sessionAffinity: textAt(here, spec['sessionAffinity'], 'spec/sessionAffinity') ?? 'None',
    publishNotReadyAddresses: flagAt(here, spec['publishNotReadyAddresses'], 'spec/publishNotReadyAddresses') ?? false,
    loadBalancerClass: textAt(here, spec['loadBalancerClass'], 'spec/loadBalancerClass'),
    sourceRanges: sourceRanges(here, spec, object.annotations),
    ...loadBalancer(here, status),
  };
}

function trafficPolicy(value: unknown): 'Cluster' | 'Local' {
  return value === 'Local' ? 'Local' : 'Cluster';
}

/** clusterIPs holds both families; older objects have only clusterIP. `None` marks a headless Service. */
function clusterAddresses(here: Here, spec: Raw): readonly Address[] {
  const all = [spec['clusterIP'], ...listAt(here, spec['clusterIPs'], 'spec/clusterIPs')].filter((text) => text !== 'None');
  return [...new Set(addresses(here, all, 'spec/clusterIPs'))];
}

function addresses(here: Here, value: unknown, path: string): readonly Address[] {
  return listAt(here, value, path).flatMap((text) => addressAt(here, text, path) ?? []);
}

function servicePort(here: Here, value: unknown, path: string): ServicePort | null {
  const raw = recordAt(here, value, path);
  const port = portAt(here, raw['port'], `${path}/port`);
  if (port === null) return null;
  return {
    name: textAt(here, raw['name'], `${path}/name`),
    protocol: protocolAt(here, raw['protocol'], `${path}/protocol`),
    port,
    targetPort: portOrNameAt(here, raw['targetPort'], `${path}/targetPort`) ?? port,
    nodePort: portAt(here, raw['nodePort'], `${path}/nodePort`),
  };
}

function sourceRanges(here: Here, spec: Raw, annotations: Readonly<Record<string, string>>): readonly string[] {
  const listed = textsAt(here, spec['loadBalancerSourceRanges'], 'spec/loadBalancerSourceRanges');
  const ranges = listed.length > 0 ? listed : (annotations[SOURCE_RANGES] ?? '').split(',');
  return ranges.map((text) => text.trim()).filter((text) => text !== '');
}

/** Where the load balancer answers. With `ipMode: Proxy` nodes send traffic to the balancer instead of taking it for the Service. */
export function loadBalancer(here: Here, status: Raw): { loadBalancerHosts: readonly string[]; loadBalancerAddresses: readonly Address[] } {
  const hosts: string[] = [];
  const found: Address[] = [];
  const ingress = listAt(here, recordAt(here, status['loadBalancer'], 'status/loadBalancer')['ingress'], 'status/loadBalancer/ingress');
  for (const [index, item] of ingress.entries()) {
    const path = `status/loadBalancer/ingress/${index}`;
    const raw = recordAt(here, item, path);
    const host = textAt(here, raw['hostname'], `${path}/hostname`);
    if (host !== null) hosts.push(host.toLowerCase());
    const address = addressAt(here, raw['ip'], `${path}/ip`);
    if (address !== null && raw['ipMode'] !== 'Proxy') found.push(address);
  }
  return { loadBalancerHosts: hosts, loadBalancerAddresses: found };
}
