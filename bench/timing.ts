/** Times and how they are told: percentiles in, short lines out. All times are in milliseconds. */
import { performance } from 'node:perf_hooks';

/** The value below which that share (0 to 1) of the values lies; NaN for no values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Runs something and gives its result with the time that it took. */
export async function timed<T>(work: () => T | Promise<T>): Promise<{ result: T; milliseconds: number }> {
  const began = performance.now();
  const result = await work();
  return { result, milliseconds: performance.now() - began };
}

/** The least time of `runs` runs: what the work costs when nothing gets in its way. */
export async function quickest(runs: number, work: () => unknown): Promise<number> {
  let least = Infinity;
  for (let run = 0; run < runs; run += 1) least = Math.min(least, (await timed(work)).milliseconds);
  return least;
}

/** A time as people read it: `85 µs`, `3.2 ms`, `1.24 s`. */
export function told(milliseconds: number): string {
  if (milliseconds < 1) return `${Math.round(milliseconds * 1000)} µs`;
  return milliseconds < 1000 ? `${milliseconds.toFixed(1)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}

/** Bytes in MiB. */
export function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}

/** One line of the report: what was measured, and the value. */
export function report(what: string, value: string): void {
  process.stdout.write(`${what.padEnd(46)} ${value}\n`);
}
