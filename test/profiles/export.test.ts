/** Audit profile → configuration profile, and back: what an export claims to express has to pass. */
import { parse } from 'plist';
import { describe, expect, it } from 'vitest';
import { readAppleProfile } from '../../src/artifacts/apple/profile.ts';
import { aliases } from '../../src/artifacts/apple/aliases.ts';
import { accountTables } from '../../src/artifacts/apple/keys-accounts.ts';
import { payloadTables } from '../../src/artifacts/apple/keys.ts';
import { appleKeysFor } from '../../src/artifacts/apple/wanted.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { plainValue } from '../../src/formats/node.ts';
import { readPlistXml } from '../../src/formats/plist-xml.ts';
import type { Profile } from '../../src/model/profile.ts';
import { exportProfile } from '../../src/profiles/export.ts';
import { builtInIds, findProfiles } from '../../src/profiles/find.ts';
import { loadProfile, requireProfile } from '../../src/profiles/load.ts';

const asOf = '2026-11-20T23:59:59Z';

/** A profile around the rules; each is YAML of everything but id, title, severity and examples. */
function profileOf(rules: Readonly<Record<string, string>>, title = 'Ours'): Profile {
  const body = Object.entries(rules).map(
    ([id, text]) =>
      `  - {id: ${id}, title: T, severity: low, ${text}, examples: {pass: [{camera.allowed: true}], fail: [{camera.allowed: false}]}}`,
  );
  const yaml = `id: ours\ntitle: ${JSON.stringify(title)}\nversion: "1"\nrules:\n${body.join('\n')}\n`;
  return requireProfile('ours', loadProfile(Buffer.from(yaml)));
}

function auditOf(profile: Profile, xml: string) {
  const { subject, observations } = readAppleProfile(Buffer.from(xml), { input: 'export', asOf });
  if (subject === undefined) throw new Error('the export is not for phones');
  const findings = evaluate(profile, subject, observations, { asOf });
  return (rule: string) => findings.filter((one) => one.rule === rule).map(({ outcome }) => outcome);
}

interface PayloadDict extends Readonly<Record<string, unknown>> {
  readonly PayloadType: string;
}
const payloadsOf = (xml: string) =>
  (parse(xml) as unknown as { readonly PayloadContent: readonly PayloadDict[] }).PayloadContent;

/** The keys that are demands, without those that every payload has. */
function keysOf(xml: string): Record<string, unknown> {
  const entries = payloadsOf(xml).flatMap((payload) => Object.entries(payload));
  return Object.fromEntries(entries.filter(([key]) => !key.startsWith('Payload')));
}

/** Rules of one profile and why the last of them is left; undefined when it is expressed. */
const whyLeft = (rules: Readonly<Record<string, string>>) => exportProfile(profileOf(rules)).left.at(-1)?.why;

describe('the export of a built-in profile', () => {
  it.each(builtInIds())('%s passes every rule that it expresses', async (id) => {
    const [profile] = await findProfiles([id]);
    if (profile === undefined) throw new Error(`no profile ${id}`);
    const { xml, expressed, left } = exportProfile(profile);
    const outcomesOf = auditOf(profile, xml);
    for (const rule of expressed) expect.soft(outcomesOf(rule), rule).toEqual(['pass']);
    const ids = [...expressed, ...left.map(({ rule }) => rule)].sort();
    expect(ids).toEqual(profile.rules.map((rule) => rule.id));
  });

  it('uk-ncsc-ios leaves only the list of apps', async () => {
    const [profile] = await findProfiles(['uk-ncsc-ios']);
    if (profile === undefined) throw new Error('no profile uk-ncsc-ios');
    const { xml, left } = exportProfile(profile);
    expect(left).toEqual([
      { rule: 'app-allow-list', why: 'no single key of a configuration profile sets apps.installPolicy' },
    ]);
    expect(keysOf(xml)).toMatchObject({ allowCloudBackup: false, forceEncryptedBackup: true });
    expect(xml).toContain('<key>safariAcceptCookies</key>\n        <real>1.5</real>');
  });
});

describe('the document', () => {
  const rules = {
    camera: 'setting: camera.allowed, is: false',
    length: 'setting: passcode.minimumLength, is: {atLeast: 8}',
  };

  it('is a configuration profile with a payload per type', () => {
    const { xml } = exportProfile(profileOf(rules));
    expect(parse(xml)).toMatchObject({
      PayloadType: 'Configuration',
      PayloadIdentifier: 'org.passmuster.ours',
      PayloadDisplayName: 'Ours',
      PayloadVersion: 1,
    });
    expect(payloadsOf(xml)).toMatchObject([
      { PayloadType: 'com.apple.applicationaccess', allowCamera: false },
      {
        PayloadType: 'com.apple.mobiledevice.passwordpolicy',
        PayloadIdentifier: 'org.passmuster.ours.com.apple.mobiledevice.passwordpolicy',
        minLength: 8,
      },
    ]);
    expect(xml).toContain('<integer>8</integer>');
  });

  it('is the same each time, with UUIDs of its own', () => {
    const [one, two] = [exportProfile(profileOf(rules)).xml, exportProfile(profileOf(rules)).xml];
    expect(one).toBe(two);
    const uuids = one.match(/[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}/g);
    expect(new Set(uuids).size).toBe(3);
  });

  it('carries any title', () => {
    const { xml } = exportProfile(profileOf(rules, '<b>&amp; ]]> "x" \u0001\u001b\r\n 電話 📱'));
    expect(plainValue(readPlistXml(xml))).toMatchObject({
      PayloadDisplayName: '<b>&amp; ]]> "x" \ufffd\ufffd\ufffd\ufffd 電話 📱',
    });
  });

  it('has no payload when no rule can be expressed', () => {
    const { xml, expressed } = exportProfile(
      profileOf({ version: 'setting: os.version, is: {versionAtLeast: "18"}' }),
    );
    expect(expressed).toEqual([]);
    expect(payloadsOf(xml)).toEqual([]);
  });
});

