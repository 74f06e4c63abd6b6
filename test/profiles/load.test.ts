/** What the schema cannot say: rules that could never be met, parameters, and the value that a right profile becomes. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Profile } from '../../src/model/profile.ts';
import { loadProfile, problemLines, requireProfile } from '../../src/profiles/load.ts';
import { bytes, changed, rule, sample, told } from './sample.ts';

const second = `rules:
  - id: camera
    title: The camera is on
    severity: low
    setting: camera.allowed
    is: true
    examples: { pass: [{ camera.allowed: true }], fail: [{ camera.allowed: false }] }
`;

describe('a rule that could never be met or never be judged', () => {
  it.each([
    [
      'is: { atLeast: 6 }',
      'is: false',
      '11:20: `atLeast` compares integer, number, choice; `camera.allowed` is of type boolean.',
    ],
    ['is: "false"', 'is: false', '11:9: `equals` on `camera.allowed` needs true or false.'],
    [
      'is: { equals: { parameter: days } }',
      'is: false',
      '11:19: `equals` on `camera.allowed` needs true or false.',
    ],
    [
      'setting: os.version\n    is: "17.1"',
      rule,
      '11:9: `equals` compares boolean, integer, number, choice, text; `os.version` is of type version.',
    ],
    [
      'setting: apps.installPolicy\n    is: allowlist',
      rule,
      '11:9: `apps.installPolicy` is never `allowlist`; did you mean `allowList`; its values are open, denyList, allowList.',
    ],
    [
      'setting: apps.installPolicy\n    is: { oneOf: [open, closed] }',
      rule,
      '11:18: `apps.installPolicy` is never `closed`; its values are open, denyList, allowList.',
    ],
    [
      'setting: passcode.minimumLength\n    is: { atLeast: six }',
      rule,
      '11:20: `atLeast` on `passcode.minimumLength` needs a whole number.',
    ],
    [
      'setting: passcode.minimumLength\n    is: { atLeast: 6.5 }',
      rule,
      '11:20: `atLeast` on `passcode.minimumLength` needs a whole number.',
    ],
    [
      'setting: passcode.minimumLength\n    is: { between: [8, 6] }',
      rule,
      '11:20: `between` takes the smaller number first.',
    ],
    [
      'setting: app.lock\n    is: false',
      rule,
      '7:5: `app.lock` is a setting of an app; the rule needs `app`.',
    ],
    [
      'when: { setting: app.lock, is: true }\n    severity: high',
      'severity: high',
      '9:11: `app.lock` is a setting of an app; the rule needs `app`.',
    ],
    [
      'all: [{ setting: camera.allowed, is: true }]\n    is: false',
      rule,
      '11:9: `is` belongs to `setting`; here it would not be looked at.',
    ],
    [
      'is: false\n    any: [{ setting: camera.allowed, is: true }]',
      'is: false',
      '7:5: Exactly one of `setting`, `sum`, `fact`, `parameter`, `all`, `any` and `none` is expected.',
    ],
    [
      'severity: high\n    examples',
      'severity: high\n    setting: camera.allowed\n    is: false\n    examples',
      '7:5: Exactly one of `setting`, `sum`, `fact`, `parameter`, `all`, `any` and `none` is expected.',
    ],
    [
      'setting: camera.allowed\n',
      'setting: camera.allowed\n    is: false\n',
      '7:5: `setting` needs `is`, `every` or `some`.',
    ],
    [
      'fail: [{ camera.allowed: "true" }]',
      'fail: [{ camera.allowed: true }]',
      '14:32: The example of `camera.allowed` needs true or false.',
    ],
    [
      'fail: [{ app.lock: true }]',
      'fail: [{ camera.allowed: true }]',
      '14:26: `app.lock` is a setting of an app; the rule needs `app`.',
    ],
  ])('%s', (wrong, right, problem) => {
    expect(told(changed(right, wrong))).toEqual([problem]);
  });

  it('a rule id that stands twice', () => {
    expect(told(changed('rules:\n', second))).toEqual(['13:9: The rule id `camera` stands twice.']);
  });
});

describe('what people may state', () => {
  const withAttestable = (attestable: string, more = '') =>
    changed('severity: high', `severity: high\n    attestable: ${attestable}${more}`);
  const loaded = (text: string) => requireProfile('p', loadProfile(bytes(text))).rules[0]?.attestable;

  it('is every setting of the rule that can be stated, unless the rule names fewer', () => {
    expect(loaded(withAttestable("{ maxAge: P90D, question: 'Is it off?', where: Settings }"))).toEqual({
      maxAgeDays: 90,
      settings: ['camera.allowed'],
      question: 'Is it off?',
      where: 'Settings',
    });
    const when = withAttestable(
      '{ maxAge: P30D, settings: [camera.allowed] }',
      '\n    when: { setting: storage.encrypted, is: true }',
    );
    expect(loaded(when)).toEqual({ maxAgeDays: 30, settings: ['camera.allowed'] });
    expect(loaded(when.replace(', settings: [camera.allowed]', ''))?.settings).toEqual([
      'camera.allowed',
      'storage.encrypted',
    ]);
    expect(loaded(sample)).toBeUndefined();
  });

  it.each([
    [
      '{ maxAge: 90 }',
      '',
      '10:27: `attestable.maxAge` of rule `camera` must be a text or `{ parameter: name }`.',
    ],
    [
      '{ maxAge: P3M }',
      '',
      '10:27: `attestable.maxAge` of rule `camera` must be a number of days, as `P90D`.',
    ],
    ['{ question: "Is it off?" }', '', '10:17: `attestable` of rule `camera` lacks the key `maxAge`.'],
    [
      '{ maxAge: P90D, settings: [storage.encrypted] }',
      '',
      '10:43: `storage.encrypted` is not a setting of this rule that is compared as a whole.',
    ],
    [
      '{ maxAge: P90D }',
      '\n    enforced: true',
      '10:17: `attestable` does not go with `enforced`: nobody can state that a policy demands it.',
    ],
  ])('is refused as %s%j', (attestable, more, problem) =>
    expect(told(withAttestable(attestable, more))).toEqual([problem]),
  );

  it('is never that an app is there', () => {
    const text = changed(
      rule,
      'setting: app.installed\n    app: whatsapp\n    is: false\n    attestable: { maxAge: P90D }',
    )
      .replace('camera.allowed: false', 'app.installed: false')
      .replace('camera.allowed: true', 'app.installed: true');
    expect(told(text)).toEqual(['13:17: None of the settings of this rule can be stated by a person.']);
  });
});

describe('a parameter', () => {
  const patched = changed(rule, 'setting: os.securityPatch\n    is: { newerThan: { parameter: days } }')
    .replace('{ camera.allowed: false }', '{ os.securityPatch: "2025-12-20" }')
    .replace('{ camera.allowed: true }', '{ os.securityPatch: "2024-12-20" }');
  const optionsOf = (set: Record<string, string>) => {
    const [first] = requireProfile('p', loadProfile(bytes(patched), set)).rules;
    return first?.expression;
  };

  it('brings its default, or the value that was set', () => {
    expect(optionsOf({})).toMatchObject({ is: [{ operator: 'newerThan', options: 30 }] });
    expect(optionsOf({ days: '7' })).toMatchObject({ is: [{ options: 7 }] });
  });

  it('whose value the operator does not take is a problem at the place of its use', () => {
    const problem = '11:22: `newerThan` cannot compare with the value of this parameter.';
    expect(problemLines('', loadProfile(bytes(patched), { days: '-7' }).problems)).toEqual([`:${problem}`]);
    expect(told(patched.replace('type: integer, default: 30', 'type: list, default: [a]'))).toEqual([
      problem,
    ]);
  });

  it('has a default of its own type', () => {
    const problem = '5:48: The default of the parameter `days` is not of type integer.';
    expect(told(changed('default: 30', 'default: "30"'))).toEqual([problem]);
  });
});

describe('text that is no YAML of the plain kind', () => {
  it.each([
    ['severity: high\n    severity: low', 10, 5],
    ['severity: &s high', 9, 18],
    ['severity: !own high', 9, 15],
    ['severity: *s', 9, 15],
    ['\tseverity: high', 9, 1],
  ])('%s', (wrong, line) => {
    const text = changed('    severity: high', wrong.startsWith('\t') ? wrong : `    ${wrong}`);
    const { profile, problems } = loadProfile(bytes(text));
    expect(profile).toBeUndefined();
    expect(problems.map((problem) => problem.line)).toEqual([line]);
  });
});

describe('a profile that is right', () => {
  const profile = (text: string): Profile => requireProfile('p', loadProfile(bytes(text)));

  it('keeps the hash of its bytes', () => {
    expect(profile(sample).sha256).toBe(createHash('sha256').update(sample).digest('hex'));
  });

  it('reads the short form as a comparison, and fills in what was left out', () => {
    expect(profile(sample).rules[0]).toEqual({
      id: 'camera',
      title: 'The camera is off',
      severity: 'high',
      expression: { setting: 'camera.allowed', is: [{ operator: 'equals', options: false }] },
      appliesTo: {},
      enforced: false,
      references: [],
      examples: { pass: [{ 'camera.allowed': false }], fail: [{ 'camera.allowed': true }] },
    });
  });

  it('orders its rules by id', () => {
    const text = changed('rules:\n', second.replace('id: camera', 'id: zoom'));
    expect(profile(text).rules.map(({ id }) => id)).toEqual(['camera', 'zoom']);
  });

  it('takes apps, conditions, ages and references', () => {
    const more = `app: whatsapp
    when: { setting: app.installed, is: true }
    maxAge: P90D
    references: [Sample guide, { title: Other guide, url: "https://example.invalid/guide" }]
    severity: high`;
    expect(profile(changed('severity: high', more)).rules[0]).toMatchObject({
      apps: ['whatsapp'],
      when: { setting: 'app.installed', is: [{ operator: 'equals', options: true }] },
      maxAgeDays: 90,
      references: [{ title: 'Sample guide' }, { title: 'Other guide', url: 'https://example.invalid/guide' }],
    });
  });

  it('with problems is refused with all of them, one a line', () => {
    const text = changed('title: Sample', 'titel: Sample').replace('is: false', 'is: []');
    expect(() => requireProfile('mine.yaml', loadProfile(bytes(text)))).toThrow(
      /^mine\.yaml:2:8: .*\nmine\.yaml:11:9: .*$/,
    );
  });
});
