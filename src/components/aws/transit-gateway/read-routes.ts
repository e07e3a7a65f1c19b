/** Reads the routes, prefix list references and propagations of transit gateway route tables; the calls' inputs name the table. */
import type { TransitGatewayRoute } from '../../../model/aws/connections.js';
import { formatPrefix } from '../../../net/prefix.js';
import { child, entriesOf, flag, inputText, list, outputsOf, pointerTo, prefix, requiredText, text, type Entry } from '../fields.js';
import { lacksLaterPages } from '../pages.js';
import type { Documents, Reading } from '../../reader.js';

export interface TableRoutes {
  readonly routes: readonly TransitGatewayRoute[];
  readonly truncated: boolean;
}

function readAttachmentOf(entry: Entry): TransitGatewayRoute['attachments'][number] {
  return {
    attachmentId: text(entry, 'TransitGatewayAttachmentId') ?? '',
    resourceType: text(entry, 'ResourceType') ?? '',
    resourceId: text(entry, 'ResourceId') ?? '',
  };
}

function textOf(destination: TransitGatewayRoute['destination'], state: string, attachments: TransitGatewayRoute['attachments']): string {
  const to = destination.kind === 'cidr' ? formatPrefix(destination.prefix) : destination.prefixListId;
  const targets = attachments.map(({ attachmentId, resourceId }) => (resourceId === '' ? attachmentId : `${attachmentId} (${resourceId})`));
  return `${to} -> ${targets.length > 0 ? targets.join(', ') : state}`;
}

function readRoute(entry: Entry): TransitGatewayRoute[] {
  const prefixListId = text(entry, 'PrefixListId');
  const found = prefix(entry, 'DestinationCidrBlock');
  if (found === null && prefixListId === null) {
    if (text(entry, 'DestinationCidrBlock') === null)
      entry.reading.refuse(pointerTo(entry), 'a route with a destination CIDR or prefix list');
    return [];
  }
  // A route that comes from a prefix list is printed once for each entry, with both.
  const destination: TransitGatewayRoute['destination'] =
    found === null ? { kind: 'prefix-list', prefixListId: prefixListId ?? '' } : { kind: 'cidr', prefix: found };
  const state = text(entry, 'State') ?? 'active';
  const attachments = list(entry, 'TransitGatewayAttachments').map(readAttachmentOf);
  const type = text(entry, 'Type') === 'propagated' ? 'propagated' : 'static';
  return [{ destination, type, state, attachments, text: textOf(destination, state, attachments) }];
}

function readReference(entry: Entry): TransitGatewayRoute {
  const destination = { kind: 'prefix-list', prefixListId: requiredText(entry, 'PrefixListId', 'a prefix list id') } as const;
  const target = child(entry, 'TransitGatewayAttachment');
  const attachments = target === null ? [] : [readAttachmentOf(target)];
  const state = flag(entry, 'Blackhole') === true ? 'blackhole' : 'active';
  return { destination, type: 'static', state, attachments, text: textOf(destination, state, attachments) };
}

interface Filter {
  readonly name: string;
  readonly values: readonly unknown[];
}

/** The filters of a call, as far as they have the shape of filters. */
function filtersOf(output: Entry): Filter[] {
  const filters: unknown = output.output.input['Filters'];
  if (!Array.isArray(filters)) return [];
  return (filters as unknown[]).flatMap((filter) => {
    if (typeof filter !== 'object' || filter === null) return [];
    const { Name, Values } = filter as { Name?: unknown; Values?: unknown };
    return typeof Name === 'string' && Array.isArray(Values) ? [{ name: Name, values: Values as unknown[] }] : [];
  });
}

/**
 * The states that a search asked for; null when it asked for a part of the routes only (by type, by CIDR). The API wants at
 * least one filter, so a search for both states is the usual way to ask for everything.
 */
function statesSearched(output: Entry): readonly string[] | null {
  const filters = filtersOf(output);
  if (filters.some(({ name }) => name !== 'state')) return null;
  const [states] = filters;
  return states === undefined ? ['active', 'blackhole'] : states.values.map(String);
}

function isWhole(searches: readonly Entry[], documents: Documents): boolean {
  const states = new Set(searches.flatMap((search) => statesSearched(search) ?? []));
  const complete = searches.every(
    (search) =>
      flag(search, 'AdditionalRoutesAvailable') !== true && !lacksLaterPages(documents, 'ec2:SearchTransitGatewayRoutes', search.output),
  );
  return complete && states.has('active') && states.has('blackhole');
}

/** The outputs of an operation by the table that they are about; one that names none decides nothing. */
function byTable(documents: Documents, operation: string, reading: Reading): Map<string, Entry[]> {
  const found = new Map<string, Entry[]>();
  for (const output of outputsOf(documents, operation, reading)) {
    const id = inputText(output, 'TransitGatewayRouteTableId');
    if (id !== null) found.set(id, [...(found.get(id) ?? []), output]);
  }
  return found;
}

/** References by table: the output names the table itself; the input may. */
function readReferences(documents: Documents, reading: Reading): Map<string, TransitGatewayRoute[]> {
  const operation = 'ec2:GetTransitGatewayPrefixListReferences';
  const found = new Map<string, TransitGatewayRoute[]>();
  for (const entry of entriesOf(documents, operation, 'TransitGatewayPrefixListReferences', reading)) {
    const id = text(entry, 'TransitGatewayRouteTableId') ?? inputText(entry, 'TransitGatewayRouteTableId');
    if (id !== null) found.set(id, [...(found.get(id) ?? []), readReference(entry)]);
  }
  return found;
}

/** Routes by table. A table that no search was made for is left out: its routes are unknown. */
export function readTableRoutes(documents: Documents, reading: Reading): Map<string, TableRoutes> {
  const operation = 'ec2:SearchTransitGatewayRoutes';
  const references = readReferences(documents, reading);
  const tables = new Map<string, TableRoutes>();
  for (const [id, searches] of byTable(documents, operation, reading)) {
    const entries = searches.flatMap((search) => list(search, 'Routes'));
    const expanded = new Set(entries.map((entry) => text(entry, 'PrefixListId')));
    const referred = (references.get(id) ?? []).filter(
      ({ destination }) => destination.kind === 'prefix-list' && !expanded.has(destination.prefixListId),
    );
    const routes = new Map(
      [...entries.flatMap(readRoute), ...referred].map((route) => [`${route.text} ${route.type} ${route.state}`, route]),
    );
    tables.set(id, { routes: [...routes.values()], truncated: !isWhole(searches, documents) });
  }
  return tables;
}

/** Attachments that propagate to each table. */
export function readPropagations(documents: Documents, reading: Reading): Map<string, string[]> {
  const operation = 'ec2:GetTransitGatewayRouteTablePropagations';
  const tables = new Map<string, string[]>();
  for (const [id, outputs] of byTable(documents, operation, reading)) {
    const entries = outputs.flatMap((output) => list(output, 'TransitGatewayRouteTablePropagations'));
    const active = entries.filter((entry) => (text(entry, 'State') ?? 'enabled') === 'enabled');
    tables.set(id, [...new Set(active.flatMap((entry) => text(entry, 'TransitGatewayAttachmentId') ?? []))]);
  }
  return tables;
}
