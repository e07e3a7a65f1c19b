/** The shop with a host under an ACL that lets echo requests in, and echo replies out or not. */
import type { AclEntrySketch } from '../../sketch/aws-shapes.js';
import { addInstance } from '../../sketch/instances.js';
import { addNetworkAcl, allowEntry } from '../../sketch/network-acl.js';
import { addSecurityGroup, any } from '../../sketch/security-group.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function replies(...entries: AclEntrySketch[]): Shop {
  const sketch = shop();
  const { region } = sketch;
  addSecurityGroup(region, { id: 'sg-open', name: 'open', vpc: 'vpc-shop', ingress: [any('10.20.0.0/16')] });
  addInstance(region, { id: 'i-store', name: 'store', subnet: 'subnet-db-a', ip: '10.20.64.15', groups: ['sg-open'] });
  const inbound = [allowEntry(100, 'tcp', '10.20.0.0/16', [0, 65535]), allowEntry(110, 'icmp', '10.20.0.0/16', [8, -1])];
  const outbound = [allowEntry(100, 'tcp', '10.20.0.0/16', [1024, 65535]), ...entries];
  addNetworkAcl(region, { id: 'acl-data', name: 'data', vpc: 'vpc-shop', subnets: ['subnet-db-a'], inbound, outbound });
  return sketch;
}

const variants: Variants = {
  base: () => replies(allowEntry(110, 'icmp', '10.20.0.0/16', [8, -1])),
  'replies-out': () => replies(allowEntry(110, 'icmp', '10.20.0.0/16', [0, -1])),
};
export default variants;
