/** The shop under the strict and the standard mode of the policy agent. */
import { addNetworkPolicy } from '../../sketch/policies.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function mode(enforcing: 'strict' | 'standard', withPolicies = false): Shop {
  const sketch = shop({ cni: { networkPolicy: true, env: { NETWORK_POLICY_ENFORCING_MODE: enforcing } } });
  const everything = { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [{}], egress: [{}] };
  if (withPolicies) addNetworkPolicy(sketch.cluster, 'shop/allow-all', everything);
  return sketch;
}

const variants: Variants = {
  base: () => mode('strict'),
  standard: () => mode('standard'),
  'strict-with-policy': () => mode('strict', true),
};
export default variants;
