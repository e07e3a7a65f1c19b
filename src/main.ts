/** Starts the service: reads the settings, migrates the database, listens, and stops cleanly when asked to. */
import 'reflect-metadata';
import { readEnvironment, type Environment } from './config/environment.js';
import { createApp } from './create-app.js';

/** Milliseconds that requests under way get when the service is told to stop. */
const GRACE = 10_000;

async function serve(environment: Environment): Promise<void> {
  const app = await createApp(environment);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), GRACE).unref();
    app.close().then(
      () => process.exit(0),
      (error: unknown) => fail(`Stopping failed: ${String(error)}`),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  const { host, port } = environment;
  await app.listen({ host, port, listenTextResolver: (address) => `packetpath is ready at ${address}` });
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** The reasons that an operator can do something about, in words; the rest as it is. */
function startFailure(error: unknown, { host, port, database }: Environment): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is taken by another program. Choose another one: PORT=${port + 1} npm start`;
  if (code === 'EACCES' && port < 1024) return `Port ${port} needs rights that this user does not have. Choose one above 1023.`;
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND')
    return `The ${database.dialect} database of DATABASE_URL cannot be reached (${code}).`;
  return `The service could not start: ${error instanceof Error ? error.message : String(error)}`;
}

const settings = readEnvironment(process.env, process.stdout.isTTY);
if (!settings.ok) fail(`These settings are not right:\n${settings.problems.map((problem) => `  ${problem}`).join('\n')}`);
serve(settings.environment).catch((error: unknown) => fail(startFailure(error, settings.environment)));