describe('the value of a key', () => {
  it.each([
    ['is named by the rule', 'setting: passcode.minimumLength, is: 8', { minLength: 8 }],
    [
      'is the first of a list that the key takes',
      'setting: passcode.minimumLength, is: {oneOf: [99, 12, 8]}',
      { minLength: 12 },
    ],
    ['meets a lower bound', 'setting: passcode.minimumLength, is: {atLeast: 6}', { minLength: 6 }],
    [
      'stays in the range that Apple documents',
      'setting: lock.maximumInactivityMinutes, is: {atMost: 30}',
      { maxInactivity: 15 },
    ],
    [
      'is not the 0 that stands for no limit',
      'setting: passcode.maximumAgeDays, is: {atMost: 90}',
      { maxPINAgeInDays: 90 },
    ],
    ['meets both bounds', 'setting: passcode.historyLength, is: {atMost: 9, atLeast: 5}', { pinHistory: 9 }],
    [
      'follows the polarity of the key',
      'setting: backup.cloud.enabled, is: false',
      { allowCloudBackup: false },
    ],
    [
      'stands for each part of `all`',
      'all: [{setting: camera.allowed, is: false}, {setting: passcode.required, is: true}]',
      { allowCamera: false, forcePIN: true },
    ],
  ])('%s', (_behaviour, rule, expected) => {
    const profile = profileOf({ rule });
    const { xml } = exportProfile(profile);
    expect(keysOf(xml)).toEqual(expected);
    expect(auditOf(profile, xml)('rule')).toEqual(['pass']);
  });

  it('meets all rules on the key', () => {
    const { xml, left } = exportProfile(
      profileOf({
        a: 'setting: passcode.minimumLength, is: {atLeast: 6}',
        b: 'setting: passcode.minimumLength, is: {atLeast: 8}',
        c: 'setting: passcode.minimumLength, is: {atMost: 12}',
      }),
    );
    expect(left).toEqual([]);
    expect(keysOf(xml)).toEqual({ minLength: 8 });
  });
});

describe('a rule is left', () => {
  it.each([
    [
      'for other platforms',
      'appliesTo: {platform: [android]}, setting: camera.allowed, is: false',
      /it is for android/,
    ],
    [
      'for devices only',
      'appliesTo: {kind: [device]}, setting: camera.allowed, is: false',
      /state of devices/,
    ],
    [
      'under a condition',
      'when: {setting: device.supervised, is: true}, setting: camera.allowed, is: false',
      /condition/,
    ],
    [
      'with alternatives',
      'any: [{setting: camera.allowed, is: false}, {setting: passcode.required, is: true}]',
      /alternatives/,
    ],
    ['about an app', 'app: signal, setting: app.blocked, is: true', /app\.blocked is a setting of an app/],
    ['without a key', 'setting: storage.encrypted, is: true', /no single key of .* storage\.encrypted/],
    ['with another operator', 'setting: passcode.minimumLength, is: {between: [6, 8]}', /`between`/],
    [
      'beyond the range of the key',
      'setting: passcode.minimumLength, is: {atLeast: 20}',
      /no value of minLength demands .* at least 20/,
    ],
    [
      'whole, when one part has no key',
      'all: [{setting: camera.allowed, is: false}, {setting: storage.encrypted, is: true}]',
      /storage\.encrypted/,
    ],
    [
      'that asks for two values',
      'all: [{setting: camera.allowed, is: false}, {setting: camera.allowed, is: true}]',
      /two values of allowCamera/,
    ],
  ])('%s', (_kind, rule, why) => {
    expect(whyLeft({ rule })).toMatch(why);
    expect(keysOf(exportProfile(profileOf({ rule })).xml)).toEqual({});
  });

  it('when it contradicts an earlier one, also by way of another setting of the key', () => {
    const first = 'setting: backup.cloud.allowed, is: true';
    expect(whyLeft({ first, second: 'setting: backup.cloud.allowed, is: false' })).toBe(
      'it contradicts first, for which allowCloudBackup is true',
    );
    expect(whyLeft({ first, second: 'setting: backup.cloud.enabled, is: false' })).toMatch(
      /^it contradicts first/,
    );
  });
});

it('every key of the row tables is found by each of its settings', () => {
  for (const [payloadType, table] of Object.entries(payloadTables)) {
    if (Object.hasOwn(accountTables, payloadType)) continue; // a key alone makes no account
    for (const [key, entry] of Object.entries(table)) {
      if (aliases[payloadType]?.some(({ earlier }) => earlier === key) === true) continue;
      for (const { setting, apart } of 'setting' in entry ? [entry] : entry) {
        if (apart === true) continue; // what such a key says is no single value
        expect.soft(appleKeysFor(setting)).toContainEqual(expect.objectContaining({ payloadType, key }));
      }
    }
  }
});
