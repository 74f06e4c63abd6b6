/** From the files of a phone to the verdict of a rule: what is looked after passes, what is not fails, and doubt is no verdict. */
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Comparison, Expression, Rule } from '../../src/model/profile.ts';
import { inputOf } from '../../src/io/input.ts';
import androidFilesystem from '../../src/sources/android-filesystem/index.ts';
import androidPolicy from '../../src/sources/android-management-policy/index.ts';
import appleBackup from '../../src/sources/apple-backup/index.ts';
import {
  appFiles,
  caredFor,
  devicesDatabase,
  neglected,
  phoneFiles,
  type PreferenceFolder,
  telegramPreferences,
  untouched,
} from '../../tools/fixtures/android-apps.ts';
import { type AppleApps, appsBackup, archiveBytes, sectionArchive } from '../../tools/fixtures/apple-apps.ts';
import { type Files, withFile } from '../../tools/fixtures/apple-backup.ts';
import { type BundleReading, readBundle } from '../support/bundle.ts';
import { utf8 } from '../support/bytes.ts';

const asOf = '2026-11-29T12:00:00Z';

const wants = (setting: string, operator: string, options: Comparison['options']): Expression => ({
  setting,
  is: [{ operator, options }],
});

function judged(
  { subject, observations }: Pick<BundleReading, 'subject' | 'observations'>,
  app: string,
  expression: Expression,
): string {
  if (subject === undefined) throw new Error('the reader found no phone');
  const rule: Rule = {
    id: 'rule',
    title: 'A rule',
    severity: 'high',
    apps: [app],
    expression,
    appliesTo: {},
    enforced: false,
    references: [],
    controls: {},
    tags: [],
    examples: { pass: [], fail: [] },
  };
  const profile = { id: 'p', title: 'P', version: '1', sha256: '', rules: [rule] };
  const [finding] = evaluate(profile, subject, observations, { asOf });
  return `${finding?.outcome} ${finding?.reason ?? ''}`.trim();
}

const devices = (count: number) =>
  devicesDatabase(Array.from({ length: count }, () => [0, 1_790_000_000_000] as const));
const linked = devices(1);
const android = (folder: PreferenceFolder, database?: Uint8Array): Files =>
  new Map([
    ...phoneFiles(['com.whatsapp', 'org.telegram.messenger']),
    ...appFiles({
      preferences: {
        'com.whatsapp': folder,
        'org.telegram.messenger': telegramPreferences(folder === neglected ? '' : 'x'),
      },
      ...(database === undefined ? {} : { linked: database }),
    }),
  ]);
const light = 'data/data/com.whatsapp/shared_prefs/com.whatsapp_preferences_light.xml';

describe('an Android phone', () => {
  const [good, bad, open, torn] = [
    readBundle(androidFilesystem, android(caredFor, linked)),
    readBundle(androidFilesystem, android(neglected, devices(3))),
    readBundle(androidFilesystem, android(untouched, utf8('SQLite format 3\0'))),
    readBundle(androidFilesystem, withFile(android(caredFor, linked), light, utf8('<map><string name="x'))),
  ];

  it.each<[Expression, string, string, string, string]>([
    [
      wants('app.twoStepVerification', 'equals', true),
      'pass',
      'fail',
      'unknown not-reported',
      'unknown unreadable',
    ],
    [
      wants('app.twoStepRecoveryEmail', 'equals', true),
      'pass',
      'fail',
      'unknown not-reported',
      'unknown unreadable',
    ],
    // That the switch is off does not prove that the notices are.
    [
      wants('app.securityNotifications', 'equals', true),
      'pass',
      'unknown ambiguous',
      'unknown not-reported',
      'unknown unreadable',
    ],
    [
      wants('app.backup.cloud.enabled', 'equals', false),
      'pass',
      'fail',
      'unknown not-reported',
      'unknown unreadable',
    ],
    [
      wants('app.backup.endToEndEncrypted', 'equals', true),
      'pass',
      'fail',
      'unknown not-reported',
      'unknown unreadable',
    ],
    [
      wants('app.defaultMessageTimer', 'atLeast', 1),
      'pass',
      'fail',
      'unknown not-reported',
      'unknown unreadable',
    ],
    [wants('app.lock', 'equals', true), 'pass', 'fail', 'unknown not-reported', 'unknown unreadable'],
    [wants('app.linkedDevices.count', 'atMost', 1), 'pass', 'fail', 'unknown unreadable', 'pass'],
    [
      wants('app.registeredNumberKnown', 'equals', true),
      'unknown not-collected',
      'unknown not-collected',
      'unknown not-reported',
      'unknown not-collected',
    ],
  ])('WhatsApp, %j', async (expression, looked, overlooked, silent, damaged) => {
    const found = [good, bad, open, torn].map(async (reading) =>
      judged(await reading, 'whatsapp', expression),
    );
    expect(await Promise.all(found)).toEqual([looked, overlooked, silent, damaged]);
  });

  it('Telegram asks for a code', async () => {
    const expression = wants('app.lock', 'equals', true);
    expect(judged(await good, 'telegram', expression)).toBe('pass');
    expect(judged(await bad, 'telegram', expression)).toBe('fail');
    const second = wants('app.twoStepVerification', 'equals', true);
    expect(judged(await good, 'telegram', second)).toBe('unknown not-provable');
  });
});

