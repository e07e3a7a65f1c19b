// Databases and caches: endpoints in their different shapes, subnets by way of subnet groups and members.
import { describe, expect, it } from 'vitest';
import { call, OTHER_HOME, readAll, readOne, refusalsOf } from '../../../../test/sketch/aws-documents.js';
import { readDatabases } from './read.js';

const subnets = (...ids: string[]) => ids.map((SubnetIdentifier) => ({ SubnetIdentifier, SubnetStatus: 'Active' }));

describe('RDS', () => {
  const instance = (more: object = {}, home = undefined as typeof OTHER_HOME | undefined) =>
    call(
      'rds:DescribeDBInstances',
      {
        DBInstances: [
          {
            DBInstanceIdentifier: 'orders',
            DBInstanceStatus: 'available',
            Engine: 'postgres',
            DbInstancePort: 0,
            Endpoint: { Address: 'orders.abc.eu-west-1.rds.amazonaws.com', Port: 5432 },
            VpcSecurityGroups: [
              { VpcSecurityGroupId: 'sg-1', Status: 'active' },
              { VpcSecurityGroupId: 'sg-old', Status: 'removing' },
            ],
            DBSubnetGroup: { VpcId: 'vpc-1', Subnets: subnets('subnet-1', 'subnet-2') },
            AvailabilityZone: 'eu-west-1a',
            ...more,
          },
        ],
      },
      {},
      home,
    );

  it('reads an instance with its endpoint, groups and subnets', () => {
    expect(
      readOne(readDatabases, instance({ MultiAZ: true, SecondaryAvailabilityZone: 'eu-west-1b', PubliclyAccessible: true })),
    ).toMatchObject({
      id: 'orders',
      kind: 'rds',
      state: 'available',
      endpoints: [{ host: 'orders.abc.eu-west-1.rds.amazonaws.com', port: 5432, role: 'primary' }],
      groupIds: ['sg-1'],
      vpcId: 'vpc-1',
      subnetIds: ['subnet-1', 'subnet-2'],
      zone: 'eu-west-1a',
      secondaryZone: 'eu-west-1b',
      multiZone: true,
      publiclyAccessible: true,
      engine: 'postgres',
    });
  });

  it('has no endpoint while it is being made, and keeps that state', () => {
    const creating = readOne(readDatabases, instance({ DBInstanceStatus: 'creating', Endpoint: undefined, DBSubnetGroup: undefined }));
    expect(creating).toMatchObject({ state: 'creating', endpoints: [], vpcId: null, subnetIds: null, publiclyAccessible: false });
  });

  const cluster = call('rds:DescribeDBClusters', {
    DBClusters: [
      {
        DBClusterIdentifier: 'aurora',
        Status: 'available',
        Endpoint: 'aurora.cluster-abc.eu-west-1.rds.amazonaws.com',
        ReaderEndpoint: 'aurora.cluster-ro-abc.eu-west-1.rds.amazonaws.com',
        Port: 5432,
        DBSubnetGroup: 'private',
        VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-1', Status: 'active' }],
        DBClusterMembers: [{ DBInstanceIdentifier: 'aurora-1' }],
      },
    ],
  });
  const member = instance({ DBInstanceIdentifier: 'aurora-1', DBClusterIdentifier: 'aurora', PubliclyAccessible: true });

  it('reads a cluster, whose endpoints are texts, with the subnets of its member', () => {
    const found = readAll(readDatabases, cluster, member);
    expect(found.get('aurora')).toMatchObject({
      endpoints: [{ role: 'primary' }, { role: 'reader', host: 'aurora.cluster-ro-abc.eu-west-1.rds.amazonaws.com' }],
      vpcId: 'vpc-1',
      subnetIds: ['subnet-1', 'subnet-2'],
      memberIds: ['aurora-1'],
      publiclyAccessible: true,
    });
    expect(found.get('aurora-1')?.endpoints[0]?.role).toBe('node');
  });

  it('prefers the subnet group that the cluster names', () => {
    const groups = call('rds:DescribeDBSubnetGroups', {
      DBSubnetGroups: [{ DBSubnetGroupName: 'private', VpcId: 'vpc-9', Subnets: subnets('subnet-9') }],
    });
    expect(readAll(readDatabases, cluster, member, groups).get('aurora')).toMatchObject({ vpcId: 'vpc-9', subnetIds: ['subnet-9'] });
    expect(readOne(readDatabases, cluster)).toMatchObject({ vpcId: null, subnetIds: null });
  });

  it('keeps two databases of one name in two accounts, and one that is listed twice once', () => {
    expect([...readAll(readDatabases, instance(), instance(), instance({}, OTHER_HOME)).keys()]).toEqual([
      'orders',
      'orders@444455556666/eu-west-1',
    ]);
  });

  it('refuses an instance without identifier', () => {
    expect(refusalsOf(readDatabases, instance({ DBInstanceIdentifier: 7 }))).toEqual([
      '/aws/0/calls/0/output/DBInstances/0/DBInstanceIdentifier: the identifier of a database',
    ]);
  });
});

