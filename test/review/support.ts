/** Rules, subjects and claims for the tests that try to turn an unknown or a fail into a pass. */
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Layer, Observation, SettingValue, UnknownReason } from '../../src/model/observation.ts';
import type { Expression, Rule } from '../../src/model/profile.ts';
import type { Subject } from '../../src/model/subject.ts';

export const asOf = '2026-11-20T23:59:59Z';
export const device: Subject = { id: 'device-1', kind: 'device', platform: 'ios', labels: {} };
export const policy: Subject = { ...device, id: 'policy-1', kind: 'policy' };

const evidence = { input: 'made-up.json', locator: '/x', line: 3 };

export function claim(
  setting: string,
  value: SettingValue,
  layer: Layer = 'observed',
  more: Partial<Observation> = {},
): Observation {
  return { setting, layer, origin: 'explicit', evidence, ...more, value };
}

export function doubt(
  setting: string,
  unknown: UnknownReason,
  layer: Layer = 'observed',
  more: Partial<Observation> = {},
): Observation {
  return { setting, layer, origin: 'explicit', evidence, ...more, unknown };
}

export const is = (setting: string, value: boolean | number | string): Expression => ({
  setting,
  is: [{ operator: 'equals', options: value }],
});

export function judgeAll(
  rule: Partial<Rule>,
  observations: readonly Observation[],
  subject: Subject = device,
): Finding[] {
  const whole: Rule = {
    id: 'rule',
    title: 'A rule',
    severity: 'high',
    expression: is('backup.local.encrypted', true),
    appliesTo: {},
    enforced: false,
    references: [],
    examples: { pass: [], fail: [] },
    ...rule,
  };
  const profile = { id: 'p', title: 'P', version: '1', sha256: '', rules: [whole] };
  return evaluate(profile, subject, observations, { asOf });
}

/** Outcome and reason of the only finding. */
export function verdict(...args: Parameters<typeof judgeAll>): string {
  const [finding] = judgeAll(...args);
  return `${finding?.outcome} ${finding?.reason ?? ''}`.trim();
}
