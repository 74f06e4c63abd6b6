/** Workbooks through the whole of reading: in the child, by the operator's mapping, with the witness of sheet, row and column. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ReadEvent } from '../../src/read/events.ts';
import { readPaths } from '../../src/read/paths.ts';
import { zipOf } from '../support/archive.ts';
import { tableRows, workbook, type WorkbookOptions, worksheet } from '../support/workbook.ts';
import { mappingOf } from './sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'passmuster-sheet-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const mapping = mappingOf(`
schema: passmuster-mapping/1
id: our-phones
title: Our phones
match: { format: csv, keys: [Asset, System, Code set] }
subject:
  kind: device
  id: Asset
  platform: { from: System, values: { iPhone: ios, Android: android } }
  osVersion: { from: Version }
  lastSeen: { from: Seen, time: [iso8601, day], zone: utc }
settings:
  passcode.present: { from: Code set, values: { 'Yes': true, 'No': false, 'true': true } }
`);

const header = ['Asset', 'System', 'Version', 'Code set', 'Seen'];

async function read(name: string, bytes: Uint8Array): Promise<ReadEvent[]> {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const events: ReadEvent[] = [];
  for await (const event of readPaths([path], { asOf: '2026-11-20T23:59:59Z', mappings: [mapping] }))
    events.push(event);
  return events;
}

const book = (rows: readonly (readonly string[])[], options: WorkbookOptions = {}): Uint8Array =>
  workbook([worksheet(tableRows([['Phones of ours'], [], header, ...rows]))], options);
const recordOf = (events: readonly ReadEvent[]) =>
  events.flatMap((event) => (event.kind === 'input' ? [event.record] : []));
const subjectsOf = (events: readonly ReadEvent[]) =>
  events.flatMap((event) => (event.kind === 'subject' ? [event] : []));

describe('a workbook', () => {
  it('is read like a table, below its titles', async () => {
    const events = await read(
      'phones.xlsx',
      book(
        [
          ['A-1', 'iPhone', '17.4.1', 'Yes', '<c r="EROW" s="1"><v>46300</v></c>'],
          [
            'A-2',
            'Android',
            '<c r="CROW"><v>16</v></c>',
            '<c r="DROW" t="b"><v>1</v></c>',
            '2026-10-06T09:00:00',
          ],
          [
            'A-3',
            'Android',
            '<c r="CROW"><v>17.4</v></c>',
            '<c r="DROW" t="str"><f>"Y"&amp;"es"</f><v>Yes</v></c>',
            '',
          ],
        ],
        { styles: '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>' },
      ),
    );
    const [first, second] = subjectsOf(events);
    expect(first?.subject).toEqual({
      id: 'A-1',
      kind: 'device',
      platform: 'ios',
      osVersion: '17.4.1',
      lastSeen: '2026-10-05T00:00:00Z',
      labels: {},
    });
    expect(first?.observations.find(({ setting }) => setting === 'passcode.present')).toMatchObject({
      value: true,
      evidence: {
        input: expect.stringMatching(/phones\.xlsx$/),
        locator: 'sheet Sheet1, row 4, column Code set',
        line: 4,
        value: 'Yes',
      },
    });
    expect(second?.observations.find(({ setting }) => setting === 'passcode.present')).toMatchObject({
      value: true,
    });
    expect(second?.subject.osVersion).toBe('16');
    const [record] = recordOf(events);
    expect(record).toMatchObject({ source: 'mapping:our-phones', subjects: 2, status: 'partial' });
    expect(record?.notices).toContainEqual(
      expect.objectContaining({ code: 'formula-not-used', locator: 'Sheet1' }),
    );
    // A number for a version and a formula: two values outside their columns, so the row is not used.
    expect(record?.notices).toContainEqual(expect.objectContaining({ code: 'record-unreadable', line: 6 }));
    expect(recordOf(events)).toHaveLength(1);
  });

  it('lies in an archive as well', async () => {
    const inner = book([['A-1', 'iPhone', '17.4.1', 'Yes', '']]);
    const events = await read('all.zip', zipOf([{ name: 'lists/phones.xlsx', content: inner }]));
    expect(subjectsOf(events).map(({ subject }) => subject.id)).toEqual(['A-1']);
    expect(subjectsOf(events)[0]?.observations[0]?.evidence).toMatchObject({
      input: expect.stringMatching(/all\.zip$/),
      entry: 'lists/phones.xlsx',
      locator: 'sheet Sheet1, row 4, column Version',
    });
    expect(
      recordOf(events)
        .map(({ source }) => source)
        .sort(),
    ).toEqual(['mapping:our-phones', 'zip']);
  });

  it('of other columns is claimed by nobody', async () => {
    const [record] = recordOf(
      await read('other.xlsx', workbook([worksheet(tableRows([['Menu'], ['Soup']]))])),
    );
    expect(record?.status).toBe('unreadable');
    expect(record?.notices[0]?.code).toBe('input-unrecognised');
  });

  it('that swells is stopped', async () => {
    const bomb = worksheet(`<row r="1">${'<c/>'.repeat(3_000_000)}</row>`);
    const [record] = recordOf(await read('bomb.xlsx', workbook([bomb])));
    expect(record?.status).toBe('unreadable');
    expect(['archive-limit', 'input-too-large']).toContain(record?.notices[0]?.code);
  });

  it('that is cut is damaged', async () => {
    const whole = book([['A-1', 'iPhone', '17.4.1', 'Yes', '']]);
    const [record] = recordOf(await read('cut.xlsx', whole.subarray(0, whole.length - 30)));
    expect(record?.status).toBe('unreadable');
    expect(record?.notices[0]?.code).toBe('archive-malformed');
  });
});
