/** How a pod's port in an egress rule reads on the cluster address of a Service: the Service's own port in front of it. */
import { oneNumber, range } from '../../../net/interval-set.js';
import type { PacketMatch } from '../../../net/packet-set.js';
import { parseProtocol } from '../../../net/port.js';
import type { Pod, Service } from '../../../model/kubernetes/cluster.js';
import type { PolicyPort } from '../../../model/kubernetes/policy.js';

/**
 * Only the first port of the Service that leads there counts. A range runs from that port to the end that the rule names:
 * Service 80 → 8000 and the rule 8000-8010 admit 80-8010 (amazon-network-policy-controller-k8s, resolvers/endpoints.go).
 */
export function servicePorts({ protocol, ports }: PolicyPort, service: Service, pods: readonly Pod[]): readonly PacketMatch[] {
  const number = parseProtocol(protocol);
  if (number === null) return [];
  const protocols = oneNumber(number);
  if (ports === null) return [{ protocols }];
  const wanted = ports.kind === 'named' ? ports.name : ports.set[0];
  const last = ports.kind === 'named' ? null : (ports.set[1] ?? 0) - 1;
  const found = service.ports.find((port) => port.protocol === protocol && leadsTo(port.targetPort, wanted, protocol, pods));
  if (found === undefined) return [];
  const isRange = last !== null && last !== wanted;
  return [{ protocols, destinationPorts: isRange ? range(found.port, last) : oneNumber(found.port) }];
}

/** Target and wanted port may each be a number or a name; a name is what all pods agree on. */
function leadsTo(target: number | string, wanted: number | string | undefined, protocol: string, pods: readonly Pod[]): boolean {
  if (target === wanted) return true;
  const [name, number] = typeof target === 'string' ? [target, wanted] : [wanted, target];
  if (typeof name !== 'string' || typeof number !== 'number' || pods.length === 0) return false;
  return pods.every(({ ports }) => ports.some((port) => port.name === name && port.protocol === protocol && port.port === number));
}
