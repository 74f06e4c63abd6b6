/** A guessed mapping loads, reads the file it was guessed from, and shows nothing of a person. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inputOf } from '../../src/io/input.ts';
import { guessMapping } from '../../src/mapping/guess.ts';
import { guessTime } from '../../src/mapping/guess-time.ts';
import { loadMapping, problemLines } from '../../src/mapping/load.ts';
import { readyMadeIds } from '../../src/mapping/ready-made.ts';
import { quoted, remark } from '../../src/mapping/yaml-text.ts';
import { readYaml } from '../../src/formats/yaml.ts';
import type { RawEvent } from '../../src/read/events.ts';
import { readOpened } from '../../src/read/opened.ts';
import { sampleOf } from '../../src/sources/mapped-sample.ts';
import { refusalOf, utf8 } from '../support/bytes.ts';
import { tableRows, workbook, worksheet } from '../support/workbook.ts';
import { mappingOf } from './sample.ts';

const guessed = async (bytes: Uint8Array, name = 'phones.csv') =>
  guessMapping(await sampleOf(await inputOf(name, bytes)), name);

async function readBy(text: string, bytes: Uint8Array): Promise<RawEvent[]> {
  const events: RawEvent[] = [];
  const mapping = mappingOf(text);
  for await (const event of readOpened(await inputOf('list', bytes), {
    asOf: '2026-11-20T23:59:59Z',
    mappings: [{ ...mapping, overrides: 'intune-devices' }],
  }))
    events.push(event);
  return events;
}

const rows = [
  ['Phones of ACME', '', '', '', '', '', ''],
  ['Asset no', 'Person', 'System', 'OS version', 'PIN set', 'Encrypted', 'Last check-in'],
  ['A-1', 'Jo Bloggs', 'iPhone', '17.4.1', 'yes', 'Encrypted', '31.10.2026 14:30'],
  ['A-2', 'Ann Other', 'Android 16', '16', 'yes', 'perhaps', '01.11.2026 09:00'],
];
const csv = utf8(rows.map((row) => `${row.join(';')}\r\n`).join(''));

describe('of a table', () => {
  it('it guesses the columns by their names and words, and leaves the other word of each pair open to later rows', async () => {
    const text = await guessed(csv);
    expect(text.split('\n').filter((line) => !line.trim().startsWith('#'))).toEqual([
      'schema: passmuster-mapping/1',
      'id: phones',
      'title: List phones',
      'match:',
      '  format: csv',
      "  delimiter: ';'",
      '  keys: [Asset no, System, OS version, PIN set, Encrypted]',
      'subject:',
      '  kind: device',
      '  id: { from: Asset no }',
      '  platform:',
      '    from: System',
      "    extract: '^(iPhone|Android)'",
      '    values: { iPhone: ios, Android: android }',
      String.raw`  osVersion: { from: OS version, extract: '(\d+(?:\.\d+)*)' }`,
      "  lastSeen: { from: Last check-in, time: pattern, pattern: 'DD.MM.YYYY hh:mm', zone: utc }",
      'settings:',
      '  passcode.present:',
      '    from: PIN set',
      "    values: { 'yes': true, 'no': false }",
      '  storage.encrypted:',
      '    from: Encrypted',
      '    values: { Encrypted: true, Not encrypted: false }',
      'mask: [Person]',
      '',
    ]);
    expect(text).not.toMatch(/Jo|Ann|perhaps/);
    const guesses = text.split('\n').filter((line) => line.includes('GUESS'));
    expect(guesses.length).toBeGreaterThan(7);
    const events = await readBy(text, csv);
    expect(events.at(-1)).toMatchObject({
      record: { source: 'mapping:phones', status: 'read', subjects: 2 },
    });
  });

  it('a workbook gives the same', async () => {
    const bytes = workbook([worksheet(tableRows(rows))], { names: ['Our phones'] });
    const text = await guessed(bytes, 'phones.xlsx');
    expect(text).toContain('  sheet: Our phones');
    expect(text.replace('  sheet: Our phones\n', "  delimiter: ';'\n").replace(/keys.*/, '')).toBe(
      (await guessed(csv)).replace(/keys.*/, ''),
    );
    expect((await readBy(text, bytes)).at(-1)).toMatchObject({ record: { status: 'read', subjects: 2 } });
  });

  it('a platform that no column says is not guessed', async () => {
    const text = await guessed(utf8('Asset no,PIN set\nA-1,yes\n'));
    expect(problemLines('', loadMapping(Buffer.from(text), []).problems).join()).toContain(
      '`platform` needs `values`, or `always`',
    );
  });

  it('a column of codes is nothing to map', async () => {
    const text = await guessed(utf8('Asset no,System,PIN\nA-1,iPhone,4711\nA-2,iPhone,0815\n'));
    expect(text).not.toContain('passcode.present');
    expect(text).not.toMatch(/4711|0815/);
  });

  it('names that mean something in YAML stay names', async () => {
    const text = await guessed(utf8('id,System,"x: {y}, \'#z\'",*ref,yes\nA-1,iPhone,1,2,true\n'));
    expect(mappingOf(text).subject.id).toEqual({ from: 'id' });
    expect(text).toContain("#   x: {y}, '#z'");
  });
});

