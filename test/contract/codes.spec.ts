// The catalogue of codes and the stories hold one another: what may be said is shown in a golden, and what is shown is in the catalogue.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeCatalogue } from '../../src/explain/codes.js';
import { SCENARIOS, storyNames } from '../scenarios/support/story.js';
import { NOT_SHOWN_YET } from './codes-not-shown.js';

/** The codes that reports carry: of causes, notes and what is missing. */
const SHOWN = /^(?:Cause: ([A-Z0-9_]+) \(|(?:Note|Missing): ([A-Z0-9_]+): )/gm;

function shownCodes(): Set<string> {
  const shown = new Set<string>();
  for (const story of storyNames()) {
    const folder = join(SCENARIOS, story, 'expected');
    for (const file of readdirSync(folder)) {
      for (const [, cause, note] of readFileSync(join(folder, file), 'utf8').matchAll(SHOWN)) shown.add(cause ?? note ?? '');
    }
  }
  return shown;
}

describe('the catalogue of codes', () => {
  const entries = codeCatalogue();
  const codes = entries.map(({ code }) => code);
  const shown = shownCodes();

  it('has each code once, in upper snake case', () => {
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
    expect(codes.filter((code) => !/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(code))).toEqual([]);
  });

  it.each(entries.map((entry) => [entry.code, entry] as const))('%s: says what it means and what to do', (_, { meaning, remedy }) => {
    for (const text of [meaning, remedy]) expect(text).toMatch(/^\S.{12,}[.)]$/);
  });

  it('is shown whole by the goldens, but for what the list excuses', () => {
    expect(codes.filter((code) => !shown.has(code) && !(code in NOT_SHOWN_YET))).toEqual([]);
  });

  it('excuses nothing that is shown, or that does not exist', () => {
    expect(Object.keys(NOT_SHOWN_YET).filter((code) => shown.has(code) || !codes.includes(code))).toEqual([]);
  });

  it('holds every code that a golden shows', () => {
    expect([...shown].filter((code) => !codes.includes(code))).toEqual([]);
  });
});
