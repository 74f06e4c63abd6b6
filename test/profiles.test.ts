/** Every built-in audit profile is loaded and its examples are run; adding a profile adds tests. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogueApps } from '../src/apps/catalogue.ts';
import { audit } from '../src/audit.ts';
import { exitCodeOf } from '../src/evaluate/gate.ts';
import type { Finding, Outcome } from '../src/model/finding.ts';
import type { Example } from '../src/model/profile.ts';
import type { Report } from '../src/model/report.ts';
import { runExamples } from '../src/profiles/examples.ts';
import { builtInIds, findProfiles } from '../src/profiles/find.ts';
import { loadProfile, problemLines, requireProfile } from '../src/profiles/load.ts';

const folder = join(import.meta.dirname, '..', 'profiles');
/** All of them may be extended. */
const bases = new Map(
  readdirSync(folder).map((file) => [
    basename(file, '.yaml'),
    new Uint8Array(readFileSync(join(folder, file))),
  ]),
);
const loaded = (file: string) => loadProfile(new Uint8Array(readFileSync(join(folder, file))), {}, bases);

describe.each(readdirSync(folder))('the profile %s', (file) => {
  it('has no problems', () => {
    expect(problemLines(file, loaded(file).problems)).toEqual([]);
  });

  it('is called as its id says', () => {
    expect(loaded(file).profile?.id).toBe(basename(file, '.yaml'));
    expect(builtInIds()).toContain(basename(file, '.yaml'));
  });

  it('gives a reason, a way to meet it and a source for every rule', () => {
    const bare = loaded(file).profile?.rules.filter(
      ({ rationale, remediation, references }) => !rationale || !remediation || references.length === 0,
    );
    expect(bare?.map(({ id }) => id)).toEqual([]);
  });

  it('passes, fails and stays unknown as its examples say', () => {
    const results = runExamples(requireProfile(file, loaded(file)));
    expect(results.filter(({ behaves }) => !behaves)).toEqual([]);
    for (const wanted of ['pass', 'fail', 'unknown'])
      expect(new Set(results.filter((result) => result.wanted === wanted).map(({ rule }) => rule)).size).toBe(
        loaded(file).profile?.rules.length,
      );
  });
});

it('no profile attributes anything to the Ministry of Defence, which has withheld its guidance', () => {
  const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  for (const text of texts) expect(text).not.toMatch(/Ministry of Defence|\bMOD\b/);
});

it('uk-nccc-2023 takes the messaging and social apps of the catalogue for non-corporate', async () => {
  const [profile] = await findProfiles(['uk-nccc-2023']);
  const rule = profile?.rules.find(({ id }) => id === 'nccc-use-explained');
  const kinds = catalogueApps.filter(({ kind }) => kind === 'messaging' || kind === 'social');
  expect(rule?.apps).toEqual(kinds.map(({ id }) => id));
});

it('org-app-deny-list denies nothing until an organisation says so', async () => {
  const [bare] = await findProfiles(['org-app-deny-list']);
  expect(bare?.rules.map(({ apps }) => apps)).toEqual([[], []]);
  const [ours] = await findProfiles(['org-app-deny-list'], {
    deniedApps: 'signal',
    deniedOwnerCountries: 'CN',
  });
  expect(ours?.rules[0]?.apps).toEqual(['signal', 'qq', 'tiktok', 'wechat']);
});

describe('uk-moj-whatsapp', () => {
  it('uses its parameters', async () => {
    const [profile] = await findProfiles(['uk-moj-whatsapp'], { transferIntervalDays: '10' });
    const rule = profile?.rules.find(({ id }) => id === 'moj-wa-records-transferred');
    expect(rule?.expression).toMatchObject({ is: [{ operator: 'newerThan', options: 10 }] });
  });

  it.each<[string, Example, Outcome, string]>([
    [
      'moj-wa-app-backup',
      { 'app.backup.cloud.enabled': true, 'app.backup.endToEndEncrypted': true },
      'unknown',
      'an iCloud backup of the phone may undo the encryption',
    ],
    [
      'moj-wa-device-cloud-backup',
      { 'backup.cloud.enabled': true },
      'unknown',
      'the app may be left out of the backup',
    ],
    ['moj-wa-passcode', { 'passcode.required': true }, 'unknown', 'a demand shows no passcode'],
    [
      'moj-wa-official-only',
      { 'device.handlingCeiling': 'secret', 'statement.classificationRespected': true },
      'fail',
      'a statement does not cover the label',
    ],
    ['moj-wa-camera', { 'app.permission.camera': 'granted' }, 'unknown', 'it may be justified'],
    ['moj-wa-timer', { 'app.defaultMessageTimer': 7_775_999 }, 'fail', 'it is shorter than 90 days'],
    ['moj-wa-device-issued', { 'app.installed': false }, 'not-applicable', 'the app is not there'],
    ['moj-wa-two-step', { 'app.installed': false }, 'not-applicable', 'the app is not there'],
  ])('judges %s on %j as %s: %s', async (id, example, outcome) => {
    const [profile] = await findProfiles(['uk-moj-whatsapp']);
    const rules = profile?.rules
      .filter((rule) => rule.id === id)
      .map((rule) => Object.assign({}, rule, { examples: { pass: [example], fail: [] } }));
    expect(profile && runExamples({ ...profile, rules: rules ?? [] })[0]?.outcome).toBe(outcome);
  });

  it('speaks of nothing but devices where only a person can say', async () => {
    const [profile] = await findProfiles(['uk-moj-whatsapp']);
    const statements = profile?.rules.filter(
      ({ expression }) => 'setting' in expression && expression.setting.startsWith('statement.'),
    );
    expect(statements?.length).toBeGreaterThan(0);
    for (const { appliesTo } of statements ?? []) expect(appliesTo.kind).toEqual(['device']);
  });
});

const corpus = process.env['PASSMUSTER_CORPUS'];

describe.skipIf(corpus === undefined)('uk-ncsc-ios on the example profile of its publisher', () => {
  const path = join(corpus ?? '', 'apple', 'ncsc');

  async function auditCorpus(): Promise<Report> {
    return audit({
      paths: [path],
      profiles: await findProfiles(['uk-ncsc-ios']),
      asOf: '2026-11-20T23:59:59Z',
      gate: { failOn: 'low' },
      version: '0.0.0',
    });
  }

  it('fails where table and profile disagree, with file and line, and passes everywhere else', async () => {
    const { findings, gates, summary } = await auditCorpus();
    const fails = findings.filter(({ outcome }) => outcome === 'fail');
    expect(fails.map(placeOfFinding)).toEqual([
      `app-allow-list ${lineOf('blacklistedAppBundleIDs')}`,
      `notification-settings ${lineOf('allowNotificationsModification')}`,
    ]);
    expect(summary.outcomes).toEqual({
      pass: 42,
      fail: 2,
      unknown: 0,
      'not-applicable': 0,
      waived: 0,
      error: 0,
    });
    expect(summary.complete).toBe(true);
    expect(exitCodeOf(gates)).toBe(1);
  });

  const placeOfFinding = ({ rule, evidence }: Finding) =>
    evidence.map(({ input, line }) => `${rule} ${basename(input)}:${line}`).join(' and ');

  /** Evidence points at the line of the key. */
  function lineOf(key: string): string {
    const file = readdirSync(path).find((name) => name.endsWith('.mobileconfig')) ?? '';
    const lines = readFileSync(join(path, file), 'utf8').split('\n');
    return `${file}:${lines.findIndex((line) => line.includes(`<key>${key}</key>`)) + 1}`;
  }
});
