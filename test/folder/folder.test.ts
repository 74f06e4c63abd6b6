/** Threads that read a folder write the report of the ordinary reader, whatever lies in the folder. */
import {
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { buildBinary } from 'plist';
import { afterAll, describe, expect, it } from 'vitest';
import { configurationText } from '../../bench/fleet/configuration.ts';
import { auditInto, headOf } from '../../src/audit.ts';
import { runAudit } from '../../src/cli/run-audit.ts';
import { openFolder } from '../../src/folder/folder.ts';
import { limits } from '../../src/io/limits.ts';
import { findProfiles } from '../../src/profiles/find.ts';
import { ndjsonSink } from '../../src/report/ndjson.ts';
import { weightOf } from '../../src/fleet/answers.ts';
import type { Report } from '../../src/model/report.ts';
import { firstDifference } from '../fleet/lines.ts';
import { zipOf } from '../support/archive.ts';
import { utf8 } from '../support/bytes.ts';
import { type HowOptions, same } from './same.ts';

const root = join(import.meta.dirname, '..', '..');
const fixtures = join(root, 'test', 'fixtures', 'sources');
const profiles = await findProfiles([
  'uk-ncsc-ios',
  'uk-moj-whatsapp',
  'uk-scotgov-mma-2025',
  'org-app-deny-list',
  join(root, 'examples', 'phone-basics.yaml'),
]);

type Files = Parameters<typeof same>[0];
const copies = (pattern: string, into: string): Files =>
  Object.fromEntries(
    globSync(pattern, { cwd: fixtures })
      .sort()
      .map((name) => [`${into}/${name.replaceAll('/', '-')}`, { copyOf: join(fixtures, name) }]),
  );
const made = (count: number): Files =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`made/${index}.mobileconfig`, configurationText(5, index)]),
  );

async function areSame(files: Files, how: Partial<HowOptions> = {}): Promise<string> {
  const { ordinary, gates, threads, threadGates } = await same(files, { profiles, ...how });
  for (const text of threads)
    expect(firstDifference(text ?? 'left to the ordinary reader', ordinary)).toBe('');
  for (const one of threadGates) expect(one).toEqual(gates);
  return ordinary;
}

const timeout = 120_000;

