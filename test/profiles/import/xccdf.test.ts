/** Benchmarks: made-up ones, and those of DISA where they are at hand. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { inputOf } from '../../../src/io/input.ts';
import type { Observation } from '../../../src/model/observation.ts';
import type { RuleFile } from '../../../src/profiles/file.ts';
import { runExamples } from '../../../src/profiles/examples.ts';
import { type Imported, profileText } from '../../../src/profiles/import/result.ts';
import { importXccdf } from '../../../src/profiles/import/xccdf.ts';
import { google, samsung } from '../../../src/profiles/import/xccdf-android.ts';
import { readBenchmark, readBenchmarkFile } from '../../../src/profiles/import/xccdf-read.ts';
import { loadProfile, requireProfile } from '../../../src/profiles/load.ts';
import source from '../../../src/sources/android-management-policy/index.ts';

const root = join(import.meta.dirname, '..', '..', 'fixtures', 'guides', 'xccdf');
const asOf = '2026-11-20T23:59:59Z';
const imported = async (path: string): Promise<Imported> => importXccdf(await readBenchmarkFile(path));
const loadedOf = (one: Imported) => requireProfile('imported', loadProfile(Buffer.from(profileText(one))));

function ruleOf({ profile }: Imported, id: string): RuleFile {
  const rule = profile.rules?.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
}

describe('a benchmark for Android', () => {
  const android = imported(join(root, 'android.xml'));

  it('becomes a profile that loads and whose examples run', async () => {
    const profile = loadedOf(await android);
    expect(profile.rules).toHaveLength(7);
    expect(runExamples(profile).filter(({ behaves }) => !behaves)).toEqual([]);
  });

  it('keeps title, severity and numbers', async () => {
    expect(ruleOf(await android, 'goog-15-006000')).toMatchObject({
      title: 'About GOOG-15-006000',
      severity: 'high',
      controls: { 'disa-stig': ['GOOG-15-006000'], cci: ['CCI-000366'] },
      references: [{ title: 'DISA, GOOG-15-006000 (V-1)' }],
    });
  });

  it('names what asks for a statement, and why', async () => {
    expect((await android).stated).toEqual([
      {
        rule: 'GOOG-15-006300',
        words: 'its number is known, but its check is another than the one that was mapped',
      },
      { rule: 'GOOG-15-099999', words: 'no setting stands for what it asks' },
    ]);
  });

  it('names a slip that is not taken over', async () => {
    expect((await android).corrected.map(({ rule }) => rule)).toEqual(['GOOG-15-009000']);
  });

  it.each([
    ['goog-15-006600', 'all'],
    ['goog-15-007700', 'any'],
  ] as const)('%s goes together with a statement', async (id, form) => {
    const rule = ruleOf(await android, id);
    expect(rule[form]?.[1]).toEqual({ setting: `statement.control.${id}`, is: true });
    expect(rule.attestable?.settings).toEqual([`statement.control.${id}`]);
  });

  it('asks devices alone how they were enrolled', async () => {
    expect(ruleOf(await android, 'goog-15-010300').appliesTo).toEqual({
      platform: ['android'],
      kind: ['device'],
    });
  });
});

describe('a benchmark for iOS', () => {
  it('adds grace and inactivity up, and maps only releases whose numbers are known', async () => {
    const one = await imported(join(root, 'ios.xml'));
    expect(runExamples(loadedOf(one)).filter(({ behaves }) => !behaves)).toEqual([]);
    expect(ruleOf(one, 'aios-26-006800')).toMatchObject({
      sum: ['lock.maximumGraceMinutes', 'lock.maximumInactivityMinutes'],
      is: { between: [1, 15] },
    });
    expect(ruleOf(one, 'aios-26-018100')).toMatchObject({ setting: 'camera.allowed', is: false });
    expect(one.stated.map(({ rule }) => rule)).toEqual(['AIOS-27-018100']);
  });
});

describe('what is no benchmark for phones', () => {
  it.each([
    ['another document', '<a/>', /no XCCDF benchmark/],
    ['another namespace', '<Benchmark xmlns="x"/>', /no XCCDF benchmark/],
    ['a prefix of no namespace', '<x:Benchmark/>', /no XCCDF benchmark/],
    ['what is cut off', '<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.1">', /not well-formed/],
    ['a document type', '<!DOCTYPE Benchmark SYSTEM "x"><Benchmark/>', /document type/],
  ])('%s', async (_name, text, message) => {
    await expect(readBenchmark(text)).rejects.toThrow(message);
  });

  it('a file that is not there, and one for other systems', async () => {
    await expect(imported(join(root, 'nowhere.xml'))).rejects.toThrow(/cannot be opened/);
    await expect(imported(join(root, 'windows.xml'))).rejects.toThrow(/none for phones that are judged/);
  });

  it('reads a prefix of the namespace, too', async () => {
    const text =
      '<x:Benchmark xmlns:x="http://checklists.nist.gov/xccdf/1.2" id="i"><x:title>T</x:title></x:Benchmark>';
    expect(await readBenchmark(text)).toMatchObject({ id: 'i', title: 'T', rules: [] });
  });
});

const stigs = join(process.env['PASSMUSTER_REFERENCE'] ?? '', 'data', 'stig');
const isAtHand = process.env['PASSMUSTER_REFERENCE'] !== undefined && existsSync(stigs);

/** A policy that does what the guide for company-owned phones asks, field by field. */
const obedient = {
  name: 'enterprises/LC00synthetic/policies/obedient',
  usageLog: { enabledLogTypes: ['SECURITY_LOGS'] },
  passwordPolicies: [
    {
      passwordScope: 'SCOPE_DEVICE',
      passwordQuality: 'NUMERIC_COMPLEX',
      passwordMinimumLength: 6,
      maximumFailedPasswordsForWipe: 10,
    },
  ],
  maximumTimeToLock: '900000',
  playStoreMode: 'WHITELIST',
  keyguardDisabledFeatures: ['UNREDACTED_NOTIFICATIONS', 'TRUST_AGENTS', 'FACE'],
  advancedSecurityOverrides: {
    untrustedAppsPolicy: 'DISALLOW_INSTALL',
    developerSettings: 'DEVELOPER_SETTINGS_DISABLED',
    commonCriteriaMode: 'COMMON_CRITERIA_MODE_ENABLED',
  },
  deviceOwnerLockScreenInfo: { defaultMessage: 'Made up.' },
  deviceConnectivityManagement: {
    usbDataAccess: 'DISALLOW_USB_FILE_TRANSFER',
    tetheringSettings: 'DISALLOW_ALL_TETHERING',
    wifiDirectSettings: 'DISALLOW_WIFI_DIRECT',
  },
  crossProfilePolicies: { crossProfileCopyPaste: 'COPY_FROM_WORK_TO_PERSONAL_DISALLOWED' },
  crossDevicePolicies: {
    nearbyNotificationStreaming: 'NEARBY_NOTIFICATION_STREAMING_DISABLED',
    nearbyAppStreaming: 'NEARBY_APP_STREAMING_DISABLED',
  },
  modifyAccountsDisabled: true,
  bluetoothDisabled: true,
  mountPhysicalMediaDisabled: true,
  credentialsConfigDisabled: true,
  autofillPolicy: 'AUTOFILL_DISABLED',
  autoDateAndTimeZone: 'AUTO_DATE_AND_TIME_ZONE_ENFORCED',
  personalUsagePolicies: { privateSpacePolicy: 'PRIVATE_SPACE_DISALLOWED' },
  permittedInputMethods: { packageNames: ['com.example.keyboard'] },
  applications: [
    {
      packageName: 'com.android.chrome',
      installType: 'FORCE_INSTALLED',
      managedConfiguration: {
        PasswordManagerEnabled: false,
        AutofillAddressEnabled: false,
        AutofillCreditCardEnabled: false,
      },
    },
  ],
};

