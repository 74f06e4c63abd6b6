import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Observation, SettingValue, UnknownReason } from '../../src/model/observation.ts';
import type { Expression, Profile, Rule } from '../../src/model/profile.ts';
import type { Subject } from '../../src/model/subject.ts';

const asOf = '2026-11-20T23:59:59Z';
const evidence = { input: 'made-up.json', locator: '/x', line: 3 };
const device: Subject = { id: 'device-1', kind: 'device', platform: 'ios', labels: {} };
const policy: Subject = { id: 'policy-1', kind: 'policy', platform: 'ios', labels: {} };

const encrypted: Expression = {
  setting: 'backup.local.encrypted',
  is: [{ operator: 'equals', options: true }],
};
const rule = (more: Partial<Rule> = {}): Rule => ({
  id: 'rule',
  title: 'A rule',
  severity: 'high',
  expression: encrypted,
  appliesTo: {},
  enforced: false,
  references: [],
  examples: { pass: [], fail: [] },
  ...more,
});

function judge(
  rules: Rule | readonly Rule[],
  observations: readonly Observation[],
  subject: Subject = device,
): Finding[] {
  const profile: Profile = {
    id: 'p',
    title: 'P',
    version: '1',
    sha256: '',
    rules: Array.isArray(rules) ? rules : [rules as Rule],
  };
  return evaluate(profile, subject, observations, { asOf });
}
const one = (...args: Parameters<typeof judge>): Finding => judge(...args)[0] as Finding;

type Layer = Observation['layer'];
const claim = (
  value: SettingValue,
  layer: Layer = 'observed',
  more: Partial<Observation> = {},
): Observation => ({
  setting: 'backup.local.encrypted',
  layer,
  origin: 'explicit',
  evidence,
  ...more,
  value,
});
const doubt = (
  unknown: UnknownReason,
  layer: Layer = 'observed',
  more: Partial<Observation> = {},
): Observation => ({
  setting: 'backup.local.encrypted',
  layer,
  origin: 'explicit',
  evidence,
  ...more,
  unknown,
});

const stated = (value: SettingValue): Observation =>
  claim(value, 'attested', { collected: '2026-11-19T00:00:00Z' });
const attestable = { maxAgeDays: 90, settings: ['backup.local.encrypted'] };

describe('layers', () => {
  it.each<[string, Observation[], string]>([
    ['nothing', [], 'unknown not-collected'],
    ['observed true', [claim(true)], 'pass  not-enforced'],
    ['observed false', [claim(false)], 'fail '],
    ['observed true, required true', [claim(true), claim(true, 'required')], 'pass '],
    ['observed true, required false', [claim(true), claim(false, 'required')], 'pass  not-enforced'],
    ['observed false, required true', [claim(false), claim(true, 'required')], 'fail '],
    ['observed true, installed true', [claim(true), claim(true, 'installed')], 'pass '],
    ['installed true alone', [claim(true, 'installed')], 'pass '],
    ['observed true, installed false', [claim(true), claim(false, 'installed')], 'pass  not-enforced'],
    [
      'observed true, installed false, required true: the phone has the other one',
      [claim(true), claim(false, 'installed'), claim(true, 'required')],
      'pass  not-enforced',
    ],
    [
      'observed true, installed encrypted, required true',
      [claim(true), doubt('encrypted', 'installed'), claim(true, 'required')],
      'pass  not-enforced',
    ],
    ['required true alone', [claim(true, 'required')], 'pass '],
    ['observed not reported, required true', [doubt('not-reported'), claim(true, 'required')], 'pass '],
    [
      'observed stale, required true',
      [claim(true, 'observed', { expires: '2020-01-01T00:00:00Z' }), claim(true, 'required')],
      'pass  stale-evidence-ignored',
    ],
    ['observed ambiguous, required true', [doubt('ambiguous'), claim(true, 'required')], 'unknown ambiguous'],
    [
      'observed unreadable, required true',
      [doubt('unreadable'), claim(true, 'required')],
      'unknown unreadable',
    ],
    [
      'observed incomplete, required true',
      [doubt('incomplete'), claim(true, 'required')],
      'unknown incomplete',
    ],
    ['observed encrypted, required true', [doubt('encrypted'), claim(true, 'required')], 'unknown encrypted'],
    ['observed ambiguous, required false', [doubt('ambiguous'), claim(false, 'required')], 'fail '],
    ['attested alone', [stated(true)], 'pass  not-enforced'],
    ['attested over not reported', [doubt('not-reported'), stated(true)], 'pass  not-enforced'],
    ['attested over encrypted', [doubt('encrypted'), stated(true)], 'pass  not-enforced'],
    [
      'attested over a machine fail',
      [claim(false, 'required'), stated(true)],
      'fail  attestation-contradicted',
    ],
    ['attested over ambiguous', [doubt('ambiguous'), stated(true)], 'unknown ambiguous'],
    ['attested over unreadable', [doubt('unreadable'), stated(true)], 'unknown unreadable'],
    ['everything encrypted', [doubt('encrypted', 'required', { setting: '*' })], 'unknown encrypted'],
    [
      'a part encrypted',
      [claim(true, 'required'), doubt('encrypted', 'required', { setting: '*' })],
      'unknown encrypted',
    ],
  ])('%s', (_name, observations, expected) => {
    const { outcome, reason, notes } = one(rule({ attestable }), observations);
    expect(
      [
        `${outcome} ${reason ?? ''}`,
        ...notes.filter((note) => note !== 'stale-evidence-ignored' || expected.includes(note)),
      ].join(' '),
    ).toBe(expected);
  });
});

