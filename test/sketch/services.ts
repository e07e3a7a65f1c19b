/** Services with the EndpointSlices that follow from the pods they select, Ingresses, and target group bindings. */
import { put, rendered, type RawFields } from './collection.js';
import { apiServerAddresses, serviceAddress } from './cluster.js';
import { nameSuffix } from './ids.js';
import type { ClusterSketch, KubernetesObject, PodSketch, ServicePortSketch, ServiceSketch } from './kubernetes-shapes.js';
import { addObject, metadata, splitId } from './metadata.js';
import { podAddress, podReference } from './pods.js';

type ServiceSpec = Partial<ServiceSketch> & Pick<ServiceSketch, 'id' | 'ports'>;

/** Adds a Service (ClusterIP unless said). It selects `app: NAME` unless told, and its address is made up unless given. */
export function addService(cluster: ClusterSketch, spec: ServiceSpec): ServiceSketch {
  const [namespace = 'default', name] = splitId(spec.id);
  if (!cluster.namespaces.has(namespace)) put(cluster.namespaces, { id: namespace, labels: {} });
  return put<ServiceSketch>(cluster.services, {
    type: 'ClusterIP',
    clusterIP: serviceAddress(cluster, 50 * 256 + cluster.services.size + 1),
    selector: { app: name },
    externalTrafficPolicy: 'Cluster',
    internalTrafficPolicy: 'Cluster',
    labels: spec.selector ?? { app: name },
    spec: {},
    ...spec,
  });
}

/** The Service objects, that of the API server included. */
export function serviceObjects(cluster: ClusterSketch): KubernetesObject[] {
  const own = [...cluster.services.values()].map((service) => serviceObject(cluster, service));
  if (cluster.services.has('default/kubernetes')) return own;
  const api: ServiceSketch = {
    id: 'default/kubernetes',
    labels: { component: 'apiserver', provider: 'kubernetes' },
    type: 'ClusterIP',
    clusterIP: serviceAddress(cluster, 1),
    ports: [{ name: 'https', port: 443, targetPort: 443 }],
    selector: null,
    externalTrafficPolicy: 'Cluster',
    internalTrafficPolicy: 'Cluster',
    spec: {},
  };
  return [serviceObject(cluster, api), ...own];
}

function serviceObject(cluster: ClusterSketch, service: ServiceSketch): KubernetesObject {
  const outside = service.type === 'NodePort' || service.type === 'LoadBalancer';
  const spec = {
    clusterIP: service.clusterIP,
    clusterIPs: [service.clusterIP],
    externalTrafficPolicy: outside ? service.externalTrafficPolicy : undefined,
    healthCheckNodePort: service.healthCheckNodePort,
    internalTrafficPolicy: service.internalTrafficPolicy,
    ipFamilies: [cluster.ipFamily === 'ipv6' ? 'IPv6' : 'IPv4'],
    ipFamilyPolicy: 'SingleStack',
    loadBalancerClass: service.loadBalancerClass,
    loadBalancerSourceRanges: service.sourceRanges,
    ports: service.ports.map((port) => ({ protocol: 'TCP', targetPort: port.port, ...port })),
    selector: service.selector ?? undefined,
    sessionAffinity: 'None',
    type: service.type,
  };
  const object = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(cluster, 'Service', service.id, { labels: service.labels, annotations: service.annotations }),
    spec: rendered(spec, service.spec),
    status: { loadBalancer: service.loadBalancerHost === undefined ? {} : { ingress: [{ hostname: service.loadBalancerHost }] } },
  };
  return { ...object, ...service.raw };
}

/** One EndpointSlice for each Service with a selector, and that of the API server. */
export function endpointSlices(cluster: ClusterSketch): KubernetesObject[] {
  const byNamespace = new Map<string | undefined, PodSketch[]>();
  for (const pod of cluster.pods.values()) {
    const [namespace] = splitId(pod.id);
    const members = byNamespace.get(namespace) ?? [];
    byNamespace.set(namespace, members);
    members.push(pod);
  }
  const slices = [...cluster.services.values()].flatMap((service) => {
    if (service.selector === null || service.type === 'ExternalName') return [];
    const wanted = Object.entries(service.selector);
    const [namespace] = splitId(service.id);
    const candidates = byNamespace.get(namespace) ?? [];
    const members = candidates.filter((pod) => wanted.every(([key, value]) => pod.labels[key] === value));
    return [sliceObject(cluster, service, members)];
  });
  return [apiServerSlice(cluster), ...slices];
}

