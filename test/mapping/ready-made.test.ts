/** The mappings that come with the program. Fixture folders are the tests: test/fixtures/mappings/<id>/<ok.case | bad.case>/{input.*, expected.json}. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadMapping, problemLines } from '../../src/mapping/load.ts';
import { readyMade, readyMadeFile, readyMadeIds, readyMadeText } from '../../src/mapping/ready-made.ts';
import { isKnown, type Observation } from '../../src/model/observation.ts';
import type { RawEvent } from '../../src/read/events.ts';
import { readApart } from '../../src/read/paths.ts';
import { detectionInput } from '../../src/sources/detect.ts';
import { claims } from '../../src/sources/mapped.ts';
import { sources } from '../../src/sources/registry.ts';
import { withoutPlace } from '../support/places.ts';

const root = join(import.meta.dirname, '..', 'fixtures', 'mappings');
const asOf = '2026-11-20T23:59:59Z';
const foldersOf = (path: string): string[] => readdirSync(path).sort();
const inputOf = (folder: string) =>
  join(folder, readdirSync(folder).find((name) => name.startsWith('input.')) ?? '');

async function readCase(folder: string): Promise<RawEvent[]> {
  const path = inputOf(folder);
  const events: RawEvent[] = [];
  for await (const event of readApart([path], { asOf, identityKey: 'of the tests' }))
    events.push(withoutPlace(event));
  return JSON.parse(JSON.stringify(events).replaceAll(relative(process.cwd(), path), relative(folder, path)));
}

const observationsOf = (events: readonly RawEvent[]): Observation[] =>
  events.flatMap((event) => (event.kind === 'subject' ? event.observations : []));

it('have fixtures each', () => expect(foldersOf(root)).toEqual(readyMadeIds()));

describe.each(readyMadeIds().map((id) => [id]))('%s', (id) => {
  it('is a mapping, and says how certain it is', () => {
    const { problems } = loadMapping(Buffer.from(readyMadeText(id)), []);
    expect(problemLines(id, problems)).toEqual([]);
    expect(readyMadeFile(id).id).toBe(id);
    expect(readyMadeFile(id).title).toMatch(/\((names )?(verified|documented|unverified)/);
    expect(readyMadeText(id)).toMatch(/^# Certainty: /m);
  });

  it.each(foldersOf(join(root, id)).map((name) => [name]))('%s reads as expected', async (name) => {
    const folder = join(root, id, name);
    const events = await readCase(folder);
    await expect(`${JSON.stringify(events, null, 2)}\n`).toMatchFileSnapshot(join(folder, 'expected.json'));
    const records = events.flatMap((event) => (event.kind === 'input' ? [event.record] : []));
    expect(records).toHaveLength(1);
    expect(records[0]?.source).toBe(`mapping:${id}`);
    if (name.startsWith('ok.')) expect(records[0]?.status).toBe('read');
    else expect(records[0]?.status).not.toBe('read');
  });

  it.each(foldersOf(join(root, id)).map((name) => [name]))('%s is claimed by it alone', (name) => {
    const path = inputOf(join(root, id, name));
    const facts = detectionInput(path, new Uint8Array(readFileSync(path)));
    expect(sources.filter((one) => one.detect(facts) === 'yes').map((one) => one.id)).toEqual([]);
    expect(
      readyMade()
        .filter((one) => claims(one, facts))
        .map(({ file }) => file.id),
    ).toEqual([id]);
  });

  it('reads every setting both ways', async () => {
    const read = async (name: string) => {
      const found = new Map<string, Set<unknown>>();
      for (const one of observationsOf(await readCase(join(root, id, name))))
        if (isKnown(one)) found.set(one.setting, (found.get(one.setting) ?? new Set()).add(one.value));
      return found;
    };
    const [pass, fail] = [await read('ok.pass'), await read('ok.fail')];
    const { subject, settings = {} } = readyMadeFile(id);
    const mapped = [
      ...(subject.osVersion === undefined ? [] : ['os.version']),
      ...(subject.ownership === undefined ? [] : ['device.ownership']),
      ...Object.keys(settings),
    ];
    for (const setting of mapped) {
      const all = [...(pass.get(setting) ?? []), ...(fail.get(setting) ?? [])];
      // A device that is still listed is not thereby shown to be managed.
      const least = id === 'manageengine-mdm' && setting === 'device.managed' ? 1 : 2;
      expect(new Set(all).size, setting).toBeGreaterThanOrEqual(least);
    }
  });
});
