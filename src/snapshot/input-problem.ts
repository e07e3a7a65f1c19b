/** What can be wrong with an upload, as values: each names the file, the place in it, and what was expected there. */

/** Any parsed JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/**
 * The stable codes of refused uploads.
 * `UPLOAD_TOO_LARGE` stands for every limit (bytes after decompression, entries, nesting); the rest say that the content is wrong.
 */
export type InputProblemCode =
  | 'INVALID_FIELD'
  | 'INVALID_BUNDLE'
  | 'INVALID_OUTPUT'
  | 'MALFORMED_JSON'
  | 'MALFORMED_YAML'
  | 'UNREADABLE_TEXT'
  | 'NOT_RAW_OUTPUT'
  | 'NOTHING_RECOGNISED'
  | 'CLUSTERS_MIXED'
  | 'ARCHIVE_UNREADABLE'
  | 'ARCHIVE_UNSAFE'
  | 'UPLOAD_TOO_LARGE';

/** One reason to refuse an upload. `file` is empty for a bundle in the request's body; `pointer` is a JSON pointer inside the file (RFC 6901). */
export interface InputProblem {
  readonly code: InputProblemCode;
  readonly file: string;
  readonly pointer: string;
  readonly message: string;
}

/** Writes one key as a part of a JSON pointer (RFC 6901, section 4). */
export function pointerPart(key: string | number): string {
  return `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The place of something in an upload as one string: `vpcs.json#/Vpcs/3`, or the pointer alone where there is no file name. */
export function placeInUpload(file: string, pointer: string): string {
  if (file === '') return pointer;
  return pointer === '' ? file : `${file}#${pointer}`;
}

/** True for an object that is neither null nor a list. */
export function isJsonObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A short phrase for what a value is, for messages of the kind "expected a list, found a string". The value itself is never repeated: it may be a secret. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (value === undefined) return 'nothing';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
