/** The page that is made of the lines of a report is the one that is drawn from the report. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type Form, generate } from '../../bench/fleet/generate.ts';
import { rulesText } from '../../bench/fleet/rules.ts';
import { auditInto } from '../../src/audit.ts';
import { findProfiles } from '../../src/profiles/find.ts';
import { loadProfile, requireProfile } from '../../src/profiles/load.ts';
import { CollectedReport } from '../../src/model/collected.ts';
import { html } from '../../src/report/html.ts';
import { PageOfLines } from '../../src/report/html-lines.ts';
import { ndjsonSink } from '../../src/report/ndjson.ts';
import { Random } from '../../tools/fuzz/mutate.ts';
import { GrantedWaivers } from '../../src/waivers/match.ts';
import { fileOf, load } from '../waivers/sample.ts';
import { renderOptions } from '../support/report-renderings.ts';

const folder = mkdtempSync(join(tmpdir(), 'passmuster-lines-'));
afterAll(() => rmSync(folder, { recursive: true }));

// With rules that have a finding for each app, which lie in several series.
const own = await findProfiles(['uk-moj-whatsapp', 'org-app-deny-list', 'uk-ncsc-ios']);
const profiles = [requireProfile('rules', loadProfile(Buffer.from(rulesText()))), ...own];
const asOf = '2026-11-20T23:59:59Z';
const random = new Random(Number(process.env['PASSMUSTER_SEED'] ?? 5));

function pageOf(lines: Buffer, most: number): string {
  const page = new PageOfLines();
  page.write(lines.subarray(0, lines.length / 2));
  page.restart();
  for (let from = 0; from < lines.length;) {
    const to = from + 1 + random.below(most);
    page.write(lines.subarray(from, to));
    from = to;
  }
  return [...page.text()].join('');
}

it.each<[Form, string, number]>([
  ['ndjson', 'fleet.json', 100],
  ['csv', 'fleet.csv', 200],
  ['profiles', 'profiles', 40],
])('of %s', async (form, name, count) => {
  const path = join(folder, name);
  generate({ form, count, seed: 3, file: path });
  const options = {
    paths: [path],
    profiles,
    asOf,
    gate: { failOn: 'low' },
    version: '0',
    handling: { marking: 'OFFICIAL' },
  } as const;
  for (const mostSeries of [undefined, 3]) {
    const collected = new CollectedReport();
    let lines = '';
    await auditInto(options, [collected, ndjsonSink((text) => void (lines += text), mostSeries)]);
    const page = [...html.render(collected.report(), renderOptions)].join('');
    expect(pageOf(Buffer.from(lines), 100)).toBe(page);
    expect(pageOf(Buffer.from(lines), 1_000_000)).toBe(page);
  }
});

it('tells of waivers also where the files hold none', async () => {
  const path = join(folder, 'none.json');
  generate({ form: 'ndjson', count: 3, seed: 3, file: path });
  const waivers = new GrantedWaivers(load(fileOf([])), { asOf, profiles, expiringWithin: 30 });
  const collected = new CollectedReport();
  let lines = '';
  const options = { paths: [path], profiles, asOf, gate: { failOn: 'low' }, version: '0', waivers } as const;
  await auditInto(options, [collected, ndjsonSink((text) => void (lines += text))]);
  const page = [...html.render(collected.report(), renderOptions)].join('');
  expect(page).toContain('The files hold no waiver.');
  expect(pageOf(Buffer.from(lines), 1000)).toBe(page);
});

it('is not made of a report that breaks off', async () => {
  const page = new PageOfLines();
  expect(() => page.text()).toThrow('has not ended');
  expect(() => page.write(Buffer.from('{"type":"subject","verdicts":["s"],"place":{}}\n'))).toThrow(
    'not told',
  );
});
