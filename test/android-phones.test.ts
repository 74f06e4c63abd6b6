/** Made-up phones of six Android versions, whole: what is read from each of them, and that nobody's name comes out. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isKnown, type Observation } from '../src/model/observation.ts';
import type { ReadEvent } from '../src/read/events.ts';
import { readPaths } from '../src/read/paths.ts';
import { androidPhone, releases } from '../tools/fixtures/android-dumps.ts';
import { canaries } from '../tools/fixtures/android/releases.ts';

const root = join(import.meta.dirname, 'fixtures', 'android');

async function readPhone(path: string): Promise<ReadEvent[]> {
  const events: ReadEvent[] = [];
  for await (const event of readPaths([path], { asOf: '2026-11-28T00:00:00Z' })) events.push(event);
  return JSON.parse(JSON.stringify(events).replaceAll(relative(process.cwd(), path), 'phone'));
}

const said = (one: Observation) =>
  [
    one.scope ?? '-',
    one.setting,
    isKnown(one) ? JSON.stringify(one.value) : `unknown (${one.unknown})`,
    ...(one.notes ?? []),
    `${one.evidence.entry}:${one.evidence.line}`,
  ].join(' ');

describe.each(releases.map((release) => [release.name, release] as const))('Android %s', (name, release) => {
  const folder = join(root, `android-${name}`);

  it('prints what the generator writes', () => {
    for (const [file, text] of Object.entries(androidPhone(release)))
      expect(readFileSync(join(folder, file), 'utf8'), file).toBe(text);
  });

  it('shows what is expected, and no name', async () => {
    const events = await readPhone(folder);
    const text = JSON.stringify(events);
    for (const canary of Object.values(canaries)) expect(text).not.toContain(canary);
    const [subject, input] = events;
    if (subject?.kind !== 'subject' || input?.kind !== 'input') throw new Error('no phone');
    expect(events).toHaveLength(2);
    expect(input.record.status).toBe('read');
    expect(subject.subject).toMatchObject({
      kind: 'device',
      platform: 'android',
      model: `Example EX${name}`,
    });
    await expect(`${subject.observations.map(said).join('\n')}\n`).toMatchFileSnapshot(
      join(root, `android-${name}.expected.txt`),
    );
  });
});
