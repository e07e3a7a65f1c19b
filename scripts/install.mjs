// Installs the packages of the lock file, for scripts that must work on a fresh clone: nothing here may import a package.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const root = dirname(import.meta.dirname);

/** Runs a command in the project's folder with its output shown; resolves to whether it succeeded. On Windows npm is a shell script. */
export function run(command, parameters, environment = {}) {
  const result = spawnSync(command, parameters, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
    shell: process.platform === 'win32',
  });
  return result.status === 0;
}

/** Stops with a message when Node is too old for the packages. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`packetpath needs Node 20.19 or later; this is ${process.versions.node}.`);
}

/** Runs `npm ci` where node_modules is missing or isn't what the lock file says. */
export function installWhenNeeded() {
  if (isInstalled()) return;
  console.log('Installing packages (half a minute to two minutes, sqlite3 is compiled) …');
  const ok = run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'], nativeBuildSettings());
  if (!ok)
    fail('Installing failed. sqlite3 is compiled here: it needs a C++ compiler, make and python3 (Debian: build-essential python3).');
}

/** What makes compiling sqlite3 quick and independent of downloads: the system's SQLite and Node's own headers, where they are there. */
function nativeBuildSettings() {
  const settings = {};
  const nodeFolder = dirname(dirname(process.execPath));
  if (existsSync(join(nodeFolder, 'include/node/node_version.h'))) settings.npm_config_nodedir = nodeFolder;
  if (existsSync('/usr/include/sqlite3.h')) settings.npm_config_sqlite = '/usr';
  return settings;
}

/** npm writes what it installed to node_modules/.package-lock.json; packages for other systems are optional and missing there. */
function isInstalled() {
  const wanted = packagesOf('package-lock.json');
  const installed = packagesOf('node_modules/.package-lock.json');
  if (installed === null) return false;
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    const there = installed[path];
    return path === '' || link || (there === undefined ? optional === true : there.version === version);
  });
}

function packagesOf(file) {
  const path = join(root, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : null;
}

/** Ends the script with a message. */
export function fail(message) {
  console.error(`\n${message}`);
  process.exit(1);
}
