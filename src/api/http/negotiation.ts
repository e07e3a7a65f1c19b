/** Which form of an answer a client wants: `?format=` first, then the Accept header (RFC 9110, section 12.5.1), else JSON. */
import type { Outcome } from '../../answers/outcome.js';
import { failed, success } from '../../answers/outcome.js';

/** In the order of preference where a client likes several alike. */
export const MEDIA_TYPES = { json: 'application/json', text: 'text/plain', markdown: 'text/markdown' } as const;

export type Format = keyof typeof MEDIA_TYPES;

const FORMATS = Object.keys(MEDIA_TYPES) as Format[];

/** The wanted form; fails where the Accept header admits none of them. */
export function negotiate(accept: string | undefined, format: Format | undefined): Outcome<Format> {
  if (format !== undefined) return success(format);
  if (accept === undefined || accept.trim() === '') return success('json');
  const ranges = accept.split(',').map(readRange);
  const rated = FORMATS.map((candidate) => ({ candidate, quality: qualityOf(MEDIA_TYPES[candidate], ranges) }));
  const best = rated.reduce((one, other) => (other.quality > one.quality ? other : one));
  if (best.quality > 0) return success(best.candidate);
  return failed({ code: 'NOT_ACCEPTABLE', message: `This answer comes as ${Object.values(MEDIA_TYPES).join(', ')}.` });
}

interface Range {
  readonly type: string;
  readonly quality: number;
}

function readRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const given = parameters.find((parameter) => parameter.startsWith('q='));
  const quality = given === undefined ? 1 : Number(given.slice(2));
  return { type, quality: Number.isFinite(quality) ? quality : 0 };
}

/** The quality of the most specific range that holds the type. */
function qualityOf(type: string, ranges: readonly Range[]): number {
  for (const pattern of [type, `${type.split('/')[0]}/*`, '*/*']) {
    const range = ranges.find((candidate) => candidate.type === pattern);
    if (range !== undefined) return range.quality;
  }
  return 0;
}
