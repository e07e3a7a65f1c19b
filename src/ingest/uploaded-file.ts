/** One file of an upload, and the outcome of taking apart what holds several. */
import type { InputProblem, InputProblemCode } from '../snapshot/input-problem.js';

export interface UploadedFile {
  /** The name or path as the uploader gave it, used as a label only; empty for the body of a request. */
  readonly name: string;
  readonly bytes: Buffer;
}

export type Unpacked =
  { readonly ok: true; readonly files: readonly UploadedFile[] } | { readonly ok: false; readonly problem: InputProblem };

/** A refusal of the file as a whole. */
export function refuseFile(code: InputProblemCode, file: string, message: string): { readonly ok: false; readonly problem: InputProblem } {
  return { ok: false, problem: { code, file, pointer: '', message } };
}

/** Why an archive may not hold this path, or null when it may: paths lead nowhere but into the archive's own folder. */
export function unsafePath(path: string): string | null {
  if (path.includes('\0')) return 'a name with a null character';
  const forward = path.replaceAll('\\', '/');
  if (forward.startsWith('/') || /^[A-Za-z]:/.test(forward)) return 'an absolute path';
  return forward.split('/').includes('..') ? 'a path that leads out of the archive' : null;
}
