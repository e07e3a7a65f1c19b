/** Services of the VPC that neither groups nor ACLs filter (resolver, metadata, time, licences), and link-local addresses that nobody answers. */
import { address, baseOf, inCidr, sameAddress } from './addresses.js';
import { instanceOf } from './interfaces.js';
import { block, dropped, lost, type Arrival, type Leg, type Packet } from './leg.js';
import { passSecurityGroups } from './security-group.js';
import { child, flag, text, type Raw } from './raw.js';
import { outputsAbout, vpcById } from './records.js';

const RESOLVERS = ['169.254.169.253', 'fd00:ec2::253'];
const METADATA = ['169.254.169.254', 'fd00:ec2::254'];
const OTHERS = ['169.254.169.123', 'fd00:ec2::123', '169.254.170.2', '169.254.169.250', '169.254.169.251'];

function isOneOf(packet: Packet, written: readonly string[]): boolean {
  return written.some((item) => sameAddress(address(item), packet.destination));
}

/** Whether `enableDnsSupport` of the VPC is on; true when the attribute was not captured, as is the default. */
function dnsSupport(leg: Leg, vpcId: string): boolean {
  const outputs = outputsAbout(leg.bundle, 'ec2:DescribeVpcAttribute', 'VpcId', vpcId);
  return outputs.every((output) => flag(child(output, 'EnableDnsSupport'), 'Value', true));
}

/** Judges a packet to an exempt service; null when the destination is none. */
export function exemptService(leg: Leg, eni: Raw, subnet: Raw, packet: Packet): Arrival | null {
  const vpcId = text(eni, 'VpcId');
  const primary = text(vpcById(leg.bundle, vpcId), 'CidrBlock');
  const resolver = primary !== '' && sameAddress(baseOf(primary, 2n), packet.destination);
  if (resolver || isOneOf(packet, RESOLVERS)) {
    if (!dnsSupport(leg, vpcId)) return dropped(leg, 'VPC_DNS_ATTRIBUTE_OFF', vpcId);
    return { at: 'exempt', packet };
  }
  if (isOneOf(packet, METADATA)) {
    const options = child(instanceOf(leg.bundle, eni), 'MetadataOptions');
    if (text(options, 'HttpEndpoint') === 'disabled') block(leg, 'BAD_STATE', text(eni, 'NetworkInterfaceId'));
    return { at: 'exempt', packet };
  }
  const router = text(subnet, 'CidrBlock') !== '' && sameAddress(baseOf(text(subnet, 'CidrBlock'), 1n), packet.destination);
  if (router || isOneOf(packet, OTHERS)) return { at: 'exempt', packet };
  if (inCidr(packet.destination, '169.254.171.0/24')) {
    passSecurityGroups(leg, eni, 'out', packet, '', []);
    return lost(leg, 'UNSUPPORTED_COMPONENT', packet.destination.text);
  }
  if (inCidr(packet.destination, '169.254.0.0/16') || inCidr(packet.destination, 'fe80::/10')) {
    return dropped(leg, 'NO_POSSIBLE_DESTINATION', packet.destination.text);
  }
  return null;
}
