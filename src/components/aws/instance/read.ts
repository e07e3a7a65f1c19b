/** Reads EC2 instances: state, place, and the order of their interfaces. */
import type { Instance } from '../../../model/aws/interface.js';
import { child, entriesOf, type Entry, list, number, requiredText, text } from '../fields.js';
import { gather, resourceOf } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';

/** Every instance of every reservation. */
export function instanceEntries(documents: Documents, reading: Reading): Entry[] {
  return entriesOf(documents, 'ec2:DescribeInstances', 'Reservations', reading).flatMap((reservation) => list(reservation, 'Instances'));
}

/** Ids of the interfaces, the primary one (device 0) first. */
function interfaceIds(entry: Entry): string[] {
  return list(entry, 'NetworkInterfaces')
    .map((part) => ({ id: text(part, 'NetworkInterfaceId') ?? '', device: number(child(part, 'Attachment'), 'DeviceIndex') ?? 0 }))
    .sort((one, other) => one.device - other.device)
    .flatMap(({ id }) => id || []);
}

function isWindows(entry: Entry): boolean {
  return [text(entry, 'Platform'), text(entry, 'PlatformDetails')].some((platform) => platform?.toLowerCase().startsWith('windows'));
}

function readInstance(entry: Entry): Instance {
  const metadata = child(entry, 'MetadataOptions');
  const zone = text(child(entry, 'Placement'), 'AvailabilityZone');
  return {
    ...resourceOf(entry, requiredText(entry, 'InstanceId', 'an instance id'), { owner: text(entry.parent, 'OwnerId'), zone }),
    vpcId: text(entry, 'VpcId'),
    subnetId: text(entry, 'SubnetId'),
    state: text(child(entry, 'State'), 'Name') ?? 'unknown',
    instanceType: text(entry, 'InstanceType') ?? '',
    platform: isWindows(entry) ? 'windows' : 'linux',
    interfaceIds: interfaceIds(entry),
    metadataHopLimit: number(metadata, 'HttpPutResponseHopLimit'),
    metadataEndpoint: text(metadata, 'HttpEndpoint'),
  };
}

export function readInstances(documents: Documents, reading: Reading): Map<string, Instance> {
  return gather(instanceEntries(documents, reading), readInstance);
}
