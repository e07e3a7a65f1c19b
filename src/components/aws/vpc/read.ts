/** Reads VPCs with their DNS attributes, DHCP options, and Block Public Access of accounts. */
import { formatPrefix } from '../../../net/prefix.js';
import type { DhcpOptions, PublicAccessBlock, Vpc, VpcCidr } from '../../../model/aws/vpc.js';
import { collectedCall } from '../../../model/network.js';
import { child, entriesOf, type Entry, flag, inputText, list, outputsOf, requiredPrefix, requiredText, text, textsOf } from '../fields.js';
import { gather, resourceOf } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';

interface DnsAttributes {
  readonly support: boolean | null;
  readonly hostnames: boolean | null;
}
const UNKNOWN_DNS: DnsAttributes = { support: null, hostnames: null };

/** `describe-vpc-attribute` prints one attribute a call: joined by VPC. */
function readDnsAttributes(documents: Documents, reading: Reading): Map<string, DnsAttributes> {
  const byVpc = new Map<string, DnsAttributes>();
  for (const output of outputsOf(documents, 'ec2:DescribeVpcAttribute', reading)) {
    const vpcId = text(output, 'VpcId') ?? inputText(output, 'VpcId');
    if (vpcId === null) continue;
    const before = byVpc.get(vpcId) ?? UNKNOWN_DNS;
    byVpc.set(vpcId, {
      support: flag(child(output, 'EnableDnsSupport'), 'Value') ?? before.support,
      hostnames: flag(child(output, 'EnableDnsHostnames'), 'Value') ?? before.hostnames,
    });
  }
  return byVpc;
}

function readCidr(entry: Entry, key: string, stateKey: string): VpcCidr[] {
  const prefix = requiredPrefix(entry, key);
  if (prefix === null) return [];
  const state = text(child(entry, stateKey), 'State') ?? 'associated';
  return [{ prefix, state, privateIpv6: text(entry, 'Ipv6AddressAttribute') === 'private' }];
}

function readCidrs(entry: Entry): VpcCidr[] {
  const ipv6 = list(entry, 'Ipv6CidrBlockAssociationSet').flatMap((part) => readCidr(part, 'Ipv6CidrBlock', 'Ipv6CidrBlockState'));
  const primary = requiredPrefix(entry, 'CidrBlock');
  const associated = list(entry, 'CidrBlockAssociationSet').flatMap((part) => readCidr(part, 'CidrBlock', 'CidrBlockState'));
  if (primary === null) return [...associated, ...ipv6];
  const isPrimary = (cidr: VpcCidr) => formatPrefix(cidr.prefix) === formatPrefix(primary) && cidr.state === 'associated';
  const first = associated.find(isPrimary) ?? { prefix: primary, state: 'associated', privateIpv6: false };
  return [first, ...associated.filter((cidr) => cidr !== first), ...ipv6];
}

function readVpc(entry: Entry, dns: DnsAttributes): Vpc {
  const control = child(entry, 'EncryptionControl');
  return {
    ...resourceOf(entry, requiredText(entry, 'VpcId', 'a VPC id')),
    state: text(entry, 'State') ?? 'available',
    cidrs: readCidrs(entry),
    dhcpOptionsId: text(entry, 'DhcpOptionsId'),
    dnsSupport: dns.support,
    dnsHostnames: dns.hostnames,
    blockPublicAccess: text(child(entry, 'BlockPublicAccessStates'), 'InternetGatewayBlockMode'),
    encryptionMode: text(control, 'State') === 'deleted' ? null : text(control, 'Mode'),
  };
}

function readDhcpOptions(entry: Entry): DhcpOptions {
  const servers = list(entry, 'DhcpConfigurations').find((part) => text(part, 'Key') === 'domain-name-servers');
  return {
    ...resourceOf(entry, requiredText(entry, 'DhcpOptionsId', 'a DHCP options id')),
    domainNameServers: textsOf(servers ?? null, 'Values', 'Value'),
  };
}

/** The exclusions of every account and Region, by the key of the call. */
function readExclusions(documents: Documents, reading: Reading): Map<string, PublicAccessBlock['exclusions'][number][]> {
  const operation = 'ec2:DescribeVpcBlockPublicAccessExclusions';
  const byHome = new Map<string, PublicAccessBlock['exclusions'][number][]>();
  for (const entry of entriesOf(documents, operation, 'VpcBlockPublicAccessExclusions', reading)) {
    const key = collectedCall(operation, entry.output.home);
    const exclusion = {
      id: requiredText(entry, 'ExclusionId', 'an exclusion id'),
      // The ARN of a VPC or a subnet: its last part is the id.
      resourceId: requiredText(entry, 'ResourceArn', 'the ARN of a VPC or subnet').split('/').at(-1) ?? '',
      mode: text(entry, 'InternetGatewayExclusionMode') ?? '',
      state: text(entry, 'State') ?? '',
    };
    byHome.set(key, [...(byHome.get(key) ?? []), exclusion]);
  }
  return byHome;
}

function readPublicAccessBlocks(documents: Documents, reading: Reading): PublicAccessBlock[] {
  const exclusions = readExclusions(documents, reading);
  const blocks = new Map<string, PublicAccessBlock>();
  for (const output of outputsOf(documents, 'ec2:DescribeVpcBlockPublicAccessOptions', reading)) {
    const options = child(output, 'VpcBlockPublicAccessOptions');
    const mode = text(options, 'InternetGatewayBlockMode');
    if (options === null || mode === null) continue;
    const { home } = output.output;
    const accountId = text(options, 'AwsAccountId') ?? home.accountId;
    const region = text(options, 'AwsRegion') ?? home.region;
    const own = exclusions.get(collectedCall('ec2:DescribeVpcBlockPublicAccessExclusions', home)) ?? [];
    blocks.set(`${accountId}/${region}`, { accountId, region, mode, exclusions: own });
  }
  return [...blocks.values()];
}

export function readVpcs(documents: Documents, reading: Reading): Map<string, Vpc> {
  const dns = readDnsAttributes(documents, reading);
  return gather(entriesOf(documents, 'ec2:DescribeVpcs', 'Vpcs', reading), (entry) =>
    readVpc(entry, dns.get(text(entry, 'VpcId') ?? '') ?? UNKNOWN_DNS),
  );
}

/** DHCP options sets and the account-wide Block Public Access settings. */
export function readVpcSettings(documents: Documents, reading: Reading) {
  return {
    dhcpOptions: gather(entriesOf(documents, 'ec2:DescribeDhcpOptions', 'DhcpOptions', reading), readDhcpOptions),
    publicAccessBlocks: readPublicAccessBlocks(documents, reading),
  };
}
