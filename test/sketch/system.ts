/** The workloads that nearly every cluster runs in kube-system: CoreDNS behind kube-dns. */
import { addAddon, serviceAddress } from './cluster.js';
import { addObject } from './metadata.js';
import type { ClusterSketch } from './kubernetes-shapes.js';
import { addService } from './services.js';
import { addWorkload } from './workloads.js';

const COREFILE = `.:53 {
    errors
    health {
        lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
    }
    prometheus :9153
    forward . /etc/resolv.conf
    cache 30
    loop
    reload
    loadbalance
}
`;

interface DnsPod {
  node: string;
  ip: string;
  name?: string;
  interface?: string;
}

/** Adds CoreDNS with its pods, ConfigMap, addon and the Service kube-dns. */
export function addCoreDns(cluster: ClusterSketch, pods: readonly DnsPod[]): void {
  addWorkload(cluster, {
    id: 'kube-system/coredns',
    labels: { 'k8s-app': 'kube-dns' },
    ports: [
      { name: 'dns', containerPort: 53, protocol: 'UDP' },
      { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
      { name: 'metrics', containerPort: 9153, protocol: 'TCP' },
    ],
    pods: pods.map((pod) => ({ ...pod, dnsPolicy: 'Default', serviceAccount: 'coredns' })),
  });
  addService(cluster, {
    id: 'kube-system/kube-dns',
    clusterIP: serviceAddress(cluster, 10),
    selector: { 'k8s-app': 'kube-dns' },
    labels: { 'k8s-app': 'kube-dns', 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' },
    ports: [
      { name: 'dns', port: 53, protocol: 'UDP' },
      { name: 'dns-tcp', port: 53, protocol: 'TCP' },
      { name: 'metrics', port: 9153, protocol: 'TCP' },
    ],
  });
  addObject(cluster, 'v1', 'ConfigMap', 'kube-system/coredns', { data: { Corefile: COREFILE } });
  addAddon(cluster, { id: 'coredns', version: 'v1.12.4-eksbuild.1' });
}
