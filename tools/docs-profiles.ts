/**
 * Writes docs/profiles.md and a page for each audit profile in docs/profiles/: npm run docs:profiles. Which source can decide which
 * rule comes from what the readers make of the fixtures in test/fixtures/sources.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtInIds, loadNamed, profileBytes } from '../src/profiles/find.ts';
import { requireProfile } from '../src/profiles/load.ts';
import { coverage, type SourceCoverage } from './docs-profiles/coverage.ts';
import { type Documented, overview, page } from './docs-profiles/pages.ts';

const docs = join(import.meta.dirname, '..', 'docs');

export async function documented(): Promise<Documented[]> {
  const all: Documented[] = [];
  for (const id of builtInIds()) {
    const source = await profileBytes(id);
    const loaded = await loadNamed(source);
    const profile = requireProfile(id, loaded);
    if (loaded.includes.length > 0) continue;
    all.push({ profile, parameters: loaded.parameters });
  }
  return all;
}

/** Every page by its name below docs/. */
export async function pages(sources: readonly SourceCoverage[] = coverage()): Promise<Map<string, string>> {
  const profiles = await documented();
  return new Map([
    ['profiles.md', overview(profiles, sources)],
    ...profiles.map((one) => [`profiles/${one.profile.id}.md`, page(one, sources)] as const),
  ]);
}

if (import.meta.main) {
  const made = await pages();
  mkdirSync(join(docs, 'profiles'), { recursive: true });
  for (const name of readdirSync(join(docs, 'profiles')))
    if (!made.has(`profiles/${name}`)) rmSync(join(docs, 'profiles', name));
  for (const [name, text] of made) writeFileSync(join(docs, name), text);
}
