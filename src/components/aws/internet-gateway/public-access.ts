/** VPC Block Public Access: account-wide, with exclusions for VPCs and subnets ("VPC Block Public Access basics"). */
import type { Address } from '../../../net/address.js';
import { matching } from '../../../net/prefix-table.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { Subnet, Vpc } from '../../../model/aws/vpc.js';
import { label, refOf } from '../../../model/resource.js';
import type { Finding } from '../../../packet/finding.js';
import type { Journey } from '../../../packet/station.js';
import { internetGatewayFindings } from './findings.js';

const ACTIVE: ReadonlySet<string> = new Set(['create-complete', 'update-complete']);

/** The mode in force for a subnet: `off`, `block-bidirectional` or `block-ingress`. */
function modeFor(vpc: Vpc, subnet: Subnet | null, network: IndexedNetwork): { mode: string; exclusions: string } {
  const block = network.network.publicAccessBlocks.find(
    ({ accountId, region }) => accountId === vpc.home.accountId && region === vpc.home.region,
  );
  if (block === undefined) return { mode: subnet?.blockPublicAccess ?? vpc.blockPublicAccess ?? 'off', exclusions: 'none' };
  const active = block.exclusions.filter(({ state }) => ACTIVE.has(state));
  const own = active.find(({ resourceId }) => resourceId === subnet?.id) ?? active.find(({ resourceId }) => resourceId === vpc.id);
  const exclusions = active.length === 0 ? 'none' : active.map(({ resourceId, mode }) => `${resourceId} ${mode}`).join(', ');
  if (own?.mode === 'allow-bidirectional') return { mode: 'off', exclusions };
  if (own?.mode === 'allow-egress' && block.mode !== 'off') return { mode: 'block-ingress', exclusions };
  return { mode: block.mode, exclusions };
}

/**
 * The subnet whose mode counts for packets at the gateway: the workload's behind an EC2 appliance, else the one that the packets come
 * from or go to. `owner`: whose address the packets have inside the VPC.
 */
export function countingSubnet(
  owner: NetworkInterface | null,
  from: Subnet | null,
  journey: Journey,
  network: IndexedNetwork,
): Subnet | null {
  const last = journey.crossed.filter(({ kind }) => kind === 'appliance').at(-1);
  if (last === undefined || !last.id.startsWith('eni-') || owner === null) return from;
  return network.network.subnets.get(owner.subnetId) ?? from;
}

/** For packets from outside: the subnet of the inspection endpoint that an edge table sends them to, else the receiver's. */
export function enteredSubnet(gatewayId: string, address: Address | null, receiver: Subnet | null, network: IndexedNetwork): Subnet | null {
  const table = network.routes.edgeTableOf(gatewayId);
  if (table === null || address === null) return receiver;
  const target = matching(network.routes.compiled(table).candidates, address)[0]?.route.target;
  const subnetId = target?.kind === 'vpc-endpoint' ? network.network.vpcEndpoints.get(target.id)?.subnetIds[0] : undefined;
  return subnetId === undefined ? receiver : (network.network.subnets.get(subnetId) ?? receiver);
}

/**
 * Whether Block Public Access stops packets at an internet gateway. `byNat`: the flow was started through a NAT gateway or an
 * egress-only gateway, which the ingress-only mode lets through.
 */
export function publicAccessBlocked(
  vpc: Vpc,
  subnet: Subnet | null,
  byNat: boolean,
  journey: Journey,
  network: IndexedNetwork,
): Finding | null {
  const { mode, exclusions } = modeFor(vpc, subnet, network);
  if (mode === 'off' || (mode === 'block-ingress' && byNat)) return null;
  return internetGatewayFindings.VPC_BLOCK_PUBLIC_ACCESS_ENABLED({
    resource: subnet === null ? refOf('vpc', vpc) : refOf('subnet', subnet),
    packets: journey.packets,
    say: () =>
      `VPC Block Public Access (${mode}) in ${vpc.home.region} stops internet traffic for ${subnet === null ? label(vpc) : label(subnet)}; exclusions: ${exclusions}.`,
  });
}
