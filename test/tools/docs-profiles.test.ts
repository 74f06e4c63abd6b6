/** docs/profiles.md and the page of each profile say what the profiles and the fixtures of the sources say now. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { coverage, decides, together } from '../../tools/docs-profiles/coverage.ts';
import { documented, pages } from '../../tools/docs-profiles.ts';

const docs = join(import.meta.dirname, '..', '..', 'docs');
/** The formatter pads tables. */
const plain = (text: string): string =>
  text
    .replaceAll(/-{3,}/g, '---')
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll('\\', '')
    .replaceAll(/\n{2,}/g, '\n');

describe('the pages on audit profiles', () => {
  it('are up to date: npm run docs:profiles', async () => {
    const made = await pages();
    const written = readdirSync(join(docs, 'profiles')).map((name) => `profiles/${name}`);
    expect([...written, 'profiles.md'].sort()).toEqual([...made.keys()].sort());
    for (const [name, text] of made)
      expect(plain(readFileSync(join(docs, name), 'utf8')), name).toBe(plain(text));
  });
});

describe('coverage by source', () => {
  it('tells policies from devices, and statements from both', async () => {
    const all = together(coverage());
    const rulesOf = async (id: string) =>
      (await documented()).find(({ profile }) => profile.id === id)?.profile.rules ?? [];
    const level1 = await rulesOf('microsoft-ios-level-1');
    expect(level1.every((rule) => decides(all, rule, 'policy'))).toBe(true);
    const stig = await rulesOf('disa-stig-ios');
    const training = stig.filter(({ id }) => id === 'training');
    expect(training).toHaveLength(1);
    for (const rule of training)
      expect([decides(all, rule, 'policy'), decides(all, rule, 'device')]).toEqual([false, false]);
    const supervision = stig.filter(({ id }) => id === 'supervision');
    expect(supervision.map((rule) => [decides(all, rule, 'policy'), decides(all, rule, 'device')])).toEqual([
      [false, true],
    ]);
  });
});
