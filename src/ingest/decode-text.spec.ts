/** Encodings: those that people's tools write, and those that are no text. */
import { expect, it } from 'vitest';
import { decodeText } from './decode-text.js';

const TEXT = '{"Name": "Zürich – 東京"}';
const utf16 = Buffer.from(TEXT, 'utf16le');

it.each([
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`)],
  ['UTF-16 LE with a mark, as PowerShell writes it', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
  ['UTF-16 BE with a mark', Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16()],
  ['UTF-16 LE without a mark', utf16],
  ['UTF-16 BE without a mark', Buffer.from(utf16).swap16()],
])('decodes %s', (_name, bytes) => {
  expect(decodeText(bytes)).toEqual({ ok: true, text: TEXT });
});

it('leaves the given bytes as they are', () => {
  const bytes = Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16();
  const before = Buffer.from(bytes);
  decodeText(bytes);
  expect(bytes.equals(before)).toBe(true);
});

it('decodes an empty file, and one with an odd number of UTF-16 bytes', () => {
  expect(decodeText(Buffer.alloc(0))).toEqual({ ok: true, text: '' });
  expect(decodeText(Buffer.concat([Buffer.from('\ufeffab', 'utf16le').swap16(), Buffer.from([0])]))).toEqual({ ok: true, text: 'ab' });
});

it('tells binary files and other encodings', () => {
  expect(decodeText(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]))).toEqual({ ok: false, reason: 'binary' });
  expect(decodeText(Buffer.from('{"a": "Zürich"}', 'latin1'))).toEqual({ ok: false, reason: 'encoding' });
});
