/** Findings as texts that stay the same while nothing happens, and back again to the letter. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { NumberReader, NumberWriter } from '../../src/store/numbers.ts';
import { PlaceReader, PlaceWriter, RunPaths } from '../../src/store/places.ts';
import { addPlaces, restored, stateOf, templateOf } from '../../src/store/state.ts';
import { findings } from '../support/sample-findings.ts';

const contact = '2026-11-20T10:00:00Z';
const words = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    contact,
    `at ${contact}, 12 days`,
    '\u0001',
    'a\u0002b',
    '007',
    '/value/18/x',
    'row 19, column H',
    '\ud800',
  ),
);
const some = fc.constantFrom(...findings);
const said = fc.record({
  message: words,
  actual: fc.option(words, { nil: undefined }),
  places: fc.array(
    fc.record({
      input: words,
      locator: words,
      line: fc.option(fc.nat(), { nil: undefined }),
      value: fc.option(words, { nil: undefined }),
    }),
    { maxLength: 3 },
  ),
});
const finding = fc.tuple(some, said).map(([one, { message, actual, places }]): Finding => ({
  ...one,
  message,
  ...(actual === undefined ? {} : { actual }),
  evidence: places.map(({ line, value, ...rest }) => ({
    ...rest,
    ...(line === undefined ? {} : { line }),
    ...(value === undefined ? {} : { value }),
    layer: 'observed',
    origin: 'explicit',
  })),
}));

it('a finding comes back to the letter, moving or not', () => {
  fc.assert(
    fc.property(
      fc.array(finding, { maxLength: 5 }),
      fc.boolean(),
      fc.constantFrom(contact, undefined),
      (all, isMoving, lastSeen) => {
        const places = new PlaceWriter();
        const kept = all.map((one) => {
          addPlaces(one, places);
          return stateOf(one, lastSeen, isMoving);
        });
        const digits = kept.flatMap((one) => one.digits);
        const reader = new PlaceReader(places.numbers.bytes(), RunPaths.from(places.paths.lists()));
        const back = kept.map(({ text }, index) => {
          const id = all[index]?.subject ?? '';
          const subject = lastSeen === undefined ? { id } : { id, lastSeen };
          return restored(
            templateOf(JSON.parse(JSON.stringify(text)) as string),
            subject,
            reader,
            () => digits.shift() ?? '',
          );
        });
        expect(JSON.stringify(back)).toBe(JSON.stringify(all));
      },
    ),
    { numRuns: 500 },
  );
});

it('the same finding in another row of another file on another day is the same text', () => {
  const [first] = findings;
  const at = (input: string, row: number, seen: string): Finding => ({
    ...(first as Finding),
    message: `seen ${seen}`,
    evidence: [
      {
        input,
        locator: `/value/${row}/lastSeen`,
        line: row * 40,
        value: seen,
        layer: 'observed',
        origin: 'explicit',
      },
    ],
  });
  const one = stateOf(at('exports/2026-11-20/devices.json', 18, contact), contact, false);
  const later = '2026-11-21T08:00:00Z';
  const other = stateOf(at('exports/2026-11-21/devices.json', 19, later), later, false);
  expect(other.text).toBe(one.text);
});

it('numbers come back', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -(2 ** 50), max: 2 ** 50 })), (all) => {
      const writer = new NumberWriter();
      for (const one of all) writer.addSigned(one);
      const reader = new NumberReader(writer.bytes());
      expect(all.map(() => reader.nextSigned())).toEqual(all);
    }),
  );
});
