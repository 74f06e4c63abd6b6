/** The chain is the one that the verdict rests on: same outcome, every witness, whether a phone follows it, who decided. */
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { explain, isAskedFor } from '../../src/evaluate/explain.ts';
import type { Observation, SettingValue } from '../../src/model/observation.ts';
import type { Profile, Rule } from '../../src/model/profile.ts';
import type { Subject } from '../../src/model/subject.ts';
import { subjectText } from '../../src/report/explanation.ts';

const asOf = '2026-11-20T23:59:59Z';
const device: Subject = { id: 'phone', kind: 'device', platform: 'ios', supervised: false, labels: {} };
const claim = (
  setting: string,
  value: SettingValue,
  layer: Observation['layer'],
  more: Partial<Observation> = {},
): Observation => ({
  setting,
  layer,
  origin: 'explicit',
  evidence: { input: 'made-up.plist', locator: `${layer}.${setting}` },
  ...more,
  value,
});
const rule = (id: string, setting: string, more: Partial<Rule> = {}): Rule => ({
  id,
  title: `About ${setting}`,
  severity: 'high',
  expression: { setting, is: [{ operator: 'equals', options: false }] },
  appliesTo: {},
  enforced: false,
  references: [],
  examples: { pass: [], fail: [] },
  ...more,
});
const profileOf = (...rules: Rule[]): Profile => ({ id: 'p', title: 'P', version: '1', sha256: '', rules });
const camera = rule('camera', 'camera.allowed', { rationale: 'Why.', remediation: 'How.' });
const said = [
  claim('camera.allowed', true, 'observed'),
  claim('camera.allowed', false, 'installed', { needs: { supervised: true }, notes: ['unverified-key'] }),
  claim('camera.allowed', false, 'required', {
    needs: { from: '26.0' },
    origin: 'default',
    collected: '2026-11-01T00:00:00Z',
    expires: '2027-01-01T00:00:00Z',
  }),
];
const read = { input: 'phone.zip', subject: device, observations: said };

describe('a rule explained', () => {
  const [found] = explain([profileOf(camera)], read, { asOf });

  it('has the finding of the audit, with the reason and the remedy of the rule', () => {
    expect(found?.finding).toEqual(evaluate(profileOf(camera), device, said, { asOf })[0]);
    expect(found).toMatchObject({
      input: 'phone.zip',
      subject: device,
      rationale: 'Why.',
      remediation: 'How.',
      condition: [],
    });
  });

  it('names every input that speaks of the phone', () => {
    const [joined] = explain([profileOf(camera)], { ...read, joined: ['devices.csv'] }, { asOf });
    if (joined === undefined) throw new Error('nothing was explained');
    const text = subjectText(joined, { width: 100, color: false, unicode: true, verbose: false });
    expect(text).toContain('phone.zip + devices.csv');
  });

  it('tells the setting, how it merges, what was wanted, and which layer decided', () => {
    expect(found?.settings).toHaveLength(1);
    expect(found?.settings[0]).toMatchObject({
      setting: 'camera.allowed',
      title: 'The camera can be used',
      merge: 'and',
      expected: 'false',
      decidedBy: 'observed',
    });
    expect(found?.settings[0]).not.toHaveProperty('scope');
    expect(found?.settings[0]).not.toHaveProperty('shownBy');
  });

  it('shows every witness, also those that a phone does not follow', () => {
    expect(found?.settings[0]?.claims).toEqual([
      {
        layer: 'observed',
        origin: 'explicit',
        evidence: { input: 'made-up.plist', locator: 'observed.camera.allowed' },
        value: true,
        notes: [],
      },
      {
        layer: 'installed',
        origin: 'explicit',
        evidence: { input: 'made-up.plist', locator: 'installed.camera.allowed' },
        value: false,
        effect: 'no effect here: what demands it has no effect on a device that is not supervised',
        notes: ['unverified-key'],
      },
      {
        layer: 'required',
        origin: 'default',
        evidence: { input: 'made-up.plist', locator: 'required.camera.allowed' },
        value: false,
        collected: '2026-11-01T00:00:00Z',
        expires: '2027-01-01T00:00:00Z',
        effect: 'effect not known: the version of the operating system is not shown',
        notes: [],
      },
    ]);
  });

  it('shows what each layer with an effect comes to', () => {
    expect(found?.settings[0]?.layers).toEqual([
      { layer: 'observed', value: true, verdict: 'fail', notes: [] },
      { layer: 'required', value: false, verdict: 'pass', notes: [] },
    ]);
  });

  it('tells an undecided layer, and a claim without a value', () => {
    const { value: _value, ...place } = claim('camera.allowed', true, 'observed') as Observation & {
      value: unknown;
    };
    const doubt: Observation = { ...place, unknown: 'encrypted' };
    const [one] = explain([profileOf(camera)], { ...read, observations: [doubt] }, { asOf });
    expect(one?.settings[0]?.layers).toEqual([{ layer: 'observed', unknown: 'encrypted', notes: [] }]);
    expect(one?.settings[0]?.claims[0]).toMatchObject({ unknown: 'encrypted' });
    expect(one?.settings[0]).not.toHaveProperty('decidedBy');
  });

  it('names what would show a setting of which nothing is said', () => {
    const [one] = explain([profileOf(camera)], { ...read, observations: [] }, { asOf });
    expect(one?.settings[0]?.claims).toEqual([]);
    expect(one?.settings[0]?.shownBy).toContain('Restrictions');
    const attested = rule('x', 'statement.linkedDevicesReviewed');
    const [other] = explain([profileOf(attested)], { ...read, observations: [] }, { asOf });
    expect(other?.settings[0]?.shownBy).toBe('a dated statement of the user or administrator (attestation)');
    expect(other).not.toHaveProperty('rationale');
    expect(other).not.toHaveProperty('remediation');
  });

  it('tells the condition apart', () => {
    const conditional = rule('x', 'camera.allowed', {
      when: { setting: 'screenCapture.allowed', is: [{ operator: 'equals', options: true }] },
    });
    const both = [...said, claim('screenCapture.allowed', true, 'observed')];
    const [one] = explain([profileOf(conditional)], { ...read, observations: both }, { asOf });
    expect(one?.condition.map(({ setting }) => setting)).toEqual(['screenCapture.allowed']);
    expect(one?.settings.map(({ setting }) => setting)).toEqual(['camera.allowed']);
  });

  it('tells every setting of an expression', () => {
    const several = rule('x', 'camera.allowed', {
      expression: {
        any: ['camera.allowed', 'screenCapture.allowed'].map((setting) => ({
          setting,
          is: [{ operator: 'equals', options: false }],
        })),
      },
    });
    const [one] = explain([profileOf(several)], read, { asOf });
    expect(one?.settings.map(({ setting }) => setting)).toEqual(['camera.allowed', 'screenCapture.allowed']);
  });

  it('tells each app and user', () => {
    const app = rule('x', 'app.permission.camera', { apps: ['whatsapp', 'signal'] });
    const observations = [
      claim('app.permission.camera', 'granted', 'observed', { scope: 'app:whatsapp@0' }),
      claim('app.permission.camera', 'denied', 'observed', { scope: 'app:whatsapp@10' }),
    ];
    const found = explain([profileOf(app)], { ...read, observations }, { asOf });
    expect(found.map(({ finding }) => finding?.scope)).toEqual([
      'app:whatsapp@0',
      'app:whatsapp@10',
      'app:signal',
    ]);
    expect(found[1]?.settings[0]?.scope).toBe('app:whatsapp@10');
  });
});

