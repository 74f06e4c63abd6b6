/** What a waiver does to the findings of a subject, and what it never does. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyWaivers as applied, reaches, validityOf } from '../../src/evaluate/waivers.ts';
import { type Finding, outcomes } from '../../src/model/finding.ts';
import type { Subject } from '../../src/model/subject.ts';
import type { Waiver } from '../../src/model/waiver.ts';
import { asOf, type Change, waiver } from '../waivers/sample.ts';

const applyWaivers = (
  waivers: readonly Waiver[],
  to: Subject,
  findings: readonly Finding[],
  at: string,
  otherIds: readonly string[] = [],
): Finding[] =>
  applied(
    waivers.filter((one) => reaches(one, to, otherIds)),
    findings,
    at,
  );

const subject: Subject = {
  id: 'device-1',
  kind: 'device',
  platform: 'ipados',
  osVersion: '17.6.1',
  model: 'iPad13,1',
  ownership: 'corporate',
  labels: { title: 'Kiosk', team: 'Desk, Front', group: 'London' },
};
const fail: Finding = {
  rule: 'passcode-length',
  profile: 'phone-basics',
  subject: 'device-1',
  setting: 'passcode.minimumLength',
  outcome: 'fail',
  severity: 'high',
  title: 'The passcode has at least six characters',
  message: 'passcode.minimumLength is 4, expected at least 6.',
  expected: 'at least 6',
  actual: '4',
  evidence: [{ input: 'a.json', locator: '/0', value: '4', layer: 'observed', origin: 'explicit' }],
  notes: ['conflict'],
};

const apply = (change: Change = {}, finding: Partial<Finding> = {}, at = asOf): Finding | undefined =>
  applyWaivers([waiver(change)], subject, [{ ...fail, ...finding }], at)[0];

describe('a fail', () => {
  it('under a waiver is waived, and keeps everything', () => {
    expect(apply()).toEqual({ ...fail, outcome: 'waived', waiver: 'w-2026-014' });
  });

  it('that no waiver is about stays the very same', () => {
    expect(apply({ rules: ['camera'] })).toEqual(fail);
    expect(apply({ scope: { subjects: ['device-2'] } })).toEqual(fail);
  });

  it.each([
    ['2026-08-31T23:59:59Z', 'waiver-not-yet-valid'],
    ['2026-09-01T00:00:00Z', 'waived'],
    ['2027-02-28T00:00:00Z', 'waived'],
    ['2027-02-28T23:59:59Z', 'waived'],
    ['2027-03-01T00:00:00Z', 'waiver-expired'],
    // Another zone than UTC is still the same moment.
    ['2027-02-28T23:30:00-02:00', 'waiver-expired'],
  ])('as of %s: %s', (at, expected) => {
    const found = apply({}, {}, at);
    expect(found?.waiver).toBe('w-2026-014');
    if (expected === 'waived') expect(found?.outcome).toBe('waived');
    else expect(found).toEqual({ ...fail, waiver: 'w-2026-014', notes: ['conflict', expected] });
  });

  it('with another value than was accepted stands again', () => {
    expect(apply({ accepts: { actual: 4 } })?.outcome).toBe('waived');
    expect(apply({ accepts: { actual: '4' } })?.outcome).toBe('waived');
    expect(apply({ accepts: { actual: 4 } }, { actual: '0' })).toMatchObject({
      outcome: 'fail',
      waiver: 'w-2026-014',
      notes: ['conflict', 'waiver-evidence-changed'],
    });
    expect(apply({ accepts: { actual: 4 } }, { actual: undefined } as object)?.outcome).toBe('fail');
  });

  it('under several is named by the one that ends first, and waived until the last ends', () => {
    const all = [
      waiver({ id: 'w-long', until: '2027-06-30' }),
      waiver({ id: 'w-short', until: '2026-11-30' }),
      waiver({ id: 'w-gone', until: '2026-10-31' }),
    ];
    const under = (at: string) => applyWaivers(all, subject, [fail], at)[0];
    expect(under('2026-11-20T00:00:00Z')).toMatchObject({
      outcome: 'waived',
      waiver: 'w-short',
      otherWaivers: ['w-long'],
      notes: ['conflict'],
    });
    expect(under('2026-12-01T00:00:00Z')).toMatchObject({ outcome: 'waived', waiver: 'w-long' });
    expect(under('2027-07-01T00:00:00Z')).toMatchObject({
      outcome: 'fail',
      waiver: 'w-long',
      otherWaivers: ['w-short', 'w-gone'],
      notes: ['conflict', 'waiver-expired'],
    });
  });
});

describe('a scope', () => {
  it.each<[object, boolean]>([
    [{ everyone: true }, true],
    [{ subjects: ['device-2', 'device-1'] }, true],
    [{ subjects: ['device'] }, false],
    [{ subjects: ['DEVICE-1'] }, false],
    [{ select: { platform: 'ios' } }, true],
    [{ select: { platform: 'ipados' } }, true],
    [{ select: { platform: 'android' } }, false],
    [{ select: { kind: 'device' } }, true],
    [{ select: { kind: 'policy' } }, false],
    [{ select: { model: ['iPad13,1', 'iPad13,2'] } }, true],
    [{ select: { model: 'iPad13' } }, false],
    [{ select: { ownership: 'corporate' } }, true],
    [{ select: { ownership: 'personal' } }, false],
    [{ select: { supervised: true } }, false], // not known
    [{ select: { supervised: false } }, false],
    [{ select: { enrolmentType: 'user' } }, false],
    [{ select: { osVersion: '<18' } }, true],
    [{ select: { osVersion: '>=17 <17.6.1' } }, false],
    [{ select: { osVersion: '<=17.6.1' } }, true],
    [{ select: { osVersion: '>17.6' } }, true],
    [{ select: { osVersion: '17.6.1.0' } }, true],
    [{ select: { osVersion: '=17' } }, false],
    [{ select: { group: 'London' } }, true],
    [{ select: { group: 'Front' } }, true],
    [{ select: { group: ['Leeds', 'Desk, Front'] } }, true],
    [{ select: { group: 'Kiosk' } }, false], // a title is no group
    [{ select: { labels: { team: 'Desk' } } }, true],
    [{ select: { labels: { team: 'London' } } }, false],
    [{ select: { labels: { constructor: 'x' } } }, false],
    [{ select: { labels: { team: 'Desk', group: 'Leeds' } } }, false],
    [{ select: { group: 'London', platform: 'android' } }, false],
  ])('%j covers the subject: %s', (scope, covered) => {
    expect(apply({ scope })?.outcome).toBe(covered ? 'waived' : 'fail');
  });

  it('finds a phone by what another input calls it', () => {
    const one = waiver({ scope: { subjects: ['SERIAL-1'] } });
    expect(applyWaivers([one], subject, [fail], asOf, ['SERIAL-1'])[0]?.outcome).toBe('waived');
    expect(applyWaivers([one], subject, [fail], asOf, ['SERIAL-2'])[0]?.outcome).toBe('fail');
  });

  it('does not select a version that is none', () => {
    const odd = { ...subject, osVersion: '17.6 beta' };
    const one = waiver({ scope: { select: { osVersion: '<18' } } });
    expect(applyWaivers([one], odd, [fail], asOf)[0]?.outcome).toBe('fail');
  });

  it.each<[object, string | undefined, boolean]>([
    [{}, undefined, true],
    [{}, 'app:whatsapp', false],
    [{ app: 'whatsapp' }, undefined, false],
    [{ app: 'whatsapp' }, 'app:whatsapp', true],
    [{ app: 'whatsapp' }, 'app:whatsapp@10', true],
    [{ app: ['signal', 'whatsapp'] }, 'app:whatsapp', true],
    [{ app: 'whatsapp' }, 'app:whatsapp-business', false],
    [{ app: 'whatsapp', account: '10' }, 'app:whatsapp@10', true],
    [{ app: 'whatsapp', account: '10' }, 'app:whatsapp', false],
    [{ app: 'whatsapp', account: '10' }, 'app:whatsapp@11', false],
  ])('%j with a finding about %s: %s', (app, scope, covered) => {
    const finding = scope === undefined ? {} : { scope };
    expect(apply({ scope: { everyone: true, ...app } }, finding)?.outcome).toBe(covered ? 'waived' : 'fail');
  });

  it('is of one profile where it names one', () => {
    expect(apply({ profile: 'phone-basics' })?.outcome).toBe('waived');
    expect(apply({ profile: 'another' })?.outcome).toBe('fail');
  });
});

describe('whatever waivers there are', () => {
  const day = fc
    .integer({ min: 0, max: 364 })
    .map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
  const anyWaiver = fc
    .record({
      from: day,
      length: fc.nat(300),
      everyone: fc.boolean(),
      accepts: fc.option(fc.constantFrom('4', '0'), { nil: undefined }),
    })
    .map(({ from, length, everyone, accepts }): Waiver => ({
      ...waiver({ scope: everyone ? { everyone: true } : { subjects: ['device-2'] } }),
      id: `w-${from}-${length}`,
      from,
      until: new Date(Date.parse(from) + length * 86_400_000).toISOString().slice(0, 10),
      ...(accepts === undefined ? {} : { accepts: { actual: accepts } }),
    }));
  const anyFinding = fc.record({ outcome: fc.constantFrom(...outcomes), actual: fc.constantFrom('4', '0') });

  it('only fails change, none passes, and what is waived is under one that holds', () => {
    fc.assert(
      fc.property(fc.array(anyWaiver, { maxLength: 6 }), fc.array(anyFinding), day, (waivers, some, at) => {
        const before = some.map((one): Finding => ({ ...fail, ...one }));
        const after = applyWaivers(waivers, subject, before, `${at}T12:00:00Z`);
        expect(after).toHaveLength(before.length);
        for (const [index, found] of after.entries()) {
          const was = before[index];
          if (was?.outcome !== 'fail') {
            expect(found).toEqual(was);
            continue;
          }
          const { outcome, notes, waiver: id, otherWaivers = [], ...rest } = found;
          const { outcome: _outcome, notes: _notes, ...kept } = was;
          expect(rest).toEqual(kept);
          const holding = waivers.filter(
            (one) =>
              one.scope.everyone === true &&
              validityOf(one, at) === 'valid' &&
              (one.accepts === undefined || one.accepts.actual === was.actual),
          );
          expect(outcome).toBe(holding.length > 0 ? 'waived' : 'fail');
          if (outcome === 'waived') {
            expect(new Set([id, ...otherWaivers])).toEqual(new Set(holding.map((one) => one.id)));
            expect(notes).toEqual(was.notes);
          }
        }
      }),
    );
  });

  it('their order does not matter', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyWaiver, { maxLength: 6, selector: ({ id }) => id }),
        day,
        (waivers, at) => {
          const run = (list: readonly Waiver[]) => applyWaivers(list, subject, [fail], `${at}T12:00:00Z`);
          expect(run(waivers.toReversed())).toEqual(run(waivers));
        },
      ),
    );
  });
});
