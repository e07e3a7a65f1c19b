/** Reads databases and caches: RDS instances and clusters, ElastiCache clusters, replication groups and serverless caches. */
import type { Database } from '../../../model/aws/services.js';
import { byName } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';
import { readCaches } from './read-elasticache.js';
import { readRds } from './read-rds.js';

/** By identifier; where two kinds, accounts or Regions use one name, see byName. */
export function readDatabases(documents: Documents, reading: Reading): Map<string, Database> {
  const databases = [...readRds(documents, reading), ...readCaches(documents, reading)];
  // An instance and a cluster of one account may bear one name; what has members is the cluster.
  return byName(databases, ({ kind, memberIds }) => `${kind}${memberIds.length > 0 ? '-cluster' : ''}`);
}
