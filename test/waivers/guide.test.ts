/** docs/waivers.md: its file is that of the example, its commands run in their order, and print what the page says. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waiverNotes, waiverStates } from '../../src/model/waiver.ts';
import { findProfiles } from '../../src/profiles/find.ts';
import { waiverSchema } from '../../src/waivers/schema.ts';

const root = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'waivers.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'passmuster-waivers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Commands, each with the text that stands below it before the next. */
const blocks = [...page.matchAll(/^```sh\n([^]*?)^```$([^]*?)(?=^```sh|(?![^]))/gm)].map(
  ([, command = '', rest = '']) => ({
    command,
    text: /^```text\n([^]*?)^```$/m.exec(rest)?.[1] ?? '',
  }),
);

describe.skipIf(!existsSync('/bin/sh'))('the guide', () => {
  beforeAll(() => {
    cpSync(join(root, 'examples'), join(folder, 'examples'), { recursive: true });
    mkdirSync(join(folder, 'bin'));
    const program = join(root, 'bin', 'run.js');
    writeFileSync(
      join(folder, 'bin', 'passmuster'),
      `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`,
      {
        mode: 0o755,
      },
    );
  });

  it('has commands', () => expect(blocks.length).toBeGreaterThan(4));

  it.each(blocks.map((block) => [block.command.split('\n')[0] ?? '', block] as const))(
    '%s',
    (_name, { command, text }) => {
      const env = {
        PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
        NO_COLOR: '1',
        COLUMNS: '100',
        LANG: 'C.UTF-8',
      };
      let out = '';
      for (const line of command.trimEnd().split('\n')) {
        const expected = Number(/# ends with (\d)$/.exec(line)?.[1] ?? '0');
        const done = spawnSync('/bin/sh', ['-c', line], { cwd: folder, env, encoding: 'utf8' });
        expect(done.status, done.stderr).toBe(expected);
        out += done.stdout;
      }
      // In this order; what stands between is left out on the page.
      let at = 0;
      for (const line of text.split('\n').filter((one) => one !== '')) {
        const found = out.indexOf(`${line}\n`, at);
        expect(found, `${line}\nis not in\n${out}`).toBeGreaterThanOrEqual(at);
        at = found + line.length;
      }
    },
  );
});

describe('the page', () => {
  it('shows the file of the example', () => {
    const [, yaml] = /```yaml\n([^]*?)```/.exec(page) ?? [];
    expect(yaml).toBe(readFileSync(join(root, 'examples', 'waivers.yaml'), 'utf8'));
  });

  it('names every member, selector, state and note', () => {
    const names = [
      ...Object.keys(waiverSchema.properties),
      ...Object.keys(waiverSchema.properties.scope.properties),
      ...waiverStates,
      ...Object.values(waiverNotes),
    ];
    expect(names.filter((name) => !page.includes(`\`${name}\``) && !page.includes(`\`${name}:`))).toEqual([]);
    const selectors = Object.keys(waiverSchema.properties.scope.properties.select.properties);
    expect(
      selectors.filter((name) => !page.includes(`\`.${name}\``) && !page.includes(`\`select.${name}\``)),
    ).toEqual([]);
  });

  it('names every reason of a built-in profile, with what it asks for', async () => {
    for (const { id, waivers } of await findProfiles(['uk-gov-apps-2023', 'uk-scotgov-mma-2025']))
      for (const [code, { needs }] of Object.entries(waivers?.reasons ?? {})) {
        const row = page
          .split('\n')
          .find((line) => line.includes(`\`${id}\``) && line.includes(`\`${code}\``));
        expect(row, code).toBeDefined();
        for (const name of needs) expect(row).toContain(name);
      }
  });
});
