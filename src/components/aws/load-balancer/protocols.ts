/** What the protocols of listeners and target groups are on the wire. */
import { intervalSet, range } from '../../../net/interval-set.js';
import { TCP, UDP, type NumberSet } from '../../../net/port.js';

const BOTH: NumberSet = intervalSet([
  [TCP, TCP + 1],
  [UDP, UDP + 1],
]);
const ON_THE_WIRE: Readonly<Record<string, NumberSet>> = {
  UDP: range(UDP, UDP),
  QUIC: range(UDP, UDP),
  TCP_UDP: BOTH,
  TCP_QUIC: BOTH,
};

/** HTTP, HTTPS, TCP, TLS and SSL are TCP. */
export function wireProtocols(protocol: string): NumberSet {
  return ON_THE_WIRE[protocol.toUpperCase()] ?? range(TCP, TCP);
}

/** Target groups of these protocols always keep the client's address ("Client IP preservation"). */
export function carriesDatagrams(protocol: string): boolean {
  return protocol.toUpperCase() in ON_THE_WIRE;
}
