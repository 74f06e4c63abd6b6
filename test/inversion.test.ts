/**
 * Inversion: the policy that a publisher gives for a baseline passes what a machine can check of it, and every key of it counts:
 * without it, or with its opposite, exactly the rules on it fail or are unknown.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Profile } from '../src/model/profile.ts';
import { findProfiles } from '../src/profiles/find.ts';
import { changed, passing, rulesOn, type Verdicts, verdictsOf } from './support/inversion.ts';

type Json = Readonly<Record<string, unknown>>;

/** The length of a password counts only where its kind has one. */
const hanging: Readonly<Record<string, readonly string[]>> = {
  passwordRequiredType: ['passcode-length', 'passcode-simple'],
  passwordRequired: ['passcode-length', 'passcode-simple'],
  workProfilePasswordRequiredType: ['work-passcode-length', 'work-passcode-simple'],
  workProfileRequirePassword: [
    'work-passcode-attempts',
    'work-passcode-length',
    'work-passcode-required',
    'work-passcode-simple',
  ],
};

/** The opposite of a value; of numbers one that no level accepts. */
function opposite(key: string, value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number')
    return /Length|Count(ToBlock)?$|Previous/.test(key) && !/SignIn/.test(key) ? 0 : 10_000;
  if (Array.isArray(value)) return [];
  if (key === 'osMinimumVersion') return '1.0';
  if (key === 'systemUpdateInstallType') return 'postpone';
  if (key === 'appsAutoUpdatePolicy') return 'never';
  return key === 'workProfileDataSharingType' ? 'noRestrictions' : 'deviceDefault';
}

const without = (policy: Json, key: string): Json =>
  Object.fromEntries(Object.entries(policy).filter(([name]) => name !== key));

async function profileOf(id: string): Promise<Profile> {
  const [profile] = await findProfiles([id]);
  if (profile === undefined) throw new Error(`no profile ${id}`);
  return profile;
}

