/** The shop under an ACL that lets a part of the ephemeral ports back in, all of them, or none; or a CNI that keeps source ports. */
import type { AclEntrySketch } from '../../sketch/aws-shapes.js';
import { addNetworkAcl, allowEntry, denyEntry } from '../../sketch/network-acl.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function lettingBack(entries: AclEntrySketch[], env: Record<string, string> = {}): Shop {
  const sketch = shop({ cni: { env } });
  const inbound = [allowEntry(50, 'all', '10.20.0.0/16'), ...entries];
  const outbound = [allowEntry(100, 'all', '0.0.0.0/0')];
  addNetworkAcl(sketch.region, { id: 'acl-nodes', name: 'nodes', vpc: 'vpc-shop', subnets: ['subnet-prv-a'], inbound, outbound });
  return sketch;
}

const high = (from: number): AclEntrySketch => allowEntry(100, 'tcp', '0.0.0.0/0', [from, 65535]);
const variants: Variants = {
  base: () => lettingBack([high(32768)]),
  'all-ports': () => lettingBack([high(1024)]),
  'ports-kept': () => lettingBack([high(32768)], { AWS_VPC_K8S_CNI_RANDOMIZESNAT: 'none' }),
  'nothing-back': () => lettingBack([]),
  'denied-first': () => lettingBack([denyEntry(90, 'tcp', '198.51.100.0/24', [1024, 65535]), high(1024)]),
};
export default variants;
