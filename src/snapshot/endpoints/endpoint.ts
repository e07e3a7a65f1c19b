/** The two ends of a flow after a reference was resolved: where packets start, and which addresses they are sent to. */
import type { Address, Family } from '../../net/address.js';
import type { AddressSet } from '../../net/packet-set.js';
import type { NumberSet } from '../../net/port.js';
import type { ResourceRef } from '../../model/resource.js';
import type { Vpc } from '../../model/aws/vpc.js';
import type { Place } from '../../packet/place.js';
import type { FlowContext, Member } from '../../packet/station.js';

/** One place where packets of the source start. */
export interface Origin {
  readonly place: Place;
  readonly sources: AddressSet;
  /** The ports that this client draws from. */
  readonly clientPorts: NumberSet;
  readonly member: Member | null;
  readonly represents: number;
  readonly resource: ResourceRef;
  readonly interfaceId: string | null;
  readonly subnetId: string | null;
  readonly vpc: Vpc | null;
}

/** One address, or range, that packets are sent to. */
export interface Destination {
  readonly addresses: AddressSet;
  readonly member: Member | null;
  readonly represents: number;
  readonly resource: ResourceRef;
  readonly interfaceId: string | null;
  readonly subnetId: string | null;
  readonly vpcId: string | null;
  /** The name stands for one of `addresses` or, less likely, for one of these, which rules or routes single out; which one is not known. */
  readonly others?: AddressSet;
  /** The port in place of the one asked for, where the name stands for another. */
  readonly ports?: NumberSet;
  /** Where the walk starts instead of at the sender: the name is resolved there first, or can't be. */
  readonly start?: Place;
  /** What is to be told about how the name was resolved. */
  readonly notes: readonly ResolutionNote[];
}
export interface ResolutionNote {
  readonly code: string;
  readonly message: string;
  /** Where it is not about the destination itself. */
  readonly resource?: ResourceRef;
  /** Of an unknown: what to add. */
  readonly missing?: string;
}

/** Who asks, as far as the answer to "which address" depends on it. */
export interface Asker {
  readonly origin: Origin;
  readonly family: Family;
  /** What is asked for. */
  readonly protocols: NumberSet;
  readonly ports: NumberSet;
}

/** A resolved end. Both directions are functions, because the addresses depend on the family and on who asks. */
export interface EndpointReference {
  readonly ref: string;
  readonly kind: string;
  readonly id: string;
  readonly name: string | null;
  readonly families: readonly Family[];
  origins(family: Family): readonly Origin[];
  destinations(asker: Asker): readonly Destination[];
  /** The destination's own port; null where it has none or several. */
  readonly ports: { readonly protocol: number | null; readonly ports: NumberSet } | null;
  /** A port by its name, as a Service has them. */
  portNamed(name: string): NumberSet | null;
  readonly cluster: string | null;
  /** What a request through this end says where the question does not: the host and path of an Ingress. */
  readonly http?: FlowContext['http'];
}

/** A reference that can't be used: nothing fits, or several do. */
export interface EndpointProblem {
  readonly code: 'ENDPOINT_NOT_FOUND' | 'ENDPOINT_AMBIGUOUS' | 'PORT_REQUIRED' | 'INVALID_REQUEST' | 'FAMILY_NOT_SHARED';
  readonly message: string;
  /** JSON pointer of the field. */
  readonly path: string;
  readonly suggestions?: readonly string[];
  readonly candidates?: readonly string[];
}

export type Resolved = { readonly ok: true; readonly end: EndpointReference } | { readonly ok: false; readonly problem: EndpointProblem };

/** One address as a set. */
export function single(address: Address): AddressSet {
  return [address, address + 1n];
}
