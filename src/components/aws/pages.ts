/** Outputs that come in pages: which of them are not followed by the rest. */
import type { AwsOutput, Documents } from '../reader.js';

const TOKENS = [
  'NextToken',
  'nextToken',
  'NextMarker',
  'Marker',
  'StartingToken',
  'MaxResults',
  'maxResults',
  'MaxItems',
  'MaxRecords',
  'PageSize',
];
const NEXT = ['NextToken', 'nextToken', 'NextMarker', 'Marker'];

/** Does the output say that there is more? */
export function announcesMore(output: AwsOutput): boolean {
  return NEXT.some((name) => typeof output.output[name] === 'string' && output.output[name] !== '');
}

/** What a call asked for, whichever page it asked for: pages of one answer agree in it. */
export function subjectOf(output: AwsOutput): string {
  const asked = Object.entries(output.input).filter(([name]) => !TOKENS.includes(name));
  asked.sort(([one], [other]) => (one < other ? -1 : 1));
  return `${output.home.accountId}/${output.home.region} ${JSON.stringify(asked)}`;
}

/**
 * Is the output one of several pages of which the last is not there? The last page is the one that announces no more, so
 * one such page for the same question shows that all were captured.
 */
export function lacksLaterPages(documents: Documents, operation: string, output: AwsOutput): boolean {
  if (!announcesMore(output)) return false;
  const subject = subjectOf(output);
  return documents.outputs(operation).every((page) => announcesMore(page) || subjectOf(page) !== subject);
}
