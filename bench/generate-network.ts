/** A deterministic network of any size for measuring: the size asked for in, a bundle and the ends of possible flows out. */
import type { Bundle } from '../src/snapshot/bundle.js';
import { ipv4At } from '../test/sketch/addresses.js';
import { newSketch } from '../test/sketch/bundle.js';
import { addDatabase } from '../test/sketch/databases.js';
import { addInstance } from '../test/sketch/instances.js';
import { generateCluster, type NetworkSize } from './generate-cluster.js';
import { generateFilters } from './generate-filters.js';
import { generateSubnets } from './generate-subnets.js';
import { randomFrom } from './random.js';

export type { NetworkSize } from './generate-cluster.js';

/** A generated network and the references that questions can be put with. */
export interface GeneratedNetwork {
  readonly bundle: Bundle;
  readonly subnets: number;
  readonly pods: readonly string[];
  readonly services: readonly string[];
  readonly databases: readonly string[];
  /** Nodes with a public address. */
  readonly publicNodes: readonly string[];
}

const DATABASES = 12;

/** Generates a network; the same size gives the same network. Throws when the pods don't fit on the nodes. */
export function generateNetwork(size: NetworkSize): GeneratedNetwork {
  const sketch = newSketch('bench');
  const { region } = sketch;
  const random = randomFrom(20261120);
  const subnets = generateSubnets(region);
  generateFilters(region, subnets, random);
  const cluster = generateCluster(region, subnets, size, random);
  sketch.clusters.push(cluster);
  subnets.databases.slice(0, DATABASES).forEach((place, index) => {
    const members = subnets.databases.slice(0, 3).map((other) => other.id);
    const group = [...new Set([place.id, ...members])];
    addDatabase(region, {
      id: `data-${index}`,
      subnet: place.id,
      ip: ipv4At(place.base, 20),
      groups: [`sg-0data-${index % 4}`],
      subnets: group,
    });
  });
  subnets.neighbours.forEach((place, index) => {
    const groups = [`sg-0${place.vpc.slice(5)}`];
    addInstance(region, {
      id: `i-0neighbour${index}`,
      interface: `eni-0neighbour${index}`,
      subnet: place.id,
      ip: ipv4At(place.base, 20),
      groups,
    });
  });
  const publicNodes = [...cluster.nodes.values()].filter((_, index) => index % 50 === 0).slice(0, 100);
  return {
    bundle: sketch.bundle(),
    subnets: region.subnets.size,
    pods: [...cluster.pods.values()].filter((pod) => !pod.hostNetwork).map((pod) => `pod/${pod.id}`),
    services: [...cluster.services.keys()].map((id) => `service/${id}`),
    databases: [...region.databases.keys()].map((id) => `rds/${id}`),
    publicNodes: publicNodes.map((node) => `node/${node.id}`),
  };
}
