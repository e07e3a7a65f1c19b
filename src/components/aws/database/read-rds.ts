/** Reads RDS instances and Aurora or Multi-AZ clusters. Neither output has an address: interfaces are found by group and subnet. */
import type { Database } from '../../../model/aws/services.js';
import { child, entriesOf, flag, list, number, requiredText, text, texts, textsOf, type Entry } from '../fields.js';
import { resourceOf } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';
import { nameKey, readSubnetGroup, UNKNOWN_SUBNET_GROUP, type SubnetGroup } from './subnet-groups.js';

type Endpoint = Database['endpoints'][number];
type SubnetGroups = ReadonlyMap<string, SubnetGroup>;

/** Groups that are being removed no longer count; all others do. */
function readGroupIds(entry: Entry): string[] {
  return list(entry, 'VpcSecurityGroups').flatMap((part) =>
    text(part, 'Status') === 'removing' ? [] : (text(part, 'VpcSecurityGroupId') ?? []),
  );
}

/** `Endpoint` is an object here; it is absent while the instance is being made. `DbInstancePort` is mostly 0. */
function readInstanceEndpoint(entry: Entry, role: Endpoint['role']): Endpoint[] {
  const endpoint = child(entry, 'Endpoint');
  const host = text(endpoint, 'Address');
  const port = number(endpoint, 'Port') ?? number(entry, 'DbInstancePort');
  return host === null || port === null || port === 0 ? [] : [{ host, port, role }];
}

function readInstance(entry: Entry): Database {
  const id = requiredText(entry, 'DBInstanceIdentifier', 'the identifier of a database');
  const inCluster = text(entry, 'DBClusterIdentifier') !== null;
  return {
    ...resourceOf(entry, id, { arn: text(entry, 'DBInstanceArn'), owner: null }),
    kind: 'rds',
    state: text(entry, 'DBInstanceStatus') ?? 'available',
    endpoints: readInstanceEndpoint(entry, inCluster ? 'node' : 'primary'),
    groupIds: readGroupIds(entry),
    ...readSubnetGroup(child(entry, 'DBSubnetGroup')),
    zone: text(entry, 'AvailabilityZone'),
    secondaryZone: text(entry, 'SecondaryAvailabilityZone'),
    multiZone: flag(entry, 'MultiAZ') ?? false,
    publiclyAccessible: flag(entry, 'PubliclyAccessible') ?? false,
    engine: text(entry, 'Engine'),
    memberIds: [],
  };
}

/** `Endpoint` and `ReaderEndpoint` are texts in a cluster. */
function readClusterEndpoints(entry: Entry): Endpoint[] {
  const port = number(entry, 'Port');
  if (port === null) return [];
  const endpoint = (host: string | null, role: Endpoint['role']) => (host === null ? [] : [{ host, port, role }]);
  return [
    ...endpoint(text(entry, 'Endpoint'), 'primary'),
    ...endpoint(text(entry, 'ReaderEndpoint'), 'reader'),
    ...texts(entry, 'CustomEndpoints').flatMap((host) => endpoint(host, 'node')),
  ];
}

/** A cluster names its subnet group only: its subnets come from describe-db-subnet-groups, or from a member. */
function readCluster(entry: Entry, subnetGroups: SubnetGroups, instances: readonly Database[]): Database {
  const id = requiredText(entry, 'DBClusterIdentifier', 'the identifier of a database cluster');
  const memberIds = textsOf(entry, 'DBClusterMembers', 'DBInstanceIdentifier');
  const resource = resourceOf(entry, id, { arn: text(entry, 'DBClusterArn'), owner: null });
  const { accountId, region } = resource.home;
  const members = instances.filter((one) => memberIds.includes(one.id) && one.home.accountId === accountId && one.home.region === region);
  const named = subnetGroups.get(nameKey(entry, text(entry, 'DBSubnetGroup') ?? ''));
  const { vpcId, subnetIds } = named ?? members[0] ?? UNKNOWN_SUBNET_GROUP;
  return {
    ...resource,
    kind: 'rds',
    state: text(entry, 'Status') ?? 'available',
    endpoints: readClusterEndpoints(entry),
    groupIds: readGroupIds(entry),
    vpcId,
    subnetIds,
    zone: null,
    secondaryZone: null,
    multiZone: flag(entry, 'MultiAZ') ?? false,
    publiclyAccessible: flag(entry, 'PubliclyAccessible') ?? members.some((member) => member.publiclyAccessible),
    engine: text(entry, 'Engine'),
    memberIds,
  };
}

export function readRds(documents: Documents, reading: Reading): Database[] {
  const instances = entriesOf(documents, 'rds:DescribeDBInstances', 'DBInstances', reading).map(readInstance);
  const subnetGroups = new Map(
    entriesOf(documents, 'rds:DescribeDBSubnetGroups', 'DBSubnetGroups', reading).map((entry) => [
      nameKey(entry, text(entry, 'DBSubnetGroupName') ?? ''),
      readSubnetGroup(entry),
    ]),
  );
  const clusters = entriesOf(documents, 'rds:DescribeDBClusters', 'DBClusters', reading);
  return [...instances, ...clusters.map((entry) => readCluster(entry, subnetGroups, instances))];
}
