/** The two ends of a question as places of the raw snapshot: which interface, which address, or the world outside. */
import type { Bundle } from '../../src/snapshot/bundle.js';
import { parseAddress, type Address } from './addresses.js';
import { interfaces, ownerAnywhere, publicOf } from './interfaces.js';
import { child, flag, list, text, type Raw } from './raw.js';
import { records } from './records.js';

/** Interfaces that may be the one a database instance answers on: requester-managed, its groups, its subnets, its zone. */
export function databaseInterfaces(bundle: Bundle, id: string): readonly Raw[] {
  const database = records(bundle, 'rds:DescribeDBInstances', 'DBInstances').find((item) => text(item, 'DBInstanceIdentifier') === id);
  if (database === undefined) return [];
  const groups = list(database, 'VpcSecurityGroups').map((item) => text(item, 'VpcSecurityGroupId'));
  const subnets = list(child(database, 'DBSubnetGroup'), 'Subnets').map((item) => text(item, 'SubnetIdentifier'));
  const zone = text(database, 'AvailabilityZone');
  return interfaces(bundle).filter((eni) => {
    const own = list(eni, 'Groups').map((item) => text(item, 'GroupId'));
    const sameGroups = own.length === groups.length && own.every((group) => groups.includes(group));
    const sameZone = zone === '' || text(eni, 'AvailabilityZone') === zone;
    return flag(eni, 'RequesterManaged', false) && sameGroups && subnets.includes(text(eni, 'SubnetId')) && sameZone;
  });
}

/** The interface that owns an address anywhere in the snapshot; undefined for an address outside it. */
export function addressEnd(bundle: Bundle, written: string): Raw | undefined {
  const parsed = parseAddress(written);
  return parsed === undefined ? undefined : ownerAnywhere(bundle, parsed);
}

/** The address by which the internet calls an interface: the public one for IPv4, its own for IPv6. */
export function calledFromInternet(bundle: Bundle, eni: Raw, own: Address): Address | undefined {
  return own.family === 6 ? own : publicOf(bundle, text(eni, 'VpcId'), own);
}