/** Policies as files, each under an id of its own. */
const files = (policies: readonly Json[]): Map<string, string> =>
  new Map(
    policies.map((policy, index) => [
      `policy-${index}.json`,
      JSON.stringify({ ...policy, id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}` }),
    ]),
  );

async function judged(profile: Profile, policies: readonly Json[]): Promise<Verdicts[]> {
  return [...(await verdictsOf(profile, files(policies))).values()];
}

/** Takes every key of a policy of Intune away and turns it round. */
async function invert(profile: Profile, policy: Json): Promise<{ keys: string[]; wrong: string[] }> {
  const [before = new Map() as Verdicts] = await judged(profile, [policy]);
  const decided = [...before.values()].filter(({ outcome }) => outcome === 'pass');
  const keys = [...new Set(decided.flatMap(({ keys: own }) => [...own]))];
  const attempts = keys.flatMap((key) => [
    { key, name: 'without', policy: without(policy, key) },
    { key, name: 'opposite', policy: { ...policy, [key]: opposite(key, policy[key]) } },
  ]);
  const after = await judged(
    profile,
    attempts.map((attempt) => attempt.policy),
  );
  const wrong = attempts.flatMap(({ key, name }, index) => {
    const expected = rulesOn(key, before, hanging[key]);
    const { lost, odd } = changed(before, after[index] ?? new Map());
    return lost.join() === expected.join() && odd.length === 0
      ? []
      : [`${key} ${name}: ${lost.join()} instead of ${expected.join()}; ${odd.join()}`];
  });
  return { keys, wrong };
}

/** A made-up policy with the keys of the first level for supervised devices. */
const synthetic: Json = {
  '@odata.type': '#microsoft.graph.iosGeneralDeviceConfiguration',
  id: '00000000-0000-4000-8000-000000000a01',
  displayName: 'Synthetic level 1',
  ...Object.fromEntries(
    `airDropForceUnmanagedDropTarget airPrintBlockCredentialsStorage airPrintBlockiBeaconDiscovery airPrintForceTrustedTLS
    appleWatchForceWristDetection autoFillForceAuthentication certificatesBlockUntrustedTlsCertificates enterpriseAppBlockTrust
    iCloudBlockManagedAppsSync iCloudRequireEncryptedBackup keychainBlockCloudSync lockScreenBlockNotificationView
    lockScreenBlockTodayView passcodeBlockSimple passcodeRequired passwordBlockAirDropSharing passwordBlockProximityRequests
    proximityBlockSetupToNewDevice safariRequireFraudWarning siriBlockedWhenLocked voiceDialingBlocked`
      .split(/\s+/)
      .map((key) => [key, true]),
  ),
  iCloudBlockBackup: false,
  passcodeMinimumLength: 8,
  passcodeMinutesOfInactivityBeforeLock: 1,
  passcodeMinutesOfInactivityBeforeScreenTimeout: 2,
  passcodeSignInFailureCountBeforeWipe: 7,
};

describe('a made-up policy of the first level', () => {
  it('passes every rule of the level, and every key of it counts', async () => {
    const profile = await profileOf('microsoft-ios-level-1');
    const [verdicts] = await judged(profile, [synthetic]);
    expect(passing(verdicts ?? new Map()).sort()).toEqual(profile.rules.map(({ id }) => id).sort());
    const { keys, wrong } = await invert(profile, synthetic);
    expect(keys).toHaveLength(25);
    expect(wrong).toEqual([]);
  });
});

const corpus = process.env['PASSMUSTER_CORPUS'] ?? '';

/** Profile, folder of the framework, level, and the tag of rules that are not for such phones. */
const levels = [
  ...([1, 2, 3] as const).flatMap((level) => [
    [`microsoft-ios-level-${level}`, 'iOS/Supervised', level, undefined] as const,
    [`microsoft-ios-level-${level}`, 'iOS/Personal', level, 'supervised'] as const,
    [`microsoft-android-level-${level}`, 'AndroidEnterprise/FullyManaged', level, 'work-profile'] as const,
  ]),
  ...([2, 3] as const).map(
    (level) =>
      [`microsoft-android-level-${level}`, 'AndroidEnterprise/WorkProfile', level, 'fully-managed'] as const,
  ),
];
const checks = ([2, 3] as const).map(
  (level) => [`microsoft-ios-level-${level}`, 'iOS/Compliance', level] as const,
);

describe.skipIf(corpus === '')('the policies of Microsoft', () => {
  const policiesOf = (folder: string, level: number): Json[] =>
    readdirSync(join(corpus, 'intune', folder))
      .filter((name) => name.startsWith(`level-${level}-`))
      .map((name) => JSON.parse(readFileSync(join(corpus, 'intune', folder, name), 'utf8')) as Json);

  /** The restrictions and the checks of a level together answer all that a machine can check of it. */
  it.each(levels)('%s is met by %s, level %i', async (id, folder, level, tag) => {
    const profile = await profileOf(id);
    const isAppleAndChecked = folder.startsWith('iOS') && level > 1;
    const policies = [
      ...policiesOf(folder, level),
      ...(isAppleAndChecked ? policiesOf('iOS/Compliance', level) : []),
    ];
    const all = await judged(profile, policies);
    const failed = all.flatMap((one) => [...one].filter(([, { outcome }]) => outcome === 'fail'));
    expect(failed).toEqual([]);
    const met = new Set(all.flatMap(passing));
    const wanted = profile.rules.filter(({ tags = [] }) => tag === undefined || !tags.includes(tag));
    expect(wanted.length).toBeGreaterThan(10);
    expect(wanted.map(({ id: rule }) => rule).filter((rule) => !met.has(rule))).toEqual([]);
  });

  it.each([...levels.map(([id, folder, level]) => [id, folder, level] as const), ...checks])(
    '%s: every key of %s, level %i, counts',
    { timeout: 60_000 },
    async (id, folder, level) => {
      const profile = await profileOf(id);
      const policies = policiesOf(folder, level);
      expect(policies.length).toBeGreaterThan(0);
      for (const policy of policies) {
        const { keys, wrong } = await invert(profile, policy);
        expect(keys.length).toBeGreaterThan(4);
        expect(wrong).toEqual([]);
      }
    },
  );
});

describe.skipIf(corpus === '')('the example profile of the NCSC', () => {
  const folder = join(corpus, 'apple', 'ncsc');

  it('counts with every key that a rule is on', { timeout: 120_000 }, async () => {
    const file = readdirSync(folder).find((name) => name.endsWith('.mobileconfig')) ?? '';
    const text = readFileSync(join(folder, file), 'utf8');
    const profile = await profileOf('uk-ncsc-ios');
    const named = (changedText: string, index: number) =>
      changedText.replaceAll(/(<key>PayloadIdentifier<\/key>\s*<string>)/g, `$1n${index}.`);
    const run = (texts: readonly string[]) =>
      verdictsOf(profile, new Map(texts.map((one, index) => [`n${index}.mobileconfig`, named(one, index)])));
    const [before = new Map() as Verdicts] = (await run([text])).values();
    expect(passing(before)).toHaveLength(42);
    const attempts = passing(before).flatMap((rule) => {
      const [key = ''] = before.get(rule)?.keys ?? [];
      const pair = new RegExp(`<key>${key}</key>\\s*(<(?:true|false)/>|<real>[\\d.]+</real>)\\s*`);
      const [all = '', value = ''] = pair.exec(text) ?? [];
      const turned = value === '<true/>' ? '<false/>' : value === '<false/>' ? '<true/>' : '<real>2</real>';
      expect(all).toContain(key);
      return [text.replace(all, ''), text.replace(all, all.replace(value, turned))].map((attempt) => ({
        key,
        attempt,
      }));
    });
    const after = [...(await run(attempts.map(({ attempt }) => attempt))).values()];
    const wrong = attempts.flatMap(({ key }, index) => {
      const { lost, odd } = changed(before, after[index] ?? new Map());
      return lost.join() === rulesOn(key, before).join() && odd.length === 0
        ? []
        : [`${key}: ${lost.join()} ${odd.join()}`];
    });
    expect(wrong).toEqual([]);
  });
});
