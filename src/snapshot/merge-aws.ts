/** Puts AWS outputs together into captures: one for each account and Region, one call for each question, the pages of a listing joined. */
import type { AwsCall, AwsCapture, SnapshotWarning } from './bundle.js';
import { compareText } from './compare-text.js';
import { copyTree } from './copy-tree.js';
import { groupBy } from './group-by.js';
import { isJsonObject, type Json } from './input-problem.js';
import { mergeItems, repeatedWarnings, type SourcedList } from './merge-items.js';
import { placeOfCall, warning, type AwsPiece, type UploadFields } from './pieces.js';
import { placePieces } from './place-pieces.js';
import { hasSubject } from './recognise-aws.js';
import { commandFor } from './aws-operation-index.js';
import { inferSubjects } from './infer-subjects.js';

export interface MergedAws {
  readonly captures: readonly AwsCapture[];
  readonly warnings: readonly SnapshotWarning[];
}

/** Stands for the page token in a call whose further pages aren't in the upload, so that its reader knows that the list goes on. */
export const MORE_PAGES = 'more pages are not in the snapshot';

/** Groups and joins the pieces; captures and calls come out in a fixed order, whatever the order of the files. */
export function mergeAws(pieces: readonly AwsPiece[], fields: UploadFields): MergedAws {
  const warnings: SnapshotWarning[] = [];
  const placed = placePieces(pieces, fields);
  const lost = placed.filter(({ accountId, region }) => accountId === 'unknown' || region === 'unknown');
  if (lost.length > 0) warnings.push(placeWarning(lost.map(({ piece }) => piece)));
  const captures = [...groupBy(placed, ({ accountId, region }) => `${accountId}\n${region}`).values()].map((group) => {
    const { accountId, region } = group[0] ?? { accountId: 'unknown', region: 'unknown' };
    return { accountId, region, calls: mergeCalls(inferSubjects(group.map(({ piece }) => piece)), warnings) };
  });
  captures.sort((a, b) => compareText(a.accountId, b.accountId) || compareText(a.region, b.region));
  return { captures, warnings };
}

function placeWarning(pieces: readonly AwsPiece[]): SnapshotWarning {
  const [first] = pieces;
  const files = pieces.length === 1 ? 'this output' : `${pieces.length} outputs`;
  return warning(
    'PLACE_UNKNOWN',
    `Nothing says the account or Region of ${files}: put the files in directories ACCOUNT/REGION/, or send the fields accountId and region.`,
    first === undefined ? null : placeOfCall(first),
  );
}

function mergeCalls(pieces: readonly AwsPiece[], warnings: SnapshotWarning[]): readonly AwsCall[] {
  let nameless = 0;
  const groups = groupBy(pieces, ({ call: { operation, input } }) => {
    // Two outputs that don't say what they are about may be about two things.
    if (!hasSubject(operation, input)) return `${operation.operation}\n?${(nameless += 1)}`;
    // Filters make another question: readers tell partial answers by them.
    return `${operation.operation}\n${JSON.stringify(copyTree(withoutTokens(input ?? {}), NOTHING_DROPPED))}`;
  });
  const calls = [...groups].map(([key, group]) => ({ key, call: mergeCall(group, warnings) }));
  calls.sort((a, b) => compareText(a.key, b.key));
  return calls.map(({ call }) => call);
}

const NOTHING_DROPPED: ReadonlySet<string> = new Set();

