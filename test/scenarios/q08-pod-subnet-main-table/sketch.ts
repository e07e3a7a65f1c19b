/** The shop with a pod subnet: without a route table of its own or with one, with external SNAT or without. */
import { take } from '../../sketch/collection.js';
import { addInterface } from '../../sketch/interfaces.js';
import { addPod } from '../../sketch/pods.js';
import { addSubnet } from '../../sketch/vpc.js';
import { useRouteTable } from '../../sketch/route-table.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function podSubnet({ externalSnat, associated }: { externalSnat: boolean; associated: boolean }): Shop {
  const sketch = shop({
    cni: { env: { AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: 'true', AWS_VPC_K8S_CNI_EXTERNALSNAT: String(externalSnat) } },
  });
  const { region, cluster } = sketch;
  take(region.vpcs, 'vpc-shop').secondaryCidrs.push('100.64.0.0/16');
  addSubnet(region, { id: 'subnet-pod-a', name: 'pods-a', vpc: 'vpc-shop', cidr: '100.64.0.0/19' });
  if (associated) useRouteTable(region, 'subnet-pod-a', 'rtb-private');
  addInterface(region, {
    id: 'eni-pods-a',
    subnet: 'subnet-pod-a',
    ip: '100.64.0.10',
    groups: ['sg-nodes'],
    instance: 'i-node-a',
    deviceIndex: 1,
  });
  addPod(cluster, { id: 'shop/search', node: 'node-a', ip: '100.64.0.33', interface: 'eni-pods-a' });
  return sketch;
}

const variants: Variants = {
  base: () => podSubnet({ externalSnat: true, associated: false }),
  'node-translates': () => podSubnet({ externalSnat: false, associated: false }),
  associated: () => podSubnet({ externalSnat: true, associated: true }),
};
export default variants;
