/** The shop with a Karpenter node in a group of its own; CoreDNS on the first node group, on both, or with a rule between the groups. */
import { addNode } from '../../sketch/nodes.js';
import { addPod } from '../../sketch/pods.js';
import { addSecurityGroup, allow, any, tcp, udp } from '../../sketch/security-group.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function karpenter({ replicaThere = false, letIn = false } = {}): Shop {
  const sketch = shop();
  const { region, cluster } = sketch;
  addSecurityGroup(region, { id: 'sg-karpenter', name: 'karpenter', vpc: 'vpc-shop', ingress: [any('self')] });
  addNode(cluster, { id: 'node-k', subnet: 'subnet-prv-a', ip: '10.20.16.60', groups: ['sg-karpenter'] });
  addPod(cluster, { id: 'shop/search', node: 'node-k', ip: '10.20.16.61', labels: { app: 'search' } });
  if (replicaThere) {
    const ports = [{ name: 'dns', containerPort: 53, protocol: 'UDP' }];
    addPod(cluster, { id: 'kube-system/coredns-2', node: 'node-k', ip: '10.20.16.62', labels: { 'k8s-app': 'kube-dns' }, ports });
  }
  if (letIn) allow(region, 'sg-nodes', udp(53, 'sg-karpenter'), tcp(53, 'sg-karpenter'));
  return sketch;
}

const variants: Variants = {
  base: () => karpenter(),
  'one-replica-there': () => karpenter({ replicaThere: true }),
  'groups-let-in': () => karpenter({ letIn: true }),
};
export default variants;
