/** A Classic Load Balancer's subnet judges what goes to targets by its ACL even inside the subnet ("Explanation codes": ELB_ACL_RESTRICTION). */
import type { Address } from '../../../net/address.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import type { Subnet, Vpc } from '../../../model/aws/vpc.js';
import type { Journey, Step } from '../../../packet/station.js';
import { judgeAcl } from '../network-acl/judge.js';
import { deliver } from '../vpc/deliver.js';
import { loadBalancerFindings } from './findings.js';

/** The step of a packet from a Classic Load Balancer's node to a neighbour; null for all others. */
export function classicAcl(
  journey: Journey,
  subnet: Subnet,
  from: NetworkInterface,
  destination: Address,
  vpc: Vpc,
  network: IndexedNetwork,
): Step | null {
  if (journey.leg === 'return' || network.services.loadBalancerOf(from.id)?.type !== 'classic') return null;
  const delivery = deliver(destination, vpc, subnet, journey, network);
  if (delivery.kind !== 'go') return null;
  const judged = judgeAcl(subnet, 'egress', journey, network, delivery.to);
  if (judged.kind !== 'filter') return judged;
  return {
    ...judged,
    decisions: judged.decisions.map((decision) => {
      const { finding } = decision;
      if (finding === null || decision.verdict !== 'deny') return decision;
      const { resource, rule, considered, packets, say } = finding;
      return {
        ...decision,
        finding: loadBalancerFindings.ELB_ACL_RESTRICTION({ resource, direction: 'egress', rule, considered, packets, say }),
      };
    }),
  };
}
