/** What `read` writes judges as the files it was written from. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { audit } from '../../src/audit.ts';
import { streamLines } from '../../src/cli/stream.ts';
import { builtInIds, findProfiles } from '../../src/profiles/find.ts';
import { readApart } from '../../src/read/paths.ts';

const asOf = '2026-11-20T23:59:59Z';
const options = { asOf, identityKey: 'of the tests' };
const repository = join(import.meta.dirname, '..', '..');
const profiles = await findProfiles([...builtInIds(), join(repository, 'examples', 'phone-basics.yaml')]);
const folder = mkdtempSync(join(tmpdir(), 'passmuster-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function streamOf(paths: readonly string[]): Promise<string> {
  let text = '';
  for await (const line of streamLines(readApart(paths, options), { asOf, version: '0' })) text += line.text;
  const path = join(folder, `${readdirSync(folder).length}.ndjson`);
  writeFileSync(path, text);
  return path;
}

async function findings(paths: readonly string[]) {
  const report = await audit({ ...options, paths, profiles, gate: { failOn: 'none' }, version: '0' });
  const all = report.findings.map((finding) => JSON.stringify(finding)).sort();
  return { all, subjects: report.subjects.map(({ id }) => id).sort(), summary: report.summary };
}

const fixtures = join(repository, 'test', 'fixtures', 'sources');
const inputsOf = (source: string) =>
  readdirSync(join(fixtures, source))
    .filter((name) => name.startsWith('ok.'))
    .map((name) => {
      const file = readdirSync(join(fixtures, source, name)).find((one) => one.startsWith('input.'));
      return join(fixtures, source, name, file ?? '');
    });
const sources = readdirSync(fixtures, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
/** Sources that only speak of phones of another list, and that list. */
const companions: Readonly<Record<string, string>> = { 'google-directory-users': 'google-directory-devices' };
const withCompanion = (source: string) =>
  [source, companions[source]].flatMap((one) => (one === undefined ? [] : inputsOf(one)));

describe('an audit of a stream is one of the files', () => {
  it.each<[string, string[]]>([
    ['examples/fleet', [join(repository, 'examples', 'fleet')]],
    ...sources.map((source): [string, string[]] => [`whole fixtures of ${source}`, withCompanion(source)]),
  ])('of %s', async (name, paths) => {
    const files = await findings(paths);
    if (name.startsWith('examples')) expect(files.subjects.length).toBeGreaterThan(0);
    expect(await findings([await streamOf(paths)])).toEqual(files);
  });
});
