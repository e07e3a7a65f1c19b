// Instances: state, platform, and interfaces in the order of their devices.
import { expect, it } from 'vitest';
import { call, readOne, refusalsOf } from '../../../../test/sketch/aws-documents.js';
import { readInstances } from './read.js';

const instances = (...found: object[]) => call('ec2:DescribeInstances', { Reservations: [{ OwnerId: '111122223333', Instances: found }] });

it('reads an instance with its interfaces in the order of their devices', () => {
  const read = readOne(
    readInstances,
    instances({
      InstanceId: 'i-1',
      InstanceType: 'm5.large',
      VpcId: 'vpc-1',
      SubnetId: 'subnet-1',
      State: { Code: 80, Name: 'stopped' },
      MetadataOptions: { HttpPutResponseHopLimit: 1, HttpEndpoint: 'enabled' },
      NetworkInterfaces: [
        { NetworkInterfaceId: 'eni-b', Attachment: { DeviceIndex: 1 } },
        { NetworkInterfaceId: 'eni-a', Attachment: { DeviceIndex: 0 } },
      ],
    }),
  );
  expect(read).toMatchObject({
    state: 'stopped',
    platform: 'linux',
    interfaceIds: ['eni-a', 'eni-b'],
    metadataHopLimit: 1,
    metadataEndpoint: 'enabled',
  });
});

it.each([
  [{ Platform: 'windows' }, 'windows'],
  [{ PlatformDetails: 'Windows with SQL Server Standard' }, 'windows'],
  [{ PlatformDetails: 'Linux/UNIX' }, 'linux'],
  [{}, 'linux'],
])('takes %j as %s', (more, platform) => {
  expect(readOne(readInstances, instances({ InstanceId: 'i-1', ...more })).platform).toBe(platform);
});

it('keeps a terminated instance, which is in no VPC any more', () => {
  const gone = readOne(readInstances, instances({ InstanceId: 'i-1', State: { Name: 'terminated' } }));
  expect(gone).toMatchObject({ state: 'terminated', vpcId: null, subnetId: null, metadataHopLimit: null });
});

it('refuses an instance without id', () => {
  expect(refusalsOf(readInstances, instances({}))).toEqual(['/aws/0/calls/0/output/Reservations/0/Instances/0/InstanceId: an instance id']);
});
