/** What depends on a parameter, and what stands beside a verdict without changing it. */
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Observation } from '../../src/model/observation.ts';
import type { Subject } from '../../src/model/subject.ts';
import { runExamples } from '../../src/profiles/examples.ts';
import { loadProfile, requireProfile } from '../../src/profiles/load.ts';
import { bytes, changed, rule, told } from './sample.ts';

const subject: Subject = { id: 'phone', kind: 'device', platform: 'ios', labels: {} };
const asOf = '2026-01-01T00:00:00Z';

const shown = (setting: string, value: boolean | string[], scope?: string): Observation => ({
  setting,
  layer: 'observed',
  origin: 'explicit',
  value,
  evidence: { input: 'export.json', locator: setting },
  ...(scope === undefined ? {} : { scope }),
});

function judged(text: string, observations: readonly Observation[], set: Record<string, string> = {}) {
  const profile = requireProfile('sample', loadProfile(bytes(text), set));
  return evaluate(profile, subject, observations, { asOf })[0];
}

const parameters = 'days: { title: Days, type: integer, default: 30 }';
const withRegion = changed(parameters, 'region: { title: Region, type: string, default: GB }').replace(
  rule,
  'when: { parameter: region, is: GB }\n    setting: camera.allowed\n    is: false',
);

describe('a condition on a parameter', () => {
  it.each([
    ['GB', 'fail'],
    ['FR', 'not-applicable'],
    ['', 'unknown'],
  ])('with the value %j gives %s', (region, outcome) => {
    expect(judged(withRegion, [shown('camera.allowed', true)], { region })).toMatchObject({ outcome });
  });

  it('names the parameter that an organisation has left empty', () => {
    expect(judged(withRegion, [], { region: '' })?.message).toBe(
      'Whether the rule applies is not known: the parameter region: nothing in the evidence speaks about it. To decide it, add: a value for the parameter region (--set region=…).',
    );
  });

  it('of a name that is not declared is refused', () => {
    expect(told(changed(rule, 'parameter: region\n    is: GB'))).toEqual([
      '10:16: The parameter `region` is not declared.',
    ]);
  });
});

describe('the value of a parameter', () => {
  const apps = changed(parameters, 'apps: { title: Apps, type: list, default: [microsoft-teams, our.app] }');

  it('is multiplied, for settings of another unit', () => {
    const text = changed(
      rule,
      'setting: passcode.minimumLength\n    is: { atLeast: { parameter: days, times: 2 } }',
    )
      .replace('camera.allowed: false', 'passcode.minimumLength: 60')
      .replace('camera.allowed: true', 'passcode.minimumLength: 59');
    expect(loadProfile(bytes(text)).profile?.rules[0]?.expression).toMatchObject({
      is: [{ operator: 'atLeast', options: 60 }],
    });
  });

  it('becomes the bundle ids and package names of apps', () => {
    const text = apps.replace(
      rule,
      'setting: apps.installed\n    is: { subsetOf: { parameter: apps, as: app-ids } }',
    );
    const { profile } = loadProfile(
      bytes(
        text
          .replaceAll('camera.allowed: false', 'apps.installed: []')
          .replaceAll('camera.allowed: true', 'apps.installed: [x]'),
      ),
    );
    expect(profile?.rules[0]?.expression).toMatchObject({
      is: [{ options: ['com.microsoft.skype.teams', 'com.microsoft.teams', 'our.app'] }],
    });
  });

  it.each([
    ['{ parameter: days, as: app-ids }', 'The parameter `days` is no list of apps.'],
    ['{ parameter: none, times: 2 }', 'The parameter `none` is not declared.'],
  ])('%s is refused', (use, problem) => {
    expect(told(changed(rule, `setting: apps.installed\n    is: { subsetOf: ${use} }`)).join()).toContain(
      problem,
    );
  });
});

describe('the life of a statement', () => {
  const text = changed(rule, `${rule}\n    attestable: { maxAge: { parameter: days } }`);

  it('may be a parameter', () => {
    const { profile } = loadProfile(bytes(text), { days: '7' });
    expect(profile?.rules[0]?.attestable).toMatchObject({ maxAgeDays: 7 });
  });

  it.each([
    [
      'days: { title: Days, type: integer, default: 0 }',
      'The parameter `days` is no number of days from 1 on.',
    ],
    ['other: { title: Days, type: integer, default: 1 }', 'The parameter `days` is not declared.'],
  ])('from %s is refused', (declared, problem) => {
    expect(told(text.replace(parameters, declared)).join()).toContain(problem);
  });
});

