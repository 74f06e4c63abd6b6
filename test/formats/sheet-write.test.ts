/** A workbook of ours: what was put in comes out, by our reader and by one of others, and nothing in it runs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { workbookParts } from '../../src/formats/sheet-write.ts';
import { readSheets } from '../../src/formats/sheet.ts';
import { zipParts } from '../../src/io/archive/parts.ts';
import { zipOf } from '../../src/io/archive/zip-write.ts';
import { inputOf } from '../../src/io/input.ts';
import { all, plainOf } from '../support/bytes.ts';
import { askOpenpyxl, python } from '../support/openpyxl.ts';

const workbookOf = (...given: Parameters<typeof workbookParts>) => zipOf(workbookParts(...given));

async function readBack(bytes: Uint8Array, width: number): Promise<unknown[][]> {
  const { part } = await zipParts(await inputOf('book.xlsx', bytes));
  const [sheet] = await all(readSheets(part));
  return (sheet?.rows ?? []).map(({ cells }) =>
    Array.from({ length: width }, (_, column) => {
      const cell = cells.get(column);
      return cell === undefined ? '' : plainOf(cell);
    }),
  );
}

const texts = [
  'plain',
  '=1+1',
  ' blank at both ends ',
  'two\nlines',
  '<c> & "quotes" \'single\'',
  '\u0000\u0007\u001b',
  '_x0041_',
  '_x005F_x0041_',
  'naïve 😀',
  '\uFFFE\uFFFF',
];

describe('a workbook', () => {
  it('gives back what was put in', async () => {
    const rows = [texts.map((_, index) => `column ${index}`), texts];
    expect(await readBack(workbookOf('Form', rows, []), texts.length)).toEqual(rows);
  });

  it('of any text gives it back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1 }), async (text) => {
        // XML has one end of line, whichever was written.
        const expected = text.replaceAll(/\r\n?/g, '\n');
        const [[cell] = []] = await readBack(workbookOf('Form', [[text]], [10]), 1);
        expect(String(cell).replaceAll(/\r\n?/g, '\n')).toBe(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('has columns behind Z', async () => {
    const row = Array.from({ length: 60 }, (_, index) => `c${index}`);
    expect(await readBack(workbookOf('Form', [row], []), 60)).toEqual([row]);
  });

  it('of equal rows is equal bytes', () => {
    expect(workbookOf('Form', [texts], [8])).toEqual(workbookOf('Form', [texts], [8]));
  });
});

describe.skipIf(python === undefined)('openpyxl', () => {
  const folder = mkdtempSync(join(tmpdir(), 'passmuster-workbook-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('reads every cell as text, with the sheet and the frozen row', () => {
    const path = join(folder, 'form.xlsx');
    const shown = texts.filter((text) => !/[\0-\u0008\u000b-\u001f\uFFFE\uFFFF]|_x/.test(text));
    writeFileSync(path, workbookOf('Form', [['head'], ...shown.map((text) => [text])], [40]));
    const sheet = 'book["Form"]';
    const asked = `[${sheet}.freeze_panes, ${sheet}.column_dimensions["A"].width, [[c.data_type, c.value] for c in ${sheet}["A"]]]`;
    expect(askOpenpyxl(path, asked)).toEqual([
      'A2',
      40,
      [['s', 'head'], ...shown.map((text) => ['s', text])].map(([, text]) => [
        expect.stringMatching(/^(s|inlineStr)$/),
        text,
      ]),
    ]);
  });
});
