/** Packets as an answer prints them: one text a field. */
import { formatAddress } from '../net/address.js';
import { onlyAddress, pairsOf } from '../net/interval-set.js';
import { fieldOf, type AddressSet, type PacketSet } from '../net/packet-set.js';
import { formatPorts, formatProtocols, isIcmp } from '../net/port.js';
import type { AnswerPacket } from './answer.js';

/** What stands where a packet has no source or destination: its sender or receiver waits for an address. */
export const NO_ADDRESS = 'no address';

/** More addresses than these are nearly all that the internet has: of IPv4 without the private ranges, of IPv6 2000::/3. */
const MOST_PUBLIC = { ipv4: 3_600_000_000n, ipv6: (1n << 125n) - (1n << 90n) };

/** `10.0.1.17`, `10.0.0.0-10.0.3.255`, or the first range and how many more there are. */
export function addressText(set: AddressSet): string {
  const pairs = pairsOf(set);
  if (pairs.length === 0 || onlyAddress(set) === 0n) return NO_ADDRESS;
  const size = pairs.reduce((sum, [from, end]) => sum + end - from, 0n);
  // What "internet" stands for: nobody wants to read its ranges.
  if (pairs.length > 1 && size > MOST_PUBLIC.ipv4 && size < 1n << 32n) return 'any public address';
  if (size >= MOST_PUBLIC.ipv6) return 'any public IPv6 address';
  const texts = pairs
    .slice(0, 3)
    .map(([from, end]) => (end === from + 1n ? formatAddress(from) : `${formatAddress(from)}-${formatAddress(end - 1n)}`));
  return pairs.length > 3 ? `${texts.join(',')} and ${pairs.length - 3} more ranges` : texts.join(',');
}

/** The text of a rule with its id before it, unless it begins with it. */
export function ruleText({ id, text }: { readonly id: string; readonly text: string }): string {
  return text === id || text.startsWith(`${id} `) ? text : `${id} ${text}`;
}

/** ICMP shows its type and code where other protocols have a port. */
function portText(packets: PacketSet, field: 'sourcePorts' | 'destinationPorts'): string {
  const [protocol] = fieldOf(packets, 'protocols');
  const set = fieldOf(packets, field);
  if (protocol === undefined || !isIcmp(protocol) || fieldOf(packets, 'protocols').length > 2) return formatPorts(set);
  if (field === 'sourcePorts') return '';
  return pairsOf(set)
    .map(([from, end]) =>
      end - from === 1 ? `type ${from >> 8} code ${from & 255}` : end - from <= 256 ? `type ${from >> 8}` : 'any type',
    )
    .join(',');
}

export function packetOf(packets: PacketSet): AnswerPacket {
  return {
    source: addressText(fieldOf(packets, 'sources')),
    sourcePort: portText(packets, 'sourcePorts'),
    destination: addressText(fieldOf(packets, 'destinations')),
    port: portText(packets, 'destinationPorts'),
    protocol: formatProtocols(fieldOf(packets, 'protocols')),
  };
}