describe('a rule with enforced: true', () => {
  const enforced = rule({ enforced: true });
  it.each<[string, Observation[], Subject, string]>([
    ['fails a state that no policy demands', [claim(true)], device, 'fail'],
    ['passes a state that a policy demands', [claim(true), claim(true, 'required')], device, 'pass'],
    ['fails where the policy demands the opposite', [claim(true), claim(false, 'required')], device, 'fail'],
    ['passes what the phone confirms having', [claim(true, 'installed')], device, 'pass'],
    [
      'fails where the phone has the opposite of what a policy file demands',
      [claim(true), claim(false, 'installed'), claim(true, 'required')],
      device,
      'fail',
    ],
    [
      'is unknown where what the phone has cannot be read, whatever a policy file demands',
      [claim(true), doubt('encrypted', 'installed'), claim(true, 'required')],
      device,
      'unknown',
    ],
    [
      'is unknown where the policy cannot be read',
      [claim(true), doubt('encrypted', 'required')],
      device,
      'unknown',
    ],
    [
      'fails a policy that leaves the control off',
      [doubt('not-reported', 'required', { notes: ['not-configured'] })],
      policy,
      'fail',
    ],
    [
      'is unknown where another part may ask',
      [doubt('not-reported', 'required', { notes: ['not-configured'] }), doubt('not-reported', 'required')],
      policy,
      'unknown',
    ],
    ['is unknown for a policy that does not speak of it', [], policy, 'unknown'],
  ])('%s', (_name, observations, subject, outcome) =>
    expect(one(enforced, observations, subject).outcome).toBe(outcome),
  );
});

describe('who a rule concerns', () => {
  const android: Subject = { ...device, platform: 'android' };
  it.each<[string, Partial<Rule>, Subject, string]>([
    ['another platform', { appliesTo: { platform: ['android'] } }, device, 'not-applicable platform'],
    ['iPadOS follows iOS', { appliesTo: { platform: ['ios'] } }, { ...device, platform: 'ipados' }, 'pass '],
    ['iPadOS alone', { appliesTo: { platform: ['ipados'] } }, device, 'not-applicable platform'],
    [
      'a setting that the platform does not have',
      { expression: { setting: 'cloud.keychain.allowed', is: [{ operator: 'equals', options: false }] } },
      android,
      'not-applicable platform',
    ],
    ['another kind', { appliesTo: { kind: ['policy'] } }, device, 'not-applicable kind'],
    [
      'another owner',
      { appliesTo: { ownership: ['corporate'] } },
      { ...device, ownership: 'personal' },
      'not-applicable ownership',
    ],
    ['an owner not reported', { appliesTo: { ownership: ['corporate'] } }, device, 'unknown not-reported'],
    ['a policy has no owner', { appliesTo: { ownership: ['corporate'] } }, policy, 'pass '],
    [
      'not supervised',
      { appliesTo: { supervised: true } },
      { ...device, supervised: false },
      'not-applicable supervision',
    ],
    ['supervision not reported', { appliesTo: { supervised: true } }, device, 'unknown not-reported'],
  ])('%s', (_name, more, subject, expected) => {
    const { outcome, reason } = one(rule(more), [claim(true)], subject);
    expect(`${outcome} ${reason ?? ''}`).toBe(expected);
  });

  it.each<[string, Observation[], string]>([
    ['holds', [claim(true), { ...claim(false), setting: 'camera.allowed' }], 'pass '],
    [
      'does not hold',
      [claim(true), { ...claim(true), setting: 'camera.allowed' }],
      'not-applicable condition',
    ],
    ['is not known', [claim(true)], 'unknown not-collected'],
  ])('a condition that %s', (_name, observations, expected) => {
    const when: Expression = { setting: 'camera.allowed', is: [{ operator: 'equals', options: false }] };
    const { outcome, reason } = one(rule({ when }), observations);
    expect(`${outcome} ${reason ?? ''}`).toBe(expected);
  });
});

