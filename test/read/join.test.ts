/** Joining: which records are of one phone, what of it holds, and what reaches it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Links, Token } from '../../src/model/links.ts';
import type { Observation } from '../../src/model/observation.ts';
import type { Subject } from '../../src/model/subject.ts';
import { clustersOf } from '../../src/read/clusters.ts';
import type { RawEvent, SubjectEvent } from '../../src/read/events.ts';
import { join } from '../../src/read/join.ts';
import { claim, doubt } from '../review/support.ts';

const asOf = '2026-11-20T23:59:59Z';

type Facts = Partial<Omit<Subject, 'kind'>>;

const device = (
  input: string,
  links: Links,
  observations: readonly Observation[] = [],
  facts: Facts = {},
): SubjectEvent => ({
  kind: 'subject',
  input,
  subject: { id: input, kind: 'device', platform: 'ios', labels: {}, ...facts },
  observations,
  links,
});
const record = (path: string): RawEvent => ({
  kind: 'input',
  record: { path, sha256: '', bytes: 0, source: '-', status: 'read', subjects: 1, skipped: 0, notices: [] },
});

async function joined(events: readonly RawEvent[]) {
  const inputs = [...new Set(events.flatMap((event) => (event.kind === 'input' ? [] : [event.input])))];
  const all = [...events, ...inputs.map(record)];
  const subjects: SubjectEvent[] = [];
  const codes: string[] = [];
  const stream = (async function* () {
    yield* all;
  })();
  for await (const event of join(stream, { asOf }))
    if (event.kind === 'subject') subjects.push(event);
    else codes.push(...event.record.notices.map(({ code }) => code));
  return { subjects, codes, devices: subjects.filter(({ subject }) => subject.kind === 'device') };
}

const on = (day: number) => ({ collected: `2026-11-${String(day).padStart(2, '0')}T08:00:00Z` });
const seen = (day: number): Facts => ({ lastSeen: on(day).collected });

describe('records of one phone', () => {
  it('are one subject with what each of them says', async () => {
    const passcode = claim('passcode.present', true, 'observed', on(18));
    const version = claim('os.version', '26.1', 'observed', on(18));
    const { devices, codes } = await joined([
      device('a', { is: ['serial:1'] }, [passcode]),
      device('b', { is: ['udid:1'] }, [version]),
      device('c', { is: ['serial:1', 'udid:1'] }),
    ]);
    expect(devices).toHaveLength(1);
    expect(devices[0]).toMatchObject({ input: 'a', joined: ['b', 'c'], observations: [passcode, version] });
    expect(codes).toEqual(['device-joined', 'device-joined']);
  });

  it('stay apart where one serial number comes with two UDIDs', async () => {
    const { devices, codes } = await joined([
      device('a', { is: ['serial:1', 'udid:1'] }),
      device('b', { is: ['serial:1', 'udid:2'] }),
    ]);
    expect(devices).toHaveLength(2);
    expect(codes).toEqual(['identity-contradictory', 'identity-contradictory']);
  });

  it('keep what a later one has overtaken as evidence that decides nothing', async () => {
    const old = claim('passcode.present', true, 'observed', on(10));
    const late = claim('passcode.present', false, 'observed', on(18));
    const { devices } = await joined([
      device('a', { is: ['serial:1'] }, [late]),
      device('b', { is: ['serial:1'] }, [old]),
    ]);
    expect(devices[0]?.observations).toEqual([late, { ...old, superseded: true }]);
  });

  it('of within a day, without a date, or from after the evaluation overtake nothing', async () => {
    const claims = [
      claim('passcode.present', true, 'observed', on(18)),
      claim('passcode.present', false, 'observed', on(19)),
      claim('passcode.present', false),
      claim('passcode.present', false, 'observed', { collected: '2027-01-01T00:00:00Z' }),
    ];
    const { devices } = await joined(
      claims.map((one, index) => device(`${index}`, { is: ['serial:1'] }, [one])),
    );
    expect(devices[0]?.observations).toEqual(claims);
  });

  it('overtake that an app is there by a list of all apps that does not hold it', async () => {
    const there = claim('app.installed', true, 'observed', { ...on(10), scope: 'app:signal' });
    const list = claim('apps.installed', ['com.example.mail'], 'observed', on(18));
    const { devices } = await joined([
      device('a', { is: ['serial:1'] }, [there]),
      device('b', { is: ['serial:1'] }, [list]),
    ]);
    expect(devices[0]?.observations).toContainEqual({ ...there, superseded: true });
  });
});

describe('facts on a joined phone', () => {
  const merged = async (...records: [Facts, Observation[]?][]) => {
    const events = records.map(([facts, observations], index) =>
      device(`${index}`, { is: ['serial:1'] }, observations, facts),
    );
    return (await joined(events)).devices[0]?.subject;
  };

  it('are those of whoever saw it last', async () => {
    const found = await merged([{ osVersion: '26.1', ...seen(18) }], [{ osVersion: '18.0', ...seen(2) }]);
    expect(found).toMatchObject({ osVersion: '26.1', ...seen(18) });
  });

  it('are open where records of one day differ, or one without a date does', async () => {
    const day = await merged([{ supervised: true, ...seen(18) }], [{ supervised: false, ...seen(18) }]);
    const undated = await merged([{ supervised: true, ...seen(18) }], [{ supervised: false }]);
    expect([day?.supervised, undated?.supervised]).toEqual([undefined, undefined]);
  });

  it('are open where the last record doubts them', async () => {
    const later = doubt('device.supervised', 'ambiguous', 'observed', on(18));
    expect(await merged([{ supervised: true, ...seen(2) }], [seen(18), [later]])).not.toHaveProperty(
      'supervised',
    );
  });
});

describe('what is said elsewhere', () => {
  const facts = (links: Links, ...observations: Observation[]): RawEvent => ({
    kind: 'facts',
    input: 'facts',
    links,
    observations,
  });
  const policy = (links: Links, ...observations: Observation[]): SubjectEvent => {
    const event = device('policy', links, observations);
    return { ...event, subject: { ...event.subject, kind: 'policy' } };
  };
  const length = claim('passcode.minimumLength', 6, 'required');

  it('reaches the phone that it names, and no other', async () => {
    const present = claim('passcode.present', true);
    const { devices, codes } = await joined([
      facts({ to: ['serial:1'] }, present),
      device('a', { is: ['serial:1'] }),
      device('b', { is: ['serial:2'] }),
    ]);
    expect(devices.map(({ observations }) => observations)).toEqual([[present], []]);
    expect(codes).toEqual([]);
  });

  it('of phones that no input lists is told', async () => {
    const phone = device('a', { is: ['serial:1'] });
    const { codes } = await joined([facts({ to: ['serial:9'] }, claim('passcode.present', true)), phone]);
    expect(codes).toEqual(['facts-unmatched']);
    const members = await joined([facts({ to: ['serial:9'], of: ['intune-group:1'] }), phone]);
    expect(members.codes).toEqual([]);
  });

  it('of a number that two phones claim is in doubt for both; what only one has is not', async () => {
    const present = claim('passcode.present', true);
    const twins = [device('a', { is: ['serial:1', 'udid:1'] }), device('b', { is: ['serial:1', 'udid:2'] })];
    const bySerial = await joined([facts({ to: ['serial:1'] }, present), ...twins]);
    const ambiguous = [doubt('passcode.present', 'ambiguous')];
    expect(bySerial.devices.map(({ observations }) => observations)).toEqual([ambiguous, ambiguous]);
    const byUdid = await joined([facts({ to: ['udid:2'] }, present), ...twins]);
    expect(byUdid.devices.map(({ observations }) => observations)).toEqual([[], [present]]);
  });

  it('reaches no phone that is left out, or may be', async () => {
    const to = policy({ to: ['all:intune'], except: ['intune-group:1'] }, length);
    const { devices } = await joined([
      to,
      device('out', { of: ['all:intune', 'intune-group:1'] }),
      device('perhaps', { of: ['all:intune'] }),
      device('in', { of: ['all:intune', 'intune-group:2'] }),
    ]);
    expect(devices.map(({ observations }) => observations)).toEqual([[], [], [length]]);
  });

  it('reaches no phone that may be in a group whose members are not all told', async () => {
    const to = policy({ to: ['all:intune'], except: ['intune-group:1'] }, length);
    const phones = [
      device('in', { is: ['entra-device:1'], of: ['all:intune', 'intune-user:1'] }),
      device('out', { is: ['entra-device:2'], of: ['all:intune', 'intune-user:2'] }),
      device('without user', { is: ['entra-device:3'], of: ['all:intune'] }),
    ];
    const reached = async (group: Links) => {
      const other = facts({ to: ['entra-device:1'], of: ['intune-group:2'] });
      const { devices } = await joined([to, other, facts({ of: ['intune-group:1'], ...group }), ...phones]);
      return devices.filter(({ observations }) => observations.length > 0).map(({ input }) => input);
    };
    const whole = ['intune-group:1'];
    expect(await reached({ to: ['entra-device:2'] })).toEqual([]);
    expect(await reached({ to: ['entra-device:2'], whole })).toEqual(['in', 'without user']);
    expect(await reached({ to: ['intune-user:2'], whole })).toEqual(['in']);
    expect(await reached({ to: [], whole })).toEqual(['in', 'out', 'without user']);
  });

  it('is a demand on a phone that has evaluated it, also where it may be left out', async () => {
    const links = { is: ['intune-policy:1'], to: ['intune-policy:1'], except: ['intune-group:1'] };
    const { devices } = await joined([policy(links, length), device('a', { of: ['intune-policy:1'] })]);
    expect(devices[0]?.observations).toEqual([length]);
  });

  it('is installed where the phone confirms it, also where it was to be left out', async () => {
    const one = policy({ to: ['all:intune'], on: ['udid:1'], except: ['intune-group:1'] }, length);
    const { devices } = await joined([one, device('a', { is: ['udid:1'], of: ['intune-group:1'] })]);
    expect(devices[0]?.observations).toEqual([{ ...length, layer: 'installed' }]);
  });

  it('is held once, however many phones it reaches: a fleet with its policies fits into memory', async () => {
    const one = policy({ on: ['intune-policy:1'] }, length);
    const { devices } = await joined([
      one,
      device('a', { is: ['udid:1'], of: ['intune-policy:1'] }),
      device('b', { is: ['udid:2'], of: ['intune-policy:1'] }),
    ]);
    const [first, second] = devices.map(({ observations }) => observations[0]);
    expect(first).toMatchObject({ layer: 'installed' });
    expect(first).toBe(second);
  });

  it('is no demand on a phone of another platform', async () => {
    const android = device('a', { of: ['all:intune'] }, [], { platform: 'android' });
    const { devices } = await joined([policy({ to: ['all:intune'] }, length), android]);
    expect(devices[0]?.observations).toEqual([]);
  });
});

/** Few values, so that much is shared. */
const tokens = (kinds: readonly string[]) =>
  fc.uniqueArray(
    fc.tuple(fc.constantFrom(...kinds), fc.integer({ min: 1, max: 4 })).map(([kind, n]) => `${kind}:${n}`),
    { maxLength: 3 },
  );
