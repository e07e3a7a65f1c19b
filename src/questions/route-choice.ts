/** Which route of a table wins for one address, and why the others that hold it do not ("Route tables and route priority"). */
import { formatAddress, type Address } from '../net/address.js';
import { formatPrefix, prefixHolds } from '../net/prefix.js';
import { matching } from '../net/prefix-table.js';
import type { IndexedNetwork } from '../lookup/indexed-network.js';
import type { RouteCandidate } from '../lookup/subnet-routes.js';
import type { Route, RouteTable } from '../model/aws/routing.js';
import { mayTake } from '../components/aws/route-table/unlisted.js';

/** A route as an answer shows it. */
export interface RouteView {
  /** A CIDR, or the id of a prefix list. */
  readonly destination: string;
  /** The entry of the prefix list that holds the address. */
  readonly entry?: string;
  readonly origin: Route['origin'];
  readonly state: string;
  readonly target: { readonly kind: string; readonly id: string | null };
  readonly text: string;
}
export type ConsideredRoute = RouteView & { readonly why: string };

export interface RouteChoice {
  /** null: no route holds the address, or what decides is missing. */
  readonly winner: RouteCandidate | null;
  readonly considered: readonly ConsideredRoute[];
  /** What the snapshot lacks to tell the winner; null: nothing. */
  readonly missing: string | null;
}

/** Routes that are shown where none holds the address. */
const SHOWN = 8;

export function routeView(route: Route, entry: RouteCandidate | null = null): RouteView {
  const { destination, origin, state, target, text } = route;
  return {
    destination: destinationText(route),
    ...(destination.kind === 'prefix-list' && entry !== null ? { entry: formatPrefix(entry.prefix) } : {}),
    origin,
    state,
    target: { kind: target.kind, id: target.id === '' ? null : target.id },
    text,
  };
}

export function destinationText({ destination }: Route): string {
  return destination.kind === 'cidr' ? formatPrefix(destination.prefix) : destination.prefixListId;
}

/** Chooses among the routes of a table for one address. */
export function chooseRoute(table: RouteTable, address: Address, network: IndexedNetwork): RouteChoice {
  const compiled = network.routes.compiled(table);
  const matches = matching(compiled.candidates, address);
  const [winner = null, ...losers] = matches;
  const unknown = compiled.unknownLists.filter((route) => mayTake(route, [address, address + 1n], table, winner));
  const considered: ConsideredRoute[] = [
    ...losers.map((loser) => ({ ...routeView(loser.route, loser), why: whyLess(loser, winner) })),
    ...neverUsed(table, address, matches),
    ...unknown.map((route) => ({ ...routeView(route), why: `the entries of ${destinationText(route)} are not in the snapshot` })),
  ];
  const [list] = unknown;
  if (list !== undefined)
    return {
      winner: null,
      considered: [...shown(winner), ...considered],
      missing: `ec2:GetManagedPrefixListEntries for ${destinationText(list)}`,
    };
  const rival = winner === null ? undefined : losers.find((loser) => tie(winner, loser));
  if (winner !== null && rival !== undefined) {
    const missing = `which of ${winner.route.text} and ${rival.route.text} AWS uses: both are prefix-list routes of one length, and AWS keeps to one without saying which`;
    return { winner: null, considered: [...shown(winner), ...considered], missing };
  }
  if (winner !== null) return { winner, considered, missing: null };
  const outside = table.routes.slice(0, SHOWN).filter((route) => !considered.some(({ text }) => text === route.text));
  return {
    winner,
    considered: [...considered, ...outside.map((route) => ({ ...routeView(route), why: `${formatAddress(address)} is outside it` }))],
    missing: null,
  };
}

function shown(winner: RouteCandidate | null): readonly ConsideredRoute[] {
  return winner === null ? [] : [{ ...routeView(winner.route, winner), why: 'it wins unless the route below that is not known does' }];
}

function tie(winner: RouteCandidate, other: RouteCandidate): boolean {
  const lists = winner.route.destination.kind === 'prefix-list' && other.route.destination.kind === 'prefix-list';
  return lists && other.prefix.length === winner.prefix.length && other.route.target.id !== winner.route.target.id;
}

function whyLess(loser: RouteCandidate, winner: RouteCandidate | null): string {
  const best = winner === null ? '' : formatPrefix(winner.prefix);
  if (winner !== null && loser.prefix.length < winner.prefix.length)
    return `${best} is longer: the longest prefix that holds the address wins`;
  const kind = (route: Route): string => (route.destination.kind === 'prefix-list' ? 'prefix-list' : route.origin);
  const [own, first] = [kind(loser.route), winner === null ? '' : kind(winner.route)];
  if (own === first) return `it is as long as the one that wins, and of the same kind (${own}): the table lists the other one first`;
  return `it is as long as the one that wins, but at equal length a ${first} route comes before a ${own} one`;
}

/** Routes that hold the address and are never used: filtered ones, and propagated ones under a local route. */
function neverUsed(table: RouteTable, address: Address, matches: readonly RouteCandidate[]): ConsideredRoute[] {
  return table.routes.flatMap((route): ConsideredRoute[] => {
    const { destination } = route;
    if (destination.kind !== 'cidr' || !prefixHolds(destination.prefix, address) || matches.some((match) => match.route === route))
      return [];
    const why =
      route.state === 'filtered'
        ? 'AWS filters this route: its destination is not allowed'
        : `it is ${route.origin} and lies within a local route, which goes before ${route.origin} routes of any length`;
    return [{ ...routeView(route), why }];
  });
}
