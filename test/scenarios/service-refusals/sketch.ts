/** The shop with a Service, a pod with a hostPort and a Service that covers an address of another network; Services captured or not. */
import { take } from '../../sketch/collection.js';
import { addPod } from '../../sketch/pods.js';
import { addService } from '../../sketch/services.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function services(): Shop {
  const sketch = shop();
  const { cluster } = sketch;
  addService(cluster, { id: 'shop/web', clusterIP: '172.20.44.7', ports: [{ name: 'http', port: 80, targetPort: 8080 }] });
  const ports = [{ name: 'metrics', containerPort: 9100, hostPort: 9100 }];
  addPod(cluster, { id: 'ops/exporter', node: 'node-b', ip: '10.20.32.81', labels: { app: 'exporter' }, ports });
  return sketch;
}

function withoutSettings(): Shop {
  const sketch = services();
  Object.assign(sketch.cluster, { cni: null, proxy: null });
  take(sketch.cluster.pods, 'shop/cart').labels['app'] = 'cart';
  return sketch;
}

const variants: Variants = {
  base: services,
  'services-not-captured': () => services().without('ServiceList').without('EndpointSliceList'),
  'settings-not-captured': withoutSettings,
};
export default variants;
