/** The IPv6 lab behind an egress-only gateway, and behind an internet gateway. */
import { ipv6Lab } from '../../sketch/eks-lab-parts.js';
import type { Sketch } from '../../sketch/bundle.js';
import { addRoutes, removeRoutes } from '../../sketch/route-table.js';
import { allow, tcp } from '../../sketch/security-group.js';
import type { Variants } from '../support/story.js';

function routedTo(gateway: string): Sketch {
  const lab = ipv6Lab();
  removeRoutes(lab.region, 'rtb-prv', '::/0');
  addRoutes(lab.region, 'rtb-prv', { '::/0': gateway });
  allow(lab.region, 'sg-node', tcp(8080, '::/0'));
  return lab;
}

const variants: Variants = { base: () => routedTo('eigw-a'), 'internet-gateway': () => routedTo('igw-a') };
export default variants;
