/** Reads load balancers of the second generation: application, network and gateway. */
import type { LoadBalancer } from '../../../model/aws/services.js';
import type { Subnet } from '../../../model/aws/vpc.js';
import { address, child, entriesOf, inputText, list, outputsOf, requiredText, text, texts, type Entry } from '../fields.js';
import { gather, resourceOf, tagMap } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';
import { readClassicBalancers } from './read-classic.js';

type Attributes = Readonly<Record<string, string>>;
type Tags = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** Tags of load balancers and target groups: a call of their own. By ARN. */
export function readBalancingTags(documents: Documents, reading: Reading): Map<string, Readonly<Record<string, string>>> {
  const described = entriesOf(documents, 'elbv2:DescribeTags', 'TagDescriptions', reading);
  return new Map(described.map((entry) => [requiredText(entry, 'ResourceArn', 'an ARN'), tagMap(list(entry, 'Tags'))]));
}

/** Attributes of load balancers or target groups by the ARN in the call's input; their values are texts, also `true` and `80`. */
export function readAttributes(documents: Documents, operation: string, subject: string, reading: Reading): Map<string, Attributes> {
  const byArn = new Map<string, Attributes>();
  for (const output of outputsOf(documents, operation, reading)) {
    const arn = inputText(output, subject);
    if (arn === null) continue;
    const pairs = list(output, 'Attributes').map((part) => [text(part, 'Key') ?? '', text(part, 'Value') ?? ''] as const);
    byArn.set(arn, { ...byArn.get(arn), ...Object.fromEntries(pairs) });
  }
  return byArn;
}

function typeOf(entry: Entry): 'application' | 'network' | 'gateway' {
  const type = text(entry, 'Type');
  return type === 'network' || type === 'gateway' ? type : 'application';
}

function readZones(entry: Entry): LoadBalancer['zones'] {
  return list(entry, 'AvailabilityZones').map((zone) => ({
    zone: text(zone, 'ZoneName') ?? '',
    subnetId: text(zone, 'SubnetId') ?? '',
    addresses: list(zone, 'LoadBalancerAddresses').flatMap((part) =>
      ['PrivateIPv4Address', 'IpAddress', 'IPv6Address'].flatMap((key) => address(part, key) ?? []),
    ),
  }));
}

/** Application load balancers are always cross-zone; the others say so in an attribute. null: not known. */
function crossZoneOf(type: LoadBalancer['type'], attributes: Attributes): boolean | null {
  const written = attributes['load_balancing.cross_zone.enabled'];
  if (written !== undefined) return written === 'true';
  return type === 'application' ? true : null;
}

/** The load balancers that describe-listeners was asked about; without a filter it answers for those that it names. */
function askedForListeners(documents: Documents, reading: Reading): Set<string> {
  const asked = outputsOf(documents, 'elbv2:DescribeListeners', reading).flatMap((output) => inputText(output, 'LoadBalancerArn') ?? []);
  const named = entriesOf(documents, 'elbv2:DescribeListeners', 'Listeners', reading).flatMap(
    (entry) => text(entry, 'LoadBalancerArn') ?? [],
  );
  return new Set([...asked, ...named]);
}

function readBalancer(
  entry: Entry,
  attributesByArn: ReadonlyMap<string, Attributes>,
  tags: Tags,
  withListeners: ReadonlySet<string>,
): LoadBalancer {
  const arn = requiredText(entry, 'LoadBalancerArn', 'the ARN of a load balancer');
  const type = typeOf(entry);
  const attributes = attributesByArn.get(arn) ?? {};
  return {
    ...resourceOf(entry, arn, { arn, owner: null, name: text(entry, 'LoadBalancerName') }),
    tags: tags.get(arn) ?? {},
    type,
    scheme: text(entry, 'Scheme') === 'internet-facing' ? 'internet-facing' : 'internal',
    state: text(child(entry, 'State'), 'Code') ?? 'active',
    vpcId: text(entry, 'VpcId'),
    dnsName: text(entry, 'DNSName') ?? '',
    groupIds: texts(entry, 'SecurityGroups'),
    addressType: text(entry, 'IpAddressType') ?? 'ipv4',
    zones: readZones(entry),
    crossZone: crossZoneOf(type, attributes),
    attributes,
    enforcePrivateLinkRules: text(entry, 'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic') !== 'off',
    listenersKnown: withListeners.has(arn),
    classic: null,
  };
}

/** Every load balancer: by ARN, Classic ones by name. `subnets` tells the zones of a Classic one's nodes. */
export function readLoadBalancers(
  documents: Documents,
  reading: Reading,
  subnets: ReadonlyMap<string, Subnet>,
  tags: Tags,
): Map<string, LoadBalancer> {
  const attributes = readAttributes(documents, 'elbv2:DescribeLoadBalancerAttributes', 'LoadBalancerArn', reading);
  const entries = entriesOf(documents, 'elbv2:DescribeLoadBalancers', 'LoadBalancers', reading);
  const withListeners = askedForListeners(documents, reading);
  const current = gather(entries, (entry) => readBalancer(entry, attributes, tags, withListeners));
  return new Map([...current, ...readClassicBalancers(documents, reading, subnets)]);
}
