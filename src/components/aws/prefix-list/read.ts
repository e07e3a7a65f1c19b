/** Reads managed prefix lists and their entries. A list whose entries were not captured stays known, with entries unknown. */
import type { PrefixList } from '../../../model/aws/filters.js';
import type { Home } from '../../../model/resource.js';
import { formatPrefix, type Prefix } from '../../../net/prefix.js';
import { type Entry, entriesOf, inputText, list, outputsOf, prefixes, requiredPrefix, requiredText, text } from '../fields.js';
import { gather, resourceOf } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';
import { lacksLaterPages } from '../pages.js';

interface Listed {
  readonly prefixes: Map<string, Prefix>;
  readonly home: Home;
}

function add(listed: Map<string, Listed>, id: string, home: Home, found: readonly Prefix[]): void {
  const entry = listed.get(id) ?? { prefixes: new Map<string, Prefix>(), home };
  for (const prefix of found) entry.prefixes.set(formatPrefix(prefix), prefix);
  listed.set(id, entry);
}

/** `get-managed-prefix-list-entries` doesn't say whose entries it prints: the call's input does. */
function readEntries(documents: Documents, reading: Reading): Map<string, Listed> {
  const listed = new Map<string, Listed>();
  const operation = 'ec2:GetManagedPrefixListEntries';
  for (const output of outputsOf(documents, operation, reading)) {
    const id = inputText(output, 'PrefixListId');
    const entries = list(output, 'Entries').flatMap((entry) => requiredPrefix(entry, 'Cidr') ?? []);
    // An output that names no list decides nothing; so does a list of which the last pages are missing.
    if (id !== null && !lacksLaterPages(documents, operation, output.output)) add(listed, id, output.output.home, entries);
  }
  for (const entry of entriesOf(documents, 'ec2:DescribePrefixLists', 'PrefixLists', reading)) {
    if (entry.raw['Cidrs'] === undefined) continue;
    add(listed, requiredText(entry, 'PrefixListId', 'a prefix list id'), entry.output.home, prefixes(entry, 'Cidrs'));
  }
  return listed;
}

function familyOf(written: string | null, entries: readonly Prefix[] | null): PrefixList['family'] {
  if (written === 'IPv4') return 'ipv4';
  if (written === 'IPv6') return 'ipv6';
  return entries?.[0]?.family ?? null;
}

function readPrefixList(entry: Entry, listed: ReadonlyMap<string, Listed>): PrefixList {
  const id = requiredText(entry, 'PrefixListId', 'a prefix list id');
  const found = listed.get(id);
  const entries = found === undefined ? null : [...found.prefixes.values()];
  return {
    ...resourceOf(entry, id, { name: text(entry, 'PrefixListName') }),
    entries,
    family: familyOf(text(entry, 'AddressFamily'), entries),
  };
}

/** Lists of describe-managed-prefix-lists and describe-prefix-lists, and lists of which only the entries were captured. */
export function readPrefixLists(documents: Documents, reading: Reading): Map<string, PrefixList> {
  const listed = readEntries(documents, reading);
  const described = ['ec2:DescribeManagedPrefixLists', 'ec2:DescribePrefixLists'].flatMap((operation) =>
    entriesOf(documents, operation, 'PrefixLists', reading),
  );
  const lists = gather(described, (entry) => readPrefixList(entry, listed));
  for (const [id, { prefixes: found, home }] of listed) {
    if (lists.has(id)) continue;
    const entries = [...found.values()];
    lists.set(id, { id, name: null, home, tags: {}, entries, family: familyOf(null, entries) });
  }
  return lists;
}
