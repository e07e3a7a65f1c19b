/** Changes to the small AWS estate that several tables make. */
import type { AclEntrySketch, GroupRuleSketch, InterfaceSketch } from '../sketch/aws-shapes.js';
import { put, take } from '../sketch/collection.js';
import { addInstance } from '../sketch/instances.js';
import { addNetworkAcl } from '../sketch/network-acl.js';
import { addRoutes, removeRoutes, useRouteTable } from '../sketch/route-table.js';
import { addSecurityGroup, allow, any } from '../sketch/security-group.js';
import { allowEntry } from '../sketch/network-acl.js';
import type { Change } from './table.js';

/** Adds inbound rules to a group. */
export function into(group: string, ...rules: GroupRuleSketch[]): Change {
  return (region) => {
    allow(region, group, ...rules);
  };
}

/** Puts these outbound rules in place of a group's own. */
export function outOf(group: string, ...rules: GroupRuleSketch[]): Change {
  return (region) => {
    take(region.securityGroups, group).egress = rules;
  };
}

/** A group that lets everything in and out. */
export function open(...groups: string[]): Change {
  return (region) => {
    for (const group of groups) allow(region, group, any('0.0.0.0/0'), any('::/0'));
  };
}

/** Adds routes to a table. */
export function route(table: string, routes: Readonly<Record<string, string>>): Change {
  return (region) => {
    addRoutes(region, table, routes);
  };
}

/** Takes the route to a destination out of a table. */
export function withoutRoute(table: string, to: string): Change {
  return (region) => {
    removeRoutes(region, table, to);
  };
}

/** Changes the table of a subnet. */
export function useTable(subnet: string, table: string): Change {
  return (region) => {
    useRouteTable(region, subnet, table);
  };
}

/** An ACL of its own for a subnet; a direction left out lets everything pass. */
export function acl(subnet: string, { inbound, outbound }: { inbound?: AclEntrySketch[]; outbound?: AclEntrySketch[] }): Change {
  const all = (): AclEntrySketch[] => [allowEntry(100, 'all', '0.0.0.0/0'), allowEntry(101, 'all', '::/0')];
  return (region) => {
    const { vpc } = take(region.subnets, subnet);
    addNetworkAcl(region, { id: `acl-${subnet}`, vpc, subnets: [subnet], inbound: inbound ?? all(), outbound: outbound ?? all() });
  };
}

/** Changes an interface. */
export function eni(id: string, change: Partial<InterfaceSketch>): Change {
  return (region) => {
    Object.assign(take(region.interfaces, id), change);
  };
}

/** An appliance `eni-fw`, 10.0.4.8 in sn-tgw-a, with an open group and the source/destination check off unless said. */
export function appliance(more: Partial<InterfaceSketch> & { publicIp?: string } = {}): Change {
  const { publicIp, ...own } = more;
  return (region) => {
    addSecurityGroup(region, { id: 'sg-fw', vpc: 'vpc-a', ingress: [any('0.0.0.0/0')] });
    addInstance(region, { id: 'i-fw', subnet: 'sn-tgw-a', ip: '10.0.4.8', groups: ['sg-fw'], publicIp });
    Object.assign(take(region.interfaces, 'eni-fw'), { sourceDestCheck: false, ...own });
  };
}

/** A Gateway Load Balancer endpoint `vpce-fw` in a subnet. */
export function inspectionEndpoint(subnet: string): Change {
  return (region) => {
    const service = 'com.amazonaws.vpce.eu-west-1.vpce-svc-1';
    const raw = { VpcEndpointType: 'GatewayLoadBalancer', SubnetIds: [subnet], PolicyDocument: undefined };
    const empty = { interfaces: [], routeTables: [], groups: [], dnsNames: [], policy: {} };
    put(region.endpoints, {
      id: 'vpce-fw',
      vpc: 'vpc-a',
      kind: 'Interface',
      service,
      state: 'available',
      privateDns: false,
      ...empty,
      raw,
    });
  };
}