describe('an iPhone', () => {
  const section = (settings: Parameters<typeof sectionArchive>[0]) => ({
    'net.whatsapp.WhatsApp': archiveBytes(sectionArchive(settings)),
  });
  const client = (Authorization: number) => ({ x: { BundleId: 'net.whatsapp.WhatsApp', Authorization } });
  const never: AppleApps = {
    locationServices: { 'LocationServicesEnabledIn8.0': false },
    clients: client(2),
    sections: section({ authorizationStatus: 1, showsInLockScreen: false }),
    messages: { KeepMessageForDays: 0 },
    telegram: '{"accessChallengeData":{"numericalPassword":"1"}}',
  };
  const always: AppleApps = {
    locationServices: { 'LocationServicesEnabledIn8.0': true },
    clients: client(3),
    sections: section({ authorizationStatus: 2, showsInLockScreen: true }),
    messages: { KeepMessageForDays: 30 },
    telegram: '{"accessChallengeData":{}}',
  };
  const read = (apps: AppleApps) => readBundle(appleBackup, appsBackup(apps));
  const [good, bad, open] = [read(never), read(always), read({ messages: {}, telegram: '{}' })];

  it.each<[string, Expression, string]>([
    ['whatsapp', wants('app.permission.location', 'noneOf', ['granted']), 'unknown not-collected'],
    ['whatsapp', wants('app.permission.notifications', 'equals', 'denied'), 'unknown not-collected'],
    ['whatsapp', wants('app.notifications.lockScreen', 'equals', false), 'unknown not-collected'],
    ['apple-messages', wants('app.messageRetentionDays', 'equals', 0), 'unknown not-reported'],
  ])('%s, %j', async (app, expression, silent) => {
    const found = [good, bad, open].map(async (reading) => judged(await reading, app, expression));
    expect(await Promise.all(found)).toEqual(['pass', 'fail', silent]);
  });
});

describe('a policy', () => {
  const policyOf = async (packageName: string, managedConfiguration: object) => {
    const name = 'enterprises/LC00synthetic/policies/rules';
    const content = { name, applications: [{ packageName, managedConfiguration }] };
    const input = await inputOf('policy.json', utf8(JSON.stringify(content)));
    for await (const item of androidPolicy.read(input, { asOf }))
      if (item.kind === 'subject') return { subject: item.subject, observations: item.observations };
    throw new Error('the reader found no policy');
  };

  it.each<[string, string, Expression, object, object, object, string]>([
    [
      'google-messages',
      'com.google.android.apps.messaging',
      wants('app.archive.enabled', 'equals', true),
      { messages_archival: 'com.example.archive' },
      {},
      { messages_archival: 1 },
      'unknown ambiguous',
    ],
    [
      'threema-work',
      'ch.threema.app.work',
      wants('app.messageRetentionDays', 'atLeast', 90),
      { th_keep_messages_days: 365 },
      { th_keep_messages_days: 30 },
      {},
      'unknown not-collected',
    ],
  ])('%s', async (app, name, expression, good, bad, open, doubt) => {
    const outcomes = [good, bad, open].map(async (one) => judged(await policyOf(name, one), app, expression));
    expect(await Promise.all(outcomes)).toEqual(['pass', 'fail', doubt]);
  });
});
