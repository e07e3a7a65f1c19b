/**
 * The engine against the oracle on random networks: the same verdict, and the same first cause where both say blocked.
 *
 * A failing case prints plan, changes and question, shrunk. Decide by the reference which of the two is wrong; both read the same bundle
 * (`caseBundle`). `ORACLE_RUNS=20000 npx vitest run test/properties/engine-vs-oracle.spec.ts` searches longer, `ORACLE_SEED` elsewhere.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference } from './compare.js';
import { randomCase } from './random-network.js';

const numRuns = Number(process.env['ORACLE_RUNS'] ?? 300);
const seed = process.env['ORACLE_SEED'] === undefined ? undefined : Number(process.env['ORACLE_SEED']);

describe.each([
  ['interfaces, gateways and the world', false],
  ['pods and nodes', true],
])('%s', (_, cluster) => {
  it('get the same answer from engine and oracle', { timeout: 20_000 + numRuns * 100 }, () => {
    fc.assert(
      fc.property(randomCase(cluster), (drawn) => {
        expect(difference(drawn)).toBeNull();
      }),
      { numRuns, ...(seed === undefined ? {} : { seed }) },
    );
  });
});
