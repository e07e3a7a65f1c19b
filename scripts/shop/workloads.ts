/** The Kubernetes side of the sample network: four nodes in two zones, kube-system, and the services web, cart and checkout. */
import { ipv4At } from '../../test/sketch/addresses.js';
import type { RegionSketch } from '../../test/sketch/aws-shapes.js';
import { addAddon, newCluster, serviceAddress } from '../../test/sketch/cluster.js';
import { dashed } from '../../test/sketch/ids.js';
import type { ClusterSketch } from '../../test/sketch/kubernetes-shapes.js';
import { balancerName } from '../../test/sketch/load-balancer-documents.js';
import { addListener, addLoadBalancer, addTargetGroup } from '../../test/sketch/load-balancers.js';
import { addObject } from '../../test/sketch/metadata.js';
import { addNode } from '../../test/sketch/nodes.js';
import { addNetworkPolicy } from '../../test/sketch/policies.js';
import { addIngress, addService, addTargetGroupBinding } from '../../test/sketch/services.js';
import { addCoreDns } from '../../test/sketch/system.js';
import { addWorkload } from '../../test/sketch/workloads.js';

/** Where pods can go: a node, one of its interfaces, and the next free address there. */
interface Place {
  node: string;
  interface: string;
  ip: string;
}

/** Adds the cluster with all that runs in it. */
export function addShopCluster(region: RegionSketch): ClusterSketch {
  const cluster = newCluster(region, {
    name: 'shop-prod',
    vpc: 'vpc-shop',
    securityGroup: 'sg-shop-cluster',
    controlPlane: { 'subnet-shop-private-a': '10.20.17.61', 'subnet-shop-private-b': '10.20.33.142' },
    cni: { networkPolicy: true },
  });
  addAddon(cluster, { id: 'vpc-cni', version: 'v1.20.4-eksbuild.1', configuration: { enableNetworkPolicy: 'true' } });
  addAddon(cluster, { id: 'kube-proxy', version: 'v1.33.3-eksbuild.6' });
  const places = addNodes(cluster);
  addSystem(cluster, places);
  addShop(cluster, places);
  exposeWeb(cluster);
  return cluster;
}

/** Adds the nodes and gives the places for pods in turn: the first on each node, then the second on each, and so on. */
function addNodes(cluster: ClusterSketch): Iterator<Place, never> {
  const nodes = [
    ['a', '10.20.16.37', '10.20.18.90'],
    ['b', '10.20.32.114', '10.20.35.17'],
    ['a', '10.20.21.143', '10.20.24.8'],
    ['b', '10.20.40.66', '10.20.44.201'],
  ] as const;
  const free = nodes.map(([zone, ip, second]) => {
    const id = `ip-${dashed(ip)}.${cluster.region.region}.compute.internal`;
    const first = `eni-${dashed(ip)}-eth0`;
    const further = `eni-${dashed(ip)}-eth1`;
    addNode(cluster, {
      id,
      instance: `i-${dashed(ip)}`,
      instanceName: 'shop-prod-general',
      interface: first,
      nodeGroup: 'general',
      subnet: `subnet-shop-private-${zone}`,
      ip,
      groups: ['sg-shop-cluster'],
      further: [{ id: further, ip: second }],
    });
    return [1, 2, 3, 4, 5].flatMap((offset) => [
      { node: id, interface: first, ip: ipv4At(ip, offset * 3) },
      { node: id, interface: further, ip: ipv4At(second, offset * 3) },
    ]);
  });
  return inTurn(free);
}

function* inTurn(lists: readonly (readonly Place[])[]): Generator<Place, never> {
  for (let round = 0; ; round += 1) {
    for (const list of lists) {
      const place = list[round];
      if (place === undefined) throw new Error('the nodes of the sample are full');
      yield place;
    }
  }
}

function take(places: Iterator<Place, never>, count: number): Place[] {
  return Array.from({ length: count }, () => places.next().value);
}