describe('rules about apps', () => {
  const twoStep: Expression = {
    setting: 'app.twoStepVerification',
    is: [{ operator: 'equals', options: true }],
  };
  const appRule = rule({ expression: twoStep, apps: ['whatsapp', 'signal'] });
  const about = (setting: string, value: SettingValue, scope?: string): Observation => ({
    ...claim(value),
    setting,
    ...(scope === undefined ? {} : { scope }),
  });

  it('are judged once for each app', () => {
    const found = judge(appRule, [about('app.twoStepVerification', true, 'app:whatsapp')]);
    expect(found.map(({ scope, outcome, reason }) => [scope, outcome, reason])).toEqual([
      ['app:whatsapp', 'pass', undefined],
      ['app:signal', 'unknown', 'not-provable'],
    ]);
  });

  it('are judged for each user and work profile', () => {
    const found = judge(rule({ expression: twoStep, apps: ['whatsapp'] }), [
      about('app.twoStepVerification', true, 'app:whatsapp@0'),
      about('app.twoStepVerification', false, 'app:whatsapp@10'),
    ]);
    expect(found.map(({ scope, outcome }) => [scope, outcome])).toEqual([
      ['app:whatsapp@0', 'pass'],
      ['app:whatsapp@10', 'fail'],
    ]);
  });

  it('are not applicable only when an inventory was read and lacks the app', () => {
    const inventory = about('apps.installed', ['com.example.other']);
    expect(one(appRule, [inventory])).toMatchObject({
      outcome: 'not-applicable',
      reason: 'app-not-installed',
      evidence: [{ line: 3 }],
    });
    expect(one(appRule, []).outcome).toBe('unknown');
    expect(one(appRule, [{ ...doubt('incomplete'), setting: 'apps.installed' }]).outcome).toBe('unknown');
    expect(one(appRule, [inventory, about('app.installed', true, 'app:whatsapp')]).outcome).toBe('unknown');
  });

  it('can ask for absence', () => {
    const absent = rule({
      expression: { setting: 'app.installed', is: [{ operator: 'equals', options: false }] },
      apps: ['whatsapp'],
    });
    expect(one(absent, [about('apps.installed', [])]).outcome).toBe('pass');
    expect(one(absent, [about('app.installed', true, 'app:whatsapp')]).outcome).toBe('fail');
    expect(one(absent, []).outcome).toBe('unknown');
  });
});

describe('three-valued logic', () => {
  const leaf = (setting: string): Expression => ({ setting, is: [{ operator: 'equals', options: true }] });
  const settings = { p: 'camera.allowed', f: 'screenCapture.allowed', u: 'lock.wallet.allowed' } as const;
  const observations = [
    { ...claim(true), setting: settings.p },
    { ...claim(false), setting: settings.f },
  ];
  it.each<['all' | 'any' | 'none', (keyof typeof settings)[], string]>([
    ['all', ['p'], 'pass'],
    ['all', ['p', 'f'], 'fail'],
    ['all', ['p', 'u'], 'unknown'],
    ['all', ['u', 'f'], 'fail'],
    ['any', ['f', 'p'], 'pass'],
    ['any', ['u', 'p'], 'pass'],
    ['any', ['f', 'u'], 'unknown'],
    ['any', ['f'], 'fail'],
    ['none', ['p'], 'fail'],
    ['none', ['f'], 'pass'],
    ['none', ['f', 'u'], 'unknown'],
    ['none', ['p', 'u'], 'fail'],
  ])('%s of %j is %s', (form, parts, outcome) => {
    const expression = { [form]: parts.map((part) => leaf(settings[part])) } as unknown as Expression;
    expect(one(rule({ expression }), observations).outcome).toBe(outcome);
  });
});

describe('findings', () => {
  it('name value, expectation and witness', () => {
    expect(one(rule(), [claim(false)])).toMatchObject({
      message: 'backup.local.encrypted is false, expected true.',
      expected: 'true',
      actual: 'false',
      evidence: [{ input: 'made-up.json', locator: '/x', line: 3, layer: 'observed', origin: 'explicit' }],
    });
  });

  it('of unknown say what to collect', () => {
    expect(one(rule(), []).message).toMatch(/To decide it, add: .*, or an iPhone backup\.$/);
    expect(
      one(
        rule({
          expression: { setting: 'app.twoStepVerification', is: [{ operator: 'equals', options: true }] },
          apps: ['whatsapp'],
        }),
        [],
      ).message,
    ).toContain('attestation');
  });

  it('never show a whole list of apps', () => {
    const expression: Expression = {
      setting: 'apps.installed',
      is: [{ operator: 'containsNone', options: ['com.bad'] }],
    };
    const found = one(rule({ expression }), [
      { ...claim(['com.private', 'com.bad', 'com.other']), setting: 'apps.installed' },
    ]);
    expect(found.message).toBe('apps.installed is a list of 3 with com.bad, expected none of com.bad.');
  });

  it('of a rule that breaks are errors, and the others go on', () => {
    const broken = rule({
      id: 'broken',
      expression: {
        setting: 'backup.local.encrypted',
        is: [{ operator: 'no-such-operator', options: true }],
      },
    });
    expect(judge([broken, rule({ id: 'whole' })], [claim(true)]).map(({ outcome }) => outcome)).toEqual([
      'error',
      'pass',
    ]);
  });
});
