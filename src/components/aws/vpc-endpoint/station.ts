/** A VPC endpoint that a route names: a gateway endpoint, or one that leads through inspection. */
import { label, refOf } from '../../../model/resource.js';
import type { Station } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { stateFindings } from '../../state.js';
import { gatewayEndpoint } from './gateway-endpoint.js';
import { inspectionEndpoint } from './inspection.js';

export const vpcEndpoint: Station<'vpc-endpoint'> = (journey, place, network) => {
  const { endpoint } = place;
  if (endpoint.endpointType === 'Gateway') return gatewayEndpoint(journey, place, network);
  if (endpoint.endpointType === 'GatewayLoadBalancer') return inspectionEndpoint(journey, place, network);
  const resource = refOf('vpc-endpoint', endpoint);
  return lost(
    'vpc-endpoint',
    resource,
    stateFindings.UNSUPPORTED_COMPONENT({
      resource,
      packets: journey.packets,
      missing: `what ${endpoint.id} of type ${endpoint.endpointType} does as a route target`,
      say: () => `A route leads to endpoint ${label(endpoint)} of type ${endpoint.endpointType}, which is not analysed as a route target.`,
    }),
  );
};
