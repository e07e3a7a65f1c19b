/** Child processes of the benchmark: each part runs in one of its own, so that none pays for the memory of another. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Runs another part of the benchmark to its end and gives what it printed, read as JSON. Throws when it fails. */
export async function runPart<T>(part: string, ...parameters: string[]): Promise<T> {
  const child = spawn(process.execPath, ['--max-old-space-size=8192', '--expose-gc', join(import.meta.dirname, part), ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${part} ended with exit code ${String(code)}`);
  return JSON.parse(Buffer.concat(pieces).toString('utf8')) as T;
}

/** A server that this process started. */
export interface RunningServer {
  readonly url: string;
  /** Bytes of memory that are resident now; NaN where the system does not say. */
  residentBytes(): number;
  stop(): Promise<void>;
}

/** Starts a server on a free port of the loopback and waits until `path` answers. Throws with its output when it stops instead. */
export async function startServer(file: string, path: string, environment: Record<string, string>): Promise<RunningServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), ...environment },
  });
  let output = '';
  const keep = (piece: Buffer): void => {
    output = (output + piece.toString('utf8')).slice(-4000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  for (let waited = 0; waited < 60_000; waited += 100) {
    if (child.exitCode !== null) throw new Error(`${file} stopped at once:\n${output}`);
    if (await answers(`${url}${path}`)) return { url, residentBytes: () => residentBytes(child.pid), stop: () => stop(child) };
    await pause(100);
  }
  await stop(child);
  throw new Error(`${file} did not answer within a minute:\n${output}`);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

function residentBytes(pid: number | undefined): number {
  if (process.platform !== 'linux' || pid === undefined) return Number.NaN;
  const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(match?.[1]) * 1024;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
