/** examples/handset: it is what its generator writes, a collection as the script leaves it, small, and shows every kind of verdict. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { shapeOf } from '../src/report/words.ts';
import { handsetFiles } from '../tools/examples/handset.ts';
import { handset, handsetReport } from './support/handset.ts';

const committed = readdirSync(handset, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(handset.length + 1))
  .sort();

/** SQLite keeps in bytes 96 to 99 which of its versions wrote a file. */
function withoutVersion(content: string | Uint8Array): string {
  const bytes = Buffer.from(content);
  if (bytes.subarray(0, 15).toString('latin1') === 'SQLite format 3') bytes.fill(0, 96, 100);
  return bytes.toString('latin1');
}

it('is what npm run examples writes, in less than 300 KB', () => {
  const files = handsetFiles();
  expect(committed).toEqual([...files.keys()].sort());
  let size = 0;
  for (const [path, content] of files) {
    const bytes = readFileSync(join(handset, path));
    size += bytes.length;
    expect(withoutVersion(bytes) === withoutVersion(content), path).toBe(true);
  }
  expect(size).toBeLessThan(300_000);
});

it('shows every kind of verdict but a waiver and an error', async () => {
  const { findings, subjects } = await handsetReport();
  const shown = (word: string) => findings.filter((one) => shapeOf(one).word === word);
  expect(shown('pass').some(({ attested }) => attested !== true)).toBe(true);
  expect(shown('pass').filter(({ attested }) => attested === true)).toHaveLength(4);
  const rules = (outcome: string) => shown(outcome).map(({ rule, scope = '' }) => `${rule} ${scope}`);
  expect(rules('fail')).toEqual(
    expect.arrayContaining(['moj-wa-local-backup ', 'moj-wa-camera app:whatsapp@0']),
  );
  expect(rules('pass')).toContain('moj-wa-camera app:whatsapp@10');
  expect(rules('unknown (ambiguous)')).toEqual(['moj-wa-location app:whatsapp']);
  expect(rules('unknown (needs a person)')).toContain('moj-wa-classification-statement ');
  expect(shown('unknown').length).toBeGreaterThan(5);
  expect(rules('not-applicable')).toContain('moj-wa-two-step app:whatsapp-business');
  const expired = findings.filter(({ reason }) => reason === 'attestation-expired');
  expect(expired.map(({ rule }) => rule)).toEqual(['moj-wa-linked-devices']);
  expect(subjects.map(({ joined }) => joined)).toContainEqual([expect.stringContaining('lon-017-iphone')]);
});
