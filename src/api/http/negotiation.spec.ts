/** The form that each Accept header and `?format=` gets. */
import { describe, expect, it } from 'vitest';
import { negotiate } from './negotiation.js';

describe('negotiate', () => {
  it.each([
    [undefined, 'json'],
    ['', 'json'],
    ['*/*', 'json'],
    ['application/json', 'json'],
    ['text/plain', 'text'],
    ['text/*', 'text'],
    ['text/markdown', 'markdown'],
    ['text/html, text/plain;q=0.5, */*;q=0.1', 'text'],
    ['application/json;q=0.2, text/markdown', 'markdown'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'json'],
    ['TEXT/PLAIN', 'text'],
  ])('%j gets %s', (accept, format) => expect(negotiate(accept, undefined)).toEqual({ ok: true, value: format }));

  it('lets the query decide before the header', () => {
    expect(negotiate('application/json', 'text')).toEqual({ ok: true, value: 'text' });
  });

  it.each(['image/png', 'application/json;q=0', 'text/plain;q=nonsense'])('%j gets a refusal', (accept) =>
    expect(negotiate(accept, undefined)).toMatchObject({ ok: false, failure: { code: 'NOT_ACCEPTABLE' } }),
  );
});
