/**
 * The proof of the import: for every iOS baseline of the project, the profile that the baseline itself would write passes every
 * rule that keys decide, and each key alone decides its rules and no others. Needs the project's files; skipped without.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAppleProfile } from '../../../src/artifacts/apple/profile.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { type Profile, settingsOf } from '../../../src/model/profile.ts';
import { runExamples } from '../../../src/profiles/examples.ts';
import { readCheckout } from '../../../src/profiles/import/checkout.ts';
import { importMscp } from '../../../src/profiles/import/mscp.ts';
import { type Imported, kebab, profileText } from '../../../src/profiles/import/result.ts';
import { importXccdf } from '../../../src/profiles/import/xccdf.ts';
import { loadProfile, requireProfile } from '../../../src/profiles/load.ts';
import { readAll } from '../../support/declarations.ts';
import {
  baselinesOf,
  declarationsOf,
  type GuideDeclaration,
  type GuidePair,
  pairsOf,
  profileOf,
} from './guide.ts';

const reference = process.env['PASSMUSTER_REFERENCE'] ?? '';
const root = join(reference, 'data', 'mscp');
const branches = ['ios_18', 'ios_26'].filter((branch) => reference !== '' && existsSync(join(root, branch)));
const asOf = '2026-11-20T23:59:59Z';

/** Upstream's errors once more, written apart from the importer: key → what has to stand there. */
const mended: Readonly<Record<string, (pair: GuidePair) => GuidePair | undefined>> = {
  ssl: (pair) => ({ ...pair, key: 'SSL' }),
  allowVideoConferenceingRemoteControl: (pair) => ({ ...pair, key: 'allowVideoConferencingRemoteControl' }),
  EnableNotes: (pair) => ({ ...pair, value: false }),
  PreventMove: (pair) => ({ ...pair, value: true }),
  forceAirPlayIncomingRequestsPairingPassword: () => undefined,
  allowSiriServerLogging: () => undefined,
};
/** The BSI baselines' own values, which upstream's tools pass over. */
const ofIndigo: Readonly<Record<string, number>> = {
  minLength: 8,
  maxFailedAttempts: 10,
  enforcedSoftwareUpdateDelay: 14,
};

/** The nearest value that asks for less; a boolean has one. */
function flipped({ key, value }: GuidePair): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value !== 'number') return '';
  if (key === 'safariAcceptCookies') return 2;
  return key === 'minLength' || key === 'pinHistory' ? value - 1 : value + 1;
}

/** Keys without which others do nothing (Apple's schema): their rules may become unknown, never fail. */
const dependants: Readonly<Record<string, readonly string[]>> = {
  allowOpenFromManagedToUnmanaged: [
    'allowManagedToWriteUnmanagedContacts',
    'allowUnmanagedToReadManagedContacts',
    'requireManagedPasteboard',
  ],
  allowOpenFromUnmanagedToManaged: ['requireManagedPasteboard'],
};

/** Rules that only a declaration fulfils, and that speak of the same setting as a key of a profile. */
const twins: Readonly<Record<string, string>> = {
  allowRapidSecurityResponseInstallation: 'os-background-security-improvement-install-enable',
  allowRapidSecurityResponseRemoval: 'os-background-security-improvement-removal-disable',
};

/** Accounts without the key do what the guide asks for: Apple documents the default, and the account shows it. */
const accountDefaults: ReadonlySet<string> = new Set([
  'allowMailDrop',
  'SMIMEEnableEncryptionPerMessageSwitch',
  'SMIMEEncryptByDefaultUserOverrideable',
  'SMIMEEncryptionCertificateUUIDUserOverrideable',
  'SMIMESigningCertificateUUIDUserOverrideable',
  'SMIMESigningUserOverrideable',
]);

/** "The delay is 30 days unless you set enforcedSoftwareUpdateDelay to another value" (Apple). */
const isDefault = ({ key, value }: GuidePair): boolean =>
  accountDefaults.has(key) || (key === 'enforcedSoftwareUpdateDelay' && value === 30);

type Outcomes = ReadonlyMap<string, string>;