async function observed(policy: object): Promise<readonly Observation[]> {
  const input = await inputOf('policy.json', new TextEncoder().encode(JSON.stringify(policy)));
  const found: Observation[] = [];
  for await (const item of source.read(input, { asOf }))
    if (item.kind === 'subject') found.push(...item.observations);
  return found;
}

describe.runIf(isAtHand)('the guides of DISA', () => {
  const files = isAtHand ? readdirSync(stigs).filter((name) => name.endsWith('.xml')) : [];

  it('keep their numbers of rules', async () => {
    const counts = await Promise.all(
      files.map(async (file) => {
        const { profile, judged, stated, left } = await imported(join(stigs, file));
        return [profile.id, [judged.length, stated.length, left.length]] as const;
      }),
    );
    expect(Object.fromEntries(counts)).toEqual({
      'google-android-14-cobo-stig': [24, 6, 0],
      'google-android-15-cobo-stig': [28, 8, 0],
      'google-android-15-cope-stig': [31, 8, 0],
      'ss-android-15-cobo-stig': [28, 9, 0],
      'ss-android-15-cope-stig': [31, 9, 0],
    });
  });

  it.each(files)('%s: no phrase of the tables has vanished, and its examples run', async (file) => {
    const one = await imported(join(stigs, file));
    expect(one.stated.filter(({ words }) => words.startsWith('its number is known'))).toEqual([]);
    expect(runExamples(loadedOf(one)).filter(({ behaves }) => !behaves)).toEqual([]);
  });

  it('have a check for every line of the tables', () => {
    const all = files.map((file) => readFileSync(join(stigs, file), 'utf8'));
    const numbers = new Set(all.flatMap((text) => text.match(/(?:GOOG|KNOX)-\d\d-\d{6}/g) ?? []));
    const isThere = (prefix: string, part: string) =>
      [...numbers].some((number) => number.startsWith(prefix) && number.endsWith(part));
    expect(Object.keys(google).filter((part) => !isThere('GOOG', part))).toEqual([]);
    expect(Object.keys(samsung).filter((part) => !isThere('KNOX', part))).toEqual([]);
  });

  it.each(files)(
    '%s: a policy that does what it asks passes, one that does nothing does not',
    async (file) => {
      const one = await imported(join(stigs, file));
      const profile = loadedOf(one);
      const subject = { id: 'policy', kind: 'policy', platform: 'android', labels: {} } as const;
      const outcomes = async (policy: object) => {
        const observations = await observed(policy);
        const own = profile.rules.filter(({ id }) =>
          one.judged.some((number) => number.toLowerCase() === id),
        );
        return evaluate({ ...profile, rules: own }, subject, observations, { asOf });
      };
      const good = await outcomes(obedient);
      const open = (rule: string) => {
        const entry = { GOOG: google, KNOX: samsung }[rule.slice(0, 4).toUpperCase()]?.[rule.slice(-6)];
        return entry?.isOfDevices ? 'not-applicable' : entry?.statement === 'and' ? 'unknown' : 'pass';
      };
      expect(good.length).toBe(one.judged.length);
      for (const { rule, outcome } of good) expect.soft(outcome, rule).toBe(open(rule));
      // What the service does without a word of the policy: no unknown sources, no debugging, no USB files, no backup, no pasting.
      const bare = await outcomes({ name: obedient.name });
      const byDefault: readonly string[] = file.includes('Google')
        ? ['006500', '007400', '008400', '008500', '008600', '008900', '012200']
        : ['005400', '006400', '007200', '007300', '007500', '007900', '010300'];
      for (const { rule, outcome } of bare)
        if (outcome === 'pass') expect.soft(byDefault, rule).toContain(rule.slice(-6));
    },
  );
});
