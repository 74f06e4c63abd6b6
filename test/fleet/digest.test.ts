/** The hash of a file is that of its bytes, in whatever steps they are taken, ahead of the rows or with them. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Digest } from '../../src/fleet/digest.ts';
import { NotPlain } from '../../src/fleet/not-plain.ts';
import type { FleetFile } from '../../src/fleet/tasks.ts';
import { Random } from '../../tools/fuzz/mutate.ts';

const folder = mkdtempSync(join(tmpdir(), 'passmuster-digest-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(content: Buffer): FleetFile {
  const path = join(folder, 'fleet.csv');
  writeFileSync(path, content);
  const frame = { form: 'csv', start: 0, line: 1 } as const;
  return { path, name: 'fleet.csv', size: content.length, source: '', head: content.subarray(0, 1), frame };
}

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
const lines = (random: Random, count: number): string =>
  Array.from({ length: count }, () => `${'größer ✓ '.repeat(random.below(30))}\n`).join('');

describe('the hash of a file', () => {
  it('is the same in any steps', () => {
    const random = new Random(3);
    for (let run = 0; run < 40; run += 1) {
      const content = Buffer.from(lines(random, random.below(400)));
      const digest = new Digest(fileOf(content));
      for (let at = 0; at < content.length;) {
        const next = content.indexOf('\n', Math.min(content.length - 1, at + random.below(4000))) + 1;
        const step = random.below(4);
        if (step === 0) digest.goAhead(next);
        else if (step === 1) digest.follow(next);
        else if (step === 2) digest.take(content.subarray(at, next), at);
        if (step > 0) at = next; // what nobody takes is read when the next lines are
      }
      expect(digest.done()).toBe(sha256(content));
    }
  });

  it('goes ahead by whole lines, and not without one', () => {
    const text = `${'ü'.repeat(700_000)}\n${'ü'.repeat(10)}`;
    const digest = new Digest(fileOf(Buffer.from(text)));
    expect(digest.goAhead(0)).toBe(false); // a step is shorter than the line
    digest.follow(1_400_001);
    expect(digest.goAhead(0)).toBe(false);
    expect(digest.done()).toBe(sha256(Buffer.from(text)));
  });

  it('is none of what is no UTF-8, whoever reads it', () => {
    const content = Buffer.from('plain\nodd x\nplain\n');
    content[content.indexOf('x')] = 0xff;
    const steps: ((digest: Digest) => unknown)[] = [
      (digest) => digest.goAhead(0),
      (digest) => digest.follow(content.length),
      (digest) => digest.take(content, 0),
    ];
    for (const step of steps) expect(() => step(new Digest(fileOf(content)))).toThrow(NotPlain);
  });
});
