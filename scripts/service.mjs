// Starts the built service in the background for the quickstart, or finds the one that an earlier quickstart left running.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fail, root } from './install.mjs';

const dataFolder = join(root, 'data');
const stateFile = join(dataFolder, 'quickstart.json');
export const logFile = join(dataFolder, 'packetpath.log');

const DEFAULT_PORT = 3000;
/** Ports that are tried after the default one when nobody asked for a certain port. */
const TRIES = 10;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The service that this clone left running: `{ pid, url }`, or null. */
export async function runningService() {
  if (!existsSync(stateFile)) return null;
  const { pid, url } = JSON.parse(readFileSync(stateFile, 'utf8'));
  const asked = process.env.PORT;
  if (asked && new URL(url).port !== asked) return null;
  return isAlive(pid) && (await isReady(url)) ? { pid, url } : null;
}

/** Starts the service and waits until it answers. Ends the script with the reason when it doesn't. */
export async function startService() {
  mkdirSync(dataFolder, { recursive: true });
  const port = await choosePort();
  const url = `http://127.0.0.1:${port}`;
  const log = openSync(logFile, 'w');
  const child = spawn(process.execPath, ['dist/src/main.js'], {
    cwd: root,
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, HOST: '127.0.0.1', PORT: String(port) },
  });
  closeSync(log);
  child.unref();
  writeFileSync(stateFile, JSON.stringify({ pid: child.pid, url }));
  for (let waited = 0; waited < 30_000; waited += 100) {
    if (child.exitCode !== null) fail(`The service stopped at once:\n${readFileSync(logFile, 'utf8')}`);
    if (await isReady(url)) return { pid: child.pid, url };
    await pause(100);
  }
  return fail(`The service did not get ready within 30 seconds; its log is ${logFile}.`);
}

/** Stops a service and waits until it is gone. */
export async function stopService({ pid }) {
  process.kill(pid, 'SIGTERM');
  for (let waited = 0; waited < 15_000 && isAlive(pid); waited += 50) await pause(50);
  rmSync(stateFile, { force: true });
}

async function choosePort() {
  const asked = process.env.PORT;
  if (asked) {
    if (await isFree(Number(asked))) return Number(asked);
    return fail(`Port ${asked} is taken by another program. Choose another one: PORT=${Number(asked) + 1} npm run quickstart`);
  }
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + TRIES; port += 1) {
    if (await isFree(port)) return port;
    console.log(`Port ${port} is taken by another program, trying ${port + 1}.`);
  }
  return fail(`Ports ${DEFAULT_PORT} to ${DEFAULT_PORT + TRIES - 1} are all taken. Choose one: PORT=8080 npm run quickstart`);
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function isReady(url) {
  try {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2000) });
    return answer.ok;
  } catch {
    return false;
  }
}
