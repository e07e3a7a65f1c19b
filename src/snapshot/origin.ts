/** From a place in the canonical bundle back to the place in the upload: calls and objects are sorted and joined on the way in, so their pointers change. */
import type { Bundle } from './bundle.js';
import { isJsonObject, placeInUpload, pointerPart, type Json } from './input-problem.js';
import type { AwsPiece, KubernetesPiece, Pieces } from './pieces.js';

/** Both forms of one upload: as it was merged, whose values are those of the pieces themselves, and as it was redacted. */
export interface BothForms {
  readonly merged: Bundle;
  readonly redacted: Bundle;
}

/**
 * The place in the upload of what stands at `pointer` in the redacted bundle: `vpcs.json#/Vpcs/0/CidrBlock`.
 * Null where there is no one place, as for a call put together from several files.
 */
export function originOf(pointer: string, forms: BothForms, pieces: Pieces): string | null {
  const [, list, capture, what, index, ...rest] = pointer.split('/').map(unescapePart);
  if (list === 'aws' && what === 'calls' && rest[0] === 'output') {
    const output = forms.merged.aws[Number(capture)]?.calls[Number(index)]?.output;
    return output === undefined ? null : originInOutput(output, rest.slice(1), pieces.aws);
  }
  if (list === 'kubernetes' && what === 'objects' && rest[0] === 'items') {
    const place = { capture: Number(capture), list: Number(index), item: Number(rest[1]) };
    return originOfObject(place, rest.slice(2), forms, pieces.kubernetes);
  }
  return null;
}

/** An item of a list is in one piece only; the object of an output likewise. */
function originInOutput(output: Json, path: readonly string[], pieces: readonly AwsPiece[]): string | null {
  const [key, index, ...inside] = path;
  if (key === undefined) return null;
  const value = output[key];
  const item: unknown = Array.isArray(value) && index !== undefined ? value[Number(index)] : undefined;
  for (const { call, file } of pieces) {
    const own = call.output[key];
    if (own === value) return placeInUpload(file, call.pointer + toPointer(path));
    const at = Array.isArray(own) && item !== undefined ? own.indexOf(item) : -1;
    if (at !== -1) return placeInUpload(file, call.pointer + toPointer([key, String(at), ...inside]));
  }
  return null;
}

/** Redaction leaves objects out, so the merged one is found by its name; it stands in its source by identity. */
function originOfObject(
  at: { readonly capture: number; readonly list: number; readonly item: number },
  inside: readonly string[],
  forms: BothForms,
  pieces: readonly KubernetesPiece[],
): string | null {
  const redacted = forms.redacted.kubernetes[at.capture]?.objects[at.list]?.items[at.item];
  const item = forms.merged.kubernetes[at.capture]?.objects[at.list]?.items.find((candidate) => sameName(candidate, redacted));
  if (item === undefined) return null;
  const piece = pieces.find(({ part }) => part.items.includes(item));
  if (piece === undefined) return null;
  const { source } = piece.part;
  if (source === item) return placeInUpload(piece.file, piece.pointer + toPointer(inside));
  const index = Array.isArray(source.items) ? source.items.indexOf(item) : -1;
  return index === -1 ? null : placeInUpload(piece.file, piece.pointer + toPointer(['items', String(index), ...inside]));
}

function sameName(a: Json, b: Json | undefined): boolean {
  const [one, other] = [a.metadata, b?.metadata];
  return isJsonObject(one) && isJsonObject(other) && one.name === other.name && one.namespace === other.namespace;
}

const toPointer = (parts: readonly string[]): string => parts.map(pointerPart).join('');

/** The reverse of `pointerPart`. */
const unescapePart = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');
