/** A question as a client asks it → the packets that it means. */
import type { Family } from '../net/address.js';
import { range } from '../net/interval-set.js';
import {
  ALL_PORTS,
  ALL_PROTOCOLS,
  formatPorts,
  formatProtocols,
  icmpPorts,
  ICMP,
  ICMPV6,
  isIcmp,
  parsePorts,
  parseProtocol,
  type NumberSet,
} from '../net/port.js';
import type { EndpointProblem, EndpointReference } from '../snapshot/endpoints/endpoint.js';
import type { ReferenceObject } from '../snapshot/endpoints/parse.js';

/** api.md section 4; everything but the two ends may be left out. */
export interface TraceRequest {
  readonly from: string | ReferenceObject;
  readonly to: string | ReferenceObject;
  readonly protocol?: string | number;
  readonly port?: string | number;
  readonly sourcePort?: string | number;
  readonly family?: Family;
  readonly icmp?: { readonly type: number; readonly code?: number };
  readonly host?: string;
  readonly path?: string;
  readonly detail?: 'full' | 'summary';
  readonly symptom?: string;
  readonly include?: readonly string[];
  readonly onDownTunnels?: 'block' | 'caveat';
}

/** The packet fields that do not depend on addresses, with their texts. */
export interface AskedFields {
  readonly protocols: NumberSet;
  readonly ports: NumberSet;
  /** null: the client's own range. */
  readonly sourcePorts: NumberSet | null;
  readonly protocolText: string;
  readonly portText: string | null;
}
export type ReadFields = { readonly ok: true; readonly fields: AskedFields } | { readonly ok: false; readonly problem: EndpointProblem };

function invalid(path: string, message: string): ReadFields {
  return { ok: false, problem: { code: 'INVALID_REQUEST', message, path } };
}

function protocolsOf({ protocol }: TraceRequest, to: EndpointReference): NumberSet | null {
  if (protocol === undefined) {
    const own = to.ports?.protocol ?? null;
    return own === null ? range(6, 6) : range(own, own);
  }
  if (protocol === 'any') return ALL_PROTOCOLS;
  const number = parseProtocol(String(protocol));
  return number === null ? null : range(number, number);
}

function portsOf(request: TraceRequest, to: EndpointReference): NumberSet | EndpointProblem {
  if (request.port === undefined) {
    if (to.ports !== null) return to.ports.ports;
    return { code: 'PORT_REQUIRED', message: `${to.ref} has no single port of its own: say which port is meant.`, path: '/port' };
  }
  const text = String(request.port);
  const parsed = parsePorts(text);
  if (parsed !== null) return parsed;
  const named = to.portNamed(text);
  if (named !== null) return named;
  return {
    code: 'INVALID_REQUEST',
    message: `port "${text.slice(0, 40)}" is neither a number, a range such as 8000-8100, a list such as 80,443, any, nor the name of a port of ${to.ref}.`,
    path: '/port',
  };
}

function icmpFields(request: TraceRequest, protocol: number): AskedFields {
  const type = request.icmp?.type ?? (protocol === ICMP ? 8 : 128);
  return {
    protocols: range(protocol, protocol),
    ports: icmpPorts(type, request.icmp?.code ?? (request.icmp === undefined ? 0 : -1)),
    sourcePorts: range(0, 0),
    protocolText: formatProtocols(range(protocol, protocol)),
    portText: null,
  };
}

/** Reads protocol, ports and ICMP type; the destination supplies what is left out. */
export function readFields(request: TraceRequest, to: EndpointReference): ReadFields {
  const protocols = protocolsOf(request, to);
  if (protocols === null) return invalid('/protocol', 'protocol is tcp, udp, icmp, icmpv6, sctp, any, or a number from 0 to 255.');
  const only = protocols.length === 2 && (protocols[1] ?? 0) - (protocols[0] ?? 0) === 1 ? (protocols[0] ?? null) : null;
  if (only !== null && isIcmp(only)) return { ok: true, fields: icmpFields(request, only) };
  if (request.icmp !== undefined) return invalid('/icmp', 'icmp goes with the protocols icmp and icmpv6 only.');
  const portless = only === null || ![6, 17, 132].includes(only);
  const ports = portless && request.port === undefined ? ALL_PORTS : portsOf(request, to);
  if ('code' in ports) return { ok: false, problem: ports };
  let sourcePorts: NumberSet | null = portless ? ALL_PORTS : null;
  if (request.sourcePort !== undefined) {
    sourcePorts = parsePorts(String(request.sourcePort));
    if (sourcePorts === null) return invalid('/sourcePort', 'sourcePort is a number or a range such as 32768-60999.');
  }
  return { ok: true, fields: { protocols, ports, sourcePorts, protocolText: formatProtocols(protocols), portText: formatPorts(ports) } };
}

/** ICMP is a protocol of one family: IPv6 has its own. */
export function protocolsFor(fields: AskedFields, family: Family): AskedFields {
  const only = fields.protocols[0];
  if (fields.protocols.length === 2 && only === ICMP && family === 'ipv6' && (fields.protocols[1] ?? 0) === ICMP + 1) {
    return { ...fields, protocols: range(ICMPV6, ICMPV6), ports: icmpPorts(128, 0), protocolText: 'icmpv6' };
  }
  return fields;
}