describe('what was asked for', () => {
  const screen = rule('screen', 'screenCapture.allowed', {
    when: { setting: 'camera.allowed', is: [{ operator: 'equals', options: true }] },
  });
  const location = rule('location', 'location.services.enabled');
  const profile = profileOf(camera, screen, location);
  it.each<[string, object, string[]]>([
    ['nothing: all rules', {}, ['camera', 'screen', 'location']],
    ['a rule', { rule: 'screen' }, ['screen']],
    ['a setting, also in a condition', { setting: 'camera.allowed' }, ['camera', 'screen']],
    ['both', { rule: 'camera', setting: 'camera.allowed' }, ['camera']],
    ['a rule that does not speak of it', { rule: 'location', setting: 'camera.allowed' }, []],
  ])('%s', (_name, asked, wanted) => {
    const found = explain([profile], read, { asOf, ...asked });
    expect(found.map(({ finding }) => finding?.rule)).toEqual(wanted);
    expect(profile.rules.filter((one) => isAskedFor(one, { asOf, ...asked })).map(({ id }) => id)).toEqual(
      wanted,
    );
  });
});

describe('a setting without a rule', () => {
  it('stands as the evidence has it, without a verdict', () => {
    const [one, ...others] = explain([], read, { asOf, setting: 'camera.allowed' });
    expect(others).toEqual([]);
    expect(one).not.toHaveProperty('finding');
    expect(one?.condition).toEqual([]);
    expect(one?.settings[0]).not.toHaveProperty('expected');
    expect(one?.settings[0]).not.toHaveProperty('decidedBy');
    expect(one?.settings[0]?.layers).toEqual([
      { layer: 'observed', value: true, notes: [] },
      { layer: 'required', value: false, notes: [] },
    ]);
    expect(one?.settings[0]?.claims).toHaveLength(3);
  });

  it('of apps stands for each app that the evidence speaks of', () => {
    const observations = [
      claim('app.permission.camera', 'granted', 'observed', { scope: 'app:whatsapp@0' }),
      claim('app.installed', true, 'observed', { scope: 'app:signal' }),
    ];
    const found = explain([], { ...read, observations }, { asOf, setting: 'app.permission.camera' });
    expect(found.map(({ settings }) => [settings[0]?.scope, settings[0]?.claims.length])).toEqual([
      ['app:signal', 0],
      ['app:whatsapp@0', 1],
    ]);
  });
});