function outcomesOf(profile: Profile, pairs: readonly GuidePair[], types: readonly string[]): Outcomes {
  const bytes = Buffer.from(profileOf(pairs, [...types]));
  const { subject, observations } = readAppleProfile(bytes, { input: 'guide.mobileconfig', asOf });
  if (subject === undefined) throw new Error('the profile is not for phones');
  return new Map(
    evaluate(profile, subject, observations, { asOf }).map(({ rule, outcome }) => [rule, outcome]),
  );
}

const loadedOf = (imported: Imported): Profile =>
  requireProfile('imported', loadProfile(Buffer.from(profileText(imported))));

/** Keys that a declaration alone sets are in no configuration profile; what a device shows is not in one either. */
const isOfProfiles = (rule: string, pairs: readonly GuidePair[]) => pairs.some((pair) => pair.rule === rule);

const total = { baselines: 0, rules: 0, judged: 0, byKeys: 0, keys: 0, changes: 0, kept: 0 };

describe.each(branches)('%s', (branch) => {
  const folder = join(root, branch);

  it.each(baselinesOf(folder))(
    '%s: each key decides its rules and no others',
    async (name) => {
      const imported = importMscp(await readCheckout(folder, name), name);
      const profile = loadedOf(imported);
      expect(runExamples(profile).filter(({ behaves }) => !behaves)).toEqual([]);

      const own = pairsOf(folder, name);
      const types = [...new Set(own.map(({ type }) => type))];
      const judged = imported.judged.filter((rule) => isOfProfiles(rule, own));

      const asWritten = outcomesOf(profile, own, types);
      // Two rules of ios_18 write one key, and the wrong one of them fails both.
      const wrong = new Set(imported.corrected.map(({ rule }) => rule));
      const wrongKeys = new Set(own.filter(({ rule }) => wrong.has(rule)).map(({ key }) => key));
      const failing = judged.filter((rule) => asWritten.get(kebab(rule)) !== 'pass');
      const isReported = (rule: string) => own.some((pair) => pair.rule === rule && wrongKeys.has(pair.key));
      expect(failing.filter((rule) => !isReported(rule))).toEqual([]);

      const right = own.flatMap((pair) => {
        const value = name.startsWith('indigo') ? (ofIndigo[pair.key] ?? pair.value) : pair.value;
        const one = { ...pair, value };
        const found = Object.hasOwn(mended, pair.key) ? mended[pair.key]?.(one) : one;
        return found === undefined ? [] : [found];
      });
      const base = outcomesOf(profile, right, types);
      expect(judged.filter((rule) => base.get(kebab(rule)) !== 'pass')).toEqual([]);

      const keys = [...new Map(right.map((pair) => [`${pair.type} ${pair.key}`, pair])).values()];
      for (const pair of keys) {
        const isIt = (one: GuidePair) => one.type === pair.type && one.key === pair.key;
        const rules = right
          .filter(isIt)
          .map(({ rule }) => kebab(rule))
          .concat(twins[pair.key] ?? [])
          .filter((rule) => base.has(rule));
        const flip = right.map((one) => (isIt(one) ? { ...one, value: flipped(one) } : one));
        const drop = right.filter((one) => !isIt(one));
        for (const [what, changed] of [
          ['flipped', flip],
          ['removed', drop],
        ] as const) {
          const now = outcomesOf(profile, changed, types);
          const others = [...base].filter(
            ([rule, outcome]) => !rules.includes(rule) && now.get(rule) !== outcome,
          );
          const allowed = what === 'flipped' ? (dependants[pair.key] ?? []) : [];
          const idle = right.filter(({ key }) => allowed.includes(key)).map(({ rule }) => kebab(rule));
          const where = `${pair.key} ${what}`;
          expect(
            others.filter(([rule]) => !idle.includes(rule) || now.get(rule) === 'fail'),
            where,
          ).toEqual([]);
          const isKept = what === 'removed' && isDefault(pair);
          const wanted = isKept ? ['pass'] : ['fail', 'unknown'];
          for (const rule of rules) expect(wanted, `${rule}: ${where}`).toContain(now.get(rule));
          total[isKept ? 'kept' : 'changes'] += 1;
        }
      }
      total.baselines += 1;
      total.rules += imported.judged.length + imported.stated.length + imported.left.length;
      total.judged += imported.judged.length;
      total.byKeys += judged.length;
      total.keys += keys.length;
    },
    120_000,
  );
});

