/** Reports of shards, joined, are the report of one run; what is missing or does not belong is refused. */
import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProfiles } from '../../src/profiles/find.ts';
import { mergeShards } from '../../src/report-merge.ts';
import { firstDifference } from './lines.ts';
import { type Both, both } from './same.ts';

const profiles = await findProfiles(['uk-cyber-essentials-mobile', 'uk-moj-whatsapp']);
const row = (number: number, more: object = {}): string =>
  JSON.stringify({
    id: `5f0a1b2c-0000-4000-8000-${String(number).padStart(12, '0')}`,
    deviceName: `phone ${number}`,
    operatingSystem: number % 3 === 0 ? 'Android' : 'iOS',
    osVersion: number % 2 === 0 ? '26.1' : '17.0',
    managedDeviceOwnerType: 'company',
    complianceState: 'compliant',
    isEncrypted: number % 5 > 0,
    jailBroken: 'False',
    lastSyncDateTime: '2026-11-19T08:00:00Z',
    serialNumber: `SYN${String(number).padStart(9, '0')}`,
    ...more,
  });
// One phone stands twice; another row needs the ordinary reader.
const fleet = [
  ...Array.from({ length: 60 }, (_, number) => row(number)),
  row(7, { osVersion: 'odd' }),
  row(61, { isEncrypted: 'odd' }),
];
const files = { 'fleet.json': `${fleet.join('\n')}\n` };
const of = 3;
let folder = '';
let whole: Both;
let shards: Both[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'passmuster-shards-'));
  const how = { profiles, blockBytes: 4000, folder: join(folder, 'fleet') };
  whole = await both(files, how);
  shards = [];
  for (let number = 1; number <= of; number += 1)
    shards.push(await both(files, { ...how, shard: { number, of } }));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function merged(texts: readonly string[], most?: number): Promise<string> {
  const paths = texts.map((text, index) => {
    const path = join(folder, `part-${index + 1}.ndjson`);
    writeFileSync(path, text);
    return path;
  });
  let result = '';
  await mergeShards(paths, (text) => void (result += text), most);
  return result;
}

describe('shards', () => {
  it('are the same by threads and by the ordinary reader, but for the order of their subjects', () => {
    const bare = (text: string | undefined) => text?.replaceAll(/,"order":\d+\}/g, '}');
    for (const { ordinary, threads } of shards)
      expect(firstDifference(bare(threads) ?? '', bare(ordinary) ?? '')).toBe('');
  });

  it('join to the report of one run', async () => {
    expect(firstDifference(await merged(shards.map(({ ordinary }) => ordinary)), whole.ordinary)).toBe('');
    const threads = shards.map((shard) => shard.threads ?? '');
    expect(firstDifference(await merged(threads.toReversed()), whole.threads ?? '')).toBe('');
  });

  it.each([0, 2])('join likewise where %d series are remembered', { timeout: 60_000 }, async (mostSeries) => {
    const how = { profiles, blockBytes: 4000, folder: join(folder, 'few'), mostSeries };
    const one = await both(files, how);
    const parts: Both[] = [];
    for (let number = 1; number <= of; number += 1)
      parts.push(await both(files, { ...how, shard: { number, of } }));
    expect(firstDifference(one.threads ?? '', one.ordinary)).toBe('');
    expect(one.ordinary.length).toBeGreaterThan(whole.ordinary.length);
    for (const texts of [parts.map(({ ordinary }) => ordinary), parts.map(({ threads = '' }) => threads)])
      expect(firstDifference(await merged(texts, mostSeries), one.ordinary)).toBe('');
  });

  it.skipIf(process.platform !== 'linux')('are closed, whether they join or not', async () => {
    const open = (): string[] =>
      readdirSync('/proc/self/fd').flatMap((number) => {
        try {
          return readlinkSync(`/proc/self/fd/${number}`).startsWith(folder) ? [number] : [];
        } catch {
          return []; // the one that lists them
        }
      });
    const damage = `${'x'.repeat(300_000)}\n`;
    const texts = shards.map(({ ordinary }) => ordinary.replace('{"type":"summary"', `${damage}$&`));
    await expect(merged(texts)).rejects.toThrow(/no JSON/);
    await expect(merged(['{}\n'.repeat(200_000), ...texts])).rejects.toThrow(/no NDJSON report/);
    await merged(shards.map(({ ordinary }) => ordinary));
    expect(open()).toEqual([]);
  });

  it('show on a page how many phones of theirs are left out', () => {
    for (const { page } of [whole, ...shards]) {
      const { subjects = [], left, summary } = page ?? {};
      expect(subjects.length).toBeGreaterThan(0);
      expect(subjects.length + (left?.subjects ?? 0)).toBe(summary?.population.devices);
    }
  });

  it.each<[string, (texts: readonly string[]) => readonly string[], RegExp]>([
    ['a shard is missing', ([first = '', second = '']) => [first, second], /3 is missing/],
    ['a shard stands twice', ([first = '', second = '']) => [first, second, first], /3 is missing/],
    ['one breaks off', ([first = '', ...rest]) => [first.slice(0, -200), ...rest], /does not end/],
    [
      'one has no summary',
      ([first = '', ...rest]) => [first.slice(0, first.lastIndexOf('{"type":"summary"')), ...rest],
      /breaks off/,
    ],
    [
      'one is of another day',
      ([first = '', ...rest]) => [first.replace('2026-11-20', '2026-11-21'), ...rest],
      /another run/,
    ],
    [
      'one is of other inputs',
      ([first = '', ...rest]) => [
        first.replace(/"sha256":"[0-9a-f]{64}","bytes"/, '"sha256":"","bytes"'),
        ...rest,
      ],
      /same inputs/,
    ],
    ['one is no report', ([, ...rest]) => ['{}\n', ...rest], /no NDJSON report/],
    [
      'a series is missing',
      ([first = '', ...rest]) =>
        [first, ...rest].map((text) => text.replaceAll(/\{"type":"series".*\n/g, '')),
      /a subject names a series that was not told/,
    ],
    [
      'a verdict is missing',
      ([first = '', ...rest]) =>
        [first, ...rest].map((text) => text.replaceAll(/\{"type":"verdict".*\n/g, '')),
      /a series names a verdict that was not told/,
    ],
  ])('refused where %s', async (_name, change, message) => {
    const texts = shards.map(({ ordinary }) => ordinary);
    await expect(merged(change(texts))).rejects.toThrow(message);
  });
});
