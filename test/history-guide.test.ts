/** docs/history.md: every command in it runs, in its order, and ends as the page says. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diffClasses } from '../src/model/diff.ts';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs', 'history.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'passmuster-history-guide-'));
const bin = join(folder, 'bin');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const blocks = [...page.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map(([, language = '', text = '']) => ({
  language,
  text,
}));
const lines = blocks
  .filter(({ language }) => language === 'sh')
  .flatMap(({ text }) => text.trim().split('\n'));

describe.skipIf(!existsSync('/bin/sh'))('the guide to histories', () => {
  beforeAll(() => {
    cpSync(join(root, 'examples'), join(folder, 'examples'), { recursive: true });
    mkdirSync(bin);
    writeFileSync(
      join(bin, 'passmuster'),
      `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'bin', 'run.js')}" "$@"\n`,
    );
    chmodSync(join(bin, 'passmuster'), 0o755);
  });

  it('can be followed from its first command to its last', { timeout: 240_000 }, () => {
    const env = {
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      NO_COLOR: '1',
      COLUMNS: '110',
      LANG: 'C.UTF-8',
    };
    let told = '';
    for (const line of lines) {
      const done = spawnSync('/bin/sh', ['-c', line], { cwd: folder, env, encoding: 'utf8' });
      expect([line, done.status, done.stderr]).toEqual([
        line,
        Number(/# ends with (\d)$/.exec(line)?.[1] ?? 0),
        '',
      ]);
      if (line === 'passmuster diff --store passmuster.db') told = done.stdout;
    }
    const shown = blocks.find(({ language }) => language === '')?.text ?? '';
    expect(told).toContain(shown);
    for (const file of ['report.html', 'run-1.html', 'run-1.csv', 'diff.md', 'diff.json'])
      expect(existsSync(join(folder, file))).toBe(true);
  });

  it('explains every class of a diff', () => {
    for (const one of diffClasses) expect(page).toContain(`\`${one}\``);
  });
});
