/**
 * Measures the engine and the service on a generated network: `npm run bench` (after `npm run build`).
 *
 *   --pods N --nodes N   the size, 100,000 pods on 5,000 nodes unless said
 *   --quick              2,000 pods on 100 nodes and short runs, to see that everything works
 *   --engine             the engine only, without the service
 *
 * Times depend on the machine; what to compare are the multiples (of JSON.parse, of a bare server) and two runs on one machine.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { EngineResult } from './measure-engine.js';
import { measureService } from './measure-service.js';
import { runPart } from './processes.js';
import { mebibytes, report, told } from './timing.js';
import type { WrittenNetwork } from './write-network.js';

const { values: flags } = parseArgs({
  options: { pods: { type: 'string' }, nodes: { type: 'string' }, quick: { type: 'boolean' }, engine: { type: 'boolean' } },
});
const pods = wholeNumber('pods', flags.pods ?? (flags.quick ? '2000' : '100000'));
const nodes = wholeNumber('nodes', flags.nodes ?? String(Math.ceil(pods / 20)));
const [questions, seconds] = flags.quick ? [500, 5] : [5000, 20];
const withService = flags.engine !== true;
if (withService && !existsSync('dist/src/main.js')) throw new Error('the service is not built: run `npm run build` first, or use --engine');

const folder = mkdtempSync(join(tmpdir(), 'packetpath-bench-'));
try {
  report('machine', `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`);
  const written = await runPart<WrittenNetwork>('write-network.js', folder, String(nodes), String(pods), String(questions));
  report('network', `${nodes} nodes, ${pods} pods, ${written.subnets} subnets, ${mebibytes(written.bytes)} of JSON`);
  reportEngine(await runPart<EngineResult>('measure-engine.js', folder));
  if (withService) await measureService(folder, seconds);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function reportEngine(engine: EngineResult): void {
  const multiple = (milliseconds: number): string => `${told(milliseconds)} (${(milliseconds / engine.parse).toFixed(2)} × JSON.parse)`;
  report('JSON.parse of that text', told(engine.parse));
  report('ingest: unpack, merge, redact, hash, compress', multiple(engine.ingest));
  report('reading the snapshot', multiple(engine.read));
  report('building the index', multiple(engine.index));
  report('first trace', told(engine.firstTrace));
  report('bytes to first trace', multiple(engine.ingest + engine.read + engine.index + engine.firstTrace));
  for (const [name, { count, p50, p99 }] of Object.entries(engine.traces)) {
    const what = name === 'all' ? 'engine time of a trace' : name === 'explained' ? 'making its sentences' : `  ${name}`;
    report(what, `p50 ${told(p50)}, p99 ${told(p99)} (${count})`);
  }
  const tally = (counts: Record<string, number>): string =>
    Object.entries(counts)
      .map(([key, count]) => `${key} ${count}`)
      .join(', ') || 'none';
  report('verdicts', tally(engine.verdicts));
  report('questions that were refused', tally(engine.problems));
  report('heap that the loaded network takes', mebibytes(engine.heapBytes));
}

function wholeNumber(flag: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`--${flag} must be a whole number above zero, not "${text}"`);
}
