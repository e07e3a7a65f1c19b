/** VPC peering connections. The other VPC may lie in another Region of the sketch or outside it. */
import type { AwsCall } from '../../src/snapshot/bundle.js';
import type { PeeringEnd, PeeringSketch } from './aws-service-shapes.js';
import type { RegionSketch } from './aws-shapes.js';
import { put, rendered, tagList, type RawFields } from './collection.js';

interface PeeringSpec extends Pick<PeeringSketch, 'id'>, Partial<Omit<PeeringSketch, 'id' | 'requester' | 'accepter'>> {
  requester: PeeringEnd | string;
  accepter: PeeringEnd | string;
}

/** Adds a peering, active unless said; both ends may be given as VPC ids. Call it for each Region that shall list it. */
export function addPeering(region: RegionSketch, spec: PeeringSpec): PeeringSketch {
  const end = (given: PeeringEnd | string): PeeringEnd => (typeof given === 'string' ? { vpc: given } : given);
  return put(region.peerings, { status: 'active', ...spec, requester: end(spec.requester), accepter: end(spec.accepter) });
}

/** describe-vpc-peering-connections; ranges are shown while the connection is active only, as EC2 does. */
export function peeringCalls(region: RegionSketch, all: readonly RegionSketch[]): AwsCall[] {
  const documents = [...region.peerings.values()].map((peering) => {
    const active = peering.status === 'active';
    const fields = {
      AccepterVpcInfo: endDocument(region, all, peering.accepter, active),
      RequesterVpcInfo: endDocument(region, all, peering.requester, active),
      Status: { Code: peering.status, Message: active ? 'Active' : peering.status },
      Tags: tagList(peering.name ?? peering.id, peering.tags),
      VpcPeeringConnectionId: peering.id,
    };
    return rendered(fields, peering.raw);
  });
  return [{ operation: 'ec2:DescribeVpcPeeringConnections', output: { VpcPeeringConnections: documents } }];
}

function endDocument(region: RegionSketch, all: readonly RegionSketch[], end: PeeringEnd, active: boolean): RawFields {
  const home = all.find((candidate) => candidate.vpcs.has(end.vpc)) ?? region;
  const vpc = home.vpcs.get(end.vpc);
  const cidrs = end.cidrs ?? (vpc === undefined ? [] : [vpc.cidr, ...vpc.secondaryCidrs]);
  const ipv6 = vpc?.ipv6Cidrs ?? [];
  return rendered({
    CidrBlock: active ? cidrs[0] : undefined,
    CidrBlockSet: active ? cidrs.map((CidrBlock) => ({ CidrBlock })) : undefined,
    Ipv6CidrBlockSet: active && ipv6.length ? ipv6.map((Ipv6CidrBlock) => ({ Ipv6CidrBlock })) : undefined,
    OwnerId: end.account ?? home.accountId,
    PeeringOptions: { AllowDnsResolutionFromRemoteVpc: false },
    VpcId: end.vpc,
    Region: end.region ?? home.region,
  });
}
