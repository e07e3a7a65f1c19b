/** The shop with a file server under an ACL that lets replies out to the ports of Linux, and of both. */
import { addInstance } from '../../sketch/instances.js';
import { addNetworkAcl, allowEntry } from '../../sketch/network-acl.js';
import { addSecurityGroup, any } from '../../sketch/security-group.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function repliesTo(last: number): Shop {
  const sketch = shop();
  const { region } = sketch;
  addSecurityGroup(region, { id: 'sg-files', name: 'files', vpc: 'vpc-shop', ingress: [any('10.20.0.0/16')] });
  addInstance(region, { id: 'i-files', name: 'files', subnet: 'subnet-db-a', ip: '10.20.64.15', groups: ['sg-files'] });
  addInstance(region, { id: 'i-linux', name: 'linux', subnet: 'subnet-prv-a', ip: '10.20.16.60', groups: ['sg-nodes'] });
  const raw = { Platform: 'windows', PlatformDetails: 'Windows' };
  addInstance(region, { id: 'i-windows', name: 'windows', subnet: 'subnet-prv-a', ip: '10.20.16.61', groups: ['sg-nodes'], raw });
  const inbound = [allowEntry(100, 'all', '10.20.0.0/16')];
  const outbound = [allowEntry(100, 'tcp', '10.20.0.0/16', [32768, last])];
  addNetworkAcl(region, { id: 'acl-data', name: 'data', vpc: 'vpc-shop', subnets: ['subnet-db-a'], inbound, outbound });
  return sketch;
}

const variants: Variants = { base: () => repliesTo(60999), 'all-ports': () => repliesTo(65535) };
export default variants;
