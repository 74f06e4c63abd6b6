import { describe, expect, it } from 'vitest';
import { merge } from '../../src/evaluate/merge.ts';
import { resolve } from '../../src/evaluate/resolve.ts';
import { compareVersions } from '../../src/evaluate/versions.ts';
import type { Observation, SettingValue, UnknownReason } from '../../src/model/observation.ts';
import { findSetting } from '../../src/settings/catalogue.ts';
import type { Setting } from '../../src/settings/define.ts';

const asOf = '2026-11-20T23:59:59Z';
const evidence = { input: 'made-up.json', locator: '/x' };

function setting(id: string): Setting {
  const found = findSetting(id);
  if (!found) throw new Error(id);
  return found;
}
const claim = (id: string, value: SettingValue, more: Partial<Observation> = {}): Observation => ({
  setting: id,
  layer: 'required',
  origin: 'explicit',
  evidence,
  ...more,
  value,
});
const doubt = (id: string, unknown: UnknownReason, more: Partial<Observation> = {}): Observation => ({
  setting: id,
  layer: 'required',
  origin: 'explicit',
  evidence,
  ...more,
  unknown,
});

describe('values of one layer merge by the rule of the setting', () => {
  it.each<[string, SettingValue[], SettingValue | undefined]>([
    ['camera.allowed', [true, false], false],
    ['camera.allowed', [true, true], true],
    ['passcode.required', [false, true], true],
    ['passcode.minimumLength', [4, 8, 6], 8],
    ['lock.maximumInactivityMinutes', [5, 2, 15], 2],
    ['os.version', ['26.1', '26.0.1'], '26.0.1'],
    ['os.version', ['26.1', 'nonsense'], undefined],
    ['os.securityPatch', ['2026-10-05', '2026-09-01'], '2026-09-01'],
    ['os.securityPatch', ['2026-10-05', 'soon'], undefined],
    [
      'apps.installed',
      [
        ['b', 'a'],
        ['a', 'c'],
      ],
      ['a', 'b', 'c'],
    ],
    ['apps.installPolicy', ['denyList', 'allowList', 'open'], 'allowList'],
    ['apps.installPolicy', ['denyList', 'something'], undefined],
    ['device.ownership', ['corporate', 'personal'], undefined],
    ['device.ownership', ['corporate', 'corporate'], 'corporate'],
  ])('%s of %j is %j', (id, values, expected) => {
    expect(merge(setting(id), values)).toEqual(expected);
    expect(merge(setting(id), values.toReversed())).toEqual(expected);
  });

  it('what all lists hold, where the rule is intersection', () => {
    const lists = { ...setting('apps.installed'), merge: 'intersection' } as const;
    expect(
      merge(lists, [
        ['a', 'b', 'c'],
        ['c', 'b'],
        ['b', 'd'],
      ]),
    ).toEqual(['b']);
    expect(merge(lists, [['a'], ['b']])).toEqual([]);
  });

  it('and different values leave a conflict, whatever the rule decides', () => {
    const [layer] = resolve(
      setting('passcode.minimumLength'),
      [claim('passcode.minimumLength', 4), claim('passcode.minimumLength', 6)],
      { asOf },
    );
    expect(layer).toMatchObject({ value: 6, notes: ['conflict'] });
    expect(layer?.witnesses).toHaveLength(2);
  });
});

describe('a layer decides nothing', () => {
  it.each<UnknownReason>(['ambiguous', 'encrypted', 'unreadable', 'incomplete'])(
    'when a part of it is %s',
    (reason) => {
      const [layer] = resolve(
        setting('camera.allowed'),
        [claim('camera.allowed', false), doubt('camera.allowed', reason)],
        { asOf },
      );
      expect(layer?.value).toBeUndefined();
      expect(layer?.unknown).toBe(reason);
    },
  );

  it('but a place that asks for nothing does not silence one that asks', () => {
    const [layer] = resolve(
      setting('camera.allowed'),
      [doubt('camera.allowed', 'not-reported'), claim('camera.allowed', false)],
      { asOf },
    );
    expect(layer?.value).toBe(false);
  });

  it.each<[string, Partial<Observation>, number | undefined]>([
    ['its last day is over', { expires: '2026-11-19T00:00:00Z' }, undefined],
    ['it is older than the rule allows', { layer: 'observed', collected: '2026-08-01T00:00:00Z' }, 90],
    ['it has no date and the rule asks for an age', { layer: 'observed' }, 90],
    ['it is a day too old', { layer: 'observed', collected: '2026-08-22T23:59:58Z' }, 90],
  ])('when %s', (_why, more, maxAgeDays) => {
    const options = { asOf, ...(maxAgeDays === undefined ? {} : { maxAgeDays }) };
    const [layer] = resolve(setting('camera.allowed'), [claim('camera.allowed', false, more)], options);
    expect(layer).toMatchObject({ unknown: 'stale' });
    expect(layer?.value).toBeUndefined();
  });

  it.each([
    ['on the last day', { collected: '2026-08-22T23:59:59Z' }, 90],
    ['without an age asked for', { collected: '2020-01-01T00:00:00Z' }, undefined],
    ['until it ends', { expires: '2026-11-20T23:59:59Z' }, undefined],
  ])('but not %s', (_when, more, maxAgeDays) => {
    const options = { asOf, ...(maxAgeDays === undefined ? {} : { maxAgeDays }) };
    const [layer] = resolve(
      setting('camera.allowed'),
      [claim('camera.allowed', false, { layer: 'observed', ...more })],
      options,
    );
    expect(layer).toMatchObject({ value: false, notes: [] });
  });

  it('policies need no date of collection', () => {
    const [layer] = resolve(setting('camera.allowed'), [claim('camera.allowed', false)], {
      asOf,
      maxAgeDays: 90,
    });
    expect(layer?.value).toBe(false);
  });
});

it('layers come strongest first', () => {
  const observations = ['attested', 'required', 'observed', 'installed'].map((layer) =>
    claim('camera.allowed', true, { layer } as Partial<Observation>),
  );
  expect(resolve(setting('camera.allowed'), observations, { asOf }).map(({ layer }) => layer)).toEqual([
    'observed',
    'installed',
    'required',
    'attested',
  ]);
});

describe('versions', () => {
  it.each([
    ['9', '11.4.1', -1],
    ['18.7.2', '26', -1],
    ['26', '26.0.0', 0],
    ['26.1', '26.0.9', 1],
    ['17.10', '17.9', 1],
  ])('%s against %s', (a, b, sign) => expect(Math.sign(compareVersions(a, b) ?? Number.NaN)).toBe(sign));

  it.each(['', '17.', 'v17', '17.1a', '1e3', ' 17'])('%j is no version', (text) =>
    expect(compareVersions(text, '17')).toBeUndefined(),
  );
});
