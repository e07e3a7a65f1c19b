/** Load balancers in front of the shop: one node per subnet named, one listener, one target group. */
import type { LoadBalancerSketch, TargetGroupSketch } from '../../sketch/aws-service-shapes.js';
import { addListener, addLoadBalancer, addTargetGroup } from '../../sketch/load-balancers.js';
import type { Shop } from './shop.js';

interface FrontSpec {
  name: string;
  type: 'application' | 'network';
  scheme?: 'internal' | 'internet-facing';
  /** Subnet to the last number of the node's address, `.61`; internet-facing ones get 203.0.113 with the same number. */
  nodes: Readonly<Record<string, string>>;
  groups?: string[];
  crossZone?: boolean;
  targetType: 'instance' | 'ip';
  targetPort: number;
  targets: TargetGroupSketch['targets'];
  attributes?: Record<string, string>;
}

/** Adds the balancer with a listener on port 80. */
export function addFront({ region }: Shop, spec: FrontSpec): LoadBalancerSketch {
  const { name, type, scheme = 'internal', groups = [], crossZone, targetType, targetPort, targets, attributes } = spec;
  const nodes = Object.entries(spec.nodes).map(([subnet, ip]) => {
    const last = ip.slice(ip.lastIndexOf('.') + 1);
    return { subnet, ip, ...(scheme === 'internal' ? {} : { publicIp: `203.0.113.${last}` }) };
  });
  const balancer = addLoadBalancer(region, { name, type, scheme, nodes, groups, crossZone });
  const protocol = type === 'application' ? 'HTTP' : 'TCP';
  const group = addTargetGroup(region, { name, vpc: 'vpc-shop', type: targetType, port: targetPort, protocol, targets, attributes });
  addListener(region, { loadBalancer: balancer.id, port: 80, protocol, targetGroup: group.id });
  return balancer;
}
