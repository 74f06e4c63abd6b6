/** Baselines of made-up checkouts, in both formats of the project. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuleFile } from '../../../src/profiles/file.ts';
import { runExamples } from '../../../src/profiles/examples.ts';
import { type Checkout, readCheckout } from '../../../src/profiles/import/checkout.ts';
import { importMscp } from '../../../src/profiles/import/mscp.ts';
import { type Imported, profileText } from '../../../src/profiles/import/result.ts';
import { loadProfile, requireProfile } from '../../../src/profiles/load.ts';
import { guides } from '../../../tools/fixtures/guides.ts';

const root = join(import.meta.dirname, '..', '..', 'fixtures', 'guides');
const imported = async (folder: string, name: string): Promise<Imported> =>
  importMscp(await readCheckout(join(root, folder), name), name);

function ruleOf({ profile }: Imported, id: string): RuleFile {
  const rule = profile.rules?.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
}
const saidOf = (list: readonly { readonly rule: string; readonly words: string }[], rule: string) =>
  list.filter((one) => one.rule === rule).map(({ words }) => words);

it.each(Object.keys(guides))('%s is what the generator makes', (path) => {
  expect(readFileSync(join(root, path), 'utf8')).toBe(guides[path]);
});

describe('a branch for one system', () => {
  const indigo = imported('branch', 'indigo_base');

  it('becomes a profile that loads and whose examples run', async () => {
    const text = profileText(await indigo);
    const profile = requireProfile('imported', loadProfile(Buffer.from(text)));
    expect(profile).toMatchObject({ id: 'mscp-ios-26-indigo-base', version: 'Made up, Revision 1' });
    expect(runExamples(profile).filter(({ behaves }) => !behaves)).toEqual([]);
    expect(text).toContain('# left out: os_nowhere: the checkout has no file for it');
  });

  it('counts every rule once', async () => {
    const { judged, stated, left } = await indigo;
    expect([judged.length, stated.length, left.length]).toEqual([8, 3, 2]);
  });

  it('keeps numbers as controls, without N/A and without words', async () => {
    expect(ruleOf(await indigo, 'os-camera-disable')).toMatchObject({
      severity: 'high',
      setting: 'camera.allowed',
      is: false,
      tags: ['made-up'],
      controls: {
        cis: ['3.2.1.1', '2.2.1.1'],
        'nist-800-53r5': ['CM-7'],
        cci: ['CCI-000366'],
        'disa-stig': ['AIOS-26-018100'],
      },
      references: [
        { title: 'macOS Security Compliance Project, os_camera_disable' },
        { title: 'CIS Controls v8: 4.8' },
      ],
    });
  });

  it('takes over no known error', async () => {
    const report = await indigo;
    expect(ruleOf(report, 'os-ssl-for-exchange-activesync-enable')).toMatchObject({
      setting: 'exchange.encrypted',
      every: true,
    });
    expect(saidOf(report.corrected, 'os_ssl_for_exchange_activesync_enable')).toHaveLength(1);
    expect(saidOf(report.left, 'os_siri_server_logging_disable')).toHaveLength(1);
  });

  it('gives equal values a direction and keeps them as parameters', async () => {
    const report = await indigo;
    expect(ruleOf(report, 'pwpolicy-minimum-length-enforce').is).toEqual({
      atLeast: { parameter: 'minLength' },
    });
    expect(ruleOf(report, 'pwpolicy-max-inactivity-enforce').is).toEqual({
      atMost: { parameter: 'maxInactivity' },
    });
    expect(ruleOf(report, 'os-update-delay').all).toEqual([
      { setting: 'updates.delayed', is: true },
      { setting: 'updates.delayDays', is: { equals: { parameter: 'enforcedSoftwareUpdateDelay' } } },
    ]);
    expect(report.profile.parameters).toMatchObject({
      // The BSI baselines of the branches name other values than their rules hold for them.
      minLength: { default: 8, type: 'integer', hint: 'Shortest code.' },
      maxInactivity: { default: 5 },
      enforcedSoftwareUpdateDelay: { default: 30 },
    });
    expect(saidOf(report.corrected, 'pwpolicy_minimum_length_enforce')).toHaveLength(1);
  });

  it('takes the value that a baseline names, else that of the organisation', async () => {
    const { parameters } = (await imported('branch', 'strict')).profile;
    expect(parameters).toMatchObject({ minLength: { default: 10 }, maxInactivity: { default: 4 } });
  });

  it('reads a list that is filled in, and leaves one that is not to people', async () => {
    const report = await indigo;
    expect(ruleOf(report, 'os-application-deny-list')).toMatchObject({
      setting: 'apps.denyList',
      is: { containsAll: ['org.example.game'] },
    });
    expect(ruleOf(report, 'os-application-allow-list')).toMatchObject({
      setting: 'statement.control.os-application-allow-list',
      is: true,
      attestable: { maxAge: 'P365D', question: 'About os_application_allow_list' },
    });
  });

  it('reads a declaration where there is no key of a profile', async () => {
    expect(ruleOf(await indigo, 'os-update-download-enforce')).toMatchObject({
      setting: 'updates.automaticDownload',
      is: { equals: 'alwaysOn' },
    });
  });

  it('knows which rule devices show', async () => {
    expect(ruleOf(await indigo, 'os-supervised-mdm-require')).toMatchObject({
      setting: 'device.supervised',
      appliesTo: { platform: ['ios'], kind: ['device'] },
    });
  });

  it.each([
    ['os_new_thing_disable', 'no setting stands for allowNewThing (com.apple.applicationaccess)'],
    ['os_live_text_disable', 'it has no keys'],
    ['os_application_allow_list', 'allowListedAppBundleIDs holds names to be filled in'],
  ])('says why %s asks for a statement', async (rule, words) => {
    expect(saidOf((await indigo).stated, rule)).toEqual([words]);
  });
});

describe('the unified format', () => {
  it('takes severity, numbers and keys of the version', async () => {
    const [now, before] = [
      await imported('unified', 'stig_ios_26.0'),
      await imported('unified', 'stig_ios_18.0'),
    ];
    const id = 'os-mail-move-messages-disable';
    expect([now.profile.id, before.profile.id]).toEqual(['mscp-ios-26-stig', 'mscp-ios-18-stig']);
    expect([now, before].map((one) => ruleOf(one, id).severity)).toEqual(['low', 'high']);
    expect([now, before].map((one) => ruleOf(one, id).controls?.['disa-stig'])).toEqual([
      ['AIOS-26-011400'],
      ['AIOS-18-011400'],
    ]);
    // 18.0 has keys of its own, with the known error.
    expect([now, before].map(({ corrected }) => corrected.length)).toEqual([0, 1]);
    expect(ruleOf(before, id)).toMatchObject({ setting: 'mail.imapPop.move.allowed', every: false });
  });

  it('takes a range unless the value itself is outside of it', async () => {
    const name = 'maxGracePeriod';
    const own = await imported('unified', 'stig_ios_26.0');
    expect(own.profile.parameters?.[name]).toMatchObject({ default: 5, minimum: 1, maximum: 60 });
    const open = await imported('unified', 'open_ios_26.0');
    expect(Object.keys(open.profile.parameters?.[name] ?? {})).not.toContain('minimum');
    expect(saidOf(open.corrected, 'pwpolicy_max_grace_period_enforce')).toHaveLength(1);
  });

  it('judges profiles alone for visionOS, whose devices would pass for iPhones', async () => {
    const { profile } = await imported('unified', 'vision_visionos_26.0');
    expect(profile.rules?.map(({ appliesTo }) => appliesTo)).toEqual([
      { platform: ['ios'], kind: ['policy'] },
    ]);
  });
});

describe('what is no baseline for phones', () => {
  it.each([
    ['unified', 'mac_macos_26.0', /is for macOS; iOS, iPadOS and visionOS are judged/],
    ['unified', 'stig_ios_26', /did you mean stig_ios_26.0/],
    ['branch/rules', 'strict', /no baselines below the folder/],
    ['nowhere', 'strict', /Cannot open/],
    ['branch', '../baselines/strict', /There is no baseline/],
  ])('%s %s', async (folder, name, message) => {
    await expect(imported(folder, name)).rejects.toThrow(message);
  });
});

/** A checkout with one rule, whatever is in it. */
function checkoutOf(id: string, value: unknown): Checkout {
  const baseline = {
    place: 'baselines/b.yaml',
    value: { parent_values: 'p', platform: { os: 'iOS', version: 26 } },
  };
  const rules = new Map([[id, { place: 'rules/r.yaml', value }]]);
  return { baseline, rules, sections: new Map([[id, 's']]), names: [id] };
}

