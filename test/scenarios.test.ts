/**
 * Whole-program scenarios as plain text: files, a command, what it prints, how it ends. Renew with
 * PASSMUSTER_UPDATE=1 npx vitest run test/scenarios.test.ts, and read the diff.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = join(import.meta.dirname, 'scenarios');
const program = join(import.meta.dirname, '..', 'bin', 'run.js');
const update = process.env['PASSMUSTER_UPDATE'] === '1';

interface Section {
  readonly name: string;
  readonly text: string;
}

/** A comment, then sections headed `=== name`; `=== $ words` is the command, `=== out`, `=== err` and `=== exit` its result. */
function sectionsOf(text: string): { comment: string; sections: Section[] } {
  const [comment = '', ...parts] = text.split(/^=== /m);
  const sections = parts.map((part) => {
    const end = part.indexOf('\n');
    return { name: part.slice(0, end), text: part.slice(end + 1) };
  });
  return { comment, sections };
}

/** Splits at blanks; double quotes hold words together. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

function runCommand(command: string, cwd: string) {
  const [, ...args] = wordsOf(command);
  const env = { PATH: process.env['PATH'] ?? '', COLUMNS: '100', NO_COLOR: '1', LANG: 'C.UTF-8' };
  const done = spawnSync(process.execPath, [program, ...args], { cwd, env, encoding: 'utf8' });
  return { out: masked(done.stdout), err: masked(done.stderr), exit: `${done.status}\n` };
}

/** Versions are the one thing that changes by itself. */
const masked = (text: string): string =>
  text
    .replace(/Passmuster \d+\.\d+\.\d+/g, 'Passmuster 0.0.0')
    .replace(/Node v\d+\.\d+\.\d+/g, 'Node v0.0.0')
    .replace(/[0-9a-f]{64}/g, '(sha256)');

describe('scenario', () => {
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.scenario'))
    .sort()) {
    it(name.replace('.scenario', '').replaceAll('-', ' '), { timeout: 240_000 }, () => {
      const path = join(folder, name);
      const { comment, sections } = sectionsOf(readFileSync(path, 'utf8'));
      const cwd = mkdtempSync(join(tmpdir(), 'passmuster-scenario-'));
      try {
        const results: string[] = [comment];
        let last = { out: '', err: '', exit: '' };
        for (const { name: heading, text } of sections) {
          if (heading.startsWith('$ ')) {
            last = runCommand(heading.slice(2), cwd);
            results.push(`=== ${heading}\n=== out\n${last.out}=== err\n${last.err}=== exit\n${last.exit}`);
          } else if (!['out', 'err', 'exit'].includes(heading)) {
            mkdirSync(dirname(join(cwd, heading)), { recursive: true });
            writeFileSync(join(cwd, heading), text);
            results.push(`=== ${heading}\n${text}`);
          }
        }
        const actual = results.join('');
        if (update) writeFileSync(path, actual);
        expect(actual).toBe(readFileSync(path, 'utf8'));
      } finally {
        rmSync(cwd, { recursive: true, force: true });
      }
    });
  }
});
