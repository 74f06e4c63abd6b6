// Makes the package that users install: the build, data files and a package.json without what only a checkout needs (its
// own Node, 190 MB; development packages; scripts). node tools/pack.js [folder for the .tgz]
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = join(import.meta.dirname, '..');
const target = resolve(process.argv[2] ?? root);
const stage = mkdtempSync(join(tmpdir(), 'passmuster-pack-'));

function run(command, args, cwd) {
  const done = spawnSync(command, args, {
    cwd,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')} failed`);
}

/** What Node has compiled here is of no use elsewhere. */
const isPart = (path) => path !== join(root, 'dist', '.cache');

try {
  run('npm', ['run', '--silent', 'build'], root);
  const {
    files,
    private: _private,
    scripts: _scripts,
    devDependencies: _dev,
    optionalDependencies: _own,
    ...rest
  } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const name of [...files, 'README.md', 'LICENSE', 'CHANGELOG.md']) {
    cpSync(join(root, name), join(stage, name), { recursive: true, filter: isPart });
  }
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify({ ...rest, files }, null, 2)}\n`);
  mkdirSync(target, { recursive: true });
  run('npm', ['pack', '--silent', '--pack-destination', target], stage);
} finally {
  rmSync(stage, { recursive: true, force: true });
}
