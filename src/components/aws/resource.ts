/** What all AWS resources have in common: id, name, tags, and the account and Region that they belong to. */
import type { AwsResource, Home } from '../../model/resource.js';
import { child, type Entry, list, text } from './fields.js';

const NO_TAGS: Readonly<Record<string, string>> = {};
const ACCOUNT = /^\d{12}$/;

/** Tags as EC2 and most services print them (`Tags`, `TagSet`, `TagList`), or as a map (`tags` of EKS). */
export function tagsOf(entry: Entry): Readonly<Record<string, string>> {
  const key = ['Tags', 'TagSet', 'TagList', 'tags'].find((name) => (entry.raw[name] ?? null) !== null);
  if (key === undefined) return NO_TAGS;
  if (!Array.isArray(entry.raw[key])) {
    const map = child(entry, key);
    return map === null ? NO_TAGS : Object.fromEntries(Object.keys(map.raw).map((name) => [name, text(map, name) ?? '']));
  }
  return tagMap(list(entry, key));
}

/** A list of `{Key, Value}` (Direct Connect: `{key, value}`) as a map. */
export function tagMap(tags: readonly Entry[]): Readonly<Record<string, string>> {
  if (tags.length === 0) return NO_TAGS;
  const map: Record<string, string> = {};
  for (const tag of tags) {
    const name = text(tag, 'Key') ?? text(tag, 'key');
    if (name !== null) map[name] = text(tag, 'Value') ?? text(tag, 'value') ?? '';
  }
  return map;
}

/** `us-west-2` of `us-west-2a`, and of a Local Zone such as `us-west-2-lax-1a`; null for anything else. */
export function regionOfZone(zone: string): string | null {
  return /^([a-z]{2}(?:-[a-z]+)+-\d+)(?:[a-z]|-[a-z]+-\d+[a-z])$/.exec(zone)?.[1] ?? null;
}

/** Account and Region of an ARN; null where the text is none or leaves them out. */
export function arnParts(arn: string): { readonly accountId: string | null; readonly region: string | null } | null {
  const parts = arn.split(':');
  if (parts[0] !== 'arn' || parts.length < 6) return null;
  const accountId = parts[4] ?? '';
  return { accountId: /^\d+$/.test(accountId) ? accountId : null, region: parts[3] || null };
}

/** What an entry tells about whose it is, beyond the capture that it was found in. */
export interface Belonging {
  readonly owner?: string | null;
  readonly zone?: string | null;
  readonly region?: string | null;
  readonly arn?: string | null;
}

/**
 * The account and Region of a resource. The owner that the output names comes before the account that made the capture:
 * shared subnets and gateways are listed by every account that may use them. An owner that is no 12-digit account
 * (`AWS`, `amazon-elb`, shortened ids) only counts where the capture's account is unknown.
 */
export function homeOf(seenFrom: Home, belonging: Belonging): Home {
  const arn = belonging.arn ? arnParts(belonging.arn) : null;
  const owner = belonging.owner ?? arn?.accountId ?? null;
  const unknownAccount = seenFrom.accountId === 'unknown' && owner !== null && /^\d+$/.test(owner);
  const accountId = owner !== null && (unknownAccount || ACCOUNT.test(owner)) ? owner : seenFrom.accountId;
  const told = belonging.region ?? arn?.region ?? (belonging.zone ? regionOfZone(belonging.zone) : null);
  const region = seenFrom.region === 'unknown' || belonging.region ? (told ?? seenFrom.region) : seenFrom.region;
  return accountId === seenFrom.accountId && region === seenFrom.region ? seenFrom : { accountId, region };
}

/** The common part of a resource; `name` defaults to the Name tag, `owner` to the entry's `OwnerId`. */
export function resourceOf(entry: Entry, id: string, about: Belonging & { readonly name?: string | null } = {}): AwsResource {
  const tags = tagsOf(entry);
  const owner = about.owner === undefined ? text(entry, 'OwnerId') : about.owner;
  return { id, name: about.name ?? tags['Name'] ?? null, home: homeOf(entry.output.home, { ...about, owner }), tags };
}

function isOwnersView(entry: Entry, resource: AwsResource): boolean {
  return entry.output.home.accountId === resource.home.accountId && entry.output.home.region === resource.home.region;
}

/**
 * Reads every entry and keeps each resource once. One that several captures show (shared subnets, transit gateways, a peering
 * listed at both ends) is kept as its owner shows it; `join` may add what only the other view says.
 */
export function gather<T extends AwsResource>(
  entries: readonly Entry[],
  read: (entry: Entry) => T | null,
  join: (kept: T, other: T) => T = (kept) => kept,
): Map<string, T> {
  const kept = new Map<string, T>();
  const ownersViews = new Set<string>();
  for (const entry of entries) {
    const resource = read(entry);
    if (resource === null || resource.id === '') continue;
    const before = kept.get(resource.id);
    const owners = isOwnersView(entry, resource);
    const better = before === undefined || (owners && !ownersViews.has(resource.id));
    if (owners) ownersViews.add(resource.id);
    kept.set(resource.id, before === undefined ? resource : better ? join(resource, before) : join(before, resource));
  }
  return kept;
}

/**
 * Resources whose id is a name that is unique in one account and Region only (databases, caches, classic load balancers,
 * clusters), by id. Where two homes use one name, the second stands under `NAME@account/region`, so neither is lost.
 */
export function byName<T extends AwsResource>(resources: readonly T[], kindOf: (resource: T) => string = () => ''): Map<string, T> {
  const kept = new Map<string, T>();
  const seen = new Set<string>();
  for (const resource of resources) {
    const { accountId, region } = resource.home;
    const identity = `${kindOf(resource)}/${resource.id}@${accountId}/${region}`;
    if (resource.id === '' || seen.has(identity)) continue;
    seen.add(identity);
    const keys = [resource.id, `${resource.id}@${accountId}/${region}`];
    kept.set(keys.find((key) => !kept.has(key)) ?? identity, resource);
  }
  return kept;
}
