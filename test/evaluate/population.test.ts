/** Phones that did not answer are counted, each figure by itself. */
import { expect, it } from 'vitest';
import { PopulationTally } from '../../src/evaluate/population.ts';
import type { Outcome } from '../../src/model/finding.ts';
import type { Observation } from '../../src/model/observation.ts';
import type { Subject } from '../../src/model/subject.ts';

const phone = (more: Partial<Subject> = {}): Subject => ({
  id: 'a',
  kind: 'device',
  platform: 'ios',
  lastSeen: '2026-11-19T06:00:00Z',
  labels: {},
  ...more,
});
const { lastSeen: _never, ...neverSeen } = phone();
const managed = (value: boolean, more: object = {}): Observation => ({
  setting: 'device.managed',
  layer: 'observed',
  origin: 'explicit',
  evidence: { input: 'a.json', locator: '/managementState' },
  value,
  ...more,
});
const good = {
  devices: 1,
  stale: 0,
  staleAfterDays: 30,
  withoutContact: 0,
  unmanaged: 0,
  undecided: 0,
  otherRecords: 0,
};

it.each<[string, Subject, Observation[], Outcome[], object]>([
  ['one that answered', phone(), [managed(true)], ['pass'], good],
  ['seen exactly thirty days ago', phone({ lastSeen: '2026-10-21T23:59:59Z' }), [], ['fail'], good],
  [
    'a second more than thirty days ago',
    phone({ lastSeen: '2026-10-21T23:59:58Z' }),
    [],
    ['fail'],
    { ...good, stale: 1 },
  ],
  ['of no known contact', neverSeen, [], ['waived'], { ...good, withoutContact: 1 }],
  [
    'of a contact after the evaluation',
    phone({ lastSeen: '2099-01-01T00:00:00Z' }),
    [],
    ['pass'],
    { ...good, withoutContact: 1 },
  ],
  [
    'of a contact that is no moment',
    phone({ lastSeen: 'yesterday' }),
    [],
    ['pass'],
    { ...good, withoutContact: 1 },
  ],
  ['that is not managed', phone(), [managed(false)], ['pass'], { ...good, unmanaged: 1 }],
  [
    'that was not managed once',
    phone(),
    [managed(false, { superseded: true }), managed(true)],
    ['pass'],
    good,
  ],
  [
    'of which nothing is known',
    phone(),
    [],
    ['unknown', 'not-applicable', 'error'],
    { ...good, undecided: 1 },
  ],
  ['a policy', { ...neverSeen, kind: 'policy' }, [], ['unknown'], { ...good, devices: 0 }],
])('a phone %s', (_name, subject, observations, outcomes, expected) => {
  const tally = new PopulationTally({ asOf: '2026-11-20T23:59:59Z', staleAfterDays: 30 });
  tally.add(subject, observations, outcomes);
  expect(tally.figures(0)).toEqual(expected);
});

it('rows of other platforms are told beside the phones', () => {
  const tally = new PopulationTally({ asOf: '2026-11-20T23:59:59Z', staleAfterDays: 7 });
  expect(tally.figures(3)).toEqual({ ...good, devices: 0, staleAfterDays: 7, otherRecords: 3 });
});
