/** Pods as far as packets care: addresses, ports, node, labels. Finished pods are kept, with their phase. */
import type { Address } from '../../../net/address.js';
import type { ContainerPort, Pod } from '../../../model/kubernetes/cluster.js';
import type { Documents, Reading } from '../../reader.js';
import { addressAt, conditionAt, flagAt, listAt, portAt, protocolAt, recordAt, textAt, type Here, type Raw } from '../fields.js';
import { ownerOf, readObjects, type OpenedObject } from '../objects.js';

export function readPods(documents: Documents, reading: Reading): Map<string, Pod> {
  return readObjects(documents, reading, 'Pod', 'namespaced', readPod);
}

function readPod(opened: OpenedObject): Pod {
  const { here, object, metadata, spec, status } = opened;
  const addresses = podAddresses(here, status);
  const phase = textAt(here, status['phase'], 'status/phase') ?? (addresses.length > 0 ? 'Running' : 'Pending');
  // Spelled out: spreading `object` here makes a hundred thousand pods several times slower to read.
  return {
    cluster: object.cluster,
    namespace: object.namespace,
    name: object.name,
    labels: object.labels,
    annotations: object.annotations,
    nodeName: textAt(here, spec['nodeName'], 'spec/nodeName'),
    phase,
    hostNetwork: flagAt(here, spec['hostNetwork'], 'spec/hostNetwork') ?? false,
    addresses,
    hostAddress: addressAt(here, status['hostIP'], 'status/hostIP'),
    ports: podPorts(here, spec),
    ready: conditionAt(here, status, 'Ready') ?? phase === 'Running',
    terminating: metadata['deletionTimestamp'] !== undefined && metadata['deletionTimestamp'] !== null,
    owner: ownerOf(opened),
    serviceAccount: textAt(here, spec['serviceAccountName'] ?? spec['serviceAccount'], 'spec/serviceAccountName') ?? 'default',
    dnsPolicy: textAt(here, spec['dnsPolicy'], 'spec/dnsPolicy') ?? 'ClusterFirst',
    nameservers: nameservers(here, spec['dnsConfig']),
    startTime: textAt(here, status['startTime'], 'status/startTime'),
  };
}

const NO_SERVERS: readonly Address[] = [];

function nameservers(here: Here, dnsConfig: unknown): readonly Address[] {
  if (dnsConfig === undefined || dnsConfig === null) return NO_SERVERS;
  const list = listAt(here, recordAt(here, dnsConfig, 'spec/dnsConfig')['nameservers'], 'spec/dnsConfig/nameservers');
  return list.flatMap((server) => addressAt(here, server, 'spec/dnsConfig/nameservers') ?? []);
}

/** podIP first, then the rest of podIPs: at most one address of each family in practice. */
function podAddresses(here: Here, status: Raw): readonly Address[] {
  const first = addressAt(here, status['podIP'], 'status/podIP');
  const all = first === null ? [] : [first];
  const list = listAt(here, status['podIPs'], 'status/podIPs');
  for (let index = 0; index < list.length; index += 1) {
    const address = addressAt(here, recordAt(here, list[index], 'status/podIPs')['ip'], 'status/podIPs');
    if (address !== null && !all.includes(address)) all.push(address);
  }
  return all;
}

/** Ports of all containers; of init containers only those that stay as sidecars (`restartPolicy: Always`). */
function podPorts(here: Here, spec: Raw): readonly ContainerPort[] {
  const ports: ContainerPort[] = [];
  addPorts(here, spec['containers'], 'spec/containers', false, ports);
  addPorts(here, spec['initContainers'], 'spec/initContainers', true, ports);
  return ports;
}

function addPorts(here: Here, containers: unknown, path: string, onlySidecars: boolean, ports: ContainerPort[]): void {
  for (const container of listAt(here, containers, path)) {
    const raw = recordAt(here, container, path);
    if (raw['ports'] === undefined || (onlySidecars && raw['restartPolicy'] !== 'Always')) continue;
    for (const item of listAt(here, raw['ports'], `${path}/ports`)) {
      const port = recordAt(here, item, `${path}/ports`);
      const containerPort = portAt(here, port['containerPort'], `${path}/ports/containerPort`);
      if (containerPort === null) continue;
      ports.push({
        port: containerPort,
        hostPort: portAt(here, port['hostPort'], `${path}/ports/hostPort`),
        name: textAt(here, port['name'], `${path}/ports/name`),
        protocol: protocolAt(here, port['protocol'], `${path}/ports/protocol`),
      });
    }
  }
}
