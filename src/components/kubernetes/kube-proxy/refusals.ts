/** The ways in which kube-proxy ends a packet: refused for want of endpoints, dropped by policy, swallowed, or no such port. */
import { UDP } from '../../../net/port.js';
import { fieldOf } from '../../../net/packet-set.js';
import { describeDestination, describeService, describeSource } from '../../../packet/describe.js';
import type { Finding, Symptom } from '../../../packet/finding.js';
import type { Journey, Step } from '../../../packet/station.js';
import type { PlaceAt } from '../../../packet/place.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { Backend } from '../../../lookup/service-backends.js';
import type { Service } from '../../../model/kubernetes/cluster.js';
import type { ResourceRef } from '../../../model/resource.js';
import { lost } from '../../ends.js';
import { objectRef } from '../references.js';
import { cniSettingsOf } from '../vpc-cni/attachment.js';
import { branchInterfaceOf } from '../vpc-cni/annotations.js';
import { kubeProxyFindings } from './findings.js';
import { nearPods, whyNone } from './no-endpoints.js';
import { counted, listed, nameOf, nodesOf, portsText, wayIn } from './sentences.js';
import type { Serving } from './serving.js';

/** The caveat that kube-proxy's settings were guessed, for decisions that rest on them. */
export function assumedSettings({ settings, place, network, journey }: Serving): Finding[] {
  if (settings.found && settings.mode !== 'none') return [];
  const resource = objectRef('node', place.node, network);
  const say = settings.found
    ? (): string => 'Cilium replaces kube-proxy here; node ports are taken to work as kube-proxy makes them.'
    : (): string =>
        'The settings of kube-proxy are not in the snapshot: those that EKS ships were taken (iptables mode, empty clusterCIDR, node ports on every address).';
  return [kubeProxyFindings.PROXY_SETTINGS_ASSUMED({ resource, packets: journey.packets, say })];
}

function refused(serving: Serving, finding: Finding): Step {
  const { resource } = finding;
  const findings = [finding, ...assumedSettings(serving)];
  return {
    kind: 'end',
    outcome: 'dropped',
    replyFrom: null,
    hop: { station: 'kube-proxy', resource, action: 'drop', explain: finding.say, findings },
  };
}

function isStrictBranchPod({ place, network }: Serving): boolean {
  return (
    place.pod !== null && branchInterfaceOf(place.pod) !== null && cniSettingsOf(place.pod.cluster, network).enforcingMode === 'strict'
  );
}

/** Does an application load balancer stand between the client and the node, which then answers for it? */
function behindHttp({ sessions }: Journey, network: IndexedNetwork): boolean {
  for (let list = sessions; list !== null; list = list.earlier) {
    const { translation } = list.session;
    if (translation?.kind === 'proxy' && network.network.loadBalancers.get(translation.by.id)?.type === 'application') return true;
  }
  return false;
}

/** What the client sees of a packet that the node rejects. */
function refusalSymptom(journey: Journey, network: IndexedNetwork): Symptom {
  if (behindHttp(journey, network)) return 'http-502';
  return fieldOf(journey.packets, 'protocols')[0] === UDP ? 'icmp-unreachable' : 'connection-refused';
}

/** No endpoint anywhere: the node rejects. A strict-mode branch pod's own kernel loses the rejection. */
export function noEndpoints(serving: Serving): Step {
  const { frontend, journey, network } = serving;
  const { service, port } = frontend;
  const strict = isStrictBranchPod(serving);
  const seen = strict
    ? 'The node rejects the connection, but the rejection is lost on its way back to a strict-mode branch pod, which therefore waits until its timeout.'
    : 'The node rejects the connection at once.';
  return refused(
    serving,
    kubeProxyFindings.SERVICE_HAS_NO_ENDPOINTS({
      resource: objectRef('service', service, network),
      packets: journey.packets,
      symptom: strict ? 'connect-timeout' : refusalSymptom(journey, network),
      considered: () => nearPods(service, network),
      say: () =>
        `Service ${nameOf(service)} has no endpoint that may be used for port ${port.port}. ${whyNone(service, port, network)} ${seen}`,
    }),
  );
}

function localPolicyText(serving: Serving, elsewhere: readonly Backend[]): string {
  const { frontend, place, sender, settings } = serving;
  const internal = frontend.by === 'cluster-ip';
  const { healthCheckNodePort } = frontend.service;
  const nodes = listed(nodesOf(elsewhere));
  const policy = internal ? 'internalTrafficPolicy' : 'externalTrafficPolicy';
  const health =
    internal || healthCheckNodePort === null
      ? ''
      : ` Its health check node port ${healthCheckNodePort} answers 503 on this node, so that load balancers leave the node out.`;
  const pod =
    !internal && place.pod !== null && sender === 'outside' && settings.clusterCidrs.length === 0
      ? ' Pods are held to it as well: kube-proxy on EKS has an empty clusterCIDR, so it does not recognise them.'
      : '';
  return (
    `${wayIn(serving)} with ${policy} Local, and node ${place.node.name} has none of its ${counted(elsewhere.length, 'endpoint')}: ` +
    `the node drops the packet without an answer.${nodes === 'none' ? '' : ` ${elsewhere.length === 1 ? 'It is' : 'They are'} on ${nodes}.`}${health}${pod}`
  );
}

