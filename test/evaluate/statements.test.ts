/** What people state beside what machines show: every row of the table in docs/verdicts.md, and the laws behind it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { attestationMethods, type Reach, reaches } from '../../src/model/attestation.ts';
import type { Finding } from '../../src/model/finding.ts';
import {
  damagedReasons,
  type Layer,
  type Observation,
  type SettingValue,
  unknownReasons,
} from '../../src/model/observation.ts';
import type { Expression, Rule } from '../../src/model/profile.ts';
import type { Subject } from '../../src/model/subject.ts';

const asOf = '2026-11-20T12:00:00Z';
const twoStep = 'app.twoStepVerification';
const scope = 'app:whatsapp';
const device: Subject = { id: 'device-1', kind: 'device', platform: 'android', labels: {} };

const is = (setting: string, value: SettingValue): Expression => ({
  setting,
  is: [{ operator: 'equals', options: value }],
});
const rule = (more: Partial<Rule> = {}): Rule => ({
  id: 'rule',
  title: 'A rule',
  severity: 'high',
  expression: is(twoStep, true),
  apps: ['whatsapp'],
  appliesTo: {},
  enforced: false,
  attestable: { maxAgeDays: 90, settings: [twoStep] },
  references: [],
  examples: { pass: [], fail: [] },
  ...more,
});

const shown = (value: SettingValue, layer: Layer = 'observed', setting = twoStep): Observation => ({
  setting,
  scope,
  layer,
  origin: 'explicit',
  evidence: { input: 'phone', locator: '/x' },
  value,
});
const doubt = (unknown: (typeof unknownReasons)[number]): Observation => ({
  setting: twoStep,
  scope,
  layer: 'observed',
  origin: 'explicit',
  evidence: { input: 'phone', locator: '/x' },
  unknown,
});

interface Stated {
  readonly at?: string;
  readonly until?: string;
  readonly reach?: Reach;
  readonly setting?: string;
  readonly id?: string;
}
const stated = (
  value: SettingValue,
  {
    at = '2026-11-10T00:00:00Z',
    until = '2026-12-10T00:00:00Z',
    reach = 'subject',
    setting = twoStep,
    id = 'record-1',
  }: Stated = {},
): Observation => ({
  setting,
  scope,
  layer: 'attested',
  origin: 'explicit',
  evidence: { input: 'people.yaml', locator: id, line: 4 },
  collected: at,
  expires: until,
  statement: { by: { role: 'Line manager', id: 'p-1' }, method: 'self-report', at, until, reach },
  value,
});

function judge(observations: readonly Observation[], more: Partial<Rule> = {}, given = true): Finding {
  const profile = { id: 'p', title: 'P', version: '1', sha256: '', rules: [rule(more)] };
  const [finding] = evaluate(profile, device, observations, { asOf, attestationsGiven: given });
  if (finding === undefined) throw new Error('no finding');
  return finding;
}
const verdict = (...args: Parameters<typeof judge>): string => {
  const { outcome, reason = '', notes } = judge(...args);
  return [outcome, reason, ...notes].filter((word) => word !== '').join(' ');
};

describe('machines before people', () => {
  it.each<[string, Observation[], string]>([
    ['fail beside yes', [shown(false), stated(true)], 'fail attestation-contradicted'],
    ['fail beside no', [shown(false), stated(false)], 'fail'],
    [
      'a demand that fails, beside yes',
      [shown(false, 'required'), stated(true)],
      'fail attestation-contradicted',
    ],
    ['pass beside no', [shown(true), stated(false)], 'pass not-enforced attestation-disagrees'],
    ['pass beside yes', [shown(true), stated(true)], 'pass not-enforced'],
    [
      'pass beside what has expired',
      [shown(true), stated(false, { until: '2026-11-12T00:00:00Z' })],
      'pass not-enforced',
    ],
    ['nothing, yes', [stated(true)], 'pass not-enforced'],
    ['nothing, no', [stated(false)], 'fail'],
    ['not reported, yes', [doubt('not-reported'), stated(true)], 'pass not-enforced'],
    ['encrypted, yes', [doubt('encrypted'), stated(true)], 'pass not-enforced'],
    ['encrypted, no', [doubt('encrypted'), stated(false)], 'fail'],
    ['ambiguous, yes', [doubt('ambiguous'), stated(true)], 'unknown ambiguous'],
    ['ambiguous, no', [doubt('ambiguous'), stated(false)], 'unknown ambiguous'],
    ['unreadable, yes', [doubt('unreadable'), stated(true)], 'unknown unreadable'],
    ['incomplete, yes', [doubt('incomplete'), stated(true)], 'unknown incomplete'],
    [
      'encrypted above ambiguous, yes',
      [doubt('encrypted'), { ...doubt('ambiguous'), layer: 'required' }, stated(true)],
      'unknown encrypted',
    ],
    [
      'two states that disagree, yes',
      [shown(true), shown(false), stated(true)],
      'fail conflict attestation-contradicted',
    ],
  ])('%s', (_name, observations, expected) => expect(verdict(observations)).toBe(expected));

  it('and too old evidence may be stated anew', () => {
    const old = { ...shown(true), collected: '2026-01-01T00:00:00Z' };
    expect(verdict([old], { maxAgeDays: 30 })).toBe('unknown stale stale-evidence-ignored');
    expect(verdict([old, stated(false)], { maxAgeDays: 30 })).toBe('fail');
  });

  it('decide that an app is not there', () => {
    const inventory: Observation = { ...shown([], 'observed', 'apps.installed') };
    const { scope: _device, ...whole } = inventory;
    expect(verdict([whole, stated(true)])).toBe('not-applicable app-not-installed');
  });
});

describe('a statement', () => {
  it('decides no rule that does not let it', () => {
    const { attestable: _none, ...plain } = rule();
    const profile = { id: 'p', title: 'P', version: '1', sha256: '', rules: [plain] };
    const [finding] = evaluate(profile, device, [stated(true)], { asOf });
    expect(finding).toMatchObject({ outcome: 'unknown', notes: ['attestation-not-accepted'] });
  });

  it('does not show that a policy enforces it', () =>
    expect(verdict([stated(true)], { enforced: true })).toBe('unknown not-collected'));

  it.each<[string, string, string]>([
    ['one second before its end', '2026-11-20T12:00:01Z', 'pass not-enforced'],
    ['at its end', '2026-11-20T12:00:00Z', 'unknown attestation-expired'],
    ['after its end', '2026-11-19T00:00:00Z', 'unknown attestation-expired'],
  ])('%s', (_name, until, expected) => expect(verdict([stated(true, { until })])).toBe(expected));

  it('says when it has expired, and who had stated it', () => {
    const { message, evidence } = judge([stated(false, { until: '2026-11-19T00:00:00Z' })]);
    expect(message).toContain('the attestation has expired (2026-11-19T00:00:00Z)');
    expect(evidence[0]).toMatchObject({
      locator: 'record-1',
      line: 4,
      statement: { until: '2026-11-19T00:00:00Z' },
    });
  });

  it('lives no longer than the rule lets it', () => {
    const old = stated(true, { at: '2026-08-01T00:00:00Z', until: '2027-08-01T00:00:00Z' });
    const { reason, message } = judge([old]);
    expect(reason).toBe('attestation-expired');
    expect(message).toContain('2026-10-30T00:00:00Z');
    const longer = { attestable: { maxAgeDays: 365, settings: [twoStep] } };
    expect(judge([old], longer).evidence[0]?.statement).toMatchObject({
      by: { role: 'Line manager', id: 'p-1' },
      at: '2026-08-01T00:00:00Z',
      until: '2027-08-01T00:00:00Z',
    });
  });

  it('from one second after the evaluation decides nothing', () =>
    expect(verdict([stated(true, { at: '2026-11-20T12:00:01Z' })])).toBe('unknown ambiguous date-doubtful'));

  it('without a date decides nothing', () => {
    const { collected: _date, ...undated } = stated(true);
    expect(verdict([undated])).toBe('unknown ambiguous date-doubtful');
  });
});

describe('of two statements', () => {
  const early = { at: '2026-11-01T00:00:00Z' };
  it('that differ the later holds', () =>
    expect(verdict([stated(false, early), stated(true)])).toBe('pass attestations-differ not-enforced'));
  it('that agree nothing is noted', () =>
    expect(verdict([stated(true, early), stated(true)])).toBe('pass not-enforced'));
  it('of one moment that differ none holds', () =>
    expect(verdict([stated(false), stated(true)])).toBe('unknown ambiguous attestations-differ'));
  it('the one about the subject comes before a later one about its group', () =>
    expect(verdict([stated(false, early), stated(true, { reach: 'group' })])).toBe(
      'fail attestations-differ',
    ));
  it('the one about the group comes before the one about everyone', () =>
    expect(verdict([stated(true, { ...early, reach: 'group' }), stated(false, { reach: 'everyone' })])).toBe(
      'pass attestations-differ not-enforced',
    ));
  it('an expired one about the subject gives way', () =>
    expect(
      verdict([stated(false, { ...early, until: '2026-11-05T00:00:00Z' }), stated(true, { reach: 'group' })]),
    ).toBe('pass not-enforced'));
});

describe('denied, or justified', () => {
  const camera = 'app.permission.camera';
  const justified = 'statement.permissionJustified.camera';
  const expression: Expression = {
    any: [
      { setting: camera, is: [{ operator: 'oneOf', options: ['denied', 'notAsked', 'blockedByPolicy'] }] },
      is(justified, true),
    ],
  };
  const { attestable: _none, ...plain } = rule({ expression });
  const of = (observations: Observation[], given: boolean) => {
    const profile = { id: 'p', title: 'P', version: '1', sha256: '', rules: [plain] };
    const [finding] = evaluate(profile, device, observations, { asOf, attestationsGiven: given });
    return `${finding?.outcome} ${finding?.reason ?? ''}${finding?.attested === true ? 'attested' : ''}`.trim();
  };
  const granted = shown('granted', 'observed', camera);
  const denied = shown('denied', 'observed', camera);
  const yes = stated(true, { setting: justified });

  it.each<[string, Observation[], boolean, string]>([
    ['granted, no attestations', [granted], false, 'unknown not-collected'],
    ['granted, attestations without it', [granted], true, 'fail attested'],
    ['granted and justified', [granted, yes], true, 'pass attested'],
    ['granted and not justified', [granted, stated(false, { setting: justified })], true, 'fail attested'],
    [
      'granted, justified no longer',
      [granted, { ...yes, expires: '2026-11-11T00:00:00Z' }],
      true,
      'fail attested',
    ],
    ['denied', [denied], true, 'pass'],
    ['not known, no attestations', [], false, 'unknown not-collected'],
    ['not known, attestations without it', [], true, 'unknown not-collected'],
    ['not known and justified', [yes], true, 'pass attested'],
  ])('%s', (_name, observations, given, expected) => expect(of(observations, given)).toBe(expected));

  it('is no pass where the absence of a record is wanted', () => {
    const none: Expression = { none: [is(justified, true)] };
    expect(judge([], { expression: none }).outcome).toBe('unknown');
  });

  it('names the record that is missing', () =>
    expect(judge([granted], { expression }).message).toContain(`${justified} is not on record`));
});

describe('a condition', () => {
  const email = { expression: is('app.twoStepRecoveryEmail', true), when: is(twoStep, true) };
  const attestable = { maxAgeDays: 90, settings: [twoStep, 'app.twoStepRecoveryEmail'] };
  const has = shown(true, 'observed', 'app.twoStepRecoveryEmail');

  it('may be stated to hold', () =>
    expect(verdict([stated(true), has], { ...email, attestable })).toBe('pass not-enforced'));
  it('that is stated not to hold leaves the rule unknown, never not applicable', () =>
    expect(verdict([stated(false), has], { ...email, attestable })).toBe('unknown not-collected'));
  it('that a demand below encrypted evidence denies is not stated to hold', () =>
    expect(
      verdict([doubt('encrypted'), shown(false, 'required'), stated(true), has], { ...email, attestable }),
    ).toBe('unknown encrypted'));
  it('that a machine shows not to hold makes it not applicable', () =>
    expect(verdict([shown(false), stated(true), has], { ...email, attestable })).toBe(
      'not-applicable condition attestation-contradicted',
    ));
});

describe('a statement is one value of the phone', () => {
  const count = 'app.linkedDevices.count';
  const attestable = { maxAgeDays: 90, settings: [count] };
  const atMost = [{ operator: 'atMost', options: 5 }];
  const said = [stated(1, { setting: count }), stated(9, { setting: count, until: '2026-11-11T00:00:00Z' })];

  it('and is neither one of several claims nor a part of a sum', () => {
    expect(verdict(said, { expression: { setting: count, is: atMost }, attestable })).toBe(
      'pass not-enforced',
    );
    expect(verdict(said, { expression: { setting: count, each: 'every', is: atMost }, attestable })).toBe(
      'unknown not-collected',
    );
    expect(verdict(said, { expression: { sum: [count], is: atMost }, attestable })).toBe(
      'unknown not-collected',
    );
  });
});

describe('marked as attested', () => {
  it('is what would not be decided without statements', () => {
    expect(judge([stated(true)]).attested).toBe(true);
    expect(judge([shown(true), stated(true)]).attested).toBeUndefined();
    const both: Expression = { all: [is(twoStep, true), is('app.lock', true)] };
    const attestable = { maxAgeDays: 90, settings: [twoStep, 'app.lock'] };
    const lock = (value: boolean) => shown(value, 'observed', 'app.lock');
    expect(judge([stated(true), lock(true)], { expression: both, attestable }).attested).toBe(true);
    expect(judge([stated(true), lock(false)], { expression: both, attestable }).attested).toBeUndefined();
    expect(judge([stated(false), lock(false)], { expression: both, attestable }).attested).toBeUndefined();
  });
});

describe('whatever people state', () => {
  const machine = fc.array(
    fc.record({
      layer: fc.constantFrom<Layer>('observed', 'installed', 'required'),
      known: fc.oneof(
        fc.boolean().map((value) => ({ value })),
        fc.constantFrom(...unknownReasons).map((unknown) => ({ unknown })),
      ),
    }),
    { maxLength: 4 },
  );
  const statements = fc.array(
    fc.record({
      value: fc.boolean(),
      day: fc.integer({ min: 1, max: 28 }),
      until: fc.integer({ min: 1, max: 28 }),
      reach: fc.constantFrom(...reaches),
      method: fc.constantFrom(...attestationMethods),
    }),
    { minLength: 1, maxLength: 4 },
  );

  it('no fail, and no damaged evidence, becomes a pass', () => {
    fc.assert(
      fc.property(
        machine,
        statements,
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        (facts, said, given, negated, enforced) => {
          const observations = facts.map(({ layer, known }): Observation => {
            const { value: _value, ...base } = { ...shown(true, layer), value: undefined };
            return { ...base, ...known };
          });
          const people = said.map(({ value, day, until, reach }) =>
            stated(value, {
              at: `2026-11-${String(day).padStart(2, '0')}T00:00:00Z`,
              until: `2026-12-${String(until).padStart(2, '0')}T00:00:00Z`,
              reach,
            }),
          );
          const expression: Expression = negated ? { none: [is(twoStep, false)] } : is(twoStep, true);
          const before = judge(observations, { expression, enforced }, false);
          const after = judge([...observations, ...people], { expression, enforced }, given);
          // What machines decide stays decided so; what is damaged stays unknown with its reason.
          if (before.outcome !== 'unknown') expect(after.outcome).toBe(before.outcome);
          const isBeyond = observations.some(
            (one) => 'unknown' in one && damagedReasons.includes(one.unknown) && one.unknown !== 'encrypted',
          );
          if (before.outcome === 'unknown' && isBeyond) expect(after.outcome).toBe('unknown');
          if (after.outcome === 'not-applicable') expect(before.outcome).toBe('not-applicable');
        },
      ),
      { numRuns: 500 },
    );
  });
});
