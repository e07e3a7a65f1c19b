/** Turns a question into packets: which interface sends, which address is called, of which family. */
import type { Bundle } from '../../src/snapshot/bundle.js';
import { address, parseAddress, type Address } from './addresses.js';
import { addressEnd, calledFromInternet, databaseInterfaces } from './ends.js';
import { firstAddress, interfaceById, owns } from './interfaces.js';
import type { Finding, Packet } from './leg.js';
import type { OracleEnd, OracleQuestion } from './question.js';
import { child, text, type Raw } from './raw.js';
import { kubernetes } from './records.js';
import { placeNode, placePod, podAtAddress, type Placement, type Workload } from './workload.js';

export type Origin =
  | { readonly at: 'interface'; readonly eni: Raw; readonly workload: Workload | null }
  | { readonly at: 'internet' }
  | { readonly at: 'outside' };

/** One conversation to walk. `goal` is the interface that has to be reached, null where only the address counts. */
export interface Resolved {
  readonly origin: Origin;
  readonly goal: Raw | null;
  readonly goalWorkload: Workload | null;
  readonly packet: Packet;
}

interface End {
  readonly eni: Raw | null;
  readonly workload: Workload | null;
  readonly addresses: readonly Address[];
  readonly outside: 'internet' | 'address' | null;
}

type Found = End | { readonly finding: Finding };

function refusal(effect: Finding['effect'], code: string, resource: string): Found {
  return { finding: { effect, code, leg: 'forward', resource } };
}

function fromPlacement(placement: Placement, name: string): Found {
  if (!('found' in placement)) return refusal(placement.effect, placement.code, name);
  const { found } = placement;
  return { eni: found.eni, workload: found, addresses: found.addresses, outside: null };
}

function bothFamilies(eni: Raw): readonly Address[] {
  return [firstAddress(eni, 4), firstAddress(eni, 6)].filter((item): item is Address => item !== undefined);
}

/** All candidates for one end; a database may have several. */
function find(bundle: Bundle, end: OracleEnd): readonly Found[] {
  switch (end.kind) {
    case 'internet':
      return [{ eni: null, workload: null, addresses: [address(end.address)], outside: 'internet' }];
    case 'address': {
      const parsed = parseAddress(end.address);
      if (parsed === undefined) return [refusal('blocks', 'NO_SOURCE_OR_DESTINATION', end.address)];
      const pod = podAtAddress(bundle, parsed);
      const placed = pod === undefined ? undefined : placePod(bundle, pod.cluster, pod.raw);
      const workload = placed !== undefined && 'found' in placed ? placed.found : null;
      return [{ eni: workload?.eni ?? addressEnd(bundle, end.address) ?? null, workload, addresses: [parsed], outside: 'address' }];
    }
    case 'interface': {
      const eni = interfaceById(bundle, end.id);
      if (eni === undefined) return [refusal('blocks', 'NO_SOURCE_OR_DESTINATION', end.id)];
      const named = end.address === undefined ? undefined : parseAddress(end.address);
      if (named !== undefined && !owns(eni, named)) return [refusal('blocks', 'ENI_ADDRESS_RESTRICTION', end.id)];
      return [{ eni, workload: null, addresses: named === undefined ? bothFamilies(eni) : [named], outside: null }];
    }
    case 'pod': {
      const pod = kubernetes(bundle, 'Pod').find((item) => {
        const metadata = child(item.raw, 'metadata');
        return text(metadata, 'name') === end.name && text(metadata, 'namespace') === end.namespace;
      });
      const name = `${end.namespace}/${end.name}`;
      if (pod === undefined) return [refusal('blocks', 'NO_SOURCE_OR_DESTINATION', name)];
      return [fromPlacement(placePod(bundle, pod.cluster, pod.raw), name)];
    }
    case 'node':
      return [fromPlacement(placeNode(bundle, end.name), end.name)];
    case 'rds': {
      const enis = databaseInterfaces(bundle, end.id);
      if (enis.length === 0) return [refusal('unknown', 'UNKNOWN_RESOURCE', end.id)];
      return enis.map((eni) => ({ eni, workload: null, addresses: bothFamilies(eni), outside: null }));
    }
  }
}

/** The two addresses of one family; the pod of an IPv6 cluster calls IPv4 through its node. */
function pair(from: End, to: End): { source: Address; destination: Address } | null {
  const version6 = (from.workload ?? to.workload)?.settings.version6 === true;
  const order: readonly (4 | 6)[] = version6 ? [6, 4] : [4, 6];
  for (const family of order) {
    const source = from.addresses.find((item) => item.family === family);
    const destination = to.addresses.find((item) => item.family === family);
    if (source !== undefined && destination !== undefined) return { source, destination };
  }
  const [source, destination] = [from.addresses[0], to.addresses[0]];
  const throughNode = from.workload !== null && from.workload.mode !== 'host' && from.workload.mode !== 'fargate';
  return throughNode && source !== undefined && destination !== undefined ? { source, destination } : null;
}

function combine(bundle: Bundle, question: OracleQuestion, from: End, to: End): Resolved | { readonly finding: Finding } {
  const chosen = pair(from, to);
  const other: Finding = {
    effect: 'blocks',
    code: to.workload === null || to.workload.mode === 'host' ? 'IPV6_NOT_ENABLED' : `POD_HAS_NO_IPV${String(from.addresses[0]?.family)}`,
    leg: 'forward',
    resource: text(to.eni ?? undefined, 'NetworkInterfaceId'),
  };
  if (chosen === null) return { finding: other };
  const origin: Origin =
    from.outside === 'internet'
      ? { at: 'internet' }
      : from.eni === null
        ? { at: 'outside' }
        : { at: 'interface', eni: from.eni, workload: from.workload };
  let destination: Address | undefined = chosen.destination;
  if (origin.at === 'internet' && to.eni !== null && to.outside === null) destination = calledFromInternet(bundle, to.eni, destination);
  if (destination === undefined) {
    return { finding: { ...other, code: 'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS' } };
  }
  // ICMP is a protocol of IPv4: a ping between IPv6 addresses is one of ICMPv6.
  const protocol = question.protocol === 1 && destination.family === 6 ? 58 : question.protocol;
  const echo = protocol === 1 ? { type: 8, code: 0 } : protocol === 58 ? { type: 128, code: 0 } : null;
  const packet: Packet = {
    source: chosen.source,
    destination,
    protocol,
    sourcePort: question.sourcePort,
    destinationPort: question.destinationPort,
    icmp: protocol === question.protocol ? (question.icmp ?? echo) : echo,
  };
  return { origin, goal: to.outside === null || to.workload !== null ? to.eni : null, goalWorkload: to.workload, packet };
}

/** Every conversation that the question stands for, or why there is none. */
export function resolveEnds(bundle: Bundle, question: OracleQuestion): readonly (Resolved | { readonly finding: Finding })[] {
  const pairs: (Resolved | { readonly finding: Finding })[] = [];
  for (const from of find(bundle, question.from)) {
    for (const to of find(bundle, question.to)) {
      if ('finding' in from) pairs.push(from);
      else if ('finding' in to) pairs.push(to);
      else pairs.push(combine(bundle, question, from, to));
    }
  }
  return pairs;
}