describe('ElastiCache', () => {
  const node = (host: string) => ({ Endpoint: { Address: host, Port: 6379 } });
  const cache = (CacheClusterId: string, more: object = {}) => ({
    CacheClusterId,
    CacheClusterStatus: 'available',
    Engine: 'redis',
    PreferredAvailabilityZone: 'eu-west-1a',
    CacheSubnetGroupName: 'caches',
    SecurityGroups: [{ SecurityGroupId: 'sg-1', Status: 'active' }],
    ...more,
  });
  const clusters = (...CacheClusters: object[]) => call('elasticache:DescribeCacheClusters', { CacheClusters });
  const groups = call('elasticache:DescribeCacheSubnetGroups', {
    CacheSubnetGroups: [{ CacheSubnetGroupName: 'caches', VpcId: 'vpc-1', Subnets: subnets('subnet-1') }],
  });

  it('reads a lone node as primary, nodes of a memcached cluster as nodes', () => {
    expect(readOne(readDatabases, clusters(cache('lone', { CacheNodes: [node('lone.cache')] })), groups)).toMatchObject({
      kind: 'elasticache',
      endpoints: [{ host: 'lone.cache', port: 6379, role: 'primary' }],
      vpcId: 'vpc-1',
      subnetIds: ['subnet-1'],
      zone: 'eu-west-1a',
      multiZone: false,
    });
    const more = {
      ConfigurationEndpoint: { Address: 'cfg.cache', Port: 11211 },
      CacheNodes: [node('a.cache'), node('b.cache')],
      PreferredAvailabilityZone: 'Multiple',
    };
    const memcached = readOne(readDatabases, clusters(cache('memo', more)));
    expect(memcached.endpoints.map(({ role }) => role)).toEqual(['configuration', 'node', 'node']);
    expect(memcached).toMatchObject({ zone: null, multiZone: true, subnetIds: null });
  });

  it('gives a replication group the groups and subnets of its members', () => {
    const group = call('elasticache:DescribeReplicationGroups', {
      ReplicationGroups: [
        {
          ReplicationGroupId: 'sessions',
          Status: 'available',
          MultiAZ: 'enabled',
          MemberClusters: ['sessions-001', 'sessions-002'],
          NodeGroups: [
            {
              PrimaryEndpoint: { Address: 'primary.cache', Port: 6379 },
              ReaderEndpoint: { Address: 'reader.cache', Port: 6379 },
              NodeGroupMembers: [{ ReadEndpoint: { Address: 'one.cache', Port: 6379 } }],
            },
          ],
        },
      ],
    });
    const members = clusters(
      cache('sessions-001', { ReplicationGroupId: 'sessions' }),
      cache('sessions-002', { ReplicationGroupId: 'sessions' }),
    );
    expect(readAll(readDatabases, group, members, groups).get('sessions')).toMatchObject({
      endpoints: [{ role: 'primary' }, { role: 'reader' }, { role: 'node' }],
      groupIds: ['sg-1'],
      vpcId: 'vpc-1',
      subnetIds: ['subnet-1'],
      multiZone: true,
      engine: 'redis',
      memberIds: ['sessions-001', 'sessions-002'],
    });
    expect(readOne(readDatabases, group)).toMatchObject({ groupIds: [], vpcId: null, subnetIds: null });
  });

  it('reads a serverless cache', () => {
    const serverless = call('elasticache:DescribeServerlessCaches', {
      ServerlessCaches: [
        {
          ServerlessCacheName: 'carts',
          Status: 'available',
          Endpoint: { Address: 'carts.cache', Port: 6379 },
          SecurityGroupIds: ['sg-1'],
          SubnetIds: ['subnet-1'],
        },
      ],
    });
    expect(readOne(readDatabases, serverless)).toMatchObject({
      id: 'carts',
      groupIds: ['sg-1'],
      subnetIds: ['subnet-1'],
      endpoints: [{ role: 'primary' }],
    });
  });
});
