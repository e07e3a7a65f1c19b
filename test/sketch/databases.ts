/** RDS instances and ElastiCache nodes: each has one interface that only receives. */
import type { AwsCall } from '../../src/snapshot/bundle.js';
import type { CacheSketch, DatabaseSketch } from './aws-service-shapes.js';
import type { RegionSketch } from './aws-shapes.js';
import { put, rendered, tagList, take, type RawFields } from './collection.js';
import { digits } from './ids.js';
import { addInterface, LAUNCHED } from './interfaces.js';
import { zoneName } from './vpc.js';

/** `subnet` and `ip` say where the primary stands; `subnets` is its subnet group, by default that one subnet. */
interface DatabaseSpec extends Partial<Omit<DatabaseSketch, 'interface'>> {
  id: string;
  subnet: string;
  ip: string;
  groups: string[];
  interface?: string;
  publicIp?: string;
}

/** Adds an RDS instance (PostgreSQL on 5432 unless said) with its interface. */
export function addDatabase(region: RegionSketch, spec: DatabaseSpec): DatabaseSketch {
  const { subnet, ip, interface: interfaceId, publicIp, ...own } = spec;
  const entry = addInterface(region, {
    id: interfaceId ?? `eni-rds-${own.id}`,
    subnet,
    ip,
    groups: [...own.groups],
    description: 'RDSNetworkInterface',
    requester: 'amazon-rds',
    requesterManaged: true,
    publicIp,
  });
  return put(region.databases, {
    engine: 'postgres',
    port: 5432,
    vpc: take(region.subnets, subnet).vpc,
    subnets: [subnet],
    subnetGroup: `${own.id}-subnets`,
    multiAz: false,
    publiclyAccessible: publicIp !== undefined,
    ...own,
    interface: entry.id,
  });
}

interface CacheSpec extends Partial<Omit<CacheSketch, 'interface'>> {
  id: string;
  subnet: string;
  ip: string;
  groups: string[];
}

/** Adds an ElastiCache cluster of one node (Redis on 6379 unless said). */
export function addCache(region: RegionSketch, spec: CacheSpec): CacheSketch {
  const { subnet, ip, ...own } = spec;
  const entry = addInterface(region, {
    id: `eni-cache-${own.id}`,
    subnet,
    ip,
    groups: [...own.groups],
    description: `ElastiCache ${own.id}`,
    requester: 'amazon-elasticache',
    requesterManaged: true,
  });
  return put(region.caches, { engine: 'redis', port: 6379, ...own, interface: entry.id });
}

/** The host name of an RDS instance. */
export function databaseName(region: RegionSketch, database: DatabaseSketch): string {
  return `${database.id}.${digits(`rds/${region.accountId}/${region.region}`, 12)}.${region.region}.rds.amazonaws.com`;
}

/** describe-db-instances, -db-clusters, and the describe calls of ElastiCache and EFS. */
export function databaseCalls(region: RegionSketch): AwsCall[] {
  const databases = [...region.databases.values()].map((database) => databaseDocument(region, database));
  const caches = [...region.caches.values()].map((cache) => cacheDocument(region, cache));
  return [
    { operation: 'rds:DescribeDBInstances', output: { DBInstances: databases } },
    { operation: 'rds:DescribeDBClusters', output: { DBClusters: [] } },
    { operation: 'elasticache:DescribeCacheClusters', output: { CacheClusters: caches } },
    { operation: 'elasticache:DescribeReplicationGroups', output: { ReplicationGroups: [] } },
    { operation: 'elasticache:DescribeCacheSubnetGroups', output: { CacheSubnetGroups: cacheSubnetGroups(region) } },
    { operation: 'efs:DescribeMountTargets', output: { MountTargets: [] } },
  ];
}

function databaseDocument(region: RegionSketch, database: DatabaseSketch): RawFields {
  const home = take(region.subnets, take(region.interfaces, database.interface).subnet);
  const zones = database.subnets.map((id) => zoneName(region, take(region.subnets, id)));
  const zone = zoneName(region, home);
  const fields = {
    DBInstanceIdentifier: database.id,
    DBInstanceClass: 'db.m6g.large',
    Engine: database.engine,
    DBInstanceStatus: 'available',
    Endpoint: { Address: databaseName(region, database), Port: database.port, HostedZoneId: 'Z29XKXDKYMONMX' },
    AllocatedStorage: 100,
    InstanceCreateTime: LAUNCHED,
    DBSecurityGroups: [],
    VpcSecurityGroups: database.groups.map((VpcSecurityGroupId) => ({ VpcSecurityGroupId, Status: 'active' })),
    AvailabilityZone: zone,
    SecondaryAvailabilityZone: database.multiAz ? zones.find((other) => other !== zone) : undefined,
    DBSubnetGroup: {
      DBSubnetGroupName: database.subnetGroup,
      DBSubnetGroupDescription: `subnets of ${database.id}`,
      VpcId: database.vpc,
      SubnetGroupStatus: 'Complete',
      Subnets: database.subnets.map((id, index) => ({
        SubnetIdentifier: id,
        SubnetAvailabilityZone: { Name: zones[index] },
        SubnetOutpost: {},
        SubnetStatus: 'Active',
      })),
    },
    EngineVersion: '16.4',
    MultiAZ: database.multiAz,
    PubliclyAccessible: database.publiclyAccessible,
    DBInstanceArn: `arn:aws:rds:${region.region}:${region.accountId}:db:${database.id}`,
    NetworkType: 'IPV4',
    TagList: tagList(database.name, database.tags),
  };
  return rendered(fields, database.raw);
}

function cacheDocument(region: RegionSketch, cache: CacheSketch): RawFields {
  const subnet = take(region.subnets, take(region.interfaces, cache.interface).subnet);
  const address = `${cache.id}.${digits(`cache/${region.accountId}`, 6)}.0001.euw1.cache.amazonaws.com`;
  const fields = {
    CacheClusterId: cache.id,
    CacheNodeType: 'cache.t4g.small',
    Engine: cache.engine,
    EngineVersion: '7.1.0',
    CacheClusterStatus: 'available',
    NumCacheNodes: 1,
    PreferredAvailabilityZone: zoneName(region, subnet),
    CacheSubnetGroupName: `${cache.id}-subnets`,
    SecurityGroups: cache.groups.map((SecurityGroupId) => ({ SecurityGroupId, Status: 'active' })),
    CacheNodes: [{ CacheNodeId: '0001', CacheNodeStatus: 'available', Endpoint: { Address: address, Port: cache.port } }],
    ARN: `arn:aws:elasticache:${region.region}:${region.accountId}:cluster:${cache.id}`,
  };
  return rendered(fields, cache.raw);
}

function cacheSubnetGroups(region: RegionSketch): RawFields[] {
  return [...region.caches.values()].map((cache) => {
    const subnet = take(region.subnets, take(region.interfaces, cache.interface).subnet);
    return {
      CacheSubnetGroupName: `${cache.id}-subnets`,
      VpcId: subnet.vpc,
      Subnets: [{ SubnetIdentifier: subnet.id, SubnetAvailabilityZone: { Name: zoneName(region, subnet) } }],
    };
  });
}
