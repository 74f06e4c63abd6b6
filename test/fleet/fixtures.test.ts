/** Every fixture of a source whose rows can be read one by one: threads write what the ordinary reader writes, or leave it to it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProfiles } from '../../src/profiles/find.ts';
import { sources } from '../../src/sources/registry.ts';
import { firstDifference } from './lines.ts';
import { both } from './same.ts';

const root = join(import.meta.dirname, '..', 'fixtures', 'sources');
const profiles = await findProfiles(['uk-ncsc-ios', 'uk-moj-whatsapp', 'uk-cyber-essentials-mobile']);

for (const { id } of sources.filter((source) => source.rows !== undefined)) {
  describe(id, () => {
    const read: string[] = [];
    const cases = readdirSync(join(root, id)).filter((name) => !name.startsWith('.'));

    it.each(cases)('%s', async (name) => {
      const folder = join(root, id, name);
      const file = readdirSync(folder).find((one) => one.startsWith('input.')) ?? '';
      const { ordinary, threads } = await both(
        { [file]: readFileSync(join(folder, file)) },
        { profiles, jobs: 1 },
      );
      if (threads === undefined) return;
      read.push(name);
      expect(firstDifference(threads, ordinary)).toBe('');
    });

    it('has some that threads read', () => {
      expect(read.length).toBeGreaterThanOrEqual(2);
    });
  });
}