describe('a folder', { timeout }, () => {
  it('of profiles is reported as by the ordinary reader', async () => {
    const report = await areSame({
      ...made(150),
      ...copies('apple-mobileconfig/*/input.mobileconfig', 'a'),
      // The same under another name, and under the same identifiers.
      ...copies('apple-mobileconfig/*/input.mobileconfig', 'b'),
    });
    expect([report.includes('#2'), report.includes('subject-repeated')]).toEqual([true, true]);
  });

  it('with damaged files, and others that are no profiles, among good ones', async () => {
    const good = configurationText(5, 0);
    const report = await areSame({
      ...made(70),
      'made/1.mobileconfig': good.slice(0, 900),
      'made/12.mobileconfig': '',
      'made/13.mobileconfig': utf8(good).map((byte, at) => (at === 700 ? 0xff : byte)),
      'made/14.mobileconfig': good.replace('PayloadType', 'Other'),
      'made/15.mobileconfig': good.replaceAll('\n', '\r\n'),
      'made/16.mobileconfig': good.replace(
        '<dict>',
        `<dict><key>x</key><string>${'x'.repeat(limits.headBytes)}</string>`,
      ),
      'made/17.plist': new Uint8Array(
        buildBinary({ PayloadType: 'Configuration', PayloadContent: [], PayloadIdentifier: 'binary' }),
      ),
      'made/18.zip': zipOf([{ name: 'inside.mobileconfig', data: utf8(configurationText(6, 1)) }]),
      'made/19.mobileconfig': `-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----\n`,
      'made/README.md': '# A folder',
      'made/ü “quoted”\u2028.mobileconfig': good.replaceAll('example.synthetic.profile1', 'é\u202e"\u0085'),
      'other/.gitkeep': '',
      'other/cut.json': '{"value": [{"a": 1},',
    });
    for (const code of ['xml-malformed', 'input-empty', 'encoding-invalid', 'unclaimed', 'json-malformed'])
      expect([code, report.includes(`"code":"${code}"`)]).toEqual([code, true]);
  });

  it('is shown by its counts and its worst subjects', async () => {
    const files = { ...made(150), ...copies('apple-mobileconfig/*/input.mobileconfig', 'a') };
    const damaged = { 'made/1.mobileconfig': '<plist', 'made/README.md': '# A folder' };
    const how = { profiles, isShown: true };
    const { ordinary, threads, report, pages } = await same({ ...files, ...damaged }, how);
    if (report === undefined) throw new Error('no report');
    for (const text of threads) expect(firstDifference(text ?? '', ordinary)).toBe('');
    const all = new Map(report.subjects.map((subject) => [subject.id, subject]));
    const weightIn = ({ findings }: Report, subject: string): number =>
      findings.reduce((sum, one) => sum + (one.subject === subject ? weightOf(one) : 0), 0);
    const weights = [...all.keys()].map((id) => weightIn(report, id)).sort((a, b) => b - a);
    for (const page of pages) {
      if (page === undefined) throw new Error('no page');
      expect(page.inputs).toEqual(report.inputs);
      expect(page.summary).toEqual(report.summary);
      expect(page.gates).toEqual(report.gates);
      expect(page.subjects.length).toBe(100);
      expect(page.subjects.map(({ id }) => weightIn(page, id))).toEqual(weights.slice(0, 100));
      for (const subject of page.subjects) expect(subject).toEqual(all.get(subject.id));
      expect(page.left?.subjects).toBe(report.subjects.length - 100);
      expect(page.left?.findings).toBe(report.findings.length - page.findings.length);
      for (const { profile, rule, outcomes } of page.ruleCounts ?? []) {
        const own = report.findings.filter((one) => one.profile === profile && one.rule === rule);
        for (const [outcome, times] of Object.entries(outcomes))
          expect(own.filter((one) => one.outcome === outcome).length).toBe(times);
      }
    }
  });

  it('of files that stand beside others that are named', async () => {
    await areSame(made(5), { named: ['made/2.mobileconfig', 'made/2.mobileconfig'] });
  });

  it('whose profiles differ in nothing but what decides', async () => {
    const values = [
      '<true/>',
      '<false/>',
      '<integer>8000000000000003</integer>',
      '<string>passmuster subject 1f6f1c8a0d</string>',
    ];
    const body = (value: string, more: string) => `<plist version="1.0"><dict><key>PayloadType</key><string>Configuration</string>${more}<key>PayloadIdentifier</key><string>p</string><key>PayloadContent</key><array>
<dict><key>PayloadType</key><string>com.apple.applicationaccess</string><key>allowCamera</key>${value}</dict>
<dict><key>PayloadType</key><string>com.apple.applicationaccess</string>
<key>allowCamera</key>${value}<key>allowCamera</key><true/></dict></array></dict></plist>`; // prettier-ignore
    const ends = '<key>RemovalDate</key><date>2026-11-01T00:00:00Z</date>';
    const files = values.flatMap((value) =>
      ['', ends, '\n'].map((more) =>
        body(value, more).replace('>p<', `>p ${value.replaceAll(/[<>/]/g, '')} ${more.length}<`),
      ),
    );
    await areSame(
      Object.fromEntries([...files, ...files].map((text, index) => [`${index}.mobileconfig`, text])),
    );
  });

  it('of few files starts no threads', async () => {
    const options = {
      paths: [join(root, 'examples')],
      profiles,
      asOf: '2026-11-20T23:59:59Z',
      version: '0',
      gate: { failOn: 'low' },
    } as const;
    const threads = (): never => {
      throw new Error('started');
    };
    expect(await openFolder({ ...options, head: headOf(options), threads })).toBeUndefined();
  });

  it('is left to the ordinary reader where one file is about phones', async () => {
    const files = {
      ...made(40),
      'z.json': { copyOf: join(root, 'examples', 'fleet', 'intune', 'managed-devices.json') },
    };
    const { threads } = await same(files, { profiles });
    expect(threads).toEqual([undefined, undefined]);
  });

  it.each(
    readdirSync(fixtures).filter((name) => /apple|polic|profiles|provisioning|gitops|stream/.test(name)),
  )('of %s is the same, or is left', async (source) => {
    const { ordinary, threads } = await same(
      { ...copies(`${source}/*/input.*`, 'a'), ...made(2) },
      { profiles, jobs: [2] },
    );
    for (const text of threads) if (text !== undefined) expect(firstDifference(text, ordinary)).toBe('');
  });
});

describe('the command', { timeout }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'passmuster-folders-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['profiles alone', false],
    ['a phone among them', true],
  ])('writes the same file for %s', async (name, hasPhone) => {
    const below = join(folder, name);
    mkdirSync(below);
    for (let index = 0; index < 320; index += 1)
      writeFileSync(join(below, `${index}.mobileconfig`), configurationText(9, index));
    symlinkSync(join(below, '1.mobileconfig'), join(below, 'link.mobileconfig'));
    if (hasPhone)
      writeFileSync(
        join(below, 'z.json'),
        readFileSync(join(root, 'examples', 'fleet', 'intune', 'managed-devices.json')),
      );
    const options = {
      paths: [relative(process.cwd(), below)],
      profiles,
      asOf: '2026-11-20T23:59:59Z',
      gate: { failOn: 'low' },
      version: '0',
    } as const;
    let ordinary = '';
    const { gates } = await auditInto(options, [ndjsonSink((text) => void (ordinary += text))]);
    const file = join(folder, `${name}.ndjson`);
    const run = {
      isWhole: false,
      isQuiet: true,
      isChanged: false,
      jobs: 2,
      outputs: [{ format: 'ndjson', file }],
    };
    const done = await runAudit({ ...options, ...run });
    expect(firstDifference(readFileSync(file, 'utf8'), ordinary)).toBe('');
    expect(done.gates).toEqual(gates);
  });
});
