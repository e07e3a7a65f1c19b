/** Bytes to text as people's tools write it: UTF-8 with or without a byte order mark, UTF-16 as PowerShell's `>` does. */
import { isAscii, isUtf8 } from 'node:buffer';

export type DecodedText =
  | { readonly ok: true; readonly text: string }
  /** `binary`: no text at all (an image, a program). `encoding`: text in an encoding that isn't accepted. */
  | { readonly ok: false; readonly reason: 'binary' | 'encoding' };

/** How many bytes are looked at to tell UTF-16 without a mark, and binary content. */
const PROBED_BYTES = 1024;

/** Decodes a file. The byte order mark is not part of the text. */
export function decodeText(bytes: Buffer): DecodedText {
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return decodeUtf8(bytes.subarray(3));
  if (startsWith(bytes, 0xff, 0xfe)) return { ok: true, text: bytes.toString('utf16le', 2) };
  if (startsWith(bytes, 0xfe, 0xff)) return { ok: true, text: decodeBigEndian(bytes.subarray(2)) };
  switch (nullBytes(bytes)) {
    case 'none':
      return decodeUtf8(bytes);
    case 'every second':
      return { ok: true, text: bytes.toString('utf16le') };
    case 'every first':
      return { ok: true, text: decodeBigEndian(bytes) };
    case 'anywhere':
      return { ok: false, reason: 'binary' };
  }
}

function startsWith(bytes: Buffer, ...mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

function decodeUtf8(bytes: Buffer): DecodedText {
  // Most captures are plain ASCII, which is decoded several times as fast.
  if (isAscii(bytes)) return { ok: true, text: bytes.toString('latin1') };
  return isUtf8(bytes) ? { ok: true, text: bytes.toString('utf8') } : { ok: false, reason: 'encoding' };
}

function decodeBigEndian(bytes: Buffer): string {
  const even = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  return even.swap16().toString('utf16le');
}

/** JSON and YAML begin with ASCII, so in UTF-16 without a mark every second byte of the beginning is zero; zeros elsewhere mean binary content. */
function nullBytes(bytes: Buffer): 'none' | 'every second' | 'every first' | 'anywhere' {
  const head = bytes.subarray(0, PROBED_BYTES);
  if (!head.includes(0)) return 'none';
  if (head.length >= 2 && head[0] !== 0 && head[1] === 0 && (head.length < 4 || head[3] === 0)) return 'every second';
  if (head.length >= 2 && head[0] === 0 && head[1] !== 0 && (head.length < 4 || head[2] === 0)) return 'every first';
  return 'anywhere';
}
