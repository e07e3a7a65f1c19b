/** The rules in force at one interface, or at the edge of one subnet: its groups', the network ACL's in order, the routes. */
import type { IndexedNetwork } from '../lookup/indexed-network.js';
import type { NetworkAclRule, SecurityGroupRule } from '../model/aws/filters.js';
import type { NetworkInterface } from '../model/aws/interface.js';
import type { Subnet } from '../model/aws/vpc.js';
import { routeView, type RouteView } from './route-choice.js';

export interface GroupRuleView {
  readonly group: { readonly id: string; readonly name: string | null };
  readonly id: string;
  readonly text: string;
}
export interface AclRuleView {
  /** null: the closing rule, `*`. */
  readonly number: number | null;
  readonly action: 'allow' | 'deny';
  readonly text: string;
}
interface Both<T> {
  readonly inbound: readonly T[];
  readonly outbound: readonly T[];
}

export interface InterfaceRules {
  /** null: any interface of the subnet. */
  readonly interface: { readonly id: string; readonly name: string | null } | null;
  readonly subnet: { readonly id: string; readonly name: string | null };
  /** All rules of all groups count together; replies to what they allow always pass. */
  readonly securityGroups: Both<GroupRuleView> | null;
  /** In the order in which they are asked: the first that fits decides. null: not in the snapshot. */
  readonly networkAcl: ({ readonly id: string; readonly name: string | null } & Both<AclRuleView>) | null;
  readonly routeTable: {
    readonly id: string;
    readonly name: string | null;
    readonly why: string;
    readonly routes: readonly RouteView[];
  } | null;
}

const LAST_NUMBER = 32767;

function aclRules(rules: readonly NetworkAclRule[]): readonly AclRuleView[] {
  return rules.map(({ number, action, text }) => ({ number: number >= LAST_NUMBER ? null : number, action, text }));
}

function groupRules(eni: NetworkInterface, network: IndexedNetwork, of: 'ingress' | 'egress', missing: Set<string>): GroupRuleView[] {
  return eni.groupIds.flatMap((groupId) => {
    const group = network.network.securityGroups.get(groupId);
    if (group === undefined) missing.add(`ec2:DescribeSecurityGroups with ${groupId}`);
    const rules: readonly SecurityGroupRule[] = group?.[of] ?? [];
    return rules.map(({ id, text }) => ({ group: { id: groupId, name: group?.name ?? null }, id, text }));
  });
}

/** What is in force; `missing` is filled with what the snapshot lacks. */
export function interfaceRules(
  eni: NetworkInterface | null,
  subnet: Subnet | null,
  network: IndexedNetwork,
  missing: Set<string>,
): InterfaceRules {
  const acl = subnet === null ? null : network.networkAclOf(subnet);
  const choice = subnet === null ? null : network.routes.tableOf(subnet);
  if (subnet === null) missing.add('ec2:DescribeSubnets');
  else if (acl === null) missing.add('ec2:DescribeNetworkAcls');
  if (subnet !== null && choice === null) missing.add('ec2:DescribeRouteTables');
  return {
    interface: eni === null ? null : { id: eni.id, name: eni.name },
    subnet: { id: subnet?.id ?? eni?.subnetId ?? '', name: subnet?.name ?? null },
    securityGroups:
      eni === null
        ? null
        : { inbound: groupRules(eni, network, 'ingress', missing), outbound: groupRules(eni, network, 'egress', missing) },
    networkAcl: acl === null ? null : { id: acl.id, name: acl.name, inbound: aclRules(acl.ingress), outbound: aclRules(acl.egress) },
    routeTable:
      choice === null
        ? null
        : {
            id: choice.table.id,
            name: choice.table.name,
            why: choice.explicit ? 'associated with the subnet' : 'the main table of the VPC: no table is associated with the subnet',
            routes: choice.table.routes.map((route) => routeView(route)),
          },
  };
}
