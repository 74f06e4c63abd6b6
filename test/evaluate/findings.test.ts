/** Whole findings, word for word: the golden file is what people read. Renew with --update=all and read the diff. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { judgeGates } from '../../src/evaluate/gate.ts';
import { Tally } from '../../src/evaluate/score.ts';
import type { Observation, SettingValue } from '../../src/model/observation.ts';
import type { Expression, Profile, Rule } from '../../src/model/profile.ts';
import type { Subject } from '../../src/model/subject.ts';

const asOf = '2026-11-20T23:59:59Z';
const device: Subject = {
  id: 'device-1',
  kind: 'device',
  platform: 'ios',
  ownership: 'corporate',
  supervised: true,
  labels: {},
};
const policy: Subject = { id: 'policy-1', kind: 'policy', platform: 'ios', labels: {} };
const android: Subject = { ...device, platform: 'android' };

const is = (setting: string, operator: string, options: unknown): Expression => ({
  setting,
  is: [{ operator, options }],
});
const camera = is('camera.allowed', 'equals', false);
const capture = is('screenCapture.allowed', 'equals', false);
const twoStep = is('app.twoStepVerification', 'equals', true);

function says(setting: string, value: SettingValue, more: Partial<Observation> = {}): Observation {
  return {
    setting,
    layer: 'observed',
    origin: 'explicit',
    evidence: { input: 'a.json', locator: `/${setting}`, line: 7, value: JSON.stringify(value) },
    ...more,
    value,
  };
}
function open(
  setting: string,
  unknown: NonNullable<Extract<Observation, { unknown: unknown }>['unknown']>,
  more: Partial<Observation> = {},
): Observation {
  const { value: _value, ...base } = says(setting, true, more) as Observation & { value: unknown };
  return { ...base, unknown };
}

interface Case {
  readonly name: string;
  readonly rule: Partial<Rule> & { expression: Expression };
  readonly subject?: Subject;
  readonly observations?: readonly Observation[];
}

const required = { layer: 'required' } as const;
const cases: readonly Case[] = [
  {
    name: 'pass',
    rule: { expression: camera },
    observations: [says('camera.allowed', false), says('camera.allowed', false, required)],
  },
  { name: 'pass, not enforced', rule: { expression: camera }, observations: [says('camera.allowed', false)] },
  { name: 'fail', rule: { expression: camera }, observations: [says('camera.allowed', true)] },
  {
    name: 'fail of two comparisons',
    rule: {
      expression: {
        setting: 'lock.maximumInactivityMinutes',
        is: [
          { operator: 'atLeast', options: 1 },
          { operator: 'atMost', options: 5 },
        ],
      },
    },
    subject: policy,
    observations: [says('lock.maximumInactivityMinutes', 15, required)],
  },
  {
    name: 'fail with a conflict',
    rule: { expression: camera },
    subject: policy,
    observations: [
      says('camera.allowed', true, required),
      says('camera.allowed', true, required),
      says('screenCapture.allowed', false, required),
    ],
  },
  {
    name: 'conflict decided by the merge rule',
    rule: { expression: camera },
    subject: policy,
    observations: [says('camera.allowed', true, required), says('camera.allowed', false, required)],
  },
  { name: 'unknown, provable', rule: { expression: camera } },
  { name: 'unknown, a person only', rule: { expression: twoStep, apps: ['signal'] } },
  {
    name: 'unknown, not reported',
    rule: { expression: camera },
    observations: [open('camera.allowed', 'not-reported', { notes: ['not-configured'] })],
  },
  {
    name: 'unknown, ambiguous',
    rule: { expression: camera },
    observations: [open('camera.allowed', 'ambiguous')],
  },
  {
    name: 'unknown, a value that cannot be compared',
    rule: { expression: is('os.version', 'versionAtLeast', '26') },
    observations: [says('os.version', 'beta')],
  },
  {
    name: 'unknown below a value that cannot be compared',
    rule: { expression: is('os.version', 'versionAtLeast', '26') },
    observations: [says('os.version', 'beta'), says('os.version', '26.1', required)],
  },
  {
    name: 'unknown, stale, and the policy passes',
    rule: { expression: camera, maxAgeDays: 30 },
    observations: [
      says('camera.allowed', true, { collected: '2026-01-01T00:00:00Z' }),
      says('camera.allowed', false, required),
    ],
  },
  {
    name: 'unknown by age',
    rule: { expression: camera, maxAgeDays: 30 },
    observations: [says('camera.allowed', true, { collected: '2026-01-01T00:00:00Z' })],
  },
  {
    name: 'enforced, not configured',
    rule: { expression: camera, enforced: true },
    subject: policy,
    observations: [open('camera.allowed', 'not-reported', { ...required, notes: ['not-configured'] })],
  },
  {
    name: 'enforced, no limit',
    rule: { expression: is('lock.maximumInactivityMinutes', 'atMost', 5), enforced: true },
    subject: policy,
    observations: [
      open('lock.maximumInactivityMinutes', 'not-reported', { ...required, notes: ['no-limit'] }),
    ],
  },
  {
    name: 'enforced, on a device that says nothing',
    rule: { expression: camera, enforced: true },
    observations: [open('camera.allowed', 'not-reported', { ...required, notes: ['not-configured'] })],
  },
  { name: 'enforced, policy silent', rule: { expression: camera, enforced: true }, subject: policy },
  {
    name: 'not enforced, not configured',
    rule: { expression: camera },
    subject: policy,
    observations: [open('camera.allowed', 'not-reported', { ...required, notes: ['not-configured'] })],
  },
  {
    name: 'all, two fail',
    rule: { expression: { all: [camera, capture] } },
    observations: [says('camera.allowed', true), says('screenCapture.allowed', true, { notes: ['seen'] })],
  },
  {
    name: 'all, one fails',
    rule: { expression: { all: [camera, capture] } },
    observations: [says('camera.allowed', false), says('screenCapture.allowed', true)],
  },
  { name: 'all, two unknown', rule: { expression: { all: [twoStep, camera] }, apps: ['signal'] } },
  {
    name: 'all pass',
    rule: { expression: { all: [camera, capture] } },
    observations: [says('camera.allowed', false), says('screenCapture.allowed', false)],
  },
  {
    name: 'any passes',
    rule: { expression: { any: [camera, capture] } },
    observations: [says('camera.allowed', true), says('screenCapture.allowed', false)],
  },
  {
    name: 'any fails',
    rule: { expression: { any: [camera, capture] } },
    observations: [says('camera.allowed', true), says('screenCapture.allowed', true)],
  },
  {
    name: 'any, the provable part first',
    rule: {
      expression: { any: [twoStep, is('app.permission.camera', 'equals', 'denied')] },
      apps: ['signal'],
    },
  },
  {
    name: 'none fails',
    rule: { expression: { none: [camera] } },
    observations: [says('camera.allowed', false)],
  },
  {
    name: 'list',
    rule: { expression: is('apps.installed', 'subsetOf', ['com.a']) },
    observations: [says('apps.installed', ['com.a', 'com.b'])],
  },
  {
    name: 'list that passes',
    rule: { expression: is('apps.installed', 'containsAll', ['com.a']) },
    observations: [says('apps.installed', ['com.a', 'com.b'])],
  },
  { name: 'platform', rule: { expression: camera, appliesTo: { platform: ['android', 'ipados'] } } },
  {
    name: 'setting of another platform',
    rule: { expression: is('lock.wallet.allowed', 'equals', false) },
    subject: android,
  },
  {
    name: 'a part for another platform',
    rule: { expression: { any: [is('lock.wallet.allowed', 'equals', false), camera] } },
    subject: android,
  },
  { name: 'kind', rule: { expression: camera, appliesTo: { kind: ['policy'] } } },
  { name: 'ownership', rule: { expression: camera, appliesTo: { ownership: ['personal'] } } },
  {
    name: 'ownership that fits',
    rule: { expression: camera, appliesTo: { ownership: ['corporate'] } },
    observations: [says('camera.allowed', false)],
  },
  {
    name: 'ownership not reported',
    rule: { expression: camera, appliesTo: { ownership: ['personal'] } },
    subject: { id: 'x', kind: 'device', platform: 'ios', labels: {} },
  },
  { name: 'supervision', rule: { expression: camera, appliesTo: { supervised: false } } },
  {
    name: 'no supervision',
    rule: { expression: camera, appliesTo: { supervised: true } },
    subject: { ...device, supervised: false },
  },
  {
    name: 'supervision that fits',
    rule: { expression: camera, appliesTo: { supervised: true } },
    observations: [says('camera.allowed', false)],
  },
  {
    name: 'supervision not reported',
    rule: { expression: camera, appliesTo: { supervised: true } },
    subject: { id: 'x', kind: 'device', platform: 'ios', labels: {} },
  },
  {
    name: 'condition does not hold',
    rule: { expression: camera, when: capture },
    observations: [says('screenCapture.allowed', true)],
  },
  { name: 'condition not known', rule: { expression: camera, when: capture } },
  {
    name: 'condition by age',
    rule: { expression: camera, when: capture, maxAgeDays: 30 },
    observations: [
      says('camera.allowed', false, { collected: asOf }),
      says('screenCapture.allowed', true, { collected: '2026-01-01T00:00:00Z' }),
    ],
  },
  {
    name: 'app not installed',
    rule: { expression: twoStep, apps: ['signal'] },
    observations: [says('apps.installed', ['com.a'])],
  },
  {
    name: 'app installed',
    rule: { expression: twoStep, apps: ['signal'] },
    observations: [
      says('apps.installed', ['com.a']),
      says('app.installed', true, { scope: 'app:signal' }),
      says('app.twoStepVerification', false, { scope: 'app:signal' }),
    ],
  },
  {
    name: 'other apps do not count',
    rule: { expression: twoStep, apps: ['signal'] },
    observations: [
      says('app.twoStepVerification', true, { scope: 'app:signal-other' }),
      says('app.twoStepVerification', true, { scope: 'app:whatsapp' }),
    ],
  },
  {
    name: 'absent app',
    rule: { expression: is('app.installed', 'equals', false), apps: ['signal'] },
    observations: [says('apps.installed', ['com.a'])],
  },
  {
    name: 'defect',
    rule: { expression: is('no.such.setting', 'equals', false), appliesTo: {} },
    observations: [],
  },
  {
    name: 'defect of an operator',
    rule: { expression: is('camera.allowed', 'noSuchOperator', false) },
    observations: [says('camera.allowed', false)],
  },
];

it('findings read as they should', async () => {
  const told = cases.map(({ name, rule, subject = device, observations = [] }) => {
    const whole: Rule = {
      id: 'rule',
      title: 'A rule',
      severity: 'high',
      appliesTo: {},
      enforced: false,
      references: [],
      examples: { pass: [], fail: [] },
      ...rule,
    };
    const profile: Profile = { id: 'profile', title: 'Profile', version: '1', sha256: '', rules: [whole] };
    return { case: name, findings: evaluate(profile, subject, observations, { asOf }) };
  });
  await expect(`${JSON.stringify(told, null, 1)}\n`).toMatchFileSnapshot(
    join(import.meta.dirname, 'findings.golden.json'),
  );
});

it('gates read as they should', async () => {
  const tally = new Tally();
  for (const outcome of ['pass', 'pass', 'fail', 'unknown', 'not-applicable', 'waived', 'error'] as const)
    tally.add('device', { severity: 'high', outcome });
  tally.add('policy', { severity: 'low', outcome: 'fail' });
  const told = [
    judgeGates(tally.summary(false), 3, { failOn: 'low', minScore: 90, minCoverage: 50, expectedDevices: 4 }),
    judgeGates(tally.summary(true), 4, { failOn: 'none', minScore: 10, expectedDevices: 4 }),
    judgeGates(tally.summary(true), 4, { failOn: 'critical' }),
    judgeGates(new Tally().summary(true), 0, { failOn: 'high', minScore: 0, minCoverage: 0 }),
  ];
  await expect(`${JSON.stringify(told, null, 1)}\n`).toMatchFileSnapshot(
    join(import.meta.dirname, 'gates.golden.json'),
  );
});
