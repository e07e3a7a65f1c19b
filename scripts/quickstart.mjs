// From a fresh clone to an answer: installs, builds, starts the service, loads the sample network and asks the sample question.
// `-- --once` stops the service again after the answer. Running it again reuses whatever is there.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fail, installWhenNeeded, requireNode, root, run } from './install.mjs';
import { logFile, runningService, startService, stopService } from './service.mjs';

requireNode();
installWhenNeeded();
const rebuilt = buildWhenNeeded();
const { service, started } = await findOrStart(rebuilt);
const bundle = readFileSync(join(root, 'samples/shop/bundle.json'), 'utf8');
const question = JSON.parse(readFileSync(join(root, 'samples/shop/question.json'), 'utf8'));
const snapshot = await (await send('POST', '/v1/snapshots', bundle)).json();
console.log(
  `Sample network: snapshot ${snapshot.name}, ${Object.values(snapshot.counts).reduce((sum, count) => sum + count, 0)} resources.\n`,
);
const { from, to, protocol = 'tcp', port } = question;
const portText = port === undefined ? '' : ` ${port}`;
console.log(`Question: can ${from} reach ${to} over ${protocol.toUpperCase()}${portText}?\n`);
const answer = await send('POST', `/v1/snapshots/${snapshot.id}/traces`, JSON.stringify(question), 'text/plain');
console.log((await answer.text()).trimEnd());
if (process.argv.includes('--once') && started) await stopService(service);
else if (!process.argv.includes('--once')) printNextSteps();

/** Compiles when a source is newer than the compiled program; returns whether it did. */
function buildWhenNeeded() {
  const built = join(root, 'dist/src/main.js');
  const sources = ['src', 'migrations', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
  const newest = Math.max(...sources.flatMap((source) => modificationTimes(join(root, source))));
  if (existsSync(built) && statSync(built).mtimeMs > newest) return false;
  console.log('Building …');
  if (!run('npm', ['run', '--silent', 'build'])) fail('The build failed.');
  return true;
}

function modificationTimes(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return [stat.mtimeMs];
  return [stat.mtimeMs, ...readdirSync(path).flatMap((entry) => modificationTimes(join(path, entry)))];
}

async function findOrStart(rebuilt) {
  const running = await runningService();
  if (running !== null && !rebuilt) return { service: running, started: false };
  if (running !== null) await stopService(running);
  return { service: await startService(), started: true };
}

/** Sends a request to the service; ends the script with its problem document when it refuses. */
async function send(method, path, body, accept = 'application/json') {
  const key = /(?:writer|admin):([^,\s]+)/.exec(process.env.PACKETPATH_API_KEYS ?? '')?.[1];
  const headers = { 'content-type': 'application/json', accept, ...(key ? { authorization: `Bearer ${key}` } : {}) };
  const response = await fetch(`${service.url}${path}`, { method, headers, body });
  if (response.ok) return response;
  const problem = await response.text();
  if (started) await stopService(service);
  return fail(`The service answered ${method} ${path} with ${response.status}:\n${problem}\nIts log is ${logFile}.`);
}

function printNextSteps() {
  const at = `${service.url}/v1/snapshots/${snapshot.name}@latest`;
  console.log(`
The service runs at ${service.url} (process ${service.pid}, log ${logFile}). Three things to try:

  The same answer as JSON, with every hop there and back:
    curl -s ${at}/traces -H 'content-type: application/json' -d '${JSON.stringify(question)}'

  What the snapshot holds:
    curl -s '${at}/resources?kind=pod'

  Every call, with examples:
    ${service.url}/docs

To stop it: kill ${service.pid}`);
}
