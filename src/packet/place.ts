/**
 * Every place where a packet can stand: the map of the walk. A station serves each place and answers with the next one.
 * Reading this list in order is reading the usual way of a packet out of a pod and into another end.
 */
import type { Listener, LoadBalancer } from '../model/aws/services.js';
import type { AttachedGateway, NatGateway } from '../model/aws/routing.js';
import type { TransitGateway, TransitGatewayAttachment, VpcEndpoint, VpcPeering } from '../model/aws/connections.js';
import type { NetworkInterface } from '../model/aws/interface.js';
import type { Subnet, Vpc } from '../model/aws/vpc.js';
import type { Node, Pod, Service } from '../model/kubernetes/cluster.js';
import type { ResourceRef } from '../model/resource.js';
import type { Finding } from './finding.js';

/** Whose route table is asked: a subnet's, a gateway's (edge association) or a regional NAT gateway's own. */
export type RouterScope =
  | { readonly of: 'subnet'; readonly subnet: Subnet }
  | { readonly of: 'gateway'; readonly gatewayId: string }
  | { readonly of: 'nat-gateway'; readonly natGateway: NatGateway };

/** Why kube-proxy gives a connection the address of the node: it came from outside, ends at its own sender, or a setting says so. */
export interface Masquerade {
  readonly because: 'external' | 'itself' | 'masquerade-all' | 'off-cluster';
  /** null: a host port, not a Service. */
  readonly service: Service | null;
}

