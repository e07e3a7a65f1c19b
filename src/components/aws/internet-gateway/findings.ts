/** What internet gateways refuse. */
import { catalogue } from '../../../packet/finding.js';

export const internetGatewayFindings = catalogue('internet-gateway', {
  IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS: {
    effect: 'blocks',
    meaning: 'The source address has no public address, so the internet gateway drops the packet.',
    remedy: 'Use a NAT gateway, or give this very address a public one.',
  },
  IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS: {
    effect: 'blocks',
    meaning: 'The destination from the internet is no public address of an interface in the VPC.',
    remedy: 'Use the public address of the resource, or put a public load balancer in front of it.',
  },
  IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS: {
    effect: 'blocks',
    meaning: 'A private destination was sent to an internet gateway: the route that it needs is missing and the default route caught it.',
    remedy: 'Add the route to the network that holds the destination.',
  },
  IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS: {
    effect: 'blocks',
    meaning: 'A destination in 100.64.0.0/10 was sent to an internet gateway.',
    remedy: 'Add the route to the network that holds the destination.',
  },
  IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS: {
    effect: 'blocks',
    meaning: 'A private source can’t come from the internet.',
    remedy: 'Ask from the address that the client has on the internet.',
  },
  IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS: {
    effect: 'blocks',
    meaning: 'A source in 100.64.0.0/10 can’t come from the internet.',
    remedy: 'Ask from the address that the client has on the internet.',
  },
  IGW_DESTINATION_ADDRESS_IN_VPC_CIDRS: {
    effect: 'blocks',
    meaning: 'After translation the destination is in no CIDR of the VPC.',
    remedy: 'Check the CIDR associations of the VPC.',
  },
  GATEWAY_REJECTS_SPOOFED_TRAFFIC: {
    effect: 'blocks',
    meaning: 'A gateway rejects packets whose source is no address of the VPC.',
    remedy: 'Let the packet leave by the network that owns its source.',
  },
  PRIVATE_IPV6: {
    effect: 'blocks',
    meaning: 'The IPv6 address is from a private range that is not advertised to the internet.',
    remedy: 'Use a public IPv6 range for this subnet.',
  },
  DENY_ALL_IGW_TRAFFIC: {
    effect: 'blocks',
    meaning: 'The interface is marked as unreachable from internet gateways.',
    remedy: 'Reach it from inside the VPC or a connected network.',
  },
  VPC_BLOCK_PUBLIC_ACCESS_ENABLED: {
    effect: 'blocks',
    meaning: 'VPC Block Public Access stops internet traffic for this subnet.',
    remedy: 'Add an exclusion for the VPC or subnet, or turn it off.',
  },
});
