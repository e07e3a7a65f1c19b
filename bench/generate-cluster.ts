/** The generated cluster: nodes with two full interfaces each, and workloads, Services and network policies spread over them. */
import { ipv4At } from '../test/sketch/addresses.js';
import { newCluster } from '../test/sketch/cluster.js';
import { put } from '../test/sketch/collection.js';
import { dashed, nameSuffix } from '../test/sketch/ids.js';
import { limitsOf } from '../test/sketch/instance-types.js';
import type { RegionSketch } from '../test/sketch/aws-shapes.js';
import type { ClusterSketch, PodSketch } from '../test/sketch/kubernetes-shapes.js';
import { addNode } from '../test/sketch/nodes.js';
import { addNetworkPolicy } from '../test/sketch/policies.js';
import { addService } from '../test/sketch/services.js';
import { addWorkload } from '../test/sketch/workloads.js';
import { nodeGroup } from './generate-filters.js';
import { HOME, type GeneratedSubnets, type SubnetPlace } from './generate-subnets.js';
import type { Random } from './random.js';

/** How many nodes and pods; two pods of every node are its agents. */
export interface NetworkSize {
  readonly nodes: number;
  readonly pods: number;
}

/** An address that a pod can have. */
interface Slot {
  readonly node: string;
  readonly ip: string;
}

/** Pods of one workload that are alike. */
const REPLICAS = 20;
const PUBLIC_NODES = 100;

/** Adds the cluster. Throws when the pods don't fit on the nodes or the nodes into the subnets. */
export function generateCluster(region: RegionSketch, subnets: GeneratedSubnets, size: NetworkSize, random: Random): ClusterSketch {
  const [first, second] = subnets.nodes;
  if (!first || !second) throw new Error('no subnets for the control plane');
  const cluster = newCluster(region, {
    name: 'bench',
    vpc: HOME,
    securityGroup: 'sg-0cluster',
    serviceCidr: '172.20.0.0/16',
    controlPlane: { [first.id]: ipv4At(first.base, 8), [second.id]: ipv4At(second.base, 8) },
    cni: { networkPolicy: true },
  });
  const slots = addNodes(cluster, subnets, size);
  addWorkloads(cluster, slots, random);
  return cluster;
}

/** What is left of a subnet: single addresses from its start, blocks of sixteen from its middle on. */
interface Allotment {
  address(): string;
  prefix(): string;
}

function allotmentOf(place: SubnetPlace, total: number): Allotment {
  let single = 16;
  let block = total / 2;
  const next = (offset: number, end: number): string => {
    if (offset >= end) throw new Error(`${place.id} is full: fewer nodes fit into the generated subnets`);
    return ipv4At(place.base, offset);
  };
  return {
    address: () => next(single++, total / 2),
    prefix() {
      block += 16;
      return next(block - 16, total - 16);
    },
  };
}

function addNodes(cluster: ClusterSketch, subnets: GeneratedSubnets, size: NetworkSize): Slot[] {
  const podsPerNode = Math.max(0, Math.ceil(size.pods / size.nodes) - 2);
  const each = Math.ceil(podsPerNode / 2);
  const instanceType = each <= 9 ? 'm5.large' : 'm5.xlarge';
  if (each >= limitsOf(instanceType).addressesEach) throw new Error(`${podsPerNode + 2} pods don't fit on one node; ask for more nodes`);
  const inside = subnets.nodes.map((place) => allotmentOf(place, 2048));
  const outside = subnets.open.map((place) => allotmentOf(place, 256));
  const slots: Slot[] = [];
  for (let index = 0; index < size.nodes; index += 1) {
    const isPublic = index % 50 === 0 && index / 50 < PUBLIC_NODES;
    const places = isPublic ? subnets.open : subnets.nodes;
    const turn = (isPublic ? index / 50 : index) % places.length;
    const [place, allotment] = [places[turn], (isPublic ? outside : inside)[turn]];
    if (!place || !allotment) throw new Error('no subnet for a node');
    const withPrefixes = Math.floor(index / subnets.nodes.length) % 2 === 1;
    const further = face(allotment, each, withPrefixes);
    const { ip, pods, ...rest } = face(allotment, each, withPrefixes);
    const id = `ip-${dashed(ip)}.${cluster.region.region}.compute.internal`;
    const digits = index.toString(16).padStart(8, '0');
    const groups = isPublic ? [nodeGroup(index), 'sg-0open'] : [nodeGroup(index)];
    const publicIp = isPublic ? ipv4At('203.0.113.0', index / 50) : undefined;
    const second = { id: `eni-0${digits}1`, ip: further.ip, secondary: further.secondary, prefixes: further.prefixes };
    const ids = { id, instance: `i-0${digits}`, interface: `eni-0${digits}` };
    addNode(cluster, { ...ids, subnet: place.id, ip, groups, publicIp, instanceType, ...rest, further: [second] });
    for (const address of [...pods, ...further.pods]) slots.push({ node: id, ip: address });
  }
  return slots.slice(0, Math.max(0, size.pods - 2 * size.nodes));
}