describe('the apps of a rule', () => {
  const installed = 'setting: app.installed\n    is: false';
  const countries = 'countries: { title: Countries, type: list, default: [] }';
  const text = (app: string) =>
    changed(parameters, `apps: { title: Apps, type: list, default: [whatsapp, signal] }\n  ${countries}`)
      .replace(rule, `app: ${app}\n    ${installed}`)
      .replaceAll('camera.allowed', 'app.installed');
  const appsOf = (app: string, set: Record<string, string> = {}) =>
    loadProfile(bytes(text(app)), set).profile?.rules[0]?.apps;

  it('come from a parameter, and by the countries of their owners', () => {
    const owned = '{ parameter: apps, ownedIn: countries }';
    expect(appsOf(owned)).toEqual(['whatsapp', 'signal']);
    expect(appsOf(owned, { countries: 'CN' })).toEqual(['whatsapp', 'signal', 'qq', 'tiktok', 'wechat']);
  });

  it('do not come by an owner that is general knowledge only', () => {
    expect(appsOf('{ parameter: apps, ownedIn: countries }', { countries: 'AE' })).toEqual([
      'whatsapp',
      'signal',
    ]);
  });

  it('may be only those that the evidence speaks of', () => {
    const profile = requireProfile('sample', loadProfile(bytes(text('{ parameter: apps, found: true }'))));
    const observations = [shown('apps.installed', ['x']), shown('app.installed', true, 'app:signal')];
    const found = evaluate(profile, subject, observations, { asOf });
    expect(found.map(({ scope, outcome }) => [scope, outcome])).toEqual([['app:signal', 'fail']]);
  });
});

describe('a note', () => {
  const text = changed(
    rule,
    `${rule}\n    notes: [{ when: { setting: backup.cloud.enabled, is: true }, note: beside-it }]`,
  );

  it('goes with the finding and brings its witness', () => {
    const found = judged(text, [shown('camera.allowed', true), shown('backup.cloud.enabled', true)]);
    expect(found).toMatchObject({ outcome: 'fail', notes: expect.arrayContaining(['beside-it']) });
    expect(found?.evidence.map(({ locator }) => locator)).toEqual(['camera.allowed', 'backup.cloud.enabled']);
  });

  it.each([
    ['the opposite', [shown('backup.cloud.enabled', false)]],
    ['nothing', []],
  ])('does not go with it where the evidence shows %s', (_what, observations) => {
    expect(judged(text, [shown('camera.allowed', true), ...observations])?.notes).not.toContain('beside-it');
  });

  it('never stands with a rule that does not apply', () => {
    const apart = text.replace('severity: high', 'severity: high\n    appliesTo: { platform: [android] }');
    const found = judged(apart, [shown('camera.allowed', true), shown('backup.cloud.enabled', true)]);
    expect(found).toMatchObject({ outcome: 'not-applicable', notes: [] });
  });
});

describe('an example of a parameter', () => {
  const text = changed(parameters, 'apps: { title: Apps, type: list, default: [], example: [signal] }')
    .replace(rule, 'app: { parameter: apps }\n    setting: app.installed\n    is: false')
    .replaceAll('camera.allowed', 'app.installed');

  it('stands in for an empty default when the examples of rules are run, and nowhere else', () => {
    const profile = requireProfile('sample', loadProfile(bytes(text)));
    expect(runExamples(profile).filter(({ behaves }) => !behaves)).toEqual([]);
    expect(judged(text, [])).toMatchObject({ outcome: 'not-applicable', reason: 'no-apps-named' });
  });

  it('of another type is refused', () => {
    expect(told(text.replace('example: [signal]', 'example: signal'))[0]).toContain(
      'The example of the parameter `apps` is not of type list.',
    );
  });
});

describe('what a profile says of itself', () => {
  it('is kept, and its tailoring keeps it too', () => {
    const base = changed('version: "1"', 'version: "1"\nadvisory: true\nnotAssessable: [Private e-mail]');
    const ours = `id: ours\ntitle: Ours\nversion: "1"\nextends: sample\nnotAssessable: [Our own]\n`;
    const bases = new Map([['sample', bytes(base)]]);
    expect(loadProfile(bytes(ours), {}, bases).profile).toMatchObject({
      advisory: true,
      notAssessable: ['Private e-mail', 'Our own'],
    });
  });
});
