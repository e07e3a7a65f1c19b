/** The shop whose nodes let the control plane in on high ports only, and on the kubelet's port too. */
import { take } from '../../sketch/collection.js';
import { any, tcp } from '../../sketch/security-group.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function lettingIn(...ports: readonly (number | readonly [number, number])[]): Shop {
  const sketch = shop();
  take(sketch.region.securityGroups, 'sg-nodes').ingress = [any('self'), ...ports.map((range) => tcp(range, 'sg-cluster'))];
  return sketch;
}

const variants: Variants = { base: () => lettingIn([30000, 65535]), 'kubelet-port-allowed': () => lettingIn([30000, 65535], 10250) };
export default variants;
