/** A profile that extends another: what is left, what is changed, and what is told of it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findProfiles, loadNamed, profileBytes } from '../../src/profiles/find.ts';
import { loadProfile } from '../../src/profiles/load.ts';
import { utf8 } from '../support/bytes.ts';

const rule = (id: string, more = 'is: { atLeast: { parameter: length } }') => `  - id: ${id}
    title: Rule ${id}
    severity: high
    setting: passcode.minimumLength
    ${more}
    examples: { pass: [{ passcode.minimumLength: 12 }], fail: [{ passcode.minimumLength: 1 }] }
`;
const base = `id: base
title: Base
version: '1'
parameters:
  length: { title: Length, type: integer, default: 6, minimum: 4, maximum: 12 }
rules:
${rule('one')}${rule('two')}${rule('three')}`;
const bases = new Map([['base', utf8(base)]]);
const ours = (text: string) => `id: ours\ntitle: Ours\nversion: '1'\nextends: base\n${text}`;
const load = (text: string) => loadProfile(utf8(ours(text)), {}, bases);
const because = 'rationale: It is decided so.';

describe('a tailored profile', () => {
  it.each<[string, string, string[]]>([
    ['keeps all', '', ['one', 'three', 'two']],
    ['selects', `tailoring: [{ select: [one, two], ${because} }]`, ['one', 'two']],
    ['deselects', `tailoring: [{ deselect: [two], ${because} }]`, ['one', 'three']],
    ['adds', `rules:\n${rule('zero')}`, ['one', 'three', 'two', 'zero']],
  ])('%s', (_name, text, ids) => {
    const { profile, problems } = load(text);
    expect(problems).toEqual([]);
    expect(profile?.rules.map(({ id }) => id)).toEqual(ids);
    expect(profile?.base).toMatchObject({ id: 'base', version: '1' });
  });

  it('changes severities and parameters, and says why', () => {
    const { profile } = load(
      `tailoring:\n  - severity: { one: low }\n    parameters: { length: 8 }\n    ${because}\n`,
    );
    const one = profile?.rules.find(({ id }) => id === 'one');
    expect(one).toMatchObject({ severity: 'low', expression: { is: [{ operator: 'atLeast', options: 8 }] } });
    expect(profile?.changes).toEqual([{ change: 'one is low; length is 8', rationale: 'It is decided so.' }]);
  });

  it('what is set at the run comes before what is tailored', () => {
    const text = utf8(ours(`tailoring: [{ parameters: { length: 8 }, ${because} }]`));
    const { profile } = loadProfile(text, { length: '10' }, bases);
    expect(profile?.rules[0]?.expression).toMatchObject({ is: [{ options: 10 }] });
  });

  it.each<[string, string, string]>([
    ['a rule that is not there', `tailoring: [{ deselect: [tow], ${because} }]`, 'did you mean `two`?'],
    [
      'a parameter that is not there',
      `tailoring: [{ parameters: { size: 8 }, ${because} }]`,
      'no parameter `size`',
    ],
    ['no reason', 'tailoring: [{ deselect: [two] }]', 'lacks the key `rationale`'],
    ['a rule id that the base has', `rules:\n${rule('one')}`, 'stands twice'],
    ['a group that extends', 'includes: [base]', '`includes` alone'],
  ])('is refused with %s', (_name, text, problem) => {
    const { profile, problems } = load(text);
    expect(profile).toBeUndefined();
    expect(problems.map(({ message }) => message).join(' ')).toContain(problem);
  });

  it.each<[string, string, string]>([
    ['extends what is not known', "id: a\ntitle: A\nversion: '1'\nextends: nowhere\n", 'is not known'],
    ['has nothing', "id: a\ntitle: A\nversion: '1'\n", 'needs `rules`, or `extends`'],
    [
      'tailors nothing',
      `id: a\ntitle: A\nversion: '1'\ntailoring: [{ select: [x], ${because} }]\nrules:\n${rule('one', 'is: 6')}`,
      '`extends` is missing',
    ],
  ])('one that %s is refused', (_name, text, problem) => {
    const { problems } = loadProfile(utf8(text), {}, bases);
    expect(problems.map(({ message }) => message).join(' ')).toContain(problem);
  });
});

describe('profiles in a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'passmuster-profiles-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, `${name}.yaml`), text);
    return join(folder, `${name}.yaml`);
  };
  file('base', base);

  it('extend the one beside them, in chains', async () => {
    file('ours', ours(`tailoring: [{ deselect: [two], ${because} }]`));
    const mine = file(
      'mine',
      `id: mine\ntitle: Mine\nversion: '1'\nextends: ours\ntailoring: [{ deselect: [one], ${because} }]\n`,
    );
    const [profile] = await findProfiles([mine]);
    expect(profile?.rules.map(({ id }) => id)).toEqual(['three']);
  });

  it('that extend each other are refused', async () => {
    file('a', "id: a\ntitle: A\nversion: '1'\nextends: b\n");
    const b = file('b', "id: b\ntitle: B\nversion: '1'\nextends: a\n");
    const { problems } = await loadNamed(await profileBytes(b));
    expect(problems).toHaveLength(1);
  });

  it('stand for others as a group, built-in ones too', async () => {
    const group = file('group', "id: group\ntitle: G\nversion: '1'\nincludes: [base, uk-ncsc-ios]\n");
    expect((await findProfiles([group])).map(({ id }) => id)).toEqual(['base', 'uk-ncsc-ios']);
    const lost = file('lost', "id: lost\ntitle: L\nversion: '1'\nincludes: [nowhere]\n");
    await expect(findProfiles([lost])).rejects.toMatchObject({ code: 'profile-unknown' });
  });

  it('name no path', async () => {
    const path = file('sly', "id: sly\ntitle: S\nversion: '1'\nextends: ../base\n");
    const { problems } = await loadNamed(await profileBytes(path));
    expect(problems).not.toEqual([]);
  });
});
