/** Reads ElastiCache: cache clusters, the replication groups that they form, and serverless caches. */
import type { Database } from '../../../model/aws/services.js';
import { child, enabled, entriesOf, list, number, requiredText, text, texts, type Entry } from '../fields.js';
import { resourceOf } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';
import { nameKey, readSubnetGroup, UNKNOWN_SUBNET_GROUP, type SubnetGroup } from './subnet-groups.js';

type Endpoint = Database['endpoints'][number];
type SubnetGroups = ReadonlyMap<string, SubnetGroup>;

function readEndpoint(entry: Entry | null, key: string, role: Endpoint['role']): Endpoint[] {
  const endpoint = child(entry, key);
  const host = text(endpoint, 'Address');
  const port = number(endpoint, 'Port');
  return host === null || port === null ? [] : [{ host, port, role }];
}

/** What no cache has. */
const PRIVATE = { kind: 'elasticache', secondaryZone: null, publiclyAccessible: false } as const;

/** `CacheNodes` is there only with --show-cache-node-info. A lone node is its cluster's primary. */
function readNodes(entry: Entry): Endpoint[] {
  const nodes = list(entry, 'CacheNodes');
  const alone = nodes.length === 1 && text(entry, 'ReplicationGroupId') === null;
  return [
    ...readEndpoint(entry, 'ConfigurationEndpoint', 'configuration'),
    ...nodes.flatMap((node) => readEndpoint(node, 'Endpoint', alone ? 'primary' : 'node')),
  ];
}

function readCluster(entry: Entry, subnetGroups: SubnetGroups): Database {
  const zone = text(entry, 'PreferredAvailabilityZone');
  return {
    ...resourceOf(entry, requiredText(entry, 'CacheClusterId', 'the id of a cache cluster'), { arn: text(entry, 'ARN'), owner: null }),
    ...PRIVATE,
    state: text(entry, 'CacheClusterStatus') ?? 'available',
    endpoints: readNodes(entry),
    groupIds: list(entry, 'SecurityGroups').flatMap((part) => text(part, 'SecurityGroupId') ?? []),
    ...(subnetGroups.get(nameKey(entry, text(entry, 'CacheSubnetGroupName') ?? '')) ?? UNKNOWN_SUBNET_GROUP),
    // A cluster over several zones says `Multiple`.
    zone: zone === 'Multiple' ? null : zone,
    multiZone: zone === 'Multiple',
    engine: text(entry, 'Engine'),
    memberIds: [],
  };
}

/** A replication group prints neither groups nor subnets: those of its member clusters are its own. */
function readReplicationGroup(entry: Entry, clusters: readonly Database[]): Database {
  const resource = resourceOf(entry, requiredText(entry, 'ReplicationGroupId', 'the id of a replication group'), {
    arn: text(entry, 'ARN'),
    owner: null,
  });
  const memberIds = texts(entry, 'MemberClusters');
  const { accountId, region } = resource.home;
  const members = clusters.filter((one) => memberIds.includes(one.id) && one.home.accountId === accountId && one.home.region === region);
  const nodeGroups = list(entry, 'NodeGroups');
  return {
    ...resource,
    ...PRIVATE,
    state: text(entry, 'Status') ?? 'available',
    endpoints: [
      ...readEndpoint(entry, 'ConfigurationEndpoint', 'configuration'),
      ...nodeGroups.flatMap((group) => readEndpoint(group, 'PrimaryEndpoint', 'primary')),
      ...nodeGroups.flatMap((group) => readEndpoint(group, 'ReaderEndpoint', 'reader')),
      ...nodeGroups.flatMap((group) => list(group, 'NodeGroupMembers').flatMap((node) => readEndpoint(node, 'ReadEndpoint', 'node'))),
    ],
    groupIds: [...new Set(members.flatMap((member) => member.groupIds))],
    vpcId: members[0]?.vpcId ?? null,
    subnetIds: members[0]?.subnetIds ?? null,
    zone: null,
    multiZone: enabled(entry, 'MultiAZ') ?? false,
    engine: text(entry, 'Engine') ?? members[0]?.engine ?? null,
    memberIds,
  };
}

function readServerless(entry: Entry): Database {
  const subnetIds = texts(entry, 'SubnetIds');
  return {
    ...resourceOf(entry, requiredText(entry, 'ServerlessCacheName', 'the name of a serverless cache'), {
      arn: text(entry, 'ARN'),
      owner: null,
    }),
    ...PRIVATE,
    state: text(entry, 'Status') ?? 'available',
    endpoints: [...readEndpoint(entry, 'Endpoint', 'primary'), ...readEndpoint(entry, 'ReaderEndpoint', 'reader')],
    groupIds: texts(entry, 'SecurityGroupIds'),
    vpcId: null,
    subnetIds: subnetIds.length > 0 ? subnetIds : null,
    zone: null,
    multiZone: true,
    engine: text(entry, 'Engine'),
    memberIds: [],
  };
}

export function readCaches(documents: Documents, reading: Reading): Database[] {
  const subnetGroups = new Map(
    entriesOf(documents, 'elasticache:DescribeCacheSubnetGroups', 'CacheSubnetGroups', reading).map((entry) => [
      nameKey(entry, text(entry, 'CacheSubnetGroupName') ?? ''),
      readSubnetGroup(entry),
    ]),
  );
  const clusters = entriesOf(documents, 'elasticache:DescribeCacheClusters', 'CacheClusters', reading).map((entry) =>
    readCluster(entry, subnetGroups),
  );
  const groups = entriesOf(documents, 'elasticache:DescribeReplicationGroups', 'ReplicationGroups', reading);
  const serverless = entriesOf(documents, 'elasticache:DescribeServerlessCaches', 'ServerlessCaches', reading);
  return [...groups.map((entry) => readReplicationGroup(entry, clusters)), ...clusters, ...serverless.map(readServerless)];
}
