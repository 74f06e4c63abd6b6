/** Moments in the forms that a mapping names, and no others. */
import { describe, expect, it } from 'vitest';
import type { TimeFile } from '../../src/mapping/file.ts';
import { momentReader, patternProblem } from '../../src/mapping/moment.ts';

const read = (file: TimeFile, value: string | number) => {
  const reading = momentReader(file)(
    typeof value === 'number' ? { type: 'integer', value, line: 1 } : { type: 'string', value, line: 1 },
  );
  return 'at' in reading ? reading.at : reading.unknown;
};

describe('a moment', () => {
  it.each<[TimeFile, string | number, string]>([
    [{}, '2026-11-18T08:15:00Z', '2026-11-18T08:15:00Z'],
    [{}, '2026-11-18T08:15:00', 'ambiguous'],
    [{}, '2026-11-18 08:15:00', 'ambiguous'],
    [{ zone: 'utc' }, '2026-11-18 08:15:00.0000000', '2026-11-18T08:15:00.0000000Z'],
    [{ zone: 'utc' }, '2026-11-18', '2026-11-18T00:00:00Z'],
    [{}, '2026-11-18', 'ambiguous'],
    [{ zone: '+02:00' }, '2026-11-18T08:15:00', '2026-11-18T06:15:00Z'],
    [{ zone: '+02:00' }, '2026-11-18T08:15:00Z', '2026-11-18T08:15:00Z'],
    [{}, '0001-01-01T00:00:00', 'not-reported'],
    [{}, 'Never', 'not-reported'],
    [{}, '--', 'not-reported'],
    [{}, 1794989700, 'ambiguous'],
    [{ time: 'day' }, '2026-11-18', '2026-11-18T00:00:00Z'],
    [{ time: 'day' }, '2026-02-30', 'ambiguous'],
    [{ time: 'day' }, '18.11.2026', 'ambiguous'],
    [{ time: 'epoch-s' }, '1794989700', '2026-11-18T08:15:00Z'],
    [{ time: 'epoch-s' }, 1794989700000, 'ambiguous'],
    [{ time: 'epoch-ms' }, 0, 'not-reported'],
    [{ time: ['epoch-s', 'iso8601'] }, '1794989700', '2026-11-18T08:15:00Z'],
    [{ time: ['epoch-s', 'iso8601'] }, '2026-11-18T08:15:00Z', '2026-11-18T08:15:00Z'],
    [{ time: ['epoch-s', 'iso8601'] }, 'yesterday', 'ambiguous'],
    [{ time: 'pattern', pattern: 'DD/MM/YYYY' }, '18/11/2026', '2026-11-18T00:00:00Z'],
    [{ time: 'pattern', pattern: 'DD/MM/YYYY' }, '11/18/2026', 'ambiguous'],
    [{ time: 'pattern', pattern: 'DD/MM/YYYY' }, '1/1/2026', 'ambiguous'],
    [
      { time: 'pattern', pattern: 'M/D/YYYY h:mm A', zone: '-05:00' },
      '1/2/2026 12:05 AM',
      '2026-01-02T05:05:00Z',
    ],
    [
      { time: 'pattern', pattern: 'M/D/YYYY h:mm A', zone: 'utc' },
      '1/2/2026 3:05 pm',
      '2026-01-02T15:05:00Z',
    ],
    [{ time: 'pattern', pattern: 'M/D/YYYY h:mm A', zone: 'utc' }, '1/2/2026 13:05 PM', 'ambiguous'],
    [{ time: 'pattern', pattern: '(YYYY).MM+DD', zone: 'utc' }, '(2026).11+18', '2026-11-18T00:00:00Z'],
    [{ time: 'pattern', pattern: 'YYYY.MM.DD' }, '2026x11x18', 'ambiguous'],
  ])('%j of %j is %s', (file, value, expected) => expect(read(file, value)).toBe(expected));
});

describe('a pattern', () => {
  it.each([
    ['DD/MM/YYYY hh:mm:ss', undefined],
    ['DD/DD/YYYY', 'names a part of the date twice'],
    ['MM/M/YYYY', 'names a part of the date twice'],
    ['hh:mm', 'needs a year (YYYY), a month (MM or M) and a day (DD or D)'],
    ['DD/MM/YYYY A', 'has AM and PM without an hour'],
  ])('%s: %s', (pattern, problem) => expect(patternProblem(pattern)).toBe(problem));
});
