// Everything that must hold before a change is good: installs, then types, lint, layers and all tests; stops at the first step that fails.
import { fail, installWhenNeeded, requireNode, run } from './install.mjs';

const steps = [
  ['Types', 'typecheck'],
  ['Lint and format', 'lint'],
  ['Layers', 'layers'],
];

requireNode();
installWhenNeeded();
for (const [title, script] of steps) {
  console.log(`\n── ${title} (npm run ${script})`);
  if (!run('npm', ['run', '--silent', script]))
    fail(`Verify stopped: ${title.toLowerCase()} failed. Run \`npm run ${script}\` to see only this.`);
}
console.log('\n── Tests (npm test)');
// The runner's closing line is the last one, whatever the result.
process.exitCode = run('npm', ['test', '--silent']) ? 0 : 1;
