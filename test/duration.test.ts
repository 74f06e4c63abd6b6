import { describe, expect, it } from 'vitest';
import { addDuration, parseDuration } from '../src/model/duration.ts';

function after(start: string, text: string): string | undefined {
  const duration = parseDuration(text);
  const end = duration === undefined ? undefined : addDuration(Date.parse(start), duration);
  return end === undefined ? undefined : new Date(end).toISOString();
}

describe('a duration', () => {
  it.each([
    ['2026-01-31T08:00:00Z', 'P1M', '2026-02-28T08:00:00.000Z'],
    ['2024-01-31T08:00:00Z', 'P1M', '2024-02-29T08:00:00.000Z'],
    ['2024-02-29T00:00:00Z', 'P1Y', '2025-02-28T00:00:00.000Z'],
    ['2026-08-31T00:00:00Z', 'P1Y6M', '2028-02-29T00:00:00.000Z'],
    ['2026-11-03T10:15:00Z', 'P30D', '2026-12-03T10:15:00.000Z'],
    ['2026-11-03T10:15:00Z', 'P2W', '2026-11-17T10:15:00.000Z'],
    ['2026-01-31T23:00:00Z', 'P1MT2H', '2026-03-01T01:00:00.000Z'],
    ['2026-11-03T10:15:00Z', 'PT90S', '2026-11-03T10:16:30.000Z'],
  ])('of %s after %s is by the calendar', (start, text, end) => expect(after(start, text)).toBe(end));

  it.each([
    'P',
    'PT',
    'P1DT',
    'P0D',
    'P0Y0M',
    '-P30D',
    'P-30D',
    '+P30D',
    'P0.5Y',
    'P1,5M',
    'P1.5D',
    '30D',
    'x1d',
    'P30D ',
    ' P30D',
    'xP30D',
    'P30Dx',
    'p30d',
    'P1Y2W',
    'P1W2D',
    'P1D1M',
    'P30',
    'PT1D',
    'P1H',
    'P30D\n',
    'P99999Y',
    '',
  ])('is not %j', (text) => expect(parseDuration(text)).toBeUndefined());

  it('ends before the year 10000', () => expect(after('2026-11-03T10:15:00Z', 'P9000Y')).toBeUndefined());
});
