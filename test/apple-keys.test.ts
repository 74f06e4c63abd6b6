/** Every key that the iOS 26 baselines check: one profile passes its rule, one fails it, and without the key it is unknown. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { payloadTables } from '../src/artifacts/apple/keys.ts';
import { readAppleProfile } from '../src/artifacts/apple/profile.ts';
import { evaluate } from '../src/evaluate/evaluate.ts';
import type { Finding } from '../src/model/finding.ts';
import { loadProfile, requireProfile } from '../src/profiles/load.ts';
import { type KeyCase, keyCases } from '../tools/fixtures/apple-key-table.ts';
import { auditProfile, configurationProfile, ruleId } from '../tools/fixtures/apple-keys.ts';

const root = join(import.meta.dirname, 'fixtures');
const asOf = '2026-11-20T23:59:59Z';
const stored = (path: string): string => readFileSync(join(root, path), 'utf8');
const fixtureOf = (pick: 'wanted' | 'otherwise'): string =>
  stored(`sources/apple-mobileconfig/ok.keys-${pick}/input.mobileconfig`);
const profile = requireProfile('apple-keys', loadProfile(Buffer.from(stored('profiles/apple-keys.yaml'))));

function findingsOf(text: string): ReadonlyMap<string, Finding> {
  const { subject, observations } = readAppleProfile(Buffer.from(text), { input: 'input', asOf });
  if (subject === undefined) throw new Error('not for phones');
  return new Map(evaluate(profile, subject, observations, { asOf }).map((one) => [one.rule, one]));
}

/** The lines of the key; both account payloads have those of mail. */
function linesOf(text: string, key: string): number[] {
  return text.split('\n').flatMap((line, index) => (line.includes(`<key>${key}</key>`) ? [index + 1] : []));
}

/** Apple has it for the Apple TV only, so no value of it shows anything of a phone. */
const elsewhere = 'forceAirPlayIncomingRequestsPairingPassword';
const cases = keyCases.map((one): [string, KeyCase] => [`${one.payload} ${one.key}`, one]);
const wanted = fixtureOf('wanted');
const otherwise = fixtureOf('otherwise');
const passing = findingsOf(wanted);
const failing = findingsOf(otherwise);
const without = (text: string, { key }: KeyCase): string =>
  text.replaceAll(new RegExp(`\\s*<key>${key}</key>\\s*(?:<(?:true|false)/>|<(\\w+)>[^<]*</\\1>)`, 'g'), '');

describe('the fixtures', () => {
  it('are what the generator writes', () => {
    expect(wanted).toBe(configurationProfile('wanted'));
    expect(otherwise).toBe(configurationProfile('otherwise'));
    const written = requireProfile('apple-keys', loadProfile(Buffer.from(auditProfile)));
    expect(profile.rules).toEqual(written.rules);
    expect(profile.rules.map(({ id }) => id).sort()).toEqual(keyCases.map(ruleId).sort());
  });
  it('hold 95 keys, each of them mapped', () => {
    expect(keyCases).toHaveLength(95);
    const types = {
      restrictions: 'com.apple.applicationaccess',
      passcode: 'com.apple.mobiledevice.passwordpolicy',
      mail: 'com.apple.mail.managed',
      exchange: 'com.apple.eas.account',
    };
    for (const { payload, key } of keyCases)
      expect.soft(payloadTables[types[payload]], key).toHaveProperty(key);
  });
});

describe.each(cases)('%s', (_name, one) => {
  const witness = (finding: Finding | undefined) => finding?.evidence.map(({ line }) => line);

  it('passes and fails with its line as witness, or says why not', () => {
    const [good, bad] = [passing.get(ruleId(one)), failing.get(ruleId(one))];
    if (one.key === elsewhere) {
      expect([good?.outcome, bad?.outcome]).toEqual(['unknown', 'unknown']);
      expect(good?.notes).toContain('not-on-ios');
      return;
    }
    expect([good?.outcome, bad?.outcome]).toEqual(['pass', 'fail']);
    expect(linesOf(wanted, one.key)).toEqual(expect.arrayContaining(witness(good) ?? []));
    expect(linesOf(otherwise, one.key)).toEqual(expect.arrayContaining(witness(bad) ?? []));
    expect(witness(good)).not.toEqual([]);
  });

  it('is unknown without the key, or has the documented default of an account', () => {
    const bare = without(wanted, one);
    expect(bare).not.toContain(`<key>${one.key}</key>`);
    const finding = findingsOf(bare).get(ruleId(one));
    if (one.payload === 'restrictions' || one.payload === 'passcode') {
      expect(finding).toMatchObject({ outcome: 'unknown', reason: 'not-collected' });
      return;
    }
    expect(finding?.outcome).not.toBe('unknown');
    expect(finding?.evidence.every(({ origin }) => origin === 'default')).toBe(true);
  });
});

describe('accounts', () => {
  it('are judged one by one: a good one does not hide a bad one', () => {
    const [first = '', ...rest] = wanted.split('<key>SSL</key>');
    const account = wanted.slice(wanted.lastIndexOf('\t\t<dict>'), wanted.indexOf('\t</array>'));
    const two = `${first}<key>SSL</key>${rest.join('')}`.replace(
      '\t</array>',
      `${account.replace('<key>SSL</key>\n\t\t\t<true/>', '')}\t</array>`,
    );
    expect(passing.get('exchange-ssl')?.outcome).toBe('pass');
    expect(findingsOf(two).get('exchange-ssl')?.outcome).toBe('fail');
  });
  it('leave a rule unknown where there is none', () => {
    const none = wanted.slice(
      0,
      wanted.indexOf('\t\t<dict>\n\t\t\t<key>PayloadType</key>\n\t\t\t<string>com.apple.mail'),
    );
    const findings = findingsOf(none + wanted.slice(wanted.indexOf('\t</array>')));
    for (const one of keyCases.filter(({ payload }) => payload === 'mail' || payload === 'exchange'))
      expect(findings.get(ruleId(one))).toMatchObject({ outcome: 'unknown', reason: 'not-collected' });
  });
});
