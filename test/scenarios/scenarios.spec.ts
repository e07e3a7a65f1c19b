// Every story: the verdict, its cause and the very text that a user reads. `npm run goldens` rewrites the texts; read them like code.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TraceAnswer } from '../../src/explain/explain-trace.js';
import { toText } from '../../src/explain/formats/text.js';
import type { IndexedNetwork } from '../../src/lookup/indexed-network.js';
import { answerOf, networkOf } from './support/answering.js';
import { goldenName, readStory, storyNames, type ScenarioCase } from './support/story.js';

const REWRITE = process.env['UPDATE_GOLDENS'] === '1';

/** What the case says, taken from the answer: only the fields that it names. */
function told(answer: TraceAnswer, wanted: ScenarioCase): Partial<ScenarioCase> {
  const [cause, ...behind] = answer.causes;
  const deciding = answer.verdict === 'unknown' ? answer.missing[0]?.code : cause?.code;
  const { over, failing, of } = answer.scope;
  const all: Partial<ScenarioCase> = {
    verdict: answer.verdict,
    code: deciding,
    leg: cause?.leg,
    resource: cause?.resource.id,
    rule: cause?.rule?.id,
    sourceSeen: answer.sourceSeen.ip ?? undefined,
    symptom: answer.symptom.predicted ?? undefined,
    scope: { ...(wanted.scope?.over === undefined ? {} : { over: over ?? '' }), failing, of },
    behind: behind.map(({ code }) => code),
  };
  return Object.fromEntries(Object.entries(all).filter(([field]) => wanted[field as keyof ScenarioCase] !== undefined));
}

function expected({
  name: _,
  on: __,
  flow: ___,
  tags: ____,
  caveats: _____,
  askedAt: ______,
  ...wanted
}: ScenarioCase): Partial<ScenarioCase> {
  return wanted;
}

describe.each(storyNames())('%s', async (name) => {
  const { folder, variants, cases } = await readStory(name);
  const goldens = join(folder, 'expected');
  const networks = new Map<string, IndexedNetwork>();
  const networkFor = (variant: string): IndexedNetwork => {
    const build = variants[variant];
    if (build === undefined) throw new Error(`${name}/sketch.ts has no variant ${variant}; it has ${Object.keys(variants).join(', ')}`);
    let network = networks.get(variant);
    if (network === undefined) networks.set(variant, (network = networkOf(build())));
    return network;
  };
  if (REWRITE) {
    rmSync(goldens, { recursive: true, force: true });
    mkdirSync(goldens);
  }

  it.each(cases.map((one) => [`${one.on}: ${one.name}`, one] as const))('%s', (_, wanted) => {
    const answer = answerOf(networkFor(wanted.on), wanted, name);
    const file = join(goldens, goldenName(wanted));
    const text = toText(answer);
    if (REWRITE) writeFileSync(file, text);
    expect(told(answer, wanted)).toEqual(expected(wanted));
    expect(answer.caveats.map(({ code }) => code)).toEqual(expect.arrayContaining(wanted.caveats));
    expect(existsSync(file), `${file} is missing: run npm run goldens, and read what it writes`).toBe(true);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  it('has a twin for its answer, a reason, and no golden that nobody asks for', () => {
    expect(new Set(cases.map(({ verdict, code }) => `${verdict} ${code}`)).size, 'cases with different answers').toBeGreaterThan(1);
    expect(new Set(cases.map(goldenName)).size, 'names are unique in a variant').toBe(cases.length);
    expect(readFileSync(join(folder, 'README.md'), 'utf8').trim().length).toBeGreaterThan(100);
    expect([...new Set(cases.map(({ on }) => on))].sort(), 'variants that are asked about').toEqual(Object.keys(variants).sort());
    const kept = existsSync(goldens) ? readdirSync(goldens).sort() : [];
    expect(kept).toEqual(cases.map(goldenName).sort());
  });
});