function addSystem(cluster: ClusterSketch, places: Iterator<Place, never>): void {
  addCoreDns(cluster, take(places, 2));
  const labels = { 'app.kubernetes.io/name': 'aws-load-balancer-controller' };
  addWorkload(cluster, {
    id: 'kube-system/aws-load-balancer-controller',
    labels,
    ports: [{ name: 'webhook-server', containerPort: 9443 }],
    pods: take(places, 2).map((place) => ({ ...place, serviceAccount: 'aws-load-balancer-controller' })),
  });
  addService(cluster, {
    id: 'kube-system/aws-load-balancer-webhook-service',
    clusterIP: serviceAddress(cluster, 77),
    selector: labels,
    ports: [{ name: 'webhook-server', port: 443, targetPort: 'webhook-server' }],
  });
  addObject(cluster, 'networking.k8s.io/v1', 'IngressClass', 'alb', { spec: { controller: 'ingress.k8s.aws/alb' } });
}

function addShop(cluster: ClusterSketch, places: Iterator<Place, never>): void {
  const ports = [{ name: 'http', containerPort: 8080 }];
  for (const [name, clusterIP] of [
    ['web', '172.20.141.12'],
    ['cart', '172.20.88.203'],
    ['checkout', '172.20.17.96'],
  ] as const) {
    addWorkload(cluster, { id: `shop/${name}`, labels: { app: name }, ports, pods: take(places, 6) });
    addService(cluster, { id: `shop/${name}`, clusterIP, ports: [{ name: 'http', port: 80, targetPort: 'http' }] });
  }
  const from = ['web', 'cart'].map((app) => ({ podSelector: { matchLabels: { app } } }));
  addNetworkPolicy(cluster, 'shop/checkout-callers', {
    podSelector: { matchLabels: { app: 'checkout' } },
    policyTypes: ['Ingress'],
    ingress: [{ from, ports: [{ protocol: 'TCP', port: 8080 }] }],
  });
}

/** The way in: an application load balancer in the public subnets that sends to the pods of web. */
function exposeWeb(cluster: ClusterSketch): void {
  const { region } = cluster;
  const tags = { 'elbv2.k8s.aws/cluster': cluster.name, 'ingress.k8s.aws/stack': 'shop/web' };
  const balancer = addLoadBalancer(region, {
    name: 'k8s-shop-web-6f1c2a90de',
    type: 'application',
    scheme: 'internet-facing',
    groups: ['sg-shop-alb'],
    nodes: [
      { subnet: 'subnet-shop-public-a', ip: '10.20.0.171', publicIp: '203.0.113.170' },
      { subnet: 'subnet-shop-public-b', ip: '10.20.1.38', publicIp: '203.0.113.171' },
    ],
    tags,
  });
  const web = [...cluster.pods.values()].filter((pod) => pod.labels['app'] === 'web');
  const targets = web.map((pod) => ({ id: pod.ip ?? '', zone: cluster.nodes.get(pod.node)?.zone }));
  const group = addTargetGroup(region, {
    name: 'k8s-shop-web-41b07c55ad',
    vpc: 'vpc-shop',
    type: 'ip',
    protocol: 'HTTP',
    port: 8080,
    targets,
    tags,
  });
  addListener(region, {
    loadBalancer: balancer.id,
    port: 443,
    protocol: 'HTTPS',
    targetGroup: null,
    rules: [{ path: '/*', targetGroup: group.id }],
  });
  addTargetGroupBinding(cluster, 'shop/k8s-shop-web-41b07c55ad', 'web', 80, group.id);
  addIngress(cluster, 'shop/web', {
    service: 'web',
    port: 80,
    annotations: { 'alb.ingress.kubernetes.io/target-type': 'ip', 'alb.ingress.kubernetes.io/listen-ports': '[{"HTTPS":443}]' },
    loadBalancerHost: balancerName(region, balancer),
  });
}
