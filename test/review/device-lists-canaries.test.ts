/** Secrets and names that stand anywhere in an export of a management system are in nothing that the program prints of it. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { audit } from '../../src/audit.ts';
import { streamLines } from '../../src/cli/stream.ts';
import { explainPaths } from '../../src/explain.ts';
import { findProfiles } from '../../src/profiles/find.ts';
import { readApart } from '../../src/read/paths.ts';
import { findReporter, reporterIds } from '../../src/report/registry.ts';
import { canariesIn, planted } from './canaries.ts';

const asOf = '2026-11-20T23:59:59Z';
const fixtures = join(import.meta.dirname, '..', 'fixtures', 'sources');
const sources = readdirSync(fixtures).filter((name) =>
  /^(fleet|google|intune|jamf|simplemdm|workspace-one)-/.test(name),
);

/** The names of policies are shown. */
const titles: Readonly<Record<string, readonly string[]>> = {
  'intune-policy': ['displayname', 'display_name'],
};

const folder = mkdtempSync(join(tmpdir(), 'passmuster-review-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The exports of a source, with what was planted in them. */
function exportsOf(source: string): string[] {
  mkdirSync(join(folder, source));
  return readdirSync(join(fixtures, source)).flatMap((name) => {
    const file = readdirSync(join(fixtures, source, name)).find((one) => one.startsWith('input.'));
    const extension = file?.split('.').at(-1) ?? '';
    const bytes = file === undefined ? undefined : readFileSync(join(fixtures, source, name, file));
    if (bytes === undefined || bytes.includes(0)) return []; // UTF-16
    const text = planted(bytes.toString('utf8'), extension, titles[source]);
    if (text === undefined) return [];
    const path = join(folder, source, `${name}.${extension}`);
    writeFileSync(path, text);
    return [path];
  });
}

async function outputsOf(paths: readonly string[]): Promise<Map<string, string>> {
  const identityKey = 'of the tests';
  const profiles = await findProfiles(['uk-ncsc-ios', 'uk-moj-whatsapp'], {});
  const report = await audit({ paths, profiles, asOf, identityKey, gate: { failOn: 'low' }, version: '0' });
  const found = new Map<string, string>();
  for (const id of reporterIds) {
    const reporter = await findReporter(id);
    const options = { width: 120, color: false, unicode: true, verbose: true };
    found.set(id, [...(reporter?.render(report, options) ?? [])].join(''));
  }
  let lines = '';
  for await (const line of streamLines(readApart(paths, { asOf, identityKey }), { asOf, version: '0' }))
    lines += line.text;
  let told = '';
  for await (const event of explainPaths(paths, { profiles, asOf, identityKey }))
    told += JSON.stringify(event);
  return found.set('read', lines).set('explain', told);
}

describe('what stands in an export of', () => {
  it.each(sources)('%s and names people, phones or secrets is in no output', async (source) => {
    const paths = exportsOf(source);
    const outputs = await outputsOf(paths);
    const found = [...outputs].flatMap(([id, text]) => canariesIn(text).map((place) => `${id}: ${place}`));
    expect(found).toEqual([]);
    // What was planted does not keep the exports from being recognised.
    if (paths.length > 0) expect(outputs.get('json')).toContain(`"source": "${source}"`);
  });
});
