/** The shop with a branch pod in strict mode, early demux on or off, and in standard mode. */
import { addSecurityGroup, any } from '../../sketch/security-group.js';
import { addPodWithGroups } from '../support/branch.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function branch(mode: 'strict' | 'standard', earlyDemuxOff = false): Shop {
  const env = { ENABLE_POD_ENI: 'true', POD_SECURITY_GROUP_ENFORCING_MODE: mode };
  const sketch = shop({ cni: { env, initEnv: { DISABLE_TCP_EARLY_DEMUX: String(earlyDemuxOff) } } });
  addSecurityGroup(sketch.region, { id: 'sg-pay-pods', name: 'pay-pods', vpc: 'vpc-shop', ingress: [any('10.20.0.0/16')] });
  addPodWithGroups(sketch, { id: 'shop/pay', ip: '10.20.16.85', subnet: 'subnet-prv-a', groups: ['sg-pay-pods'] });
  return sketch;
}

const variants: Variants = {
  base: () => branch('strict'),
  'early-demux-off': () => branch('strict', true),
  standard: () => branch('standard'),
};
export default variants;
