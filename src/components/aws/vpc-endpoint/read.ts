/** Reads VPC endpoints of every type, and whether their policy is full access. */
import type { VpcEndpoint } from '../../../model/aws/connections.js';
import { entriesOf, type Entry, flag, pointerTo, requiredText, text, texts, textsOf } from '../fields.js';
import { gather, resourceOf } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';

function isEverything(value: unknown): boolean {
  if (value === '*') return true;
  if (Array.isArray(value)) return value.some(isEverything);
  return typeof value === 'object' && value !== null && 'AWS' in value && isEverything(value.AWS);
}

function allowsEverything(statement: unknown): boolean {
  if (typeof statement !== 'object' || statement === null) return false;
  const { Effect, Principal, Action, Resource, Condition } = statement as Record<string, unknown>;
  return Effect === 'Allow' && isEverything(Principal) && isEverything(Action) && isEverything(Resource) && Condition === undefined;
}

/** A statement that allows everything to everyone, and none that denies. Anything more subtle is not full access. */
function isFullAccess(policy: unknown): boolean {
  if (typeof policy !== 'object' || policy === null || !('Statement' in policy)) return false;
  const statements: unknown[] = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  const denies = statements.some((one) => typeof one === 'object' && one !== null && 'Effect' in one && one.Effect === 'Deny');
  return !denies && statements.some(allowsEverything);
}

/** The document is printed as a JSON text; tools that unpack it print the object. null where there is none. */
function readPolicy(entry: Entry): boolean | null {
  const written = entry.raw['PolicyDocument'] ?? null;
  if (written === null || written === '') return null;
  if (typeof written !== 'string') return isFullAccess(written);
  try {
    return isFullAccess(JSON.parse(written));
  } catch {
    entry.reading.warn(
      'UNREADABLE_POLICY',
      'The endpoint policy is no JSON, so it is taken as not full access.',
      pointerTo(entry, 'PolicyDocument'),
    );
    return false;
  }
}

/** Real outputs say `available` where the API model says `Available`: states begin in lower case here. */
function readState(entry: Entry): string {
  const state = text(entry, 'State') ?? 'available';
  return `${state[0]?.toLowerCase() ?? ''}${state.slice(1)}`;
}

function readEndpoint(entry: Entry): VpcEndpoint {
  return {
    ...resourceOf(entry, requiredText(entry, 'VpcEndpointId', 'a VPC endpoint id')),
    vpcId: requiredText(entry, 'VpcId', 'a VPC id'),
    // Before interface endpoints existed, outputs had no type.
    endpointType: text(entry, 'VpcEndpointType') ?? 'Gateway',
    serviceName: text(entry, 'ServiceName') ?? '',
    state: readState(entry),
    subnetIds: texts(entry, 'SubnetIds'),
    routeTableIds: texts(entry, 'RouteTableIds'),
    groupIds: textsOf(entry, 'Groups', 'GroupId'),
    interfaceIds: texts(entry, 'NetworkInterfaceIds'),
    privateDnsEnabled: flag(entry, 'PrivateDnsEnabled') ?? false,
    dnsNames: textsOf(entry, 'DnsEntries', 'DnsName'),
    policyFullAccess: readPolicy(entry),
  };
}

export function readVpcEndpoints(documents: Documents, reading: Reading): Map<string, VpcEndpoint> {
  return gather(entriesOf(documents, 'ec2:DescribeVpcEndpoints', 'VpcEndpoints', reading), readEndpoint);
}
