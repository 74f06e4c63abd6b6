/** A phone that does not follow a demand never passes by it. */
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Needs, Observation, SettingValue } from '../../src/model/observation.ts';
import type { Expression, Rule } from '../../src/model/profile.ts';
import type { Subject } from '../../src/model/subject.ts';

const asOf = '2026-11-20T23:59:59Z';
const leaf = (setting: string, value: SettingValue): Expression => ({
  setting,
  is: [{ operator: 'equals', options: value }],
});
const claim = (
  setting: string,
  value: SettingValue,
  layer: Observation['layer'],
  more: Partial<Observation> = {},
): Observation => ({
  setting,
  layer,
  origin: 'explicit',
  evidence: { input: 'made-up.plist', locator: setting },
  ...more,
  value,
});

function judge(
  subject: Partial<Subject>,
  observations: readonly Observation[],
  more: Partial<Rule> = {},
): Finding {
  const rule: Rule = {
    id: 'rule',
    title: 'A rule',
    severity: 'high',
    expression: leaf('camera.allowed', false),
    appliesTo: {},
    enforced: false,
    references: [],
    examples: { pass: [], fail: [] },
    ...more,
  };
  const profile = { id: 'p', title: 'P', version: '1', sha256: '', rules: [rule] };
  const whole: Subject = { id: 'one', kind: 'device', platform: 'ios', labels: {}, ...subject };
  return evaluate(profile, whole, observations, { asOf })[0] as Finding;
}
const told = ({ outcome, reason, notes }: Finding) =>
  `${outcome} ${reason ?? ''} ${notes.filter((note) => note !== 'not-enforced').join(',')}`.trim();

const cases: readonly [string, Needs, Partial<Subject>, string][] = [
  ['supervision, supervised', { supervised: true }, { supervised: true }, 'pass'],
  ['supervision, not supervised', { supervised: true }, { supervised: false }, 'not-applicable supervision'],
  ['supervision, not known', { supervised: true }, {}, 'unknown not-reported needs-supervision'],
  ['from 17.4, on 17.4', { from: '17.4' }, { osVersion: '17.4' }, 'pass'],
  ['from 17.4, on 17.3.1', { from: '17.4' }, { osVersion: '17.3.1' }, 'not-applicable os-version'],
  ['from 9, on 11.4.1', { from: '9' }, { osVersion: '11.4.1' }, 'pass'],
  ['from 17.4, not known', { from: '17.4' }, {}, 'unknown not-reported needs-os-version'],
  [
    'from 17.4, no version',
    { from: '17.4' },
    { osVersion: 'seventeen' },
    'unknown not-reported needs-os-version',
  ],
  ['before 27, on 26.9', { before: '27.0' }, { osVersion: '26.9' }, 'pass'],
  ['before 27, on 27', { before: '27.0' }, { osVersion: '27' }, 'not-applicable os-version'],
  ['before 27, not known', { before: '27.0' }, {}, 'unknown not-reported ends-with-os-version'],
  ['not under user enrolment, device', { notUnder: ['user'] }, { enrolmentType: 'device' }, 'pass'],
  [
    'not under user enrolment, user',
    { notUnder: ['user'] },
    { enrolmentType: 'user' },
    'not-applicable enrolment',
  ],
  ['not under user enrolment, supervised', { notUnder: ['user'] }, { supervised: true }, 'pass'],
  [
    'not under user enrolment, not known',
    { notUnder: ['user'] },
    {},
    'unknown not-reported not-under-user-enrolment',
  ],
  [
    'two conditions, one does not hold and one is not known',
    { supervised: true, from: '17.4' },
    { osVersion: '16.0' },
    'not-applicable os-version',
  ],
];

describe('on a device', () => {
  it.each(cases)('%s', (_name, needs, subject, wanted) => {
    for (const layer of ['installed', 'required'] as const)
      expect(told(judge(subject, [claim('camera.allowed', false, layer, { needs })]))).toBe(wanted);
  });

  it('a claim of the wrong value without effect is no fail, one whose effect is not known is', () => {
    const wrong = [claim('camera.allowed', true, 'installed', { needs: { supervised: true } })];
    expect(told(judge({ supervised: false }, wrong))).toBe('not-applicable supervision');
    expect(told(judge({}, wrong))).toBe('fail');
  });

  it('the state that the phone shows decides, whatever its policies need', () => {
    const needs = { supervised: true } as const;
    const both = [
      claim('camera.allowed', false, 'observed'),
      claim('camera.allowed', false, 'installed', { needs }),
    ];
    expect(told(judge({ supervised: false }, both))).toBe('pass');
    expect(told(judge({}, both))).toBe('pass');
  });

  it('another claim with an effect carries the pass', () => {
    const needs = { supervised: true } as const;
    const both = [
      claim('camera.allowed', false, 'installed'),
      claim('camera.allowed', false, 'installed', { needs }),
    ];
    expect(told(judge({}, both))).toBe('pass');
    expect(told(judge({ supervised: false }, both))).toBe('pass');
  });

  it('a rule that wants it enforced fails where the demand has no effect', () => {
    const idle = [claim('camera.allowed', false, 'required', { needs: { supervised: true } })];
    const finding = judge({ supervised: false }, idle, { enforced: true });
    expect(told(finding)).toBe('fail');
    expect(finding.message).toBe(
      'camera.allowed is not enforced: what demands it has no effect on a device that is not supervised.',
    );
    expect(finding.evidence).toHaveLength(1);
    expect(told(judge({}, idle, { enforced: true }))).toBe('unknown not-reported needs-supervision');
  });

  it('damaged evidence beside a claim without effect stays unknown', () => {
    const damaged: Observation = {
      setting: 'camera.allowed',
      layer: 'installed',
      origin: 'explicit',
      evidence: { input: 'made-up.plist', locator: 'x' },
      unknown: 'encrypted',
    };
    const idle = claim('camera.allowed', false, 'required', { needs: { supervised: true } });
    expect(told(judge({ supervised: false }, [idle, damaged]))).toBe('unknown encrypted');
  });
});

