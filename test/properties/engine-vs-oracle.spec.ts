/**
 * The engine against the oracle on random networks: the same verdict, and the same first cause where both say blocked.
 *
 * A failing case prints plan, changes and question, shrunk. Decide by the reference which of the two is wrong; both read the same bundle
 * (`caseBundle`). The networks are the same on every run, so that a change and not chance turns this red; to search for new differences:
 * `ORACLE_RUNS=20000 ORACLE_SEED=$RANDOM npx vitest run test/properties/engine-vs-oracle.spec.ts`.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference } from './compare.js';
import { randomCase } from './random-network.js';

const numRuns = Number(process.env['ORACLE_RUNS'] ?? 300);
const seed = Number(process.env['ORACLE_SEED'] ?? 20_261_120);

describe.each([
  ['interfaces, gateways and the world', false],
  ['pods and nodes', true],
])('%s', (_, cluster) => {
  it('get the same answer from engine and oracle', { timeout: 20_000 + numRuns * 100 }, () => {
    fc.assert(
      fc.property(randomCase(cluster), (drawn) => {
        expect(difference(drawn)).toBeNull();
      }),
      { numRuns, seed },
    );
  });
});
