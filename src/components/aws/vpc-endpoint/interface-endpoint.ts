/** Interface endpoints: interfaces like others for those who ask, but never askers themselves ("Access AWS services through AWS PrivateLink"). */
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { VpcEndpoint } from '../../../model/aws/connections.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import { label, refOf } from '../../../model/resource.js';
import type { Finding } from '../../../packet/finding.js';
import type { Journey } from '../../../packet/station.js';
import { internetFindings } from '../../beyond/internet/station.js';
import { badState } from '../../state.js';
import { vpcFindings } from '../vpc/findings.js';
import { vpcEndpointFindings } from './findings.js';
import { policyNote } from './gateway-endpoint.js';

/** Of a flow that an endpoint's interface should start; null for other interfaces and for replies. */
export function endpointAsSource(eni: NetworkInterface, journey: Journey, network: IndexedNetwork): Finding | null {
  if (journey.leg === 'return') return null;
  const endpoint = network.services.vpcEndpointOf(eni.id);
  if (endpoint === null && eni.type !== 'vpc_endpoint') return null;
  const resource = endpoint === null ? refOf('eni', eni) : refOf('vpc-endpoint', endpoint);
  return vpcEndpointFindings.VPCE_INTRA_VPC_TRAFFIC({
    resource,
    packets: journey.packets,
    direction: 'egress',
    say: () => `Endpoint ${label(endpoint ?? eni)} only answers: the service behind it can't start connections into the VPC.`,
  });
}

/** Why an endpoint's interface does not take packets; null when it does, and for other interfaces. */
export function endpointState(eni: NetworkInterface, journey: Journey, network: IndexedNetwork): Finding | null {
  const endpoint = network.services.vpcEndpointOf(eni.id);
  if (endpoint === null) return null;
  return badState(
    refOf('vpc-endpoint', endpoint),
    `VPC endpoint ${label(endpoint)}`,
    endpoint.state,
    ['available', 'partial'],
    journey.packets,
  );
}

/** Kinds behind which there is more than a service of AWS's own. */
const LEADS_ELSEWHERE: ReadonlySet<string> = new Set(['Resource', 'ServiceNetwork', 'Tunnel']);

/** In enforce mode an endpoint passes what is encrypted by the application only; what is inside the packets is not known. */
function encryption(endpoint: VpcEndpoint, journey: Journey, network: IndexedNetwork): Finding[] {
  const vpc = network.network.vpcs.get(endpoint.vpcId);
  if (vpc?.encryptionMode !== 'enforce') return [];
  const say = (): string =>
    `Encryption controls of ${label(vpc)} are in enforce mode: endpoint ${label(endpoint)} drops what the application does not encrypt itself, as with TLS.`;
  return [vpcFindings.ENCRYPTION_ENFORCED({ resource: refOf('vpc', vpc), packets: journey.packets, effect: 'caveat', say })];
}

/** What has to be told of packets that an endpoint takes. */
export function endpointNotes(eni: NetworkInterface, journey: Journey, network: IndexedNetwork): Finding[] {
  const endpoint = network.services.vpcEndpointOf(eni.id);
  if (endpoint === null || journey.leg === 'return') return [];
  if (!LEADS_ELSEWHERE.has(endpoint.endpointType) && !endpoint.serviceName.includes('.vpce-svc-'))
    return [...policyNote(endpoint, journey), ...encryption(endpoint, journey, network)];
  const resource = refOf('vpc-endpoint', endpoint);
  const beyond = internetFindings.UNKNOWN_DESTINATION({
    resource,
    packets: journey.packets,
    say: () => `What stands behind endpoint ${label(endpoint)} (${endpoint.serviceName || endpoint.endpointType}) is not in the snapshot.`,
  });
  return [beyond, ...policyNote(endpoint, journey), ...encryption(endpoint, journey, network)];
}
