/** The runner of examples: what it builds for a rule, and that it notices examples that do not hold. */
import { describe, expect, it } from 'vitest';
import type { Rule } from '../../src/model/profile.ts';
import { runExamples } from '../../src/profiles/examples.ts';

const leaf = (setting: string, options: unknown, operator = 'equals') => ({
  setting,
  is: [{ operator, options }],
});
const camera: Rule = {
  id: 'camera',
  title: 'The camera is off',
  severity: 'high',
  expression: leaf('camera.allowed', false),
  appliesTo: {},
  enforced: false,
  references: [],
  examples: { pass: [{ 'camera.allowed': false }], fail: [{ 'camera.allowed': true }] },
};
const run = (rule: Partial<Rule>) =>
  runExamples({ id: 'sample', title: 'Sample', version: '1', sha256: '', rules: [{ ...camera, ...rule }] });
const outcomes = (rule: Partial<Rule>) => run(rule).map(({ wanted, outcome }) => `${wanted}: ${outcome}`);
const asWanted = ['pass: pass', 'fail: fail', 'unknown: unknown'];

describe('the examples of a rule', () => {
  it.each<[string, Partial<Rule>]>([
    ['about any device', {}],
    ['about policies', { appliesTo: { kind: ['policy'] } }],
    ['about Android', { appliesTo: { platform: ['android'] } }],
    [
      'about supervised corporate iPads',
      { appliesTo: { platform: ['ipados'], ownership: ['corporate'], supervised: true } },
    ],
    ['about unsupervised personal phones', { appliesTo: { ownership: ['personal'], supervised: false } }],
    ['that wants its state enforced', { enforced: true }],
    ['that wants the policy to enforce it', { enforced: true, appliesTo: { kind: ['policy'] } }],
    ['that takes recent evidence only', { maxAgeDays: 1 }],
    [
      'about a setting of Android alone',
      {
        expression: leaf('developer.usbDebugging', false),
        examples: { pass: [{ 'developer.usbDebugging': false }], fail: [{ 'developer.usbDebugging': true }] },
      },
    ],
    [
      'about an app',
      {
        apps: ['signal', 'whatsapp'],
        expression: leaf('app.lock', true),
        examples: { pass: [{ 'app.lock': true }], fail: [{ 'app.lock': false }] },
      },
    ],
    [
      'about the absence of an app',
      {
        apps: ['wechat'],
        expression: leaf('app.installed', false),
        examples: { pass: [{ 'app.installed': false }], fail: [{ 'app.installed': true }] },
      },
    ],
    [
      'that only a person can meet',
      {
        expression: leaf('statement.recordsTransferred', 90, 'newerThan'),
        examples: {
          pass: [{ 'statement.recordsTransferred': '2025-12-01' }],
          fail: [{ 'statement.recordsTransferred': '2025-06-01' }],
        },
      },
    ],
    [
      'with a condition',
      {
        when: leaf('storage.encrypted', true),
        examples: {
          pass: [{ 'storage.encrypted': true, 'camera.allowed': false }],
          fail: [{ 'storage.encrypted': true, 'camera.allowed': true }],
        },
      },
    ],
  ])('%s behave', (_, rule) => {
    expect(outcomes(rule)).toEqual(asWanted);
  });

  it('that show the wrong thing do not behave', () => {
    const swapped = { pass: camera.examples.fail, fail: camera.examples.pass };
    expect(run({ examples: swapped }).map(({ behaves }) => behaves)).toEqual([false, false, true]);
  });

  it('do not behave when they leave out what the condition asks for', () => {
    expect(outcomes({ when: leaf('storage.encrypted', true) })).toEqual([
      'pass: unknown',
      'fail: unknown',
      'unknown: unknown',
    ]);
  });

  it('do not behave on a platform without the setting', () => {
    const results = run({
      expression: leaf('usb.lockedWhileLocked', true),
      appliesTo: { platform: ['android'] },
    });
    expect(results.map(({ outcome, behaves }) => `${outcome} ${behaves}`)).toEqual(
      Array.from({ length: 3 }, () => 'not-applicable false'),
    );
  });

  it('are numbered, and tell what the finding says', () => {
    const two = { ...camera.examples, pass: [{ 'camera.allowed': false }, { 'camera.allowed': false }] };
    expect(run({ examples: two })[1]).toEqual({
      rule: 'camera',
      wanted: 'pass',
      index: 1,
      outcome: 'pass',
      behaves: true,
      message: 'camera.allowed is false.',
    });
  });
});
