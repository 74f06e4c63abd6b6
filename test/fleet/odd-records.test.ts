/**
 * Fleets of plain and of odd records of CSV, drawn from a seed: threads write what the ordinary reader writes, whether one thread has
 * its rows found by the one that writes, or several find them themselves.
 */
import { describe, expect, it } from 'vitest';
import { findProfiles } from '../../src/profiles/find.ts';
import { Random } from '../../tools/fuzz/mutate.ts';
import { firstDifference } from './lines.ts';
import { both, drawn } from './same.ts';

const profiles = await findProfiles([
  'uk-cyber-essentials-mobile',
  'uk-moj-whatsapp',
  'test/fleet/platforms.yaml',
]);
const seed = Number(process.env['PASSMUSTER_SEED'] ?? 13);
const fleets = 4 * Number(process.env['PASSMUSTER_RUNS'] ?? 3);

const pick = <T>(random: Random, values: readonly T[]): T => values[random.below(values.length)] as T;

const columns =
  'Device ID,Device name,Enrollment date,Last check-in,Azure AD Device ID,OS version,Azure AD registered,Serial number,Model,Security patch level,Primary user UPN,Compliance,Managed by,Ownership,Device state,Intune registered,Supervised,Encrypted,OS,SkuFamily,JoinType,Jailbroken'.split(
    ',',
  );
const place = (column: string): number => columns.indexOf(column);

/** A record as most are. */
function plainCells(random: Random, number: number): string[] {
  const digits = String(number).padStart(12, '0');
  const moments = [
    '2026-11-19 08:00:00.0000000',
    '2026-10-01 23:59:59.0000000',
    '0001-01-01 00:00:00.0000000',
  ];
  return [
    `5f0a1b2c-0000-4000-8000-${digits}`,
    pick(random, [`phone ${number}`, 'Größe ✓', '']),
    '2025-09-01 08:00:00.0000000',
    pick(random, [...moments, '2027-01-01 00:00:00.0000000', '']),
    pick(random, [`9e107d9d-0000-4000-8000-${digits}`, '00000000-0000-0000-0000-000000000000', '']),
    pick(random, ['26.1', '18.7.2', '17.0 (21A329)', '16', '']),
    'True',
    pick(random, [`SYN${digits}`, '', 'UNKNOWN', '000000000000']),
    pick(random, ['iPhone 15', 'iPad Air', 'Pixel 8', 'Größe', '']),
    pick(random, ['2026-10-05', '', 'none']),
    `user${number}@synthetic.example`,
    'Compliant',
    pick(random, ['Intune', 'Unknown', 'MDM/ConfigMgr']),
    pick(random, ['Corporate', 'Personal', 'Unknown']),
    'Managed',
    'Registered',
    pick(random, ['True', 'False', '']),
    pick(random, ['True', 'False', 'odd']),
    pick(random, ['iOS', 'iOS', 'iPadOS', 'Android', 'Windows']),
    '',
    'Unknown',
    pick(random, ['True', 'False', 'Unknown']),
  ];
}

const plain = (cells: readonly string[]): string => cells.join(',');
const withCell = (cells: readonly string[], column: string, cell: string): string =>
  plain(cells.with(place(column), cell));

const emptied = (cells: readonly string[], names: readonly string[]): string[] =>
  cells.map((cell, index) => (names.includes(columns[index] ?? '') ? '' : cell));

const oddities: readonly ((cells: readonly string[], random: Random) => string)[] = [
  (cells) => plain(cells.map((cell) => `"${cell}"`)),
  (cells) => withCell(cells, 'Device name', '"said ""so"", twice"'),
  (cells) => withCell(cells, 'Model', '"a ""quoted"" model"'),
  (cells) => withCell(cells, 'Model', '"a model, with a comma"'),
  (cells) => withCell(cells, 'Device name', '"first line\nsecond line"'),
  (cells) => withCell(cells, 'Model', '"first line\r\nsecond line"'),
  (cells) => withCell(cells, 'Device ID', '5f0a1b2c-0000-4000-8000-000000000003'),
  (cells) => withCell(cells, 'Serial number', 'SYN000000000005'),
  (cells) => withCell(cells, 'Serial number', 'syn000000000007'),
  (cells) => withCell(cells, 'Device ID', ''),
  (cells) => withCell(cells, 'Device ID', ' padded '),
  (cells) => withCell(cells, 'Device ID', 'who@synthetic.example'),
  (cells) => withCell(cells, 'Last check-in', 'someday'),
  (cells) =>
    withCell(emptied(cells, ['Supervised', 'Encrypted', 'Device state']), 'Last check-in', 'someday'),
  (cells) => plain(cells.slice(0, 3)),
  (cells) => `${plain(cells)},one more`,
  (cells) => withCell(cells, 'Device name', 'a tab\tin it'),
  (cells, random) =>
    withCell(cells, pick(random, columns), pick(random, ['odd words', '1', '-', 'n/a', '0'])),
  () => columns.join(','),
];

