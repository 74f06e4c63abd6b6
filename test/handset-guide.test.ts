/** docs/handset-check.md: every command in it runs, in its order, and prints what the page says. The phones are those of the example. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shapeOf } from '../src/report/words.ts';
import { handset } from './support/handset.ts';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs', 'handset-check.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'passmuster-guide-'));
const bin = join(folder, 'bin');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Programs that the page names. The phones that they speak to are made up. */
const programs = {
  passmuster: `exec "${process.execPath}" "${join(root, 'bin', 'run.js')}" "$@"`,
  idevicebackup2: `[ "$1" = backup ] && cp -R "${handset}/evidence/lon-017-iphone" "$2/00000000-000000000000E017"`,
  idevicepair: '[ "$1" = unpair ]',
  adb: `phone="${handset}/evidence/lon-018-android"
case "$2" in
true) exit 0 ;;
getprop) file=getprop ;;
settings) file="settings_$4" ;;
dumpsys) file="dumpsys_$3" ;;
esac
grep -v '^# passmuster-end' "$phone/$file.txt"`,
};

interface Block {
  readonly language: string;
  readonly text: string;
}
const blocks = [...page.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map(([, language = '', text = '']): Block => ({
  language,
  text,
}));

/** What a command ends with is said behind it. */
function runBlock(text: string) {
  const ending = /# ends with (\d)\n$/.exec(text)?.[1] ?? '0';
  const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}`, NO_COLOR: '1', COLUMNS: '100', LANG: 'C.UTF-8' };
  const done = spawnSync('/bin/sh', ['-e', '-c', text], { cwd: folder, env, encoding: 'utf8' });
  return { ...done, expected: Number(ending) };
}

describe.skipIf(!existsSync('/bin/sh'))('the guide', () => {
  beforeAll(() => {
    cpSync(handset, join(folder, 'examples', 'handset'), { recursive: true });
    cpSync(join(root, 'tools', 'collect-android.sh'), join(folder, 'tools', 'collect-android.sh'));
    mkdirSync(bin);
    for (const [name, text] of Object.entries(programs)) {
      writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
      chmodSync(join(bin, name), 0o755);
    }
  });

  it('can be followed from its first command to its last', { timeout: 240_000 }, () => {
    let last = '';
    for (const { language, text } of blocks) {
      if (language === 'sh') {
        if (text.includes('attest import')) fillIn(join(folder, 'check', 'form.csv'));
        const done = runBlock(text);
        expect(`${text}${done.stderr}${done.status}`).toBe(`${text}${done.stderr}${done.expected}`);
        last = done.stdout;
        if (text.includes('collect-android')) expectCollected(join(folder, 'check', 'lon-018-android'));
      } else for (const line of text.trimEnd().split('\n')) expect(last).toContain(line);
    }
    expect(last).toBe('');
    expect(readdirSync(join(folder, 'check')).sort()).toEqual([
      'attestations.yaml',
      'report.html',
      'report.json',
    ]);
    expect(readFileSync(join(folder, 'check', 'report.html'), 'utf8')).toContain('User of the phone');
  });

  it('explains every shape that a verdict has', () => {
    for (const finding of [
      { outcome: 'pass' },
      { outcome: 'fail' },
      { outcome: 'unknown', reason: 'not-collected' },
      { outcome: 'unknown', reason: 'ambiguous' },
      { outcome: 'unknown', reason: 'not-provable' },
      { outcome: 'waived' },
      { outcome: 'not-applicable' },
      { outcome: 'error' },
    ] as const) {
      const { symbol, ascii, word } = shapeOf(finding);
      const row = page.split('\n').find((line) => line.startsWith(`| ${symbol} `));
      expect(row?.split('|').map((cell) => cell.trim())).toEqual(
        expect.arrayContaining([symbol, `\`${ascii}\``, word]),
      );
    }
  });

  it('leads to pages and pictures that are there', () => {
    const links = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(8);
    for (const link of links) expect(existsSync(join(root, 'docs', link)), link).toBe(true);
  });
});

/** Every question of yes or no is answered with yes. */
function fillIn(form: string): void {
  const filled = readFileSync(form, 'utf8').replaceAll(/,,(yes \/ no,)/g, ',yes,$1');
  expect(filled).toContain(',yes,yes / no,');
  writeFileSync(form, filled);
}

/** The collection of the example is what the script makes of a phone that prints it, but for the time. */
function expectCollected(collected: string): void {
  const own = join(handset, 'evidence', 'lon-018-android');
  expect(readdirSync(collected).sort()).toEqual(readdirSync(own).sort());
  for (const name of readdirSync(own))
    if (name !== 'passmuster-collection.txt')
      expect(readFileSync(join(collected, name), 'utf8'), name).toBe(readFileSync(join(own, name), 'utf8'));
}