describe.each(readyMadeIds().map((id) => [id]))('of a list of %s', (id) => {
  it.each(
    readdirSync(join(import.meta.dirname, '..', 'fixtures', 'mappings', id)).filter(
      (name) => name === 'ok.pass',
    ),
  )('%s it loads and claims the list', async (name) => {
    const folder = join(import.meta.dirname, '..', 'fixtures', 'mappings', id, name);
    const file = readdirSync(folder).find((one) => one.startsWith('input.')) ?? '';
    const bytes = new Uint8Array(readFileSync(join(folder, file)));
    const text = await guessed(bytes, file);
    const { problems } = loadMapping(Buffer.from(text), []);
    const others = problemLines('', problems).filter((line) => !line.includes('`platform` needs'));
    expect(others).toEqual([]);
    if (problems.length === 0)
      expect((await readBy(text, bytes)).at(-1)).toMatchObject({
        record: { source: `mapping:${mappingOf(text).id}` },
      });
  });
});

describe('other files', () => {
  it.each([['<xml/>'], ['one line of text'], ['PK\u0003\u0004']])('%j are no table', async (text) => {
    expect(['input-unrecognised', 'archive-malformed']).toContain(
      (await refusalOf(() => guessed(utf8(text)))).code,
    );
  });
  it('one record a line is a list', async () => {
    expect(await guessed(utf8('{"id":1,"os":"iOS"}\n{"id":2,"os":"iOS"}\n'))).toContain('format: ndjson');
  });
});

describe('times', () => {
  it.each([
    [['2026-11-18T08:15:00Z'], 'time: iso8601'],
    [['2026-11-18 08:15:00'], 'time: iso8601, zone: utc'],
    [['2026-11-18'], 'time: day'],
    [['', '1794989700'], 'time: epoch-s'],
    [['1794989700000'], 'time: epoch-ms'],
    [['13/02/2026'], "time: pattern, pattern: 'DD/MM/YYYY'"],
    [['1/2/2026', '2/13/2026 4:05 PM'], "time: pattern, pattern: 'M/D/YYYY'"],
    [['2/13/2026 4:05 PM'], "time: pattern, pattern: 'M/D/YYYY h:mm A', zone: utc"],
    [['soon 1'], 'time: iso8601'],
  ])('%j', (values, terms) => expect(guessTime(values).terms).toBe(terms));
  it('say what a person has to decide', () => {
    expect(guessTime(['01/02/2026 04:05']).doubt).toBe('day first or month first? in which zone?');
    expect(guessTime(['13/02/2026']).doubt).toBeUndefined();
    expect(guessTime([]).doubt).toBe('no row says anything here');
  });
});

describe('text of foreign files', () => {
  it.each([
    'a b',
    'true',
    'No',
    '1',
    "it's",
    'a: b',
    '# x',
    '',
    'a\nb',
    '\u202Eabc',
    '- x',
    '[x]',
    'null',
    '~',
    "'",
    'a"b',
    ' a',
  ])('%j stays what it is in YAML', (text) => {
    expect(readYaml(`key: [${quoted(text)}]`, 'mapping-invalid').value).toEqual({ key: [text] });
  });
  it('ends no comment', () => expect(remark('a\n- b\u2028c')).toBe('a?- b?c'));
});
