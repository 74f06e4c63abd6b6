/** Dates are real days, compared as moments, and evidence from after the evaluation decides nothing. */
import { describe, expect, it } from 'vitest';
import { merge } from '../../src/evaluate/merge.ts';
import { timeOf } from '../../src/model/time.ts';
import type { Observation } from '../../src/model/observation.ts';
import { findSetting } from '../../src/settings/catalogue.ts';
import { claim, verdict } from './support.ts';

const backup = (more: Partial<Observation>, layer: Observation['layer'] = 'observed') => [
  claim('backup.local.encrypted', true, layer, more),
];

describe('a moment', () => {
  it.each([
    ['2026-11-20', Date.UTC(2026, 10, 20)],
    ['2028-02-29', Date.UTC(2028, 1, 29)],
    ['2026-11-20T12:00:00Z', Date.UTC(2026, 10, 20, 12)],
    ['2026-11-20T12:00:00.1234567Z', Date.UTC(2026, 10, 20, 12, 0, 0, 123)],
    ['2026-11-20T12:00:00+02:00', Date.UTC(2026, 10, 20, 10)],
  ])('%s', (text, time) => expect(timeOf(text)).toBe(time));

  it.each([
    '2026-02-29',
    '2026-02-31',
    '2026-09-31',
    '2026-13-01',
    '2026-00-10',
    '2026-11-20T24:00:00Z',
    '2026-11-20T25:00:00Z',
    '2026-02-31T10:00:00Z',
    '2026-11-20T12:00:00',
    '2026-11-20 12:00:00Z',
    '2026-11',
    '1 Nov 2026',
    '01/02/2026',
    '12026-01-01',
    '+002026-01-01',
    ' 2026-11-20',
    'soon',
    '',
  ])('%j is none', (text) => expect(timeOf(text)).toBeUndefined());
});

describe('evidence', () => {
  it.each<[string, Partial<Observation>, number | undefined, string]>([
    ['from an hour after the evaluation', { collected: '2026-11-21T01:00:00Z' }, 90, 'pass'],
    ['from a year after the evaluation', { collected: '2027-11-20T00:00:00Z' }, 90, 'unknown ambiguous'],
    [
      'from a year after, and no age is asked',
      { collected: '2027-11-20T00:00:00Z' },
      undefined,
      'unknown ambiguous',
    ],
    ['from the end of time', { collected: '9999-12-31T23:59:59Z' }, undefined, 'unknown ambiguous'],
    ['from no moment at all', { collected: 'yesterday' }, 90, 'unknown ambiguous'],
    ['from the thirty-first of February', { collected: '2026-02-31T00:00:00Z' }, 90, 'unknown ambiguous'],
    ['from long ago', { collected: '2020-01-01T00:00:00Z' }, 90, 'unknown stale'],
    ['that ends at no moment', { expires: 'never' }, undefined, 'unknown ambiguous'],
    [
      'that has ended elsewhere on the globe',
      { expires: '2026-11-21T01:00:00+14:00' },
      undefined,
      'unknown stale',
    ],
    ['that has not ended yet', { expires: '2026-11-21T00:00:00Z' }, undefined, 'pass'],
  ])('%s', (_name, more, maxAgeDays, expected) =>
    expect(verdict(maxAgeDays === undefined ? {} : { maxAgeDays }, backup(more))).toBe(expected),
  );

  it('with an impossible date lets no weaker layer pass', () => {
    const stronger = claim('backup.local.encrypted', false, 'observed', { expires: 'never' });
    expect(verdict({}, [stronger, ...backup({}, 'required')])).toBe('unknown ambiguous');
  });
});

describe('dates as values', () => {
  const patch = (value: string) => [claim('os.securityPatch', value)];
  const rule = {
    expression: { setting: 'os.securityPatch', is: [{ operator: 'newerThan', options: 120 }] },
  };
  const android = { id: 'a', kind: 'device', platform: 'android', labels: {} } as const;
  it.each([
    ['2026-10-05', 'pass'],
    ['2026-01-05', 'fail'],
    ['2026-09-31', 'unknown ambiguous'],
    ['1 Nov 2026', 'unknown ambiguous'],
    ['2029-01-01', 'unknown ambiguous'],
  ])('%s is %s', (value, expected) => expect(verdict(rule, patch(value), android)).toBe(expected));

  it('merge only as real days', () => {
    const setting = findSetting('os.securityPatch');
    if (setting === undefined) throw new Error('no such setting');
    expect(merge(setting, ['2026-10-05', '2026-09-31'])).toBeUndefined();
  });
});