describe('of a policy', () => {
  it.each<[Needs, string]>([
    [{ supervised: true }, 'needs-supervision'],
    [{ before: '27.0' }, 'ends-with-os-version'],
    [{ notUnder: ['user'] }, 'not-under-user-enrolment'],
    [{ supervised: true, notUnder: ['user'] }, 'needs-supervision'],
    [{ supervised: true, before: '27.0' }, 'needs-supervision,ends-with-os-version'],
    [{ from: '26.0' }, ''], // policies are written for the phones there are; lint tells what is too new for some
  ])('%j: a pass with the notes %s', (needs, notes) => {
    const finding = judge({ kind: 'policy' }, [claim('camera.allowed', false, 'required', { needs })]);
    expect(finding.outcome).toBe('pass');
    expect(finding.notes.join()).toBe(notes);
  });

  it('a fail carries no note of what it needs', () => {
    const needs = { supervised: true } as const;
    const finding = judge({ kind: 'policy' }, [claim('camera.allowed', true, 'required', { needs })]);
    expect(told(finding)).toBe('fail');
  });
});

describe('a setting that needs another', () => {
  const needs: Needs = { oneOf: [{ setting: 'sharing.managedToUnmanaged.allowed', value: false }] };
  const dependent = claim('camera.allowed', false, 'required', { needs });
  const other = (value: boolean) => claim('sharing.managedToUnmanaged.allowed', value, 'required');
  it.each<[string, Observation[], Subject['kind'], string]>([
    ['holds', [dependent, other(false)], 'device', 'pass'],
    ['does not hold', [dependent, other(true)], 'device', 'not-applicable dependency'],
    ['is not known', [dependent], 'device', 'unknown not-reported needs-another-setting'],
    ['holds in the policy', [dependent, other(false)], 'policy', 'pass'],
    ['does not hold in the policy', [dependent, other(true)], 'policy', 'not-applicable dependency'],
    ['is not in the policy', [dependent], 'policy', 'pass  needs-another-setting'],
  ])('%s', (_name, observations, kind, wanted) => {
    expect(told(judge({ kind }, observations))).toBe(wanted);
  });

  it('may be needed in a circle', () => {
    const circle: Needs = { oneOf: [{ setting: 'camera.allowed', value: false }] };
    const around = claim('sharing.managedToUnmanaged.allowed', false, 'required', { needs: circle });
    expect(told(judge({}, [dependent, around]))).toBe('pass');
  });
});

describe('several settings in one rule', () => {
  const idle = claim('camera.allowed', false, 'required', { needs: { supervised: true } });
  const both = [leaf('camera.allowed', false), leaf('screenCapture.allowed', false)];
  const second = (value: boolean) => claim('screenCapture.allowed', value, 'required');
  it.each<[string, Expression, Observation[], string]>([
    ['all, the other passes', { all: both }, [idle, second(false)], 'not-applicable supervision'],
    ['all, the other fails', { all: both }, [idle, second(true)], 'fail'],
    ['all, the other is not known', { all: both }, [idle], 'unknown not-collected'],
    ['any, the other passes', { any: both }, [idle, second(false)], 'pass'],
    ['any, the other fails', { any: both }, [idle, second(true)], 'fail'],
    ['any, the other is not known', { any: both }, [idle], 'unknown not-collected'],
  ])('%s', (_name, expression, observations, wanted) => {
    expect(told(judge({ supervised: false }, observations, { expression }))).toBe(wanted);
  });
});

describe('the rule that a vendor publishes', () => {
  const history = (values: readonly number[], combine?: 'min') =>
    values.map((value) =>
      claim('passcode.historyLength', value, 'required', combine === undefined ? {} : { combine }),
    );
  const atLeast: Expression = {
    setting: 'passcode.historyLength',
    is: [{ operator: 'atLeast', options: 5 }],
  };
  it.each<[string, Observation[], string]>([
    ['profiles: the longer history', history([2, 8]), 'pass  conflict'],
    ['declarations: the shorter one', history([2, 8], 'min'), 'fail  conflict'],
    ['both at once: not known', [...history([8]), ...history([2], 'min')], 'unknown  conflict'],
    ['both at once with one value', [...history([8]), ...history([8], 'min')], 'pass  '],
  ])('%s', (_name, observations, wanted) => {
    const finding = judge({}, observations, { expression: atLeast });
    expect(`${finding.outcome}  ${finding.notes.filter((note) => note === 'conflict').join()}`).toBe(wanted);
  });
});
