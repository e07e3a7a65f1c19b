/** The ports of a policy's rule, in the three spellings that the policy APIs have. */
import type { PolicyPort } from '../../../model/kubernetes/policy.js';
import { range } from '../../../net/interval-set.js';
import { portAt, portOrNameAt, protocolAt, recordAt, refuse, textAt, type Here } from '../fields.js';

const PROTOCOLS = ['tcp', 'udp', 'sctp'] as const;

/** `{ protocol, port, endPort }` of NetworkPolicy; null when it is refused. */
export function readNumberedPort(here: Here, value: unknown, path: string): PolicyPort | null {
  const raw = recordAt(here, value, path);
  const protocol = protocolAt(here, raw['protocol'], `${path}/protocol`);
  const port = portOrNameAt(here, raw['port'], `${path}/port`);
  const last = portAt(here, raw['endPort'], `${path}/endPort`);
  if (last !== null && (typeof port !== 'number' || last < port)) {
    refuse(here, `${path}/endPort`, 'a port not below a numeric port', raw['endPort']);
    return null;
  }
  if (port === null) return { protocol, ports: null };
  if (typeof port === 'string') return { protocol, ports: { kind: 'named', name: port } };
  return { protocol, ports: { kind: 'numbers', set: range(port, last ?? port) } };
}

/**
 * `{ portNumber } | { portRange } | { namedPort }` of AdminNetworkPolicy and of the ClusterNetworkPolicy of EKS, whose
 * controller takes a named port for TCP (amazon-network-policy-controller-k8s, clusternetworkpolicy_resolver.go).
 */
export function readTaggedPort(here: Here, value: unknown, path: string, ofEks: boolean): readonly PolicyPort[] {
  const raw = recordAt(here, value, path);
  const name = textAt(here, raw['namedPort'], `${path}/namedPort`);
  if (name !== null) return namedPorts(name).slice(0, ofEks ? 1 : PROTOCOLS.length);
  if (present(raw['portRange'])) {
    const { protocol, start, end } = recordAt(here, raw['portRange'], `${path}/portRange`);
    return numbers(here, protocolAt(here, protocol, `${path}/portRange/protocol`), start, end, `${path}/portRange`);
  }
  if (present(raw['portNumber'])) {
    const { protocol, port } = recordAt(here, raw['portNumber'], `${path}/portNumber`);
    return numbers(here, protocolAt(here, protocol, `${path}/portNumber/protocol`), port, port, `${path}/portNumber/port`);
  }
  refuse(here, path, 'portNumber, portRange or namedPort', value);
  return [];
}

/** `{ tcp: { destinationPort: { number | range } } }`, `{ destinationNamedPort }` of the later ClusterNetworkPolicy. */
export function readProtocol(here: Here, value: unknown, path: string): readonly PolicyPort[] {
  const raw = recordAt(here, value, path);
  const name = textAt(here, raw['destinationNamedPort'], `${path}/destinationNamedPort`);
  if (name !== null) return namedPorts(name);
  const protocol = PROTOCOLS.find((known) => present(raw[known]));
  if (protocol === undefined) {
    refuse(here, path, 'tcp, udp, sctp or destinationNamedPort', value);
    return [];
  }
  const at = `${path}/${protocol}/destinationPort`;
  const destination = recordAt(here, raw[protocol], `${path}/${protocol}`)['destinationPort'];
  if (!present(destination)) return [{ protocol, ports: null }];
  const { number, range: stretch } = recordAt(here, destination, at);
  if (!present(stretch)) return numbers(here, protocol, number, number, at);
  const { start, end } = recordAt(here, stretch, `${at}/range`);
  return numbers(here, protocol, start, end, `${at}/range`);
}

/** The protocol of such a port is the one under which the pod declares the name. */
function namedPorts(name: string): readonly PolicyPort[] {
  return PROTOCOLS.map((protocol) => ({ protocol, ports: { kind: 'named', name } }));
}

function numbers(here: Here, protocol: string, start: unknown, end: unknown, path: string): readonly PolicyPort[] {
  const first = portAt(here, start, path);
  const last = portAt(here, end, path);
  if (first !== null && last !== null && first <= last) return [{ protocol, ports: { kind: 'numbers', set: range(first, last) } }];
  refuse(here, path, 'a port, or a range from a lower to a higher port', { start, end });
  return [];
}

function present(value: unknown): boolean {
  return value !== undefined && value !== null;
}
