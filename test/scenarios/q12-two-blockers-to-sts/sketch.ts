/** The shop with a branch pod, a gateway endpoint for S3 and an interface endpoint for STS: rules missing on both sides, on one, on none. */
import { addGatewayEndpoint, addInterfaceEndpoint } from '../../sketch/endpoints.js';
import { addSecurityGroup, allow, allowOut, tcp } from '../../sketch/security-group.js';
import { addPodWithGroups } from '../support/branch.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function endpoints({ out, into }: { out: boolean; into: boolean }): Shop {
  const sketch = shop({ cni: { env: { ENABLE_POD_ENI: 'true', POD_SECURITY_GROUP_ENFORCING_MODE: 'strict' } } });
  const { region } = sketch;
  addGatewayEndpoint(region, { id: 'vpce-s3', name: 's3', vpc: 'vpc-shop', service: 's3', routeTables: ['rtb-private'] });
  addSecurityGroup(region, { id: 'sg-endpoints', name: 'endpoints', vpc: 'vpc-shop', ingress: [tcp(443, 'sg-nodes')] });
  const interfaces = { 'subnet-prv-a': '10.20.16.212', 'subnet-prv-b': '10.20.32.212' };
  addInterfaceEndpoint(region, { id: 'vpce-sts', name: 'sts', vpc: 'vpc-shop', service: 'sts', groups: ['sg-endpoints'], interfaces });
  const egress = [tcp(5432, 'sg-orders-db'), tcp(443, 'pl-s3')];
  addSecurityGroup(region, { id: 'sg-pay-pods', name: 'pay-pods', vpc: 'vpc-shop', egress });
  allow(region, 'sg-orders-db', tcp(5432, 'sg-pay-pods'));
  if (out) allowOut(region, 'sg-pay-pods', tcp(443, 'sg-endpoints'));
  if (into) allow(region, 'sg-endpoints', tcp(443, 'sg-pay-pods'));
  addPodWithGroups(sketch, { id: 'shop/pay', ip: '10.20.16.85', subnet: 'subnet-prv-a', groups: ['sg-pay-pods'] });
  return sketch;
}

const variants: Variants = {
  base: () => endpoints({ out: false, into: false }),
  'out-only': () => endpoints({ out: true, into: false }),
  both: () => endpoints({ out: true, into: true }),
};
export default variants;