function mergeCall(group: readonly AwsPiece[], warnings: SnapshotWarning[]): AwsCall {
  const [first] = group as [AwsPiece];
  const { operation, input } = first.call;
  if (!hasSubject(operation, input)) warnings.push(subjectWarning(first));
  const output: Record<string, unknown> = {};
  for (const key of operation.keys) {
    const holding = group.filter(({ call }) => call.output[key] !== undefined);
    if (holding.length === 0) continue;
    output[key] = operation.shape === 'list' ? mergeLists(holding, key, warnings) : holding[0]?.call.output[key];
  }
  for (const key of operation.also) {
    const values = group.map(({ call }) => call.output[key]).filter((value) => value !== undefined);
    if (values.length > 0) output[key] = values.includes(true) ? true : values[0];
  }
  if (operation.shape === 'object' && group.length > 1) warnings.push(repeatedObjectWarning(group));
  // In a whole series of pages one, the last, has no token.
  if (group.every(({ call }) => !call.complete)) {
    output.NextToken = MORE_PAGES;
    warnings.push(pageWarning(first));
  }
  return { operation: operation.operation, ...(input === null ? {} : { input: withoutTokens(input) }), output };
}

function mergeLists(group: readonly AwsPiece[], key: string, warnings: SnapshotWarning[]): readonly Json[] {
  const { operation } = (group[0] as AwsPiece).call;
  const lists: SourcedList[] = group.map((piece) => ({ items: piece.call.output[key] as readonly Json[], place: placeOfCall(piece) }));
  if (operation.operation === 'ec2:DescribeInstances') return mergeReservations(lists, warnings);
  const keyOf = (item: Json): string => {
    const named = operation.identity.map((field) => item[field]);
    return named.length > 0 && named.every((value) => typeof value === 'string') ? named.join(' ') : JSON.stringify(item);
  };
  const merged = mergeItems(lists, keyOf);
  // Rows without a name of their own (routes, targets) would fill the warning with JSON, and their copies are exact.
  if (operation.identity.length > 0) warnings.push(...repeatedWarnings(operation.operation, lists, merged.repeated));
  return merged.items;
}

/** Instances are named, the reservations around them only group them: an instance that is listed twice is dropped from its second reservation. */
function mergeReservations(lists: readonly SourcedList[], warnings: SnapshotWarning[]): readonly Json[] {
  const instancesOf = (reservation: Json): readonly Json[] =>
    Array.isArray(reservation.Instances) ? reservation.Instances.filter(isJsonObject) : [];
  const flat = lists.map(({ items, place }) => ({ items: items.flatMap(instancesOf), place }));
  const merged = mergeItems(flat, (instance) => (typeof instance.InstanceId === 'string' ? instance.InstanceId : JSON.stringify(instance)));
  const all = lists.flatMap(({ items }) => items);
  if (merged.repeated.length === 0) return all;
  warnings.push(...repeatedWarnings('ec2:DescribeInstances', lists, merged.repeated));
  const kept = new Set(merged.items);
  return all
    .map((reservation) => ({ ...reservation, Instances: instancesOf(reservation).filter((instance) => kept.has(instance)) }))
    .filter(({ Instances }) => Instances.length > 0);
}

function repeatedObjectWarning(group: readonly AwsPiece[]): SnapshotWarning {
  const [first] = group as [AwsPiece];
  const name = Object.values(first.call.input ?? {}).join(' ');
  const message = `${first.call.operation.operation}${name === '' ? '' : ` ${name}`} occurs ${group.length} times in the upload: the first copy is kept.`;
  return warning('DUPLICATE_RESOURCE', message, placeOfCall(first));
}

function pageWarning({ call, file }: AwsPiece): SnapshotWarning {
  const message = `The output of ${call.operation.operation} ends with a page token: the rest of the list is not in the upload. Run it without --max-items and --no-paginate: ${commandFor(call.operation)}`;
  return warning('PAGE_MISSING', message, file === '' ? call.pointer : file);
}

function subjectWarning(piece: AwsPiece): SnapshotWarning {
  const { operation, subject } = piece.call.operation;
  const message = `This output of ${operation} does not say which ${subject.join(' and ')} it is about, so it decides nothing. Wrap it as {"input": {"${subject[0]}": "…"}, "output": …}, or put the id in the file's name.`;
  return warning('SUBJECT_MISSING', message, placeOfCall(piece));
}

/** What was asked for, whichever page of it. */
function withoutTokens(input: Json): Json {
  return Object.fromEntries(Object.entries(input).filter(([key]) => !/token|marker/i.test(key)));
}
