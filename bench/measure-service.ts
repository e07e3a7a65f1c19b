/** The measurements that need the service: an upload, the first question after it, and steady load from a second process. */
import { createReadStream, readFileSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { runPart, startServer, type RunningServer } from './processes.js';
import type { AskedQuestion } from './questions.js';
import type { LoadResult } from './send-load.js';
import { mebibytes, report, timed, told } from './timing.js';

const CONNECTIONS = 8;

interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** Starts the built service on a store in `folder`, measures it, and compares it with a server that only sends. Throws when it fails. */
export async function measureService(folder: string, seconds: number): Promise<void> {
  const service = await startServer('dist/src/main.js', '/health/ready', {
    DATABASE_URL: `sqlite:${join(folder, 'bench.sqlite')}`,
    LOG_LEVEL: 'warn',
    NODE_OPTIONS: '--max-old-space-size=8192',
  });
  try {
    const body = await measureFirstUse(service, folder);
    const load = await sendLoad(service, folder, seconds);
    reportLoad('service', load);
    report('  resident memory of the service', mebibytes(service.residentBytes()));
    writeFileSync(join(folder, 'answer.json'), body);
  } finally {
    await service.stop();
  }
  const bare = await startServer(join(import.meta.dirname, 'bare-server.js'), '/', { BODY: join(folder, 'answer.json') });
  try {
    reportLoad('bare node:http with the same bytes', await sendLoad(bare, folder, seconds));
  } finally {
    await bare.stop();
  }
}

/** Uploads the bundle and asks the first question; gives the answer's bytes. */
async function measureFirstUse(service: RunningServer, folder: string): Promise<Buffer> {
  const file = join(folder, 'bundle.json');
  const upload = await timed(() => post(`${service.url}/v1/snapshots`, () => createReadStream(file), statSync(file).size));
  if (upload.result.status !== 201)
    throw new Error(`the upload was answered ${upload.result.status}: ${upload.result.body.toString('utf8').slice(0, 2000)}`);
  report('upload over HTTP', told(upload.milliseconds));
  const first = (JSON.parse(readFileSync(join(folder, 'questions.json'), 'utf8')) as AskedQuestion[])[0];
  const text = JSON.stringify(first?.question);
  const ask = (): Promise<Answer> => post(`${service.url}/v1/snapshots/latest/traces`, () => text, Buffer.byteLength(text));
  const asked = await timed(ask);
  if (asked.result.status !== 200)
    throw new Error(`the first question was answered ${asked.result.status}: ${asked.result.body.toString('utf8').slice(0, 2000)}`);
  report('first trace over HTTP (loads the snapshot)', told(asked.milliseconds));
  return asked.result.body;
}

function sendLoad(server: RunningServer, folder: string, seconds: number): Promise<LoadResult> {
  const url = `${server.url}/v1/snapshots/latest/traces`;
  return runPart<LoadResult>('send-load.js', url, join(folder, 'questions.json'), String(CONNECTIONS), String(seconds));
}

function reportLoad(what: string, load: LoadResult): void {
  report(`${CONNECTIONS} connections, ${what}`, `${Math.round(load.perSecond)} traces a second`);
  report('  p50, p99', `${told(load.p50)}, ${told(load.p99)}`);
  const statuses = Object.entries(load.statuses).map(([status, count]) => `${status}: ${count}`);
  report('  answers, mean size', `${statuses.join(', ')}; ${Math.round(load.meanBytes)} bytes`);
}

function post(url: string, body: () => string | NodeJS.ReadableStream, length: number): Promise<Answer> {
  const headers = { 'content-type': 'application/json', 'content-length': length };
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(pieces) }));
      response.once('error', reject);
    });
    sending.once('error', reject);
    const content = body();
    if (typeof content === 'string') sending.end(content);
    else content.pipe(sending);
  });
}