/** Local, and none on this node; or some, which kube-proxy does not know for its own. */
export function noLocalEndpoint(serving: Serving, elsewhere: readonly Backend[], mismatch: boolean): Step {
  const { frontend, journey, network, place } = serving;
  const { node } = place;
  const input = {
    resource: objectRef('service', frontend.service, network),
    packets: journey.packets,
    ...(behindHttp(journey, network) ? { symptom: 'http-504' as const } : {}),
  };
  if (mismatch) {
    const text = (): string =>
      `kube-proxy on node ${node.name} is started without --hostname-override, so it takes ${node.hostname ?? ''} for the name of its node ` +
      `and does not know the endpoints of Service ${nameOf(frontend.service)} there as its own: with a policy of Local it drops the packet.`;
    return refused(
      serving,
      kubeProxyFindings.KUBE_PROXY_NODE_NAME_MISMATCH({ ...input, resource: objectRef('node', node, network), say: text }),
    );
  }
  return refused(serving, kubeProxyFindings.NO_LOCAL_ENDPOINT({ ...input, say: () => localPolicyText(serving, elsewhere) }));
}

/** The address is a Service's, the port is not one of it. */
export function noSuchPort(service: Service, journey: Journey, mode: string, network: IndexedNetwork): Step {
  const resource = objectRef('service', service, network);
  const asked = fieldOf(journey.packets, 'destinationPorts')[0];
  const near = service.ports.find(({ targetPort, nodePort }) => targetPort === asked || nodePort === asked);
  const hint =
    near === undefined
      ? ''
      : near.nodePort === asked
        ? ` ${asked} is its node port: ask a node for it, or the Service for ${near.port}.`
        : ` ${asked} is the port of its pods: ask the Service for ${near.port}.`;
  return lost(
    'kube-proxy',
    resource,
    kubeProxyFindings.SERVICE_HAS_NO_SUCH_PORT({
      resource,
      packets: journey.packets,
      ...(mode === 'ipvs' || mode === 'nftables' ? { symptom: 'connection-refused' } : {}),
      say: () =>
        `Service ${nameOf(service)} has ${portsText(service)}, and nothing answers ${describeService(journey.packets)} at ${describeDestination(journey.packets)}.${hint}`,
    }),
  );
}

/** A node port that this address of the node does not serve. */
export function notServedHere(
  service: Service,
  journey: Journey,
  place: PlaceAt<'kube-proxy'>,
  why: string,
  network: IndexedNetwork,
): Step {
  const resource = objectRef('service', service, network);
  return lost(
    'kube-proxy',
    resource,
    kubeProxyFindings.SERVICE_HAS_NO_SUCH_PORT({
      resource,
      packets: journey.packets,
      symptom: refusalSymptom(journey, network),
      say: () =>
        `${describeService(journey.packets)} is a node port of Service ${nameOf(service)}, but node ${place.node.name} does not serve it at ${describeDestination(journey.packets)}: ${why}.`,
    }),
  );
}

/** What was meant is outside the cluster; the node takes it for a Service all the same. */
export function shadowed(
  service: Service,
  meant: ResourceRef,
  journey: Journey,
  place: PlaceAt<'kube-proxy'>,
  network: IndexedNetwork,
): Step {
  const resource = objectRef('service', service, network);
  return lost(
    'kube-proxy',
    resource,
    kubeProxyFindings.CLUSTERIP_SHADOWS_DESTINATION({
      resource,
      packets: journey.packets,
      symptom: 'wrong-destination',
      say: () =>
        `${describeDestination(journey.packets)} is meant to be ${meant.name ?? meant.id}, but it is also the cluster IP of Service ${nameOf(service)}: ` +
        `node ${place.node.name} takes ${describeService(journey.packets)} for the Service, and the packet never leaves for its destination.`,
    }),
  );
}

export function outsideSourceRanges({ frontend, journey, network }: Serving): Step {
  const { service } = frontend;
  const resource = objectRef('service', service, network);
  return lost(
    'kube-proxy',
    resource,
    kubeProxyFindings.SERVICE_SOURCE_RANGE_RESTRICTION({
      resource,
      packets: journey.packets,
      say: () =>
        `loadBalancerSourceRanges of Service ${nameOf(service)} lists ${service.sourceRanges.join(', ')}, not ${describeSource(journey.packets)}: the node drops the packet.`,
    }),
  );
}

/** Services or their endpoints are not in the snapshot. */
export function notCaptured(resource: ResourceRef, what: string, missing: string, journey: Journey): Step {
  const say = (): string => `${what}: the snapshot has no ${missing}, so this can't be decided.`;
  return lost('kube-proxy', resource, kubeProxyFindings.SERVICES_NOT_CAPTURED({ resource, packets: journey.packets, missing, say }));
}
