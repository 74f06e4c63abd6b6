/** A run over files, folders and archives: what is named, what is ignored, what is lost. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { LintReport } from '../../src/lint/define.ts';
import { lintDocument } from '../../src/lint/document.ts';
import { lintOpened } from '../../src/lint/opened.ts';
import { lintPaths } from '../../src/lint/run.ts';
import { tarOf, zipOf } from '../support/archive.ts';
import { asOf, codesOf, payloadXml, withPayloads } from '../support/lint.ts';

const folder = mkdtempSync(join(tmpdir(), 'passmuster-lint-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const profile = Buffer.from(
  withPayloads(payloadXml('com.apple.applicationaccess', '<key>allowCamra</key><false/>')),
);
const files = [
  { name: 'a/one.mobileconfig', content: profile },
  { name: 'b/two.mobileconfig', content: profile },
  { name: 'notes.txt', content: Buffer.from('no profile') },
];
const context = { asOf, target: {} };

async function lint(name: string, bytes?: Uint8Array): Promise<LintReport[]> {
  const path = join(folder, name);
  if (bytes) writeFileSync(path, bytes);
  const reports = await lintPaths([path], { context, ignored: new Set() });
  return reports.map((report) => ({ ...report, path: report.path.slice(report.path.indexOf(name)) }));
}

const complete = (reports: readonly LintReport[]): boolean =>
  lintDocument(reports, { version: '0', asOf, target: {} }).summary.complete;

describe('lint of a run', () => {
  it.each([
    ['a.zip', zipOf(files)],
    ['a.tar', tarOf(files)],
    ['a.tar.gz', gzipSync(tarOf(files))],
  ])('%s is a folder', async (name, bytes) => {
    const reports = await lint(name, bytes);
    const linted = reports.filter(({ linter }) => linter === 'apple-profile');
    expect(linted.map(({ path }) => path)).toEqual([
      `${name}/a/one.mobileconfig`,
      `${name}/b/two.mobileconfig`,
    ]);
    expect(codesOf(linted[0] as LintReport)).toContain('PM1302');
    expect(codesOf(linted[1] as LintReport)).toEqual(expect.arrayContaining(['PM1206', 'PM1207']));
    expect(complete(reports)).toBe(true);
  });

  it('an archive in an archive is opened, and a damaged one makes the run incomplete', async () => {
    const inner = zipOf(files);
    const reports = await lint('outer.zip', zipOf([{ name: 'inner.zip', content: Buffer.from(inner) }]));
    expect(reports.filter(({ linter }) => linter === 'apple-profile')).toHaveLength(2);
    const damaged = await lint('damaged.zip', inner.subarray(0, inner.length - 30));
    expect(damaged).toMatchObject([{ status: 'unreadable', problem: { code: 'archive-malformed' } }]);
    expect(complete(damaged)).toBe(false);
  });

  it('an archive without a profile is nothing to lint', async () => {
    expect(complete(await lint('empty.zip', zipOf([{ name: 'a.txt', content: Buffer.from('x') }])))).toBe(
      false,
    );
  });

  it('in a folder other files and links are ignored', async () => {
    mkdirSync(join(folder, 'profiles'));
    writeFileSync(join(folder, 'profiles', 'a.mobileconfig'), profile);
    writeFileSync(join(folder, 'profiles', 'b.txt'), 'no profile');
    symlinkSync('/etc/passwd', join(folder, 'profiles', 'c.mobileconfig'));
    const reports = await lint('profiles');
    expect(reports.map(({ status }) => status)).toEqual(['linted', 'ignored', 'ignored']);
    expect(complete(reports)).toBe(true);
  });

  it('a file that was named must be a profile', async () => {
    expect(await lint('named.txt', Buffer.from('no profile'))).toMatchObject([
      { status: 'unreadable', problem: { code: 'input-unrecognised' } },
    ]);
  });

  it('leaves codes out on request', async () => {
    const path = join(folder, 'profiles', 'a.mobileconfig');
    const [report] = await lintPaths([path], { context, ignored: new Set(['PM1302', 'PM1001'] as const) });
    expect(codesOf(report as LintReport)).toEqual(['PM1604']);
  });

  it('lets one input be linted elsewhere, as plain JSON', async () => {
    const path = join(folder, 'profiles', 'a.mobileconfig');
    const here = await lintPaths([path], { context, ignored: new Set() });
    const lint: typeof lintOpened = async (input, given) =>
      JSON.parse(JSON.stringify(await lintOpened(input, JSON.parse(JSON.stringify(given)))));
    expect(await lintPaths([path], { context, ignored: new Set(), lint })).toEqual(here);
  });
});