it.skipIf(branches.length < 2)('give the figures of docs/import.md', () => {
  expect(total).toEqual({
    baselines: 35,
    rules: 2511,
    judged: 2407,
    byKeys: 2376,
    keys: 2379,
    changes: 4710,
    kept: 48,
  });
});

/** A document of one declaration, as the rule writes it. */
function declaredOutcome(
  profile: Profile,
  { declarationtype, ddm_key, ddm_value }: GuideDeclaration,
  rule: string,
) {
  const { observations } = readAll({
    Type: declarationtype,
    Identifier: 'org.example.guide',
    Payload: { [ddm_key]: ddm_value },
  });
  const subject = { id: 'guide', kind: 'policy', platform: 'ios', labels: {} } as const;
  return evaluate(profile, subject, observations, { asOf }).find((one) => one.rule === kebab(rule))?.outcome;
}

const turned = (value: unknown): unknown => {
  if (typeof value === 'boolean') return !value;
  if (value === 'AlwaysOn') return 'Allowed';
  return Object.fromEntries(Object.entries(value ?? {}).map(([key, inner]) => [key, turned(inner)]));
};

describe.runIf(branches.includes('ios_26'))('declarations of ios_26', () => {
  const folder = join(root, 'ios_26');

  it('decide the rules that name them, but for the two with known errors', async () => {
    const profile = loadedOf(importMscp(await readCheckout(folder, 'all_rules'), 'all_rules'));
    const declared = declarationsOf(folder);
    expect(declared.size).toBe(22);
    const outcomes = [...declared].map(([rule, one]) => [
      rule,
      declaredOutcome(profile, one, rule),
      declaredOutcome(profile, { ...one, ddm_value: turned(one.ddm_value) }, rule),
    ]);
    expect(outcomes.filter(([, right, wrong]) => right !== 'pass' || wrong !== 'fail')).toEqual([
      ['os_on_device_dictation_enforce', 'unknown', 'unknown'],
      ['os_on_device_translation_enforce', 'fail', 'pass'],
    ]);
  });
});

describe.each(branches)('the numbers of DISA for iOS, from %s', (branch) => {
  it('lead to the settings of the rules that name them', async () => {
    const folder = join(root, branch);
    const guide = loadedOf(importMscp(await readCheckout(folder, 'ios_stig'), 'ios_stig'));
    const named = new Map<string, Set<string>>();
    for (const { expression, controls, examples } of guide.rules)
      for (const number of controls?.['disa-stig'] ?? []) {
        const settings = named.get(number) ?? new Set();
        for (const setting of settingsOf(expression))
          settings.add(`${setting} ${JSON.stringify(examples.pass)}`);
        named.set(number, settings);
      }
    const rules = [...named.keys()].map((number) => ({
      group: 'V-1',
      number,
      title: number,
      severity: 'medium',
      cci: [],
      check: '',
    }));
    const benchmark = { id: 'made-up', title: 'Made up', version: '1', release: '', rules };
    const imported = importXccdf(benchmark);
    const profile = loadedOf(imported);
    expect(runExamples(profile).filter(({ behaves }) => !behaves)).toEqual([]);
    const differing = rules.filter(({ number }) => {
      const rule = profile.rules.find(({ id }) => id === kebab(number));
      const own = (rule === undefined ? [] : settingsOf(rule.expression)).map(
        (setting) => `${setting} ${JSON.stringify([{ [setting]: rule?.examples.pass[0]?.[setting] }])}`,
      );
      return [...(named.get(number) ?? [])].sort().join('; ') !== own.sort().join('; ');
    });
    // An app list with stand-ins, a number that two requirements carry, and one that stands for two.
    expect(differing.map(({ number }) => number.slice(-6)).sort()).toEqual(
      branch === 'ios_18' ? ['007400', '015500', '016200'] : ['015500'],
    );
  });
});
