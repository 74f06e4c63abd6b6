/** The settings catalogue says what a configuration profile with the same keys says. */
import { build, type PlistValue } from 'plist';
import { describe, expect, it } from 'vitest';
import { declarationTables } from '../../src/artifacts/apple/declaration-keys.ts';
import { payloadTables } from '../../src/artifacts/apple/keys.ts';
import { readAppleProfile } from '../../src/artifacts/apple/profile.ts';
import { keyFacts, payloadTypes } from '../../src/artifacts/apple/schema.ts';
import { keySpelled, payloadSpelled } from '../../src/artifacts/apple/spelling.ts';
import { inputOf } from '../../src/io/input.ts';
import type { Observation } from '../../src/model/observation.ts';
import type { ReadItem } from '../../src/sources/define.ts';
import { detectionInput } from '../../src/sources/detect.ts';
import source from '../../src/sources/intune-policy/index.ts';
import { choice, group, type Json, policy, simple, texts } from '../../tools/fixtures/intune-catalogue.ts';
import { utf8 } from '../support/bytes.ts';

const asOf = '2026-11-20T23:59:59Z';

async function itemsOf(value: unknown): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  const input = await inputOf('x.json', utf8(JSON.stringify(value)));
  for await (const item of source.read(input, { asOf })) items.push(item);
  return items;
}
const observationsOf = async (value: unknown): Promise<Observation[]> =>
  (await itemsOf(value)).flatMap((item) => (item.kind === 'subject' ? item.observations : []));
const noticesOf = async (value: unknown) =>
  (await itemsOf(value)).flatMap((item) => (item.kind === 'notice' ? [item.notice] : []));

const claims = (observations: readonly Observation[]) =>
  observations.map(({ evidence: _evidence, ...claim }) => claim);

const inGroup = (type: string, ...children: Json[]) =>
  policy('x', 'iOS', [group(`${type}_${type}`, children)]);

/** A value that a key takes, and another one. */
function valuesOf(type: string, key: string): readonly (boolean | number | string[])[] {
  const facts = keyFacts(type, key);
  if (facts?.type === 'boolean') return [true, false];
  if (facts?.type === 'array') return [['net.whatsapp.WhatsApp'], []];
  if (facts?.type !== 'integer') return [];
  return [facts.max ?? 7, facts.min ?? 1];
}

function settingOf(id: string, value: boolean | number | string[]): Json {
  if (typeof value === 'boolean') return choice(id, String(value));
  return typeof value === 'number' ? simple(id, value) : texts(id, value);
}

describe.each(['com.apple.applicationaccess', 'com.apple.mobiledevice.passwordpolicy'])('%s', (type) => {
  const cases = Object.keys(payloadTables[type] ?? {}).flatMap((key) =>
    valuesOf(type, key).map((value) => [key, value] as const),
  );

  it('has keys to compare', () => expect(cases.length).toBeGreaterThan(15));

  it.each(cases)('%s: %j', async (key, value) => {
    const payload: Record<string, PlistValue> = { PayloadType: type, [key]: value };
    const { observations } = readAppleProfile(utf8(build(payload)), { input: 'x', asOf });
    const found = await observationsOf(inGroup(type, settingOf(`${type}_${key.toLowerCase()}`, value)));
    expect(claims(found)).toEqual(claims(observations));
  });
});

describe('Apple’s spelling is found again', () => {
  it('for every payload type and key of the tables', () => {
    for (const type of Object.keys(payloadTables)) {
      expect(payloadSpelled(type.toLowerCase())).toBe(type);
      for (const key of Object.keys(payloadTables[type] ?? {}))
        expect(keySpelled(type, key.toLowerCase()), `${type} ${key}`).toEqual([key]);
    }
    for (const [type, table] of Object.entries(declarationTables))
      for (const key of Object.keys(table))
        if (keyFacts(type, key) !== undefined) expect(keySpelled(type, key.toLowerCase())).toEqual([key]);
    expect(keySpelled('com.apple.configuration.intelligence.settings', 'apps_mail_allowsummary')).toEqual([
      'Apps',
      'Mail',
      'AllowSummary',
    ]);
  });

  it('and for nothing else', () => {
    const elsewhere = payloadTypes().find((type) => payloadSpelled(type) === undefined);
    expect(elsewhere, 'a type that is not for phones').toBeDefined();
    expect(payloadSpelled('constructor')).toBeUndefined();
    expect(keySpelled('com.apple.applicationaccess', 'allowsomethingnew')).toBeUndefined();
    expect(keySpelled('com.apple.applicationaccess', 'constructor')).toBeUndefined();
    expect(keySpelled('com.example.none', 'allowcamera')).toBeUndefined();
  });
});

