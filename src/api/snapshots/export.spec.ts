/** The file name of an export, and who gets it gzipped. */
import { expect, it } from 'vitest';
import { acceptsGzip, exportName } from './export.js';

it('makes a safe file name', () => {
  expect(exportName({ name: 'prod "eu"\\..', capturedAt: '2026-11-20T10:00:00Z' })).toBe('prod_eu_..-2026-11-20T100000Z.json');
});

it.each(['gzip', 'gzip, deflate, br', '*', 'br, gzip;q=0.5', 'GZIP'])('%s takes gzip', (header) => expect(acceptsGzip(header)).toBe(true));
it.each([undefined, '', 'identity', 'br', 'gzip;q=0', 'gzip; q=0.0'])('%s does not', (header) => expect(acceptsGzip(header)).toBe(false));
