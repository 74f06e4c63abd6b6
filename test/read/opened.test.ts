/** What no source claims: a file of another kind is ignored, a torn one is not. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { InputRecord } from '../../src/model/report.ts';
import { readPaths } from '../../src/read/paths.ts';

const root = mkdtempSync(join(tmpdir(), 'passmuster-read-opened-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function recordOf(text: string): Promise<InputRecord> {
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
});
