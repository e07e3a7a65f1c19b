/** The shop under the strict and the standard mode of the policy agent. */
import { addObject } from '../../sketch/metadata.js';
import { addNetworkPolicy } from '../../sketch/policies.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function mode(enforcing: 'strict' | 'standard', withPolicies = false): Shop {
  const sketch = shop({ cni: { networkPolicy: true, env: { NETWORK_POLICY_ENFORCING_MODE: enforcing } } });
  const everything = { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [{}], egress: [{}] };
  if (withPolicies) addNetworkPolicy(sketch.cluster, 'shop/allow-all', everything);
  return sketch;
}

function clusterWide(action: 'Deny' | 'Allow'): Shop {
  const sketch = mode('standard');
  addObject(sketch.cluster, 'networking.k8s.aws/v1alpha1', 'ClusterNetworkPolicy', 'no-web', {
    spec: {
      tier: 'Admin',
      priority: 10,
      subject: { pods: { namespaceSelector: {}, podSelector: { matchLabels: { app: 'web' } } } },
      ingress: [{ name: 'cart', action: action === 'Allow' ? 'Accept' : action, from: [{ namespaces: {} }] }],
    },
  });
  return sketch;
}

const variants: Variants = {
  'denied-cluster-wide': () => clusterWide('Deny'),
  'accepted-cluster-wide': () => clusterWide('Allow'),
  base: () => mode('strict'),
  standard: () => mode('standard'),
  'strict-with-policy': () => mode('strict', true),
};
export default variants;
