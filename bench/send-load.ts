/**
 * Part of the benchmark: keeps a number of connections busy with questions, each sending the next as soon as it has its answer.
 * Parameters: URL, questions file, connections, seconds.
 */
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { AskedQuestion } from './questions.js';
import { percentile } from './timing.js';

/** What came back in the time given. */
export interface LoadResult {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly meanBytes: number;
  /** Answers by status. */
  readonly statuses: Record<string, number>;
}

/** Before this share of the time is over nothing counts: the server's code is not compiled yet. */
const WARM_UP = 0.2;

const [url = '', file = '', connections, seconds] = process.argv.slice(2);
const bodies = (JSON.parse(readFileSync(file, 'utf8')) as AskedQuestion[]).map(({ question }) => Buffer.from(JSON.stringify(question)));
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) });
const began = performance.now();
const counted = began + Number(seconds) * 1000 * WARM_UP;
const end = began + Number(seconds) * 1000;
const times: number[] = [];
const statuses: Record<string, number> = {};
let bytes = 0;
let next = 0;

await Promise.all(Array.from({ length: Number(connections) }, () => keepAsking()));
agent.destroy();
const result: LoadResult = {
  perSecond: times.length / ((end - counted) / 1000),
  p50: percentile(times, 0.5),
  p99: percentile(times, 0.99),
  meanBytes: bytes / times.length,
  statuses,
};
process.stdout.write(JSON.stringify(result));

async function keepAsking(): Promise<void> {
  while (performance.now() < end) {
    const body = bodies[next % bodies.length] ?? Buffer.alloc(0);
    next += 1;
    const sent = performance.now();
    const { status, length } = await ask(body);
    if (sent < counted) continue;
    times.push(performance.now() - sent);
    bytes += length;
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
}

function ask(body: Buffer): Promise<{ status: number; length: number }> {
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', agent, headers }, (response) => {
      let length = 0;
      response.on('data', (piece: Buffer) => (length += piece.length));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, length }));
      response.once('error', reject);
    });
    sending.once('error', reject);
    sending.end(body);
  });
}