export type Place =
  /** The name of a Service is resolved before anything is sent; `then` null: it can't be, and the first finding says why. */
  | { readonly at: 'service-lookup'; readonly service: Service; readonly findings: readonly Finding[]; readonly then: Place | null }
  /** A host name that does not resolve: nothing is sent, and the first finding says why. */
  | { readonly at: 'name-lookup'; readonly resource: ResourceRef; readonly findings: readonly Finding[] }
  /** An end of which the snapshot does not say where it is: the finding says what is missing. */
  | { readonly at: 'unlocated'; readonly resource: ResourceRef; readonly finding: Finding }
  // in a node's kernel
  | { readonly at: 'pod-out'; readonly pod: Pod }
  | { readonly at: 'host-out'; readonly node: Node }
  /** Where policies of the sending or receiving pod are asked. */
  | { readonly at: 'policy-out'; readonly pod: Pod }
  | { readonly at: 'policy-in'; readonly pod: Pod; /** null: from the same node. */ readonly eni: NetworkInterface | null }
  /** kube-proxy: is the destination a Service? `pod`: who sends; null for the node itself; `entered`: the interface it came in by, null from inside. */
  | { readonly at: 'kube-proxy'; readonly node: Node; readonly pod: Pod | null; readonly entered: NetworkInterface | null }
  /** The CNI and the host's routing: which interface, which source address. `translated`: kube-proxy has rewritten the destination. */
  | {
      readonly at: 'node-out';
      readonly node: Node;
      readonly pod: Pod | null;
      readonly entered: NetworkInterface | null;
      readonly translated: boolean;
      readonly masquerade?: Masquerade;
    }
  | { readonly at: 'node-in'; readonly node: Node; readonly eni: NetworkInterface }
  | { readonly at: 'pod-in'; readonly pod: Pod; /** null: from the same node. */ readonly eni: NetworkInterface | null }
  | { readonly at: 'host-in'; readonly node: Node }
  // in a VPC
  | { readonly at: 'eni-out'; readonly eni: NetworkInterface }
  | { readonly at: 'security-group-out'; readonly eni: NetworkInterface }
  /** At the edge of the sender's subnet; `appliance`: handed on by a gateway with an interface there, so always past the router. */
  | { readonly at: 'subnet-out'; readonly subnet: Subnet; readonly from: NetworkInterface | null }
  /** `aclAfter`: handed in by a transit gateway, whose interface stands in the subnet, so that its ACL judges the packet once the table has. */
  | { readonly at: 'router'; readonly vpc: Vpc; readonly scope: RouterScope; readonly zone: string | null; readonly aclAfter?: true }
  /** The ACL of a subnet alone: of one that holds a transit gateway's interface. */
  | { readonly at: 'network-acl'; readonly subnet: Subnet; readonly direction: 'ingress' | 'egress'; readonly then: Place }
  /** The VPC brings the packet to whoever owns the address; `fromSubnet`: null when it comes from a gateway. */
  | { readonly at: 'vpc-delivery'; readonly vpc: Vpc; readonly fromSubnet: Subnet | null }
  | {
      readonly at: 'subnet-in';
      readonly eni: NetworkInterface;
      /** What follows the ACL: filters of the interface, or straight on to an appliance. */ readonly then: Place;
    }
  | { readonly at: 'security-group-in'; readonly eni: NetworkInterface }
  | { readonly at: 'eni-in'; readonly eni: NetworkInterface }
  /** The link-local and base + 2 services that groups, ACLs and routes do not judge. */
  | { readonly at: 'vpc-service'; readonly eni: NetworkInterface }
  // gateways
  | {
      readonly at: 'internet-gateway';
      readonly gateway: AttachedGateway;
      readonly vpc: Vpc;
      readonly heading: 'out' | 'in';
      readonly subnet: Subnet | null;
    }
  | {
      readonly at: 'egress-only-internet-gateway';
      readonly gateway: AttachedGateway;
      readonly vpc: Vpc;
      readonly heading: 'out' | 'in';
      readonly subnet: Subnet | null;
    }
  | { readonly at: 'nat-gateway'; readonly natGateway: NatGateway; readonly side: 'inside' | 'outside'; readonly zone: string | null }
  | { readonly at: 'vpc-peering'; readonly peering: VpcPeering; readonly vpc: Vpc }
  | {
      readonly at: 'transit-gateway';
      readonly gateway: TransitGateway;
      readonly attachment: TransitGatewayAttachment;
      readonly zone: string | null;
    }
  /** Inside a transit gateway, having come in by the attachment: which of its tables, which route. `zone`: the zone id where it came in. */
  | {
      readonly at: 'transit-gateway-table';
      readonly gateway: TransitGateway;
      readonly attachment: TransitGatewayAttachment;
      readonly zone: string | null;
    }
  /** Out of a transit gateway into what an attachment leads to. */
  | {
      readonly at: 'transit-gateway-exit';
      readonly gateway: TransitGateway;
      readonly attachment: TransitGatewayAttachment;
      readonly zone: string | null;
    }
  | { readonly at: 'virtual-private-gateway'; readonly gateway: AttachedGateway; readonly vpc: Vpc; readonly heading: 'out' | 'in' }
  /** A VPN connection or Direct Connect gateway between AWS and other networks. */
  | { readonly at: 'hybrid'; readonly connectionId: string; readonly heading: 'out' | 'in'; readonly gatewayId: string }
  /** `phase`: past the ACL of an inspection endpoint's subnet (`inside`), past its firewall (`through`); a gateway endpoint's `reply`. */
  | {
      readonly at: 'vpc-endpoint';
      readonly endpoint: VpcEndpoint;
      readonly subnet: Subnet | null;
      readonly phase?: 'inside' | 'through' | 'reply';
    }
  /** An interface that a route names: an appliance or NAT instance. */
  | { readonly at: 'appliance'; readonly eni: NetworkInterface }
  // load balancers
  | { readonly at: 'load-balancer'; readonly loadBalancer: LoadBalancer; readonly eni: NetworkInterface }
  | { readonly at: 'listener'; readonly loadBalancer: LoadBalancer; readonly listener: Listener; readonly eni: NetworkInterface }
  // the ends
  /** The public endpoint of a cluster's API server. `admitted`: its list of ranges has been asked. */
  | { readonly at: 'eks-api'; readonly clusterName: string; readonly admitted: boolean }
  | { readonly at: 'internet' }
  | { readonly at: 'on-premises' };

export type PlaceName = Place['at'];
export type PlaceAt<N extends PlaceName> = Extract<Place, { at: N }>;
