/** The waivers of a run: what becomes of each, and what the report says of the file. */
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { Subject } from '../../src/model/subject.ts';
import { devicePseudonyms, maskedPath, maskedText } from '../../src/read/pseudonyms.ts';
import { GrantedWaivers, type GrantOptions } from '../../src/waivers/match.ts';
import { asOf, type Change, changed, fileOf, load } from './sample.ts';

const key = 'a key for tests';
const pseudonymOf = devicePseudonyms(key);
const profiles = [{ id: 'basics', rules: [{ id: 'passcode-length' }, { id: 'camera' }] }];

const run = (changes: readonly Change[], options: Partial<GrantOptions> = {}): GrantedWaivers =>
  new GrantedWaivers(load(fileOf(changes.map(changed))), { asOf, profiles, expiringWithin: 30, ...options });

const subject = (id: string, more: Partial<Subject> = {}): Subject => ({
  id,
  kind: 'device',
  platform: 'ios',
  labels: {},
  ...more,
});
const finding = (id: string, outcome: Finding['outcome'], more: Partial<Finding> = {}): Finding => ({
  rule: 'passcode-length',
  profile: 'basics',
  subject: id,
  outcome,
  severity: 'high',
  title: 'T',
  message: 'M.',
  actual: '4',
  evidence: [],
  notes: [],
  ...more,
});

describe('records', () => {
  it('count what each waives, on how many subjects', () => {
    const waivers = run([
      { id: 'w-select', scope: { select: { platform: 'ios' } } },
      { id: 'w-named', scope: { subjects: ['a', 'z'] }, until: '2026-12-20' },
      { id: 'w-everyone', scope: { everyone: true }, rules: ['camera'], until: '2026-10-01' },
      { id: 'w-later', scope: { everyone: true }, from: '2026-12-01' },
      { id: 'w-idle', scope: { subjects: ['c'] } },
    ]);
    waivers.appliedTo(subject('a'), [finding('a', 'fail'), finding('a', 'fail', { rule: 'camera' })]);
    waivers.appliedTo(subject('b'), [finding('b', 'fail'), finding('b', 'unknown')]);
    waivers.appliedTo(subject('c', { platform: 'android' }), [finding('c', 'pass')]);
    const told = waivers.records().map(({ id, state, daysLeft, outcomes, subjects, scope }) => ({
      id,
      state,
      daysLeft,
      subjects,
      waived: outcomes.waived,
      fail: outcomes.fail,
      other: outcomes.pass + outcomes.unknown,
      named: scope.subjects,
    }));
    expect(told).toEqual([
      { id: 'w-everyone', state: 'expired', daysLeft: -50, subjects: 1, waived: 0, fail: 1, other: 0 },
      { id: 'w-later', state: 'not-yet-valid', daysLeft: 100, subjects: 2, waived: 0, fail: 2, other: 2 },
      { id: 'w-select', state: 'active', daysLeft: 100, subjects: 2, waived: 2, fail: 0, other: 1 },
      { id: 'w-named', state: 'expiring', daysLeft: 30, subjects: 1, waived: 1, fail: 0, other: 0, named: 2 },
      { id: 'w-idle', state: 'unused', daysLeft: 100, subjects: 0, waived: 0, fail: 0, other: 1, named: 1 },
    ]);
  });

  it.each([
    ['2026-12-20', 30, 'expiring'],
    ['2026-12-21', 30, 'active'],
    ['2026-11-20', 0, 'expiring'],
    ['2026-11-21', 0, 'active'],
  ])('one that ends on %s, with %s days: %s', (until, expiringWithin, state) => {
    const waivers = run([{ until }], { expiringWithin });
    waivers.appliedTo(subject('device-1'), [finding('device-1', 'fail')]);
    expect(waivers.records()[0]?.state).toBe(state);
  });
});

describe('the file', () => {
  it('is an input with its hash, and names rules and subjects that are not there', () => {
    const waivers = run([
      { id: 'w-typo', rules: ['passcode-lenght'] },
      { id: 'w-other', profile: 'another', rules: ['other-rule'] },
      { id: 'w-gone', scope: { subjects: ['device-1', 'device-8', 'device-9'] } },
    ]);
    waivers.appliedTo(subject('device-1'), []);
    const [input] = waivers.inputRecords();
    expect(input).toMatchObject({ path: 'waivers.yaml', source: 'waivers', status: 'read', subjects: 0 });
    expect(input?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(input?.notices).toEqual([
      {
        code: 'waiver-rule-unknown',
        message:
          'Waiver `w-typo`: no profile of this run has the rule `passcode-lenght`; did you mean `passcode-length`?',
        locator: 'w-typo',
        line: 4,
      },
      {
        code: 'waiver-profile-absent',
        message: 'Waiver `w-other` is for the profile `another`, which is not of this run.',
        locator: 'w-other',
        line: expect.any(Number) as number,
      },
      {
        code: 'waiver-subject-unmatched',
        message: 'Waiver `w-gone`: 2 of 3 subjects are in no input.',
        locator: 'w-gone',
        line: expect.any(Number) as number,
      },
    ]);
  });

  it('says nothing of missing subjects where only a part of them is judged', () => {
    expect(run([{}], { isPart: true }).inputRecords()[0]?.notices).toEqual([]);
    expect(run([{}]).inputRecords()[0]?.notices).toHaveLength(1);
  });

  it('that misses many subjects tells of some', () => {
    const many = Array.from({ length: 25 }, (_, index) => ({
      id: `w-${index + 100}`,
      scope: { subjects: [`gone-${index}`] },
    }));
    const notices = run(many).inputRecords()[0]?.notices ?? [];
    expect(notices).toHaveLength(21);
    expect(notices.at(-1)?.message).toBe('5 more; "passmuster waivers check" lists all.');
  });
});

describe('with pseudonyms', () => {
  const hidden = { pseudonyms: { of: pseudonymOf, mask: maskedText(key), path: maskedPath(key) } };
  const phone = subject(pseudonymOf('serial-0042'));

  it.each([['serial-0042'], [pseudonymOf('serial-0042')]])('a waiver may name %s', (name) => {
    const waivers = run([{ scope: { subjects: [name] } }], hidden);
    expect(waivers.appliedTo(phone, [finding(phone.id, 'fail')])[0]?.outcome).toBe('waived');
    expect(waivers.inputRecords()[0]?.notices).toEqual([]);
    expect(waivers.records()[0]?.scope).toEqual({ subjects: 1 });
  });

  it('finds what another input calls the phone', () => {
    const waivers = run([{ scope: { subjects: ['serial-0042'] } }], hidden);
    const found = waivers.appliedTo(subject('device-x'), [finding('device-x', 'fail')], [phone.id]);
    expect(found[0]?.outcome).toBe('waived');
  });

  it('no identifier stands in what the report shows', () => {
    const udid = '00008120-001A2B3C4D5E601E';
    const waivers = run(
      [
        {
          scope: { subjects: ['serial-0042'] },
          justification: `The phones serial-0042 (and ${udid}) are locked away.`,
          compensating: 'In the cabinet of serial-0042.',
          ticket: 'RISK-serial-0042, serial-0042',
          details: { channel: `Told by ${udid}` },
        },
      ],
      hidden,
    );
    waivers.appliedTo(phone, [finding(phone.id, 'fail')]);
    const shown = JSON.stringify([waivers.records(), waivers.inputRecords(), waivers.termsOf('w-2026-014')]);
    expect(shown).not.toContain(udid);
    expect(shown).not.toContain('serial-0042');
    expect(shown).toContain(`The phones ${phone.id} (and id-`);
  });
});
