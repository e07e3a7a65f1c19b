/** The sample network of the product, whole: its bundle and the question that goes with it. The story is in samples/shop/README.md. */
import type { Bundle } from '../../src/snapshot/bundle.js';
import { newSketch, type Sketch } from '../../test/sketch/bundle.js';
import type { ClusterSketch } from '../../test/sketch/kubernetes-shapes.js';
import { addShopNetwork } from './network.js';
import { withRealIds } from './real-ids.js';
import { addShopCluster } from './workloads.js';

/** A request body for `POST /v1/snapshots/{snapshot}/traces`. */
interface Question {
  from: string;
  to: string;
  protocol: 'tcp';
  port: number;
}

/** The sample as committed: `questions` are the one that fails (a checkout pod in zone b) and the same from zone a, which works. */
export interface Shop {
  bundle: Bundle;
  question: Question;
  fromZoneA: Question;
}

/** Builds the sample network; every call gives the same. */
export function shop(): Shop {
  const { sketch, cluster } = shopSketch();
  const ask = (zone: string): Question => ({ from: `pod/${checkoutPod(cluster, zone)}`, to: 'rds/orders', protocol: 'tcp', port: 5432 });
  return { bundle: withRealIds(sketch.bundle(), sketch.region), question: ask('eu-west-1b'), fromZoneA: ask('eu-west-1a') };
}

/** The sample with readable ids, for tests that change it. */
export function shopSketch(): { sketch: Sketch; cluster: ClusterSketch } {
  const sketch = newSketch('shop');
  addShopNetwork(sketch.region);
  const cluster = addShopCluster(sketch.region);
  sketch.clusters.push(cluster);
  return { sketch, cluster };
}

function checkoutPod(cluster: ClusterSketch, zone: string): string {
  const pods = [...cluster.pods.values()].filter((pod) => pod.labels['app'] === 'checkout');
  const found = pods.find((pod) => cluster.nodes.get(pod.node)?.zone === zone);
  if (!found) throw new Error(`no checkout pod in ${zone}`);
  return found.id;
}