function sliceObject(cluster: ClusterSketch, service: ServiceSketch, members: readonly PodSketch[]): KubernetesObject {
  const [, name] = splitId(service.id);
  const endpoints = members.flatMap((pod) => {
    const address = podAddress(cluster, pod);
    if (address === undefined || pod.phase !== 'Running') return [];
    return [
      {
        addresses: [address],
        conditions: { ready: pod.ready, serving: pod.ready, terminating: false },
        nodeName: pod.node,
        targetRef: podReference(cluster, pod),
        zone: cluster.nodes.get(pod.node)?.zone,
      },
    ];
  });
  return {
    addressType: cluster.ipFamily === 'ipv6' ? 'IPv6' : 'IPv4',
    apiVersion: 'discovery.k8s.io/v1',
    endpoints,
    kind: 'EndpointSlice',
    metadata: metadata(cluster, 'EndpointSlice', `${service.id}-${nameSuffix(`slice/${service.id}`)}`, {
      labels: { 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io', 'kubernetes.io/service-name': name },
      generateName: `${name}-`,
      owner: { apiVersion: 'v1', kind: 'Service', name },
    }),
    ports: service.ports.map((port) => slicePort(port, members)),
  };
}

function slicePort(port: ServicePortSketch, members: readonly PodSketch[]): RawFields {
  const target = port.targetPort ?? port.port;
  const named = members.flatMap((pod) => pod.ports).find((candidate) => candidate.name === target);
  return { name: port.name ?? '', port: typeof target === 'number' ? target : named?.containerPort, protocol: port.protocol ?? 'TCP' };
}

function apiServerSlice(cluster: ClusterSketch): KubernetesObject {
  return {
    addressType: cluster.ipFamily === 'ipv6' ? 'IPv6' : 'IPv4',
    apiVersion: 'discovery.k8s.io/v1',
    endpoints: [{ addresses: apiServerAddresses(cluster), conditions: { ready: true } }],
    kind: 'EndpointSlice',
    metadata: metadata(cluster, 'EndpointSlice', 'default/kubernetes', { labels: { 'kubernetes.io/service-name': 'kubernetes' } }),
    ports: [{ name: 'https', port: 443, protocol: 'TCP' }],
  };
}

interface IngressSpec {
  service: string;
  port: number;
  host?: string;
  path?: string;
  annotations?: Record<string, string>;
  loadBalancerHost?: string;
}

/** Adds an Ingress of class `alb` with one rule. */
export function addIngress(cluster: ClusterSketch, id: string, spec: IngressSpec): KubernetesObject {
  const backend = { service: { name: spec.service, port: { number: spec.port } } };
  const rule = rendered({ host: spec.host, http: { paths: [{ backend, path: spec.path ?? '/', pathType: 'Prefix' }] } });
  return addObject(cluster, 'networking.k8s.io/v1', 'Ingress', id, {
    annotations: { 'alb.ingress.kubernetes.io/scheme': 'internet-facing', ...spec.annotations },
    spec: { ingressClassName: 'alb', rules: [rule] },
    status: { loadBalancer: spec.loadBalancerHost === undefined ? {} : { ingress: [{ hostname: spec.loadBalancerHost }] } },
  });
}

/** Adds a TargetGroupBinding that ties a Service to a target group. */
export function addTargetGroupBinding(
  cluster: ClusterSketch,
  id: string,
  service: string,
  port: number,
  targetGroup: string,
): KubernetesObject {
  const group = cluster.region.targetGroups.get(targetGroup);
  return addObject(cluster, 'elbv2.k8s.aws/v1beta1', 'TargetGroupBinding', id, {
    spec: { serviceRef: { name: service, port }, targetGroupARN: targetGroup, targetType: group?.type, vpcID: group?.vpc },
  });
}
