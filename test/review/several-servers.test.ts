/** Servers of one product count their phones from one: the same number in two files need not be the same phone. */
import { describe, expect, it } from 'vitest';
import { identified, tokenOf } from '../../src/artifacts/identity.ts';
import type { Observation } from '../../src/model/observation.ts';
import type { RawEvent, SubjectEvent } from '../../src/read/events.ts';
import { join } from '../../src/read/join.ts';
import { asOf, claim, doubt } from './support.ts';

const key = 'of the tests';
const token = (kind: string, value: string) => tokenOf(kind, value, key) ?? '';

/** A device of a file by its number, and by its serial number where there is one. */
const phone = (
  input: string,
  number: string,
  serial?: string,
  observations: Observation[] = [],
): SubjectEvent => ({
  kind: 'subject',
  input,
  subject: { id: number, kind: 'device', platform: 'ios', labels: {} },
  observations,
  links: {
    is:
      identified(
        [
          ['jamf-device', number],
          ['serial', serial],
        ],
        key,
      )?.is ?? [],
    of: ['all:jamf', token('jamf-group', '7')],
  },
});

async function joined(events: readonly RawEvent[], same: string[][] = []) {
  const inputs = [...new Set(events.flatMap((event) => (event.kind === 'input' ? [] : [event.input])))];
  const records = inputs.map((path): RawEvent => ({
    kind: 'input',
    record: { path, sha256: '', bytes: 0, source: '-', status: 'read', subjects: 1, skipped: 0, notices: [] },
  }));
  const devices: (readonly [string, readonly Observation[]])[] = [];
  const codes = new Set<string>();
  const stream = (async function* () {
    yield* events;
    yield* records;
  })();
  for await (const event of join(stream, { asOf, same })) {
    if (event.kind === 'input') for (const { code } of event.record.notices) codes.add(code);
    else if (event.subject.kind === 'device')
      devices.push([[event.input, ...(event.joined ?? [])].join('+'), event.observations]);
  }
  return { devices, names: devices.map(([name]) => name), codes: [...codes].sort() };
}

const old = claim('passcode.present', false, 'observed', { collected: '2026-11-10T08:00:00Z' });
const late = claim('passcode.present', true, 'observed', { collected: '2026-11-19T08:00:00Z' });

describe('a number alone', () => {
  it('joins what nothing contradicts: sections of one server that were exported one by one', async () => {
    const { names, codes } = await joined([phone('general', '1', 'AAAAA1'), phone('security', '1')]);
    expect(names).toEqual(['general+security']);
    expect(codes).toEqual(['device-joined']);
  });

  it('joins nothing beyond its file once a number is of two phones', async () => {
    const { names, codes, devices } = await joined([
      phone('here', '1', 'AAAAA1'),
      phone('here', '2', undefined, [old]),
      phone('there', '1', 'BBBBB1'),
      phone('there', '2', 'BBBBB2', [late]),
    ]);
    expect(names).toEqual(['here', 'here', 'there', 'there']);
    expect(devices.map(([, observations]) => observations)).toEqual([[], [old], [], [late]]);
    expect(codes).toEqual(['several-servers']);
  });

  it('still joins within its file, and beside a serial number', async () => {
    const { names } = await joined([
      phone('here', '1', 'AAAAA1'),
      phone('here', '1'),
      phone('there', '1', 'BBBBB1'),
      phone('later', '1', 'BBBBB1'),
    ]);
    expect(names).toEqual(['here', 'there+later']);
  });

  it('joins where the list of identifiers names it', async () => {
    const same = [[token('serial', 'AAAAA2'), token('jamf-device', '2')]];
    const events = [
      phone('here', '1', 'AAAAA1'),
      phone('here', '2'),
      phone('there', '1', 'BBBBB1'),
      phone('stock', '9', 'AAAAA2'),
    ];
    expect((await joined(events, same)).names).toEqual(['here', 'here+stock', 'there']);
  });

  it('of identifiers that are no short numbers says nothing about servers', async () => {
    const long = '7f0f7a50-0000-4000-8000-000000000001';
    const { names, codes } = await joined([
      phone('here', long, 'AAAAA1'),
      phone('there', long, 'BBBBB1'),
      phone('here', '2'),
      phone('there', '2'),
    ]);
    expect(names).toEqual(['here', 'there', 'here+there']);
    expect(codes).not.toContain('several-servers');
  });
});

describe('what is assigned', () => {
  const length = claim('passcode.minimumLength', 6, 'required');
  const policy = (to: string): SubjectEvent => {
    const { subject, ...event } = phone('policy', '1');
    return { ...event, subject: { ...subject, kind: 'policy' }, observations: [length], links: { to: [to] } };
  };
  const one = [phone('here', '1', 'AAAAA1')];
  const several = [...one, phone('there', '1', 'BBBBB1')];

  it.each(['all:jamf', token('jamf-group', '7'), token('jamf-device', '1')])(
    'to %s holds on the phones of one server, and is in doubt where there are several',
    async (to) => {
      const sure = await joined([policy(to), ...one]);
      expect(sure.devices.map(([, observations]) => observations)).toEqual([[length]]);
      const open = await joined([policy(to), ...several]);
      const doubted = [doubt('passcode.minimumLength', 'ambiguous', 'required')];
      expect(open.devices.map(([, observations]) => observations)).toEqual([doubted, doubted]);
    },
  );
});
