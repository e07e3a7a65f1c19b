/** What a snapshot holds: which AWS calls of which account and Region, which Kubernetes kinds of which cluster. */
import { lacksLaterPages } from '../components/aws/pages.js';
import type { Documents } from '../components/reader.js';
import { collectedCall, collectedKind, type Network } from '../model/network.js';
import type { Home } from '../model/resource.js';
import type { Bundle, KubernetesCapture } from './bundle.js';
import { kindOfItem } from './documents.js';
import { itemKindOfList } from './kubernetes-kinds.js';

/** One account and Region with the operations that were captured there. */
export interface CapturedHome {
  readonly home: Home;
  readonly operations: ReadonlySet<string>;
  /** Operations of which pages are missing: there, but what they don't list may exist. */
  readonly incomplete: ReadonlySet<string>;
}

type AwsPart = Pick<Network, 'vpcs' | 'subnets' | 'interfaces' | 'securityGroups' | 'instances'>;

function homeKey({ accountId, region }: Home): string {
  return `${accountId}/${region}`;
}

function isUnknown({ accountId, region }: Home): boolean {
  return accountId === 'unknown' || region === 'unknown';
}

/** The homes of what was read that no capture is named after: where the calls of a capture without a place belong. */
function unnamedHomes(network: AwsPart, named: ReadonlySet<string>): Home[] {
  const collections = [network.vpcs, network.subnets, network.interfaces, network.securityGroups, network.instances];
  const homes = new Map(collections.flatMap((resources) => [...resources.values()].map(({ home }) => [homeKey(home), home] as const)));
  return [...homes].filter(([key]) => !named.has(key)).map(([, home]) => home);
}

/** Where the calls of one capture belong: its place or, where it has none, every home that its content names and no other capture has. */
function placesOf(place: Home, unnamed: readonly Home[]): Home[] {
  if (!isUnknown(place)) return [place];
  const fits = unnamed.filter(
    ({ accountId, region }) =>
      (place.accountId === 'unknown' || place.accountId === accountId) && (place.region === 'unknown' || place.region === region),
  );
  return fits.length > 0 ? fits : [place];
}

/** Operations by account and Region. Two captures of one place count as one. */
export function capturedHomes(bundle: Bundle, documents: Documents, network: AwsPart): CapturedHome[] {
  const places = bundle.aws.map(({ accountId, region }) => ({ accountId, region }));
  const unnamed = unnamedHomes(network, new Set(places.filter((place) => !isUnknown(place)).map(homeKey)));
  const homes = new Map<string, { home: Home; operations: Set<string>; incomplete: Set<string> }>();
  const operations = new Set(bundle.aws.flatMap(({ calls }) => calls.map(({ operation }) => operation)));
  for (const operation of operations) {
    for (const output of documents.outputs(operation)) {
      const cut = lacksLaterPages(documents, operation, output);
      for (const home of placesOf(output.home, unnamed)) {
        const entry = homes.get(homeKey(home)) ?? { home, operations: new Set<string>(), incomplete: new Set<string>() };
        homes.set(homeKey(home), entry);
        entry.operations.add(operation);
        if (cut) entry.incomplete.add(operation);
      }
    }
  }
  return [...homes.values()];
}

/** The kinds of one cluster: those of typed lists, also empty ones, and those of all items. */
export function collectedKinds(capture: KubernetesCapture): Set<string> {
  const kinds = new Set<string>();
  for (const list of capture.objects) {
    const kind = itemKindOfList(list.kind);
    if (kind !== null) kinds.add(kind);
    else for (const item of list.items) kinds.add(kindOfItem(list, item));
  }
  return kinds;
}

/** `Network.collected`. A call of which pages are missing doesn't count: what it doesn't list may exist. */
export function collectedKeys(bundle: Bundle, homes: readonly CapturedHome[]): ReadonlySet<string> {
  const calls = homes.flatMap(({ home, operations, incomplete }) =>
    [...operations].filter((operation) => !incomplete.has(operation)).map((operation) => collectedCall(operation, home)),
  );
  const kinds = bundle.kubernetes.flatMap((capture) => [...collectedKinds(capture)].map((kind) => collectedKind(kind, capture.cluster)));
  return new Set([...calls, ...kinds]);
}
