/** A file that grows past the memory of the system, where that is possible, holds what was written and nothing else. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { GrowingFile } from '../../src/cli/growing-file.ts';
import { Random } from '../../tools/fuzz/mutate.ts';

// One folder on a disk; the other, where there is one, in the memory, which has other rules for such writing.
const homes = [tmpdir(), '/dev/shm'].filter((home) =>
  statSync(home, { throwIfNoEntry: false })?.isDirectory(),
);
const folders = homes.map((home) => mkdtempSync(join(home, 'passmuster-growing-')));
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));
const seed = Number(process.env['PASSMUSTER_SEED'] ?? 3);

/** Texts and bytes of odd lengths. */
async function fill(file: GrowingFile, random: Random, least: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let length = 0; length < least;) {
    const text = 'aé✓😀'.repeat(random.below([3, 2000, 60_000][random.below(3)] ?? 1)) + random.below(10);
    const bytes = Buffer.from(text);
    if (random.below(2) === 0) await file.text(text);
    else {
      const lent = Uint8Array.from(bytes);
      await file.bytes(lent);
      lent.fill(0); // they are the caller's again
    }
    parts.push(bytes);
    length += bytes.length;
  }
  return Buffer.concat(parts);
}

it.each([0, 1, 5000, 1_048_576, 3_500_000, 40_000_000])('of %s bytes and more', async (least) => {
  for (const folder of folders) {
    const path = join(folder, `${least}`);
    const random = new Random(seed + least);
    const file = new GrowingFile(path);
    await file.open();
    await fill(file, random, least / 3);
    await file.restart();
    const whole = await fill(file, random, least);
    expect(readdirSync(folder)).not.toContain(`${least}`);
    await file.done();
    expect(readFileSync(path).equals(whole)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  }
});

afterEach(() => vi.unstubAllGlobals());

it('in memory that begins anywhere goes the ordinary way', async () => {
  vi.stubGlobal('WebAssembly', undefined);
  for (const folder of folders) {
    const file = new GrowingFile(join(folder, 'odd'));
    await file.open();
    const whole = await fill(file, new Random(seed), 5_000_000);
    await file.done();
    expect(readFileSync(join(folder, 'odd')).equals(whole)).toBe(true);
  }
});

it.each([1_047_000, 1_044_480, 1_044_483, 1_048_575, 1_048_576, 1_048_577])(
  'takes texts that may need %s bytes behind a part of a block',
  async (most) => {
    const path = join(folders[0] ?? '', 'rest');
    const text = 'a'.repeat(Math.floor(most / 3));
    const file = new GrowingFile(path);
    await file.open();
    const parts = ['b'.repeat(4095), ...Array.from({ length: 9 }, () => text), 'c'];
    for (const part of parts) await file.text(part);
    await file.done();
    expect(readFileSync(path, 'utf8') === parts.join('')).toBe(true);
  },
);

it('that is given up leaves nothing', async () => {
  for (const folder of folders) {
    const file = new GrowingFile(join(folder, 'none'));
    await file.open();
    await fill(file, new Random(seed), 5_000_000);
    await file.giveUp();
    expect(readdirSync(folder).filter((name) => name === 'none' || name.startsWith('.'))).toEqual([]);
  }
});