const identity = tokens(['serial', 'udid', 'imei', 'intune-device']);
const dated = fc.option(fc.integer({ min: 1, max: 24 }), { nil: undefined });
const observation = fc
  .tuple(
    fc.constantFrom('passcode.present', 'storage.encrypted'),
    fc.constantFrom(true, false, 'ambiguous', 'not-reported'),
    dated,
    fc.nat(),
  )
  .map(([setting, said, day, line]) => {
    const evidence = { input: 'made-up', locator: '/x', line: line + 1 };
    const more = { evidence, ...(day === undefined ? {} : on(day)) };
    return typeof said === 'boolean'
      ? claim(setting, said, 'observed', more)
      : doubt(setting, said === 'ambiguous' ? said : 'not-reported', 'observed', more);
  });
const facts = fc
  .record({
    osVersion: fc.constantFrom('26.0', '26.1'),
    supervised: fc.boolean(),
    day: dated,
    model: fc.constantFrom('iPhone14,2', 'iPhone17,3'),
  })
  .map(({ day, ...rest }): Facts => ({ ...rest, ...(day === undefined ? {} : seen(day)) }));
const devices = fc
  .array(fc.tuple(identity, fc.array(observation, { maxLength: 3 }), facts), { maxLength: 8 })
  .map((all) =>
    all.map(([is, observations, known], index) => device(`${index}`, { is }, observations, known)),
  );