describe('a policy of the catalogue is recognised', () => {
  const whole = inGroup(
    'com.apple.applicationaccess',
    choice('com.apple.applicationaccess_allowcamera', 'false'),
  );
  const detect = (value: unknown) => source.detect(detectionInput('x', utf8(JSON.stringify(value))));
  it.each<[name: string, value: unknown]>([
    ['by its members', whole],
    ['in an array', [whole]],
    ['in a page', { value: [whole] }],
    ['by its settings', { platforms: 'iOS', settings: whole['settings'] }],
    ['by its type', { '@odata.type': '#microsoft.graph.deviceManagementConfigurationPolicy' }],
    [
      'by the collection it comes from',
      {
        '@odata.context':
          'https://graph.microsoft.com/beta/$metadata#deviceManagement/configurationPolicies/$entity',
      },
    ],
  ])('%s', (_name, value) => expect(detect(value)).toBe('yes'));

  it.each<[name: string, value: unknown]>([
    ['a list of settings', { value: whole['settings'] }],
    ['names without settings', { name: 'x', platforms: 'iOS', technologies: 'mdm' }],
    ['another tool', { name: 'x', settings: [{ a: 1 }] }],
  ])('and not %s', (_name, value) => expect(detect(value)).toBe('no'));

  it.each(['iOS', 'ios', 'macOS,iOS', 'android, iOS'])('for iPhones: %s', async (platforms) => {
    expect(await observationsOf({ ...whole, platforms })).toHaveLength(1);
  });

  it('and passed over for other systems, but not for none', async () => {
    expect(await itemsOf({ ...whole, platforms: 'macOS' })).toEqual([{ kind: 'skipped' }]);
    expect(await noticesOf({ ...whole, platforms: null })).toMatchObject([{ code: 'record-unreadable' }]);
  });
});

describe('objects of the Graph SDK for PowerShell', () => {
  const id = 'com.apple.applicationaccess_allowcamera';
  const bagged = (value: Json) => ({
    SettingDefinitionId: id,
    AdditionalProperties: { '@odata.type': '#x', choiceSettingValue: value },
  });
  const whole = (instance: Json) => ({
    Name: 'x',
    Platforms: 'iOS',
    Technologies: 'mdm',
    Settings: [{ Id: '0', SettingInstance: instance }],
  });

  it('keep the value of a setting in a bag', async () => {
    expect(await observationsOf(whole(bagged({ value: `${id}_false` })))).toMatchObject([
      {
        setting: 'camera.allowed',
        value: false,
        evidence: { locator: `/Settings/0/SettingInstance: ${id}` },
      },
    ]);
  });

  it('and two values are none', async () => {
    const twice = { ...bagged({ value: `${id}_false` }), ChoiceSettingValue: { value: `${id}_true` } };
    expect(await observationsOf(whole(twice))).toMatchObject([
      { setting: 'camera.allowed', unknown: 'ambiguous' },
    ]);
  });
});

describe('what cannot be read one way decides nothing', () => {
  const id = 'com.apple.applicationaccess_allowcamera';
  const instance = choice(id, 'false');
  const read = async (one: Json) => claims(await observationsOf(inGroup('com.apple.applicationaccess', one)));
  const camera = { setting: 'camera.allowed', unknown: 'ambiguous' };
  const everything = { setting: '*', unknown: 'unreadable' };

  it.each<[name: string, instance: Json, claim: object]>([
    ['a value in two spellings', { ...instance, ChoiceSettingValue: { value: `${id}_true` } }, camera],
    ['two kinds of value', { ...instance, simpleSettingValue: { value: 'false' } }, everything],
    ['no value', { settingDefinitionId: id }, camera],
    ['a value that is no text', { ...instance, choiceSettingValue: { value: false } }, camera],
    ['no id', { ...instance, settingDefinitionId: null }, everything],
    [
      'children that are none',
      { ...instance, choiceSettingValue: { value: `${id}_false`, children: 'x' } },
      everything,
    ],
    ['another id in the value', choice(id, '', [], 'com.apple.applicationaccess_allowchat_false'), camera],
    ['an option index', choice(id, '0'), camera],
  ])('%s', async (_name, one, claim) => {
    expect(await read(one)).toContainEqual(expect.objectContaining(claim));
  });

  it.each(['notconfigured', 'devicedefault'])('%s is no claim', async (token) => {
    expect(await read(choice(id, token))).toEqual([]);
  });

  it('a repeated id keeps both values and says so', async () => {
    const twice = inGroup('com.apple.applicationaccess', choice(id, 'true'), choice(id, 'false'));
    expect(await observationsOf(twice)).toMatchObject([{ ...camera, evidence: { value: 'true | false' } }]);
    expect(await noticesOf(twice)).toContainEqual(expect.objectContaining({ code: 'duplicate-key' }));
  });
});
