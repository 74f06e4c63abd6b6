/** What no source claims: a file of another kind is ignored, a torn one is not. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { limits } from '../../src/io/limits.ts';
import type { InputRecord } from '../../src/model/report.ts';
import { readPaths } from '../../src/read/paths.ts';
import { utf16 } from '../support/bytes.ts';

const root = mkdtempSync(join(tmpdir(), 'passmuster-read-opened-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function recordOf(text: string | Uint8Array): Promise<InputRecord> {
  const folder = mkdtempSync(join(root, 'case-'));
  writeFileSync(join(folder, 'export.json'), text);
  const records: InputRecord[] = [];
  for await (const event of readPaths([folder], { asOf: '2026-11-20T23:59:59Z' }))
    if (event.kind === 'input') records.push(event.record);
  const [record] = records;
  if (record === undefined || records.length !== 1) throw new Error('not one record');
  return record;
}

const whole = JSON.stringify(
  { displayName: 'App protection', '@odata.type': '#microsoft.graph.iosManagedAppProtection' },
  null,
  1,
);
const cuts = [1, 2, 10, 20, whole.indexOf('@odata'), whole.length - 30];

describe('a file in a folder that no source claims', () => {
  it.each(cuts)('is unreadable when it is JSON cut after %i characters', async (length) => {
    const record = await recordOf(whole.slice(0, length));
    expect(record.status).toBe('unreadable');
    expect(record.notices).toMatchObject([
      { code: 'json-malformed', line: whole.slice(0, length).split('\n').length },
    ]);
  });

  it.each([
    ['JSON of another kind', '{"name": "something"}'],
    ['JSON with comments', '{\n  // a comment\n  "a": 1,\n}'],
    ['a list item of Markdown', '[ ] to do, {later'],
    ['a template', '{% if x %} {'],
    ['a settings file', '[section]\nkey = {'],
  ])('is ignored when it is %s', async (_name, text) => {
    expect(await recordOf(text)).toMatchObject({ status: 'ignored', notices: [{ code: 'unclaimed' }] });
  });

  describe('and that is longer than its head', () => {
    // Brackets and quotes inside of strings, everywhere, and a line end now and then.
    const rows = Array.from({ length: 9000 }, (_, at) => ({
      n: at,
      text: `[{"\\ ${'ü'.repeat(at % 40)}}] 電話`,
    }));
    const long = JSON.stringify({ rows, last: true }, null, 1);
    const lines = (text: string) => text.split('\n').length;

    it('is ignored when it is whole', async () => {
      expect(Buffer.byteLength(long)).toBeGreaterThan(2 * limits.headBytes);
      for (const text of [long, `${long}\n\n`, utf16(long, 'le'), `\n ${long}`])
        expect(await recordOf(text)).toMatchObject({ status: 'ignored', notices: [{ code: 'unclaimed' }] });
    });

    it.each([1, 2, 15, 20, 100_000, 300_000])(
      'is unreadable when it lacks %i characters',
      async (missing) => {
        const cut = long.slice(0, -missing);
        for (const text of [cut, utf16(cut, 'be')])
          expect(await recordOf(text)).toMatchObject({
            status: 'unreadable',
            notices: [{ code: 'json-malformed', line: lines(cut) }],
            sha256: createHash('sha256').update(text).digest('hex'),
          });
      },
    );
  });
});
