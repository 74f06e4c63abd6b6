/** Two profiles told apart: by what decides a verdict, not by their texts. */
import { describe, expect, it } from 'vitest';
import type { Expression, Profile, Rule } from '../../src/model/profile.ts';
import { diffProfiles, type Side } from '../../src/profiles/diff.ts';
import { expressionWords } from '../../src/profiles/words.ts';

const equals = (options: unknown) => [{ operator: 'equals', options }];
const camera: Expression = { setting: 'camera.allowed', is: equals(false) };
const managed: Expression = { fact: 'enrolmentType', is: equals('automated') };

const rule = (id: string, more: Partial<Rule> = {}): Rule => ({
  id,
  title: 'A rule',
  severity: 'high',
  expression: camera,
  appliesTo: {},
  enforced: false,
  references: [],
  examples: { pass: [], fail: [] },
  ...more,
});
const side = (rules: readonly Rule[], parameters: Side['parameters'] = new Map()): Side => {
  const profile: Profile = { id: 'p', title: 'P', version: '1', sha256: '', rules };
  return { profile, parameters };
};
const changesOf = (before: Partial<Rule>, after: Partial<Rule>) =>
  diffProfiles(side([rule('a', before)]), side([rule('a', after)])).changed.flatMap(({ changes }) => changes);

describe('two profiles', () => {
  it('differ by the rules that only one of them has', () => {
    const { added, removed, changed } = diffProfiles(
      side([rule('a'), rule('b')]),
      side([rule('b'), rule('c')]),
    );
    expect([added.map(({ id }) => id), removed.map(({ id }) => id), changed]).toEqual([['c'], ['a'], []]);
  });

  it.each<[Partial<Rule>, Partial<Rule>, string]>([
    [{}, { severity: 'low' }, 'severity: high → low'],
    [{}, { expression: managed }, 'wants: camera.allowed false → enrolmentType automated'],
    [{}, { when: managed }, 'when: always → enrolmentType automated'],
    [{}, { appliesTo: { platform: ['ios'] } }, 'applies to: {} → {"platform":["ios"]}'],
    [{}, { enforced: true }, 'enforced: no → yes'],
    [{}, { maxAgeDays: 90 }, 'oldest evidence: any → 90 days'],
    [{}, { apps: ['signal'] }, 'apps: none → signal'],
    [{ weight: 3 }, {}, 'weight: 3 → of its severity'],
    [
      {},
      { attestable: { maxAgeDays: 30, settings: ['camera.allowed'] } },
      'may be stated: no → camera.allowed for 30 days',
    ],
  ])('differ where one rule is %j and the other %j', (before, after, change) => {
    expect(changesOf(before, after)).toEqual([change]);
  });

  it('do not differ by title, reason, remedy, references and examples', () => {
    const texts = { title: 'Another', rationale: 'Why', remediation: 'How', references: [{ title: 'R' }] };
    expect(changesOf({}, { ...texts, examples: { pass: [{ 'camera.allowed': false }], fail: [] } })).toEqual(
      [],
    );
  });

  it('differ by the values of their parameters', () => {
    const before = side([], new Map([['length', 6]]));
    const after = side(
      [],
      new Map<string, number | string>([
        ['length', 8],
        ['version', '9.0'],
      ]),
    );
    expect(diffProfiles(before, after).parameters).toEqual(['length: 6 → 8', 'version: not there → "9.0"']);
  });
});

describe('what a rule wants', () => {
  it.each<[Expression, string]>([
    [
      { all: [camera, { any: [camera, managed] }] },
      'camera.allowed false and (camera.allowed false or enrolmentType automated)',
    ],
    [{ none: [camera, managed] }, 'none of camera.allowed false, enrolmentType automated'],
    [
      { setting: 'network.wifiEncrypted', each: 'every', is: equals(true) },
      'every network.wifiEncrypted true',
    ],
    [
      {
        sum: ['lock.maximumGraceMinutes', 'lock.maximumInactivityMinutes'],
        is: [{ operator: 'atMost', options: 15 }],
      },
      'lock.maximumGraceMinutes + lock.maximumInactivityMinutes at most 15',
    ],
  ])('is said of %j', (expression, words) => {
    expect(expressionWords(expression)).toBe(words);
  });
});
