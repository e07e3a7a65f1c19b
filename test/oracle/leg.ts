/** The packet on its way and what is written down while it goes: findings, hops, connections crossed, translations to undo. */
import type { Bundle } from '../../src/snapshot/bundle.js';
import type { Address } from './addresses.js';
import type { IcmpKind } from './question.js';
import type { Raw } from './raw.js';

/** One packet, exactly. For ICMP the ports mean nothing and `icmp` says type and code. */
export interface Packet {
  readonly source: Address;
  readonly destination: Address;
  readonly protocol: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly icmp: IcmpKind | null;
}

export interface Finding {
  readonly effect: 'blocks' | 'unknown';
  readonly code: string;
  readonly leg: 'forward' | 'return';
  readonly resource: string;
}

/** A connection, gateway or appliance between two interfaces; decides whether group references still match. */
export interface Crossing {
  readonly kind: 'peering' | 'transit-gateway' | 'middlebox' | 'translation' | 'internet' | 'outside';
  readonly id: string;
}

/** A translation that the reply must undo at the same device. */
export interface Session {
  readonly at: string;
  readonly before: Packet;
  readonly after: Packet;
}

/** Where a leg ended. */
export type Arrival =
  | { readonly at: 'interface'; readonly eni: Raw; readonly packet: Packet }
  | { readonly at: 'internet'; readonly gateway: string; readonly packet: Packet }
  | { readonly at: 'on-premises'; readonly gateway: string; readonly attachment: string; readonly packet: Packet }
  | { readonly at: 'service'; readonly endpoint: string; readonly vpcId: string; readonly packet: Packet }
  | { readonly at: 'exempt'; readonly packet: Packet }
  | { readonly at: 'nowhere' };

export const NOWHERE: Arrival = { at: 'nowhere' };

/** One direction of the conversation. The forward leg writes `sessions`, the return leg reads them. */
export interface Leg {
  readonly bundle: Bundle;
  readonly name: 'forward' | 'return';
  readonly translatedPort: number | null;
  readonly landing: number;
  readonly findings: Finding[];
  readonly path: string[];
  readonly crossings: Crossing[];
  readonly sessions: Session[];
  readonly visited: string[];
  /** What a first walk of the same leg crossed and where it ended: egress rules that name a group depend on it. */
  readonly foreseen: { readonly crossings: readonly Crossing[]; readonly arrival: Arrival };
  /** What the forward leg crossed; empty on the forward leg itself. */
  readonly request: readonly Crossing[];
  /** The VPC that the first sender's address belongs to; empty for the internet and for sites behind a VPN. */
  readonly originVpc: string;
}

/** Where a packet stands when a route table has sent it to a target; no subnet when it came in through a gateway. */
export interface Standing {
  readonly vpcId: string;
  readonly subnet: Raw | null;
}

export function block(leg: Leg, code: string, resource: string): void {
  leg.findings.push({ effect: 'blocks', code, leg: leg.name, resource });
}

export function unknown(leg: Leg, code: string, resource: string): void {
  leg.findings.push({ effect: 'unknown', code, leg: leg.name, resource });
}

/** Writes down a drop and ends the leg. */
export function dropped(leg: Leg, code: string, resource: string): Arrival {
  block(leg, code, resource);
  return NOWHERE;
}

/** Writes down that the snapshot cannot say how it goes on, and ends the leg. */
export function lost(leg: Leg, code: string, resource: string): Arrival {
  unknown(leg, code, resource);
  return NOWHERE;
}

/** The answer to a packet: ends exchanged; an echo request becomes an echo reply. */
export function replyTo(packet: Packet): Packet {
  const replies: Readonly<Record<number, number>> = packet.protocol === 58 ? { 128: 129 } : { 8: 0, 13: 14 };
  const icmp = packet.icmp === null ? null : { type: replies[packet.icmp.type] ?? packet.icmp.type, code: packet.icmp.code };
  return {
    ...packet,
    source: packet.destination,
    destination: packet.source,
    sourcePort: packet.destinationPort,
    destinationPort: packet.sourcePort,
    icmp,
  };
}

export function crossed(crossings: readonly Crossing[], kind: Crossing['kind'], id: string): boolean {
  return crossings.some((crossing) => crossing.kind === kind && crossing.id === id);
}
