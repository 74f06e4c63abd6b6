/** A condition on facts of devices does not restrict a policy, and restricts a device as ever. */
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Observation } from '../../src/model/observation.ts';
import type { Expression, Profile } from '../../src/model/profile.ts';
import type { Subject } from '../../src/model/subject.ts';

const evidence = { input: 'made-up.json', locator: '/x', line: 3 };
const said = (setting: string, value: boolean | string): Observation => ({
  setting,
  layer: 'required',
  origin: 'explicit',
  evidence,
  value,
});
const subject = (kind: Subject['kind']): Subject => ({ id: 's', kind, platform: 'android', labels: {} });

const managed: Expression = {
  setting: 'device.managementMode',
  is: [{ operator: 'equals', options: 'fullyManaged' }],
};
const usb: Expression = { setting: 'usb.fileTransfer.allowed', is: [{ operator: 'equals', options: false }] };
const camera: Expression = { setting: 'camera.allowed', is: [{ operator: 'equals', options: false }] };
const model: Expression = { fact: 'model', is: [{ operator: 'equals', options: 'One' }] };

function outcome(
  when: Expression,
  kind: Subject['kind'],
  observations: readonly Observation[] = [said('usb.fileTransfer.allowed', false)],
): string | undefined {
  const profile: Profile = {
    id: 'p',
    title: 'P',
    version: '1',
    sha256: '',
    rules: [
      {
        id: 'rule',
        title: 'A rule',
        severity: 'high',
        expression: usb,
        when,
        appliesTo: {},
        enforced: false,
        references: [],
        examples: { pass: [], fail: [] },
      },
    ],
  };
  return evaluate(profile, subject(kind), observations, { asOf: '2026-11-20T23:59:59Z' })[0]?.outcome;
}

describe('a condition on a fact of devices', () => {
  it.each<[string, Expression]>([
    ['a setting', managed],
    ['a fact', model],
    ['all of them', { all: [managed, model] }],
    ['none of them', { none: [managed] }],
    ['any, one part of which may hold', { any: [managed, camera] }],
  ])('does not restrict a policy: %s', (_name, when) => {
    expect(outcome(when, 'policy')).toBe('pass');
  });

  it.each<[string, Expression]>([
    ['a setting', managed],
    ['a fact', model],
  ])('leaves a device open that does not say it: %s', (_name, when) => {
    expect(outcome(when, 'device')).toBe('unknown');
  });

  it('leaves the other parts of the condition in force', () => {
    expect(outcome({ all: [managed, camera] }, 'policy')).toBe('unknown');
    expect(outcome({ any: [camera] }, 'policy')).toBe('unknown');
  });

  it('restricts a policy for which it is said', () => {
    const observations = [
      said('usb.fileTransfer.allowed', false),
      said('device.managementMode', 'workProfile'),
    ];
    expect(outcome(managed, 'policy', observations)).toBe('not-applicable');
  });

  it('does not restrict where a part of the evidence could not be inspected', () => {
    const hidden: Observation = {
      setting: '*',
      layer: 'required',
      origin: 'explicit',
      evidence,
      unknown: 'encrypted',
    };
    expect(outcome(managed, 'policy', [said('usb.fileTransfer.allowed', false), hidden])).toBe('unknown');
  });
});
