// Runs the tests and closes with one plain line that any CI can read: N passed, N failed, N skipped.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'passmuster-test-'));
const results = join(folder, 'results.json');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const args = [
  vitest,
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${results}`,
  ...process.argv.slice(2),
];

// Hundreds of processes and threads start from the same sources: to strip their types anew each time took a quarter of the slowest tests.
// Coverage would be less exact with functions that were kept (Node, module.enableCompileCache).
const kept = process.argv.includes('--coverage') ? {} : { NODE_COMPILE_CACHE: join(folder, 'compiled') };
// A golden file that is missing is a failure everywhere, not written anew on one machine and missed on the next; -u writes.
const env = { ...kept, ...process.env, CI: process.env.CI ?? 'true' };
const done = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env });
try {
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(results, 'utf8'));
  process.stdout.write(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped\n`);
  process.exitCode = numPassedTests > 0 ? (done.status ?? 2) : 2;
} catch {
  process.stdout.write('the test runner left no results\n');
  process.exitCode = 2;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
