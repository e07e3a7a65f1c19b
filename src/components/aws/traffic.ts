/** Protocol and ports of a rule, as security groups and network ACLs both write them. */
import { oneNumber, range } from '../../net/interval-set.js';
import type { PacketMatch } from '../../net/packet-set.js';
import { formatProtocol, icmpPorts, isIcmp, parseProtocol, TCP, UDP } from '../../net/port.js';
import { type Entry, pointerTo, textOrNumber } from './fields.js';

export interface Traffic {
  /** A field left out accepts all. */
  readonly packets: Pick<PacketMatch, 'protocols' | 'destinationPorts'>;
  /** `tcp 443`, `tcp 0-65535`, `icmp type 8`, `icmp`, `protocol 50`, `all`: one text for what means the same. */
  readonly text: string;
}

const ALL: Traffic = { packets: {}, text: 'all' };

/** A protocol by name or number; `-1` is `all`. Refuses what is neither. */
export function protocolOf(entry: Entry, key: string): number | 'all' {
  const written = textOrNumber(entry, key);
  if (written === '-1' || written === 'all') return 'all';
  const protocol = written === null ? null : parseProtocol(written);
  if (protocol !== null) return protocol;
  entry.reading.refuse(pointerTo(entry, key), 'a protocol such as tcp, 17 or -1', entry.raw[key]);
  return 'all';
}

function portTraffic(protocol: number, first: number | null, last: number | null): Traffic {
  const name = formatProtocol(protocol);
  const protocols = oneNumber(protocol);
  // -1 stands for "all" in security group rules; a range of all ports is the same.
  const from = first === null || first < 0 ? 0 : first;
  const to = last === null || last < 0 ? 65535 : last;
  if (from === 0 && to === 65535) return { packets: { protocols }, text: `${name} 0-65535` };
  return { packets: { protocols, destinationPorts: range(from, to) }, text: from === to ? `${name} ${from}` : `${name} ${from}-${to}` };
}

function icmpTraffic(protocol: number, type: number | null, code: number | null): Traffic {
  const name = formatProtocol(protocol);
  const protocols = oneNumber(protocol);
  if (type === null || type < 0) return { packets: { protocols }, text: name };
  const allCodes = code === null || code < 0;
  return {
    packets: { protocols, destinationPorts: icmpPorts(type, allCodes ? -1 : code) },
    text: allCodes ? `${name} type ${type}` : `${name} type ${type} code ${code}`,
  };
}

/**
 * The packets of a protocol with two numbers: first and last destination port of TCP and UDP, type and code of ICMP and
 * ICMPv6; null or -1 is all. Every other protocol passes whole, whatever the numbers say ("Security group rules",
 * IpPermission.IpProtocol; CreateNetworkAclEntry.Protocol).
 */
export function trafficOf(protocol: number | 'all', first: number | null, last: number | null): Traffic {
  if (protocol === 'all') return ALL;
  if (protocol === TCP || protocol === UDP) return portTraffic(protocol, first, last);
  if (isIcmp(protocol)) return icmpTraffic(protocol, first, last);
  const name = formatProtocol(protocol);
  return { packets: { protocols: oneNumber(protocol) }, text: name === String(protocol) ? `protocol ${protocol}` : name };
}
