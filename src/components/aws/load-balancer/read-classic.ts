/** Reads Classic Load Balancers with their attributes, instance health and tags, which other calls print by name. */
import type { LoadBalancer } from '../../../model/aws/services.js';
import type { Subnet } from '../../../model/aws/vpc.js';
import {
  child,
  entriesOf,
  flag,
  inputText,
  list,
  outputsOf,
  requiredNumber,
  requiredText,
  text,
  texts,
  textsOf,
  type Entry,
} from '../fields.js';
import { byName, resourceOf, tagMap } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';

/** A name is unique in one account and Region only. */
function keyOf(entry: Entry, name: string): string {
  return `${entry.output.home.accountId}/${entry.output.home.region}/${name}`;
}

function byInput<T>(documents: Documents, operation: string, reading: Reading, read: (output: Entry) => T): Map<string, T> {
  const found = new Map<string, T>();
  for (const output of outputsOf(documents, operation, reading)) {
    const name = inputText(output, 'LoadBalancerName');
    if (name !== null) found.set(keyOf(output, name), read(output));
  }
  return found;
}

function readTags(documents: Documents, reading: Reading): Map<string, Readonly<Record<string, string>>> {
  const described = entriesOf(documents, 'elb:DescribeTags', 'TagDescriptions', reading);
  return new Map(described.map((entry) => [keyOf(entry, text(entry, 'LoadBalancerName') ?? ''), tagMap(list(entry, 'Tags'))]));
}

function readStates(output: Entry): Readonly<Record<string, string>> {
  return Object.fromEntries(
    list(output, 'InstanceStates').map((part) => [text(part, 'InstanceId') ?? '', text(part, 'State') ?? 'Unknown'] as const),
  );
}

function readListeners(entry: Entry): NonNullable<LoadBalancer['classic']>['listeners'] {
  return list(entry, 'ListenerDescriptions').flatMap((description) => {
    const listener = child(description, 'Listener');
    if (listener === null) return [];
    const protocol = requiredText(listener, 'Protocol', 'a protocol such as HTTP or TCP');
    return [
      {
        port: requiredNumber(listener, 'LoadBalancerPort'),
        protocol,
        instancePort: requiredNumber(listener, 'InstancePort'),
        instanceProtocol: text(listener, 'InstanceProtocol') ?? protocol,
      },
    ];
  });
}

/** The zone of each subnet; outside a VPC there are zones only. */
function readZones(entry: Entry, subnets: ReadonlyMap<string, Subnet>): LoadBalancer['zones'] {
  const subnetIds = texts(entry, 'Subnets');
  if (subnetIds.length === 0) return texts(entry, 'AvailabilityZones').map((zone) => ({ zone, subnetId: '', addresses: [] }));
  return subnetIds.map((subnetId) => ({ zone: subnets.get(subnetId)?.zone ?? '', subnetId, addresses: [] }));
}

export function readClassicBalancers(
  documents: Documents,
  reading: Reading,
  subnets: ReadonlyMap<string, Subnet>,
): Map<string, LoadBalancer> {
  const crossZone = byInput(documents, 'elb:DescribeLoadBalancerAttributes', reading, (output) =>
    flag(child(child(output, 'LoadBalancerAttributes'), 'CrossZoneLoadBalancing'), 'Enabled'),
  );
  const states = byInput(documents, 'elb:DescribeInstanceHealth', reading, readStates);
  const tags = readTags(documents, reading);
  const entries = entriesOf(documents, 'elb:DescribeLoadBalancers', 'LoadBalancerDescriptions', reading);
  const balancers = entries.map((entry): LoadBalancer => {
    const name = requiredText(entry, 'LoadBalancerName', 'the name of a load balancer');
    const key = keyOf(entry, name);
    return {
      ...resourceOf(entry, name),
      tags: tags.get(key) ?? {},
      type: 'classic',
      scheme: text(entry, 'Scheme') === 'internal' ? 'internal' : 'internet-facing',
      state: 'active',
      vpcId: text(entry, 'VPCId'),
      dnsName: text(entry, 'DNSName') ?? '',
      groupIds: texts(entry, 'SecurityGroups'),
      addressType: 'ipv4',
      zones: readZones(entry, subnets),
      crossZone: crossZone.get(key) ?? null,
      attributes: {},
      enforcePrivateLinkRules: true,
      listenersKnown: true,
      classic: {
        listeners: readListeners(entry),
        instanceIds: textsOf(entry, 'Instances', 'InstanceId'),
        instanceStates: states.get(key) ?? {},
      },
    };
  });
  return byName(balancers);
}
