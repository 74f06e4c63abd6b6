/** Texts of strangers in what verify and reveal print: nothing steers the terminal, and no line is a command for a CI log. */
import { afterAll, describe, expect, it } from 'vitest';
import { verificationJson, verificationText } from '../../src/cli/verification.ts';
import { revelationText } from '../../src/cli/revelation.ts';
import { canonicalText } from '../../src/formats/json-canonical.ts';
import type { Manifest } from '../../src/pack/manifest.ts';
import { packOf } from '../../src/pack/build.ts';
import { openPack } from '../../src/pack/open.ts';
import { releasedAs } from '../../src/report/handling.ts';
import { utf8 } from '../support/bytes.ts';
import { PackFolder, partsOf, verified, zipped } from '../support/packs.ts';
import { poison, poisoned, renderOptions, richReport } from '../support/report-renderings.ts';

const folder = new PackFolder();
afterAll(() => folder.close());
const options = { ...renderOptions, quiet: false };
/** Strict readers let no half of a pair come so far. */
const hostile = poison.toWellFormed();
const dirty = JSON.stringify(poisoned({ ...richReport, handling: { marking: 'OFFICIAL' } }));
const report = JSON.parse(dirty.replaceAll(String.raw`\ud800`, '')) as typeof richReport;

function expectHarmless(text: string): void {
  expect(text).toContain('img src=x');
  const lines = text.split('\n');
  expect(lines.filter((line) => /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(line))).toEqual([]);
  expect(lines.filter((line) => /^\s*(::|##vso)/.test(line))).toEqual([]);
}

describe('a pack of a hostile report', () => {
  it.each([undefined, 'internal'] as const)('holds what the report holds (%s)', async (level) => {
    const shown = releasedAs(report, level);
    const path = folder.write('hostile.zip', packOf(shown, { node: 'v0', profiles: [], supplied: [] }));
    const opened = await openPack(path);
    expect(opened.problems).toEqual([]);
    expect(opened.report).toEqual(JSON.parse(JSON.stringify(shown)));
  });

  it('is told about in harmless words', async () => {
    const path = folder.write('hostile.zip', packOf(report, { node: 'v0', profiles: [], supplied: [] }));
    const parts = await partsOf(path);
    const told = JSON.parse(Buffer.from(parts.get('manifest.json') ?? []).toString()) as Manifest;
    const manifest: Manifest = {
      ...told,
      node: hostile,
      asOf: hostile,
      note: hostile,
      members: [...told.members, { path: hostile, sha256: '0'.repeat(64), bytes: 1 }],
    };
    const forged = folder.write(
      'forged.zip',
      zipped(new Map([...parts, ['manifest.json', utf8(canonicalText(manifest))]])),
    );
    const result = await verified(forged, { inputs: folder.at('exports') });
    expect(result.code).toBe(1);
    expectHarmless(verificationText(result, 1, options));
    expectHarmless(verificationJson(result, 1));
  });
});

it('identifiers of a hostile list are told in harmless words', () => {
  const revelation = {
    revealed: [{ pseudonym: 'device-0123456789ab', identifiers: [hostile, `::error::${hostile}`] }],
    unknown: ['name-0123456789ab'],
  };
  expectHarmless(revelationText(revelation, 'text'));
  expectHarmless(revelationText(revelation, 'json'));
});
