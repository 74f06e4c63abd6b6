/** Fixture folders are the tests: test/fixtures/sources/<source>/<ok.case | bad.case>/{input.*, expected.json}. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RawEvent } from '../src/read/events.ts';
import { named, readApart } from '../src/read/paths.ts';
import { detectionInput } from '../src/sources/detect.ts';
import { sources } from '../src/sources/registry.ts';
import { withoutPlace } from './support/places.ts';

const root = join(import.meta.dirname, 'fixtures', 'sources');
const asOf = '2026-11-20T23:59:59Z';

const foldersOf = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
const inputOf = (folder: string) => readdirSync(folder).find((name) => name.startsWith('input.')) ?? 'input';

async function readCase(folder: string): Promise<RawEvent[]> {
  const path = join(folder, inputOf(folder));
  const events: RawEvent[] = [];
  const apart = readApart([path], { asOf, identityKey: 'of the tests' });
  for await (const event of named(apart)) events.push(withoutPlace(event));
  // Where the checkout lies is no part of the result.
  return JSON.parse(JSON.stringify(events).replaceAll(relative(process.cwd(), path), inputOf(folder)));
}

for (const source of foldersOf(root)) {
  describe(source, () => {
    for (const name of foldersOf(join(root, source))) {
      const folder = join(root, source, name);
      it(`${name} reads as expected`, async () => {
        const events = await readCase(folder);
        await expect(`${JSON.stringify(events, null, 2)}\n`).toMatchFileSnapshot(
          join(folder, 'expected.json'),
        );
        const records = events.flatMap((event) => (event.kind === 'input' ? [event.record] : []));
        expect(records).toHaveLength(1);
        expect(records[0]?.source).toBe(source);
        if (name.startsWith('ok.')) expect(records[0]?.status).toBe('read');
        else expect(records[0]?.status).not.toBe('read');
      });

      it(`${name} is claimed by one source only`, () => {
        const file = inputOf(folder);
        const facts = detectionInput(file, new Uint8Array(readFileSync(join(folder, file))));
        const yes = sources.filter((one) => one.detect(facts) === 'yes').map(({ id }) => id);
        expect(yes.length).toBeLessThanOrEqual(1);
        if (name.startsWith('ok.')) expect(yes).toEqual([source]);
      });
    }
  });
}