/** One interface with its own address and `each` addresses for pods, single ones or out of a block. */
function face(
  allotment: Allotment,
  each: number,
  withPrefixes: boolean,
): { ip: string; secondary: string[]; prefixes: string[]; pods: string[] } {
  const ip = allotment.address();
  if (withPrefixes) {
    const base = allotment.prefix();
    return { ip, secondary: [], prefixes: [`${base}/28`], pods: Array.from({ length: each }, (_, offset) => ipv4At(base, offset)) };
  }
  const pods = Array.from({ length: each }, () => allotment.address());
  return { ip, secondary: pods, prefixes: [], pods };
}

/** Workloads of twenty pods on twenty nodes each, every one behind a Service; the policies of some apps name their callers. */
function addWorkloads(cluster: ClusterSketch, slots: readonly Slot[], random: Random): void {
  const count = Math.ceil(slots.length / REPLICAS);
  const namespaces = Math.max(1, Math.min(200, Math.ceil(count / 5)));
  for (let index = 0; index < count; index += 1) {
    const namespace = `team-${index % namespaces}`;
    const name = `app-${Math.floor(index / namespaces)}`;
    const labels = { app: name, team: namespace, tier: index % 3 === 0 ? 'front' : 'back' };
    const workload = addWorkload(cluster, { id: `${namespace}/${name}`, labels, ports: [{ name: 'http', containerPort: 8080 }] });
    const template = nameSuffix(`template/${workload.id}`, 9);
    for (let place = index; place < slots.length; place += count) {
      const slot = slots[place];
      if (slot) putPod(cluster, `${namespace}/${name}-${template}-${nameSuffix(`${workload.id}/${place}`)}`, slot, labels, workload.id);
      workload.replicas += 1;
    }
    const nodePort = index < 2000 ? 30080 + index : undefined;
    const type = nodePort === undefined ? 'ClusterIP' : 'NodePort';
    addService(cluster, { id: `${namespace}/${name}`, type, ports: [{ name: 'http', port: 80, targetPort: 8080, nodePort }] });
    if (index < 300) addPolicy(cluster, namespace, name, random);
  }
}

/** Past `addPod`, which looks for the interface of each address: these are on theirs already. */
function putPod(cluster: ClusterSketch, id: string, slot: Slot, labels: Record<string, string>, owner: string): void {
  const [namespace = ''] = id.split('/');
  if (!cluster.namespaces.has(namespace)) put(cluster.namespaces, { id: namespace, labels: { team: namespace } });
  put<PodSketch>(cluster.pods, {
    id,
    ...slot,
    labels,
    owner,
    ports: [{ name: 'http', containerPort: 8080 }],
    hostNetwork: false,
    phase: 'Running',
    ready: true,
    serviceAccount: 'default',
    dnsPolicy: 'ClusterFirst',
    spec: {},
  });
}

function addPolicy(cluster: ClusterSketch, namespace: string, app: string, random: Random): void {
  const callers = Array.from({ length: random.between(2, 6) }, () => ({
    namespaceSelector: { matchLabels: { team: `team-${random.between(0, 199)}` } },
    podSelector: { matchLabels: { tier: random.chance(0.5) ? 'front' : 'back' } },
  }));
  addNetworkPolicy(cluster, `${namespace}/${app}-callers`, {
    podSelector: { matchLabels: { app } },
    policyTypes: ['Ingress'],
    ingress: [
      { from: [...callers, { podSelector: {} }], ports: [{ protocol: 'TCP', port: 8080 }] },
      {
        from: [{ ipBlock: { cidr: '10.0.0.0/14', except: [`10.${random.between(0, 3)}.64.0/20`] } }],
        ports: [{ protocol: 'TCP', port: 'http' }],
      },
    ],
  });
}
