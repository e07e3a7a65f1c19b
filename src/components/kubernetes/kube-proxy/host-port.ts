/** Host ports: a pod's container port bound to a port of its node, and of no other ("amazon-vpc-cni-k8s", plug-in portmap). */
import { familyOf, formatAddress, type Address } from '../../../net/address.js';
import { oneAddress, oneNumber } from '../../../net/interval-set.js';
import { parseProtocol } from '../../../net/port.js';
import type { PacketMatch } from '../../../net/packet-set.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { ContainerPort, Node, Pod } from '../../../model/kubernetes/cluster.js';
import { describeService, onlySource } from '../../../packet/describe.js';
import type { PlaceAt } from '../../../packet/place.js';
import type { Journey, Step } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { objectRef } from '../references.js';
import { nodeHolder } from './choose-endpoint.js';
import { kubeProxyFindings } from './findings.js';
import { listed, nameOf } from './sentences.js';

export interface HostPort {
  readonly match: PacketMatch;
  readonly pod: Pod;
  readonly port: ContainerPort;
}

/** The host ports with a number that pods of one node bind. */
export function hostPortsOn(node: Node, hostPort: number, pods: readonly Pod[]): HostPort[] {
  return pods
    .filter(({ nodeName }) => nodeName === node.name)
    .flatMap((pod) =>
      pod.ports.flatMap((port): HostPort[] => {
        const protocol = parseProtocol(port.protocol);
        if (port.hostPort !== hostPort || protocol === null) return [];
        return [{ pod, port, match: { protocols: oneNumber(protocol), destinationPorts: oneNumber(hostPort) } }];
      }),
    );
}

/** Does a pod in the host's network declare the port, so that it may well listen there? */
export function isTakenByHost(node: Node, port: number, network: IndexedNetwork): boolean {
  return network.clusters.podsOnNode(node).some((pod) => pod.hostNetwork && pod.ports.some((own) => own.port === port));
}

/** To the pod; the source is kept, unless the pod asks itself. */
export function toHostPort(
  { pod, port }: HostPort,
  asked: Address,
  journey: Journey,
  place: PlaceAt<'kube-proxy'>,
  network: IndexedNetwork,
): Step | null {
  const { node, entered } = place;
  const address = pod.addresses.find((own) => familyOf(own) === familyOf(asked));
  if (address === undefined) return null;
  const resource = objectRef('pod', pod, network);
  const explain = (): string =>
    `Port ${port.hostPort ?? port.port} of node ${node.name} is a host port of pod ${nameOf(pod)}: the node sends it to ${formatAddress(address)}, port ${port.port}, and keeps the source.`;
  const itself = onlySource(journey.packets) === address;
  return {
    kind: 'go',
    rememberedBy: nodeHolder(node),
    translation: {
      kind: 'dnat',
      by: objectRef('node', node, network),
      rewrite: { destinations: oneAddress(address), destinationPorts: oneNumber(port.port) },
      why: explain,
    },
    hop: { station: 'node', resource: objectRef('node', node, network), action: 'translate', explain, also: [resource] },
    to: {
      at: 'node-out',
      node,
      pod: place.pod,
      entered,
      translated: true,
      ...(itself ? { masquerade: { because: 'itself', service: null } } : {}),
    },
  };
}

/** A host port whose pods all run on other nodes. */
export function hostPortElsewhere(pods: readonly Pod[], journey: Journey, { node }: PlaceAt<'kube-proxy'>, network: IndexedNetwork): Step {
  const resource = objectRef('node', node, network);
  const finding = kubeProxyFindings.HOST_PORT_NOT_ON_NODE({
    resource,
    packets: journey.packets,
    symptom: 'connection-refused',
    say: () =>
      `${describeService(journey.packets)} is a host port of ${listed(pods.map((pod) => `pod ${nameOf(pod)}`))}, and none of them runs on node ${node.name}: nothing is known to answer there.`,
  });
  return lost('node', resource, finding);
}
