/**
 * Which interfaces a database answers on. Its describe output has no address, so the interfaces that AWS made for it are
 * found by their groups, their subnet and their zone; several candidates are all looked at.
 */
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import type { Database } from '../../../model/aws/services.js';

function sameGroups(eni: NetworkInterface, database: Database): boolean {
  return eni.groupIds.length === database.groupIds.length && eni.groupIds.every((groupId) => database.groupIds.includes(groupId));
}

function mayBelong(eni: NetworkInterface, database: Database): boolean {
  if (eni.attachment?.instanceId) return false;
  const described = database.kind === 'rds' ? eni.description === 'RDSNetworkInterface' : eni.description.startsWith('ElastiCache ');
  if (!described && !eni.requesterManaged) return false;
  if (
    eni.type !== 'interface' ||
    /^(ELB|VPC Endpoint|Interface for NAT|Network Interface for Transit|AWS Lambda|Amazon EKS|aws-K8S|EFS)/.test(eni.description)
  )
    return false;
  if (database.kind === 'rds' && eni.description.startsWith('ElastiCache ')) return false;
  if (database.kind === 'elasticache' && eni.description === 'RDSNetworkInterface') return false;
  if (database.vpcId !== null && eni.vpcId !== database.vpcId) return false;
  if (database.subnetIds !== null && !database.subnetIds.includes(eni.subnetId)) return false;
  return sameGroups(eni, database);
}

/** The name of the cache in the description that ElastiCache writes: `ElastiCache NAME` or `ElastiCache+NAME`. */
function namedFor(eni: NetworkInterface, database: Database): boolean {
  return (
    database.kind !== 'elasticache' || !/^ElastiCache[ +]\S/.test(eni.description) || eni.description.slice(12).startsWith(database.id)
  );
}

/** The interfaces on which a database can answer now: those in its current zone where it says one, else all candidates. */
export function interfacesOfDatabase(database: Database, network: IndexedNetwork): readonly NetworkInterface[] {
  const groupId = database.groupIds[0];
  if (groupId === undefined) return [];
  const candidates = network.groups.interfacesOf(groupId).filter((eni) => mayBelong(eni, database) && namedFor(eni, database));
  const inZone = database.zone === null ? [] : candidates.filter((eni) => eni.zone === database.zone);
  return inZone.length > 0 ? inZone : candidates;
}

/** The databases that may answer on an interface. */
export function databasesAt(eni: NetworkInterface, network: IndexedNetwork): readonly Database[] {
  if (eni.attachment?.instanceId || eni.type !== 'interface') return [];
  return [...network.network.databases.values()].filter((database) => mayBelong(eni, database) && namedFor(eni, database));
}
