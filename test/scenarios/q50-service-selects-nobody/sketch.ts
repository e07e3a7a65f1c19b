/** The shop with a Service behind an application load balancer: selector wrong or right, nodes or addresses as targets. */
import { addPod } from '../../sketch/pods.js';
import { addSecurityGroup, allow, tcp } from '../../sketch/security-group.js';
import { addIngress, addService, addTargetGroupBinding } from '../../sketch/services.js';
import { addFront } from '../support/balancers.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function foo(app: string, targetType: 'instance' | 'ip'): Shop {
  const sketch = shop();
  const { region, cluster } = sketch;
  const pod = { node: 'node-b', ip: '10.20.32.71', labels: { app: 'foo' }, ports: [{ name: 'http', containerPort: 8080 }] };
  addPod(cluster, { id: 'shop/foo-7c9', ...pod });
  const ports = [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30090 }];
  addService(cluster, { id: 'shop/foo', type: 'NodePort', clusterIP: '172.20.44.8', selector: { app }, ports });
  addSecurityGroup(region, { id: 'sg-front', name: 'front', vpc: 'vpc-shop', ingress: [tcp(80, '0.0.0.0/0')] });
  allow(region, 'sg-nodes', tcp([8080, 30090], 'sg-front'));
  const address = app === 'foo' ? [{ id: '10.20.32.71', zone: 'eu-west-1b' }] : [];
  addFront(sketch, {
    name: 'foo',
    type: 'application',
    scheme: 'internet-facing',
    groups: ['sg-front'],
    nodes: { 'subnet-pub-a': '10.20.0.61', 'subnet-pub-b': '10.20.1.62' },
    targetType,
    targetPort: targetType === 'ip' ? 8080 : 30090,
    targets: targetType === 'ip' ? address : [{ id: 'i-node-a' }, { id: 'i-node-b' }],
  });
  const group = [...region.targetGroups.keys()][0] ?? '';
  addTargetGroupBinding(cluster, 'shop/foo', 'foo', 80, group);
  addIngress(cluster, 'shop/foo', { service: 'foo', port: 80 });
  return sketch;
}

const variants: Variants = {
  base: () => foo('foo-svc', 'instance'),
  'address-targets': () => foo('foo-svc', 'ip'),
  'selector-fits': () => foo('foo', 'instance'),
};
export default variants;
