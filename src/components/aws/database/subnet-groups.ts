/** Subnet groups of databases and caches, by account, Region and name: which VPC and subnets a name stands for. */
import { list, text, textsOf, type Entry } from '../fields.js';

export interface SubnetGroup {
  readonly vpcId: string | null;
  /** null: not in the snapshot. */
  readonly subnetIds: readonly string[] | null;
}
export const UNKNOWN_SUBNET_GROUP: SubnetGroup = { vpcId: null, subnetIds: null };

/** RDS and ElastiCache print the same shape. */
export function readSubnetGroup(entry: Entry | null): SubnetGroup {
  if (entry === null) return UNKNOWN_SUBNET_GROUP;
  const subnetIds = textsOf(entry, 'Subnets', 'SubnetIdentifier');
  return { vpcId: text(entry, 'VpcId'), subnetIds: list(entry, 'Subnets').length > 0 ? subnetIds : null };
}

/** Names are unique in one account and Region. */
export function nameKey(entry: Entry, name: string): string {
  return `${entry.output.home.accountId}/${entry.output.home.region}/${name}`;
}