const sayings = fc
  .array(fc.tuple(identity, observation), { maxLength: 3 })
  .map((all) =>
    all.map(([to, one]): RawEvent => ({ kind: 'facts', input: 'facts', links: { to }, observations: [one] })),
  );

describe('in whatever order files come', () => {
  it('a phone is the same but for its name', async () => {
    const told = async (events: readonly RawEvent[]) =>
      (await joined(events)).devices
        .map(({ subject: { id: _id, ...subject }, observations, links }) =>
          JSON.stringify([
            Object.entries(subject)
              .map((entry) => JSON.stringify(entry))
              .sort(),
            observations.map((one) => JSON.stringify(one)).sort(),
            [...(links?.is ?? [])].sort(),
          ]),
        )
        .sort();
    const orders = fc.tuple(devices, sayings, fc.infiniteStream(fc.nat())).map(([all, said, keys]) => {
      const events: RawEvent[] = [...all, ...said];
      const ranked = events.map((event) => ({ event, rank: keys.next().value ?? 0 }));
      return [events, ranked.sort((a, b) => a.rank - b.rank).map(({ event }) => event)] as const;
    });
    await fc.assert(
      fc.asyncProperty(orders, async ([all, other]) => {
        expect(await told(other)).toEqual(await told(all));
      }),
      { numRuns: 500 },
    );
  });

  it('records share a token, directly or through others, or are of two phones', () => {
    fc.assert(
      fc.property(devices, (all) => {
        const clusters = clustersOf(all);
        expect(clusters.flatMap(({ members }) => members)).toHaveLength(all.length);
        const tokensOf = (members: readonly SubjectEvent[]): Token[] =>
          members.flatMap(({ links }) => links?.is ?? []);
        // What two phones share names neither of them for certain.
        const sets = clusters.map(
          ({ members, doubtful }) =>
            new Set(tokensOf(members).filter((token) => doubtful?.has(token) !== true)),
        );
        for (const [index, one] of sets.entries())
          for (const other of sets.slice(index + 1))
            expect([...one].filter((token) => other.has(token))).toEqual([]);
        for (const { members, doubtful } of clusters) {
          if (doubtful !== undefined) {
            const [one] = members;
            for (const { links } of members) expect(new Set(links?.is)).toEqual(new Set(one?.links?.is));
            continue;
          }
          const [first, ...rest] = members;
          let known = new Set(first?.links?.is);
          let left = rest;
          for (let size = -1; size !== left.length;) {
            size = left.length;
            const near = left.filter(({ links }) => links?.is?.some((token) => known.has(token)));
            known = new Set([...known, ...tokensOf(near)]);
            left = left.filter((one) => !near.includes(one));
          }
          expect(left).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
