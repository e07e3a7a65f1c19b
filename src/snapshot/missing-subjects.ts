/**
 * Warnings about calls that are made once for each subject (the routes of a table, the health of a target group): they name the subjects
 * that were left out, one warning for each operation, account and Region.
 */
import type { Documents } from '../components/reader.js';
import type { Network } from '../model/network.js';
import { label, type AwsResource } from '../model/resource.js';
import type { SnapshotWarning } from './bundle.js';
import { groupBy } from './group-by.js';

interface SubjectCall {
  readonly operation: string;
  /** What the subjects are, one and several. */
  readonly subject: readonly [string, string];
  readonly lost: string;
  /** All subjects that the call should have been made for. */
  readonly all: (network: Network) => readonly AwsResource[];
  readonly lacks: (subject: AwsResource, network: Network, documents: Documents) => boolean;
}

/** Keeps the types of both functions of one row together. */
function row<T extends AwsResource>(
  operation: string,
  subject: readonly [string, string],
  lost: string,
  all: (network: Network) => Iterable<T>,
  lacks: (subject: T, network: Network, documents: Documents) => boolean,
): SubjectCall {
  return {
    operation,
    subject,
    lost,
    all: (network) => [...all(network)],
    lacks: (found, network, documents) => lacks(found as T, network, documents),
  };
}

/** Prefix lists that a rule or route names. */
function namedPrefixLists(network: Network): Set<string> {
  const named = new Set<string>();
  for (const group of network.securityGroups.values()) {
    for (const { peer } of [...group.ingress, ...group.egress]) if (peer.kind === 'prefix-list') named.add(peer.prefixListId);
  }
  const routes = [
    ...[...network.routeTables.values()].flatMap((table) => table.routes),
    ...[...network.transitGatewayRouteTables.values()].flatMap((table) => table.routes ?? []),
  ];
  for (const { destination } of routes) if (destination.kind === 'prefix-list') named.add(destination.prefixListId);
  return named;
}

/** VPCs whose DNS attributes decide something: private names of endpoints, or a cluster that needs the VPC's resolver. */
function vpcsWithNames(network: Network) {
  const named = new Set([
    ...[...network.vpcEndpoints.values()].filter(({ privateDnsEnabled }) => privateDnsEnabled).map(({ vpcId }) => vpcId),
    ...[...network.eksClusters.values()].map(({ vpcId }) => vpcId),
  ]);
  return [...network.vpcs.values()].filter(({ id }) => named.has(id));
}

function askedAbout(documents: Documents, operation: string, field: string, id: string): boolean {
  return documents.outputs(operation).some(({ input }) => input[field] === id);
}

const USES_PORTS = /^(?:TCP|UDP|TLS|TCP_UDP|QUIC|TCP_QUIC)$/;

const SUBJECT_CALLS: readonly SubjectCall[] = [
  row(
    'ec2:SearchTransitGatewayRoutes',
    ['transit gateway route table', 'transit gateway route tables'],
    'routes are taken as unknown, and traces over the transit gateway say so.',
    ({ transitGatewayRouteTables }) => transitGatewayRouteTables.values(),
    ({ routes }) => routes === null,
  ),
  row(
    'ec2:GetManagedPrefixListEntries',
    ['prefix list', 'prefix lists'],
    'rules and routes that name such a list are taken as unknown.',
    (network) => {
      const named = namedPrefixLists(network);
      return [...network.prefixLists.values()].filter(({ id }) => named.has(id));
    },
    ({ entries }) => entries === null,
  ),
  row(
    'ec2:DescribeVpcAttribute',
    ['VPC', 'VPCs'],
    'whether the resolver of the VPC answers, and private names resolve, is not known.',
    vpcsWithNames,
    ({ dnsSupport, dnsHostnames }) => dnsSupport === null || dnsHostnames === null,
  ),
  row(
    'elbv2:DescribeListeners',
    ['load balancer', 'load balancers'],
    'listeners are unknown, and traces to these load balancers say so.',
    ({ loadBalancers }) => [...loadBalancers.values()].filter(({ type }) => type !== 'classic'),
    ({ id }, { listeners }, documents) =>
      ![...listeners.values()].some(({ loadBalancerArn }) => loadBalancerArn === id) &&
      !askedAbout(documents, 'elbv2:DescribeListeners', 'LoadBalancerArn', id),
  ),
  row(
    'elbv2:DescribeRules',
    ['listener', 'listeners'],
    'only default actions are known.',
    ({ listeners }) => listeners.values(),
    ({ rules }) => rules === null,
  ),
  row(
    'elbv2:DescribeTargetHealth',
    ['target group', 'target groups'],
    'targets are unknown, and traces that lead to these groups say so.',
    ({ targetGroups }) => [...targetGroups.values()].filter(({ loadBalancerArns }) => loadBalancerArns.length > 0),
    ({ targets }) => targets === null,
  ),
  row(
    'elbv2:DescribeTargetGroupAttributes',
    ['target group', 'target groups'],
    'whether the address of the client is kept is taken by default.',
    ({ targetGroups }) => [...targetGroups.values()].filter(({ protocol }) => USES_PORTS.test(protocol)),
    ({ attributes }) => attributes === null,
  ),
  row(
    'elbv2:DescribeLoadBalancerAttributes',
    ['load balancer', 'load balancers'],
    'cross-zone load balancing is taken as off.',
    ({ loadBalancers }) => [...loadBalancers.values()].filter(({ type }) => type === 'network' || type === 'gateway'),
    ({ crossZone }) => crossZone === null,
  ),
  row(
    'network-firewall:DescribeFirewallPolicy and DescribeRuleGroup',
    ['firewall', 'firewalls'],
    'firewall rules are taken as unknown, and traces through them say so.',
    ({ firewalls }) => firewalls.values(),
    ({ stateless, stateful }) => stateless === null || stateful === null,
  ),
];

const MOST_NAMED = 5;

function named(subjects: readonly AwsResource[]): string {
  const shown = subjects.slice(0, MOST_NAMED).map((subject) => subject.name ?? label(subject));
  return subjects.length > MOST_NAMED ? `${shown.join(', ')} and ${subjects.length - MOST_NAMED} more` : shown.join(', ');
}

/** `No elbv2:DescribeTargetHealth for 2 of 3 target groups of 111122223333/us-east-1 (web, api): …` */
export function missingSubjectWarnings(network: Network, documents: Documents): SnapshotWarning[] {
  return SUBJECT_CALLS.flatMap(({ operation, subject, lost, all, lacks }) => {
    const byHome = groupBy(all(network), ({ home }) => `${home.accountId}/${home.region}`);
    return [...byHome].flatMap(([home, subjects]) => {
      const lacking = subjects.filter((one) => lacks(one, network, documents));
      if (lacking.length === 0) return [];
      const count = `${lacking.length} of ${subjects.length} ${subject[subjects.length === 1 ? 0 : 1]}`;
      return [{ code: 'MISSING_CALL', message: `No ${operation} for ${count} of ${home} (${named(lacking)}): ${lost}`, path: null }];
    });
  });
}
