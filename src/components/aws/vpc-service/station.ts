/** The resolver, metadata, time and activation services: no group, ACL or route judges the way to them. */
import { refOf, type ResourceRef } from '../../../model/resource.js';
import { describeDestination, onlyDestination } from '../../../packet/describe.js';
import type { Station } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { missingCall } from '../../state.js';
import { eniFindings } from '../eni/findings.js';
import { vpcServiceFindings } from './findings.js';
import { vpcServiceAt } from './services.js';

export const vpcService: Station<'vpc-service'> = (journey, { eni }, network) => {
  const destination = onlyDestination(journey.packets);
  const service = destination === null ? null : vpcServiceAt(destination, eni, network);
  const vpc = network.network.vpcs.get(eni.vpcId);
  const resource: ResourceRef = vpc === undefined ? refOf('eni', eni) : refOf('vpc', vpc);
  const { packets } = journey;
  if (service === null || service.kind === 'link-local') {
    return lost(
      'vpc-service',
      resource,
      eniFindings.NO_POSSIBLE_DESTINATION({
        resource,
        packets,
        say: () => `${describeDestination(packets)} is link-local: no router of a VPC delivers it.`,
      }),
    );
  }
  if (service.kind === 'resolver' && vpc?.dnsSupport === false) {
    return lost(
      'vpc-service',
      resource,
      vpcServiceFindings.VPC_DNS_ATTRIBUTE_OFF({
        resource,
        packets,
        symptom: 'dns-failure',
        say: () => `enableDnsSupport of ${vpc.id} is false, so the VPC resolver does not answer.`,
      }),
    );
  }
  if (service.kind === 'resolver' && vpc?.dnsSupport === null && !network.hasCall('ec2:DescribeVpcAttribute', vpc.home)) {
    return lost('vpc-service', resource, missingCall(resource, 'ec2:DescribeVpcAttribute', `Whether DNS is on in ${vpc.id}`, packets));
  }
  const instance = eni.attachment?.instanceId ? network.network.instances.get(eni.attachment.instanceId) : undefined;
  if (service.kind === 'metadata' && instance?.metadataEndpoint === 'disabled') {
    return lost(
      'vpc-service',
      refOf('instance', instance),
      eniFindings.NO_POSSIBLE_DESTINATION({
        resource: refOf('instance', instance),
        packets,
        say: () => `The metadata service of ${instance.id} is switched off.`,
      }),
    );
  }
  return {
    kind: 'end',
    outcome: 'delivered',
    replyFrom: null,
    hop: {
      station: 'vpc-service',
      resource,
      action: 'deliver',
      explain: () =>
        `${service.name[0]?.toUpperCase() ?? ''}${service.name.slice(1)} answers at ${describeDestination(packets)}; security groups, network ACLs and routes do not judge it.`,
    },
  };
};