describe('a rule that nobody would write', () => {
  it.each([
    ['names of properties', 'constructor', { mobileconfig_info: { constructor: { toString: true } } }],
    [
      'a declaration of such names',
      'r',
      { ddm_info: { declarationtype: 'constructor', ddm_key: 'a.b', ddm_value: 1 } },
    ],
    [
      'a value of no type',
      'r',
      { mobileconfig_info: { 'com.apple.applicationaccess': { allowCamera: null } } },
    ],
    [
      'a value of another type',
      'r',
      { mobileconfig_info: { 'com.apple.applicationaccess': { allowCamera: 'no' } } },
    ],
    [
      'a defined value that is not defined',
      'r',
      { mobileconfig_info: { 'com.apple.applicationaccess': { allowCamera: '$ODV' } } },
    ],
    ['nothing', 'r', null],
  ])('%s asks for a statement', (_name, id, value) => {
    const report = importMscp(checkoutOf(id, value), 'b');
    expect(report.stated.map(({ rule }) => rule)).toEqual([id]);
    expect(profileText(report)).toContain(`statement.control.${id}`);
  });

  it('a title over several lines, with what cannot be seen, stays on one and out of comments', () => {
    const report = importMscp(checkoutOf('r', { title: 'a\n# b\u202e\u0007 $ODV' }), 'b');
    expect(report.profile.rules?.[0]?.title).toBe('a # b the value that the organisation defines');
    expect(loadProfile(Buffer.from(profileText(report))).problems).toEqual([]);
  });

  it('whatever its values are, the profile loads', () => {
    const key = fc.constantFrom('allowCamera', 'minLength', 'ratingApps', 'safariAcceptCookies', 'x');
    const type = fc.constantFrom('com.apple.applicationaccess', 'com.apple.mobiledevice.passwordpolicy');
    const value = fc.oneof(
      fc.boolean(),
      fc.integer({ min: -3, max: 1200 }),
      fc.string(),
      fc.constant('$ODV'),
      fc.double(),
    );
    const odv = fc.record({ hint: fc.string(), p: value }, { requiredKeys: [] });
    const rule = fc.record({
      title: fc.string(),
      severity: fc.string(),
      odv,
      mobileconfig_info: fc.dictionary(type, fc.dictionary(key, value)),
    });
    fc.assert(
      fc.property(rule, (one) => {
        const text = profileText(importMscp(checkoutOf('r', one), 'b'));
        const loaded = requireProfile('imported', loadProfile(Buffer.from(text)));
        expect(runExamples(loaded).filter(({ behaves }) => !behaves)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
