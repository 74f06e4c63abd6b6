/** Fixture folders are the tests: test/fixtures/sources/<source>/<ok.case | bad.case>/{input.*, expected.json}. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPaths, type ReadEvent } from '../src/audit.ts';
import { detectionInput } from '../src/sources/detect.ts';
import { sources } from '../src/sources/registry.ts';
import { readFileSync } from 'node:fs';

const root = join(import.meta.dirname, 'fixtures', 'sources');
const asOf = '2026-11-20T23:59:59Z';

async function readCase(folder: string): Promise<ReadEvent[]> {
  const events: ReadEvent[] = [];
  const name = inputOf(folder);
  for await (const event of readPaths([join(folder, name)], { asOf })) events.push(event);
  // Paths differ from machine to machine; the file name does not.
  const text = JSON.stringify(events).replaceAll(
    JSON.stringify(join(folder, name).replace(/^\//, '/')).slice(1, -1),
    name,
  );
  return JSON.parse(text) as ReadEvent[];
}

const inputOf = (folder: string) => readdirSync(folder).find((name) => name.startsWith('input.')) ?? 'input';

for (const source of readdirSync(root)) {
  describe(source, () => {
    for (const name of readdirSync(join(root, source))) {
      const folder = join(root, source, name);
      it(`${name} reads as expected`, async () => {
        const events = await readCase(folder);
        await expect(`${JSON.stringify(events, null, 2)}\n`).toMatchFileSnapshot(
          join(folder, 'expected.json'),
        );
        const records = events.flatMap((event) => (event.kind === 'input' ? [event.record] : []));
        expect(records).toHaveLength(1);
        expect(records[0]?.source).toBe(source);
        if (basename(folder).startsWith('ok.')) expect(records[0]?.status).toBe('read');
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
