/** Policies of one platform become one set; devices and inputs stay what they are. */
import { describe, expect, it } from 'vitest';
import { isKnown, type Observation } from '../../src/model/observation.ts';
import type { Subject } from '../../src/model/subject.ts';
import type { ReadEvent } from '../../src/read/events.ts';
import { setName, together } from '../../src/read/together.ts';
import { all } from '../support/bytes.ts';

const claim = (input: string): Observation => ({
  setting: 'camera.allowed',
  layer: 'required',
  origin: 'explicit',
  evidence: { input, locator: 'allowCamera' },
  value: false,
});
const subject = (id: string, more: Partial<Subject> = {}): ReadEvent => ({
  kind: 'subject',
  input: `${id}.json`,
  subject: { id, kind: 'policy', platform: 'ios', labels: {}, ...more },
  observations: [claim(`${id}.json`)],
});
const record: ReadEvent = {
  kind: 'input',
  record: {
    path: 'a',
    sha256: '',
    bytes: 0,
    source: '-',
    status: 'ignored',
    subjects: 0,
    skipped: 0,
    notices: [],
  },
};

async function* given(events: readonly ReadEvent[]): AsyncGenerator<ReadEvent> {
  yield* events;
}

it('gathers policies by platform, with every witness', async () => {
  const phone = subject('phone', { kind: 'device' });
  const found: ReadEvent[] = [];
  const events = [
    subject('a'),
    record,
    phone,
    subject('b', { platform: 'ipados' }),
    subject('c', { platform: 'android' }),
  ];
  for await (const event of together(given(events))) found.push(event);
  expect(found.slice(0, 2)).toEqual([record, phone]);
  expect(found.slice(2)).toEqual([
    {
      kind: 'subject',
      input: setName,
      subject: {
        id: 'together/ios',
        kind: 'policy',
        platform: 'ios',
        labels: { title: '2 policies for iOS together', policies: 'a, b' },
      },
      observations: [claim('a.json'), claim('b.json')],
    },
    expect.objectContaining({ subject: expect.objectContaining({ id: 'together/android' }) }),
  ]);
});

it('makes no set of nothing', async () => {
  const found: ReadEvent[] = [];
  for await (const event of together(given([record]))) found.push(event);
  expect(found).toEqual([record]);
});

describe('what is on no phone, or not for certain,', () => {
  const length = (input: string, value: number, notes?: readonly string[]): Observation => ({
    ...claim(input),
    setting: 'passcode.minimumLength',
    value,
    ...(notes ? { notes } : {}),
  });
  const demands = async (...events: ReadEvent[]) => {
    const [set] = await all(together(given(events)));
    return set?.kind === 'subject'
      ? set.observations.map((one) => (isKnown(one) ? one.value : one.unknown))
      : undefined;
  };
  const policy = (id: string, observation: Observation): ReadEvent => {
    const event = subject(id);
    return event.kind === 'subject' ? { ...event, observations: [observation] } : event;
  };

  it('a policy that is assigned to nobody, demands nothing', async () => {
    const idle = policy('a', length('a', 12, ['assignment-none']));
    expect(await demands(idle, policy('b', length('b', 4)))).toEqual(['not-reported', 4]);
  });

  it('one of two profiles with one identifier, leaves open which demand counts', async () => {
    const [first, second] = [policy('a', length('a', 4)), policy('a#2', length('b', 12))];
    expect(await demands(first, second)).toEqual(['ambiguous', 'ambiguous']);
  });

  it('a copy of a profile, demands the same', async () => {
    expect(await demands(policy('a', length('a', 4)), policy('a#2', length('b', 4)))).toEqual([4, 4]);
  });
});