function recordsOf(random: Random, count: number, odd: number): string[] {
  return Array.from({ length: count }, (_, number) => {
    const cells = plainCells(random, number);
    return random.below(100) < odd ? pick(random, oddities)(cells, random) : plain(cells);
  });
}

const fileOf = (records: readonly string[], end: string): string =>
  [columns.join(','), ...records].map((record) => `${record}${end}`).join('');

// What a phone says of itself is withdrawn where its last contact cannot be read, and a value that was withdrawn so spoils its record.
it.each(['True', 'False'])(
  'an unreadable last contact beside values that are known (jailbroken: %s)',
  async (jailbroken) => {
    const values: Readonly<Record<string, string>> = {
      'Last check-in': '2026-11-19 08:00:00.0000000',
      'OS version': '26.1',
      Model: 'iPhone 15',
      Ownership: 'Corporate',
      'Device state': 'Managed',
      Supervised: 'True',
      Encrypted: 'True',
      OS: 'iOS',
    };
    const known = (number: number, jailed: string): string[] => {
      const id = `5f0a1b2c-0000-4000-8000-${String(number).padStart(12, '0')}`;
      const own: typeof values = { ...values, 'Device ID': id, Jailbroken: jailed };
      return columns.map((column) => own[column] ?? '');
    };
    const unreadable = (number: number, encrypted: string): string => {
      const bare = emptied(known(number, jailbroken), ['Supervised', 'Encrypted', 'Device state']);
      return withCell(bare.with(place('Encrypted'), encrypted), 'Last check-in', 'someday');
    };
    const records = [
      ...Array.from({ length: 30 }, (_, number) => plain(known(number, number % 2 === 0 ? 'True' : 'False'))),
      ...['', 'True', ''].map((encrypted, index) => unreadable(100 + index, encrypted)),
    ];
    const [first] = profiles; // no rule of it is on encryption
    const { ordinary, threads } = await both(
      { 'fleet.csv': fileOf(records, '\n') },
      { profiles: first === undefined ? [] : [first], jobs: 2 },
    );
    expect(threads).toBeDefined();
    expect(ordinary).toContain('record-unreadable');
    expect(firstDifference(threads ?? '', ordinary)).toBe('');
  },
);

describe('odd records among plain ones', () => {
  for (const jobs of [1, 2])
    it(`${jobs} reading threads`, { timeout: 120_000 }, async () => {
      const random = new Random(seed + jobs);
      let read = 0;
      for (let fleet = 0; fleet < fleets; fleet += 1) {
        const odd = [8, 40, 2][fleet % 3] ?? 0;
        const records = recordsOf(random, 40 + random.below(120), odd);
        const { ordinary, threads } = await both(
          { 'fleet.csv': fileOf(records, pick(random, ['\n', '\r\n'])) },
          { profiles, jobs, ...drawn(random, fleet) },
        );
        if (threads === undefined) continue;
        read += 1;
        expect(firstDifference(threads, ordinary)).toBe('');
      }
      expect(read).toBeGreaterThan(fleets / 4);
    });

  it.each([1, 2])(
    'a byte that is no UTF-8 is noticed with %d reading threads',
    { timeout: 60_000 },
    async (jobs) => {
      const text = fileOf(recordsOf(new Random(seed), 60, 0), '\n');
      const bytes = Buffer.from(text);
      const how = { profiles, jobs, blockBytes: 5000 };
      expect((await both({ 'fleet.csv': bytes }, how)).threads).toBeDefined();
      bytes[text.lastIndexOf('Unknown')] = 0xff;
      expect((await both({ 'fleet.csv': bytes }, how)).threads).toBeUndefined();
    },
  );
});
