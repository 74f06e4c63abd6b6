/**
 * Fleets of plain and of odd rows, drawn from a seed: threads write what the ordinary reader writes, whatever the form of the file,
 * the size of the blocks, and the number of threads.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
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
const seed = Number(process.env['PASSMUSTER_SEED'] ?? 11);
const fleets = Number(process.env['PASSMUSTER_RUNS'] ?? 3);

const pick = <T>(random: Random, values: readonly T[]): T => values[random.below(values.length)] as T;

const models = ['iPhone 15', 'iPhone SE', 'iPad Air', 'Pixel 8', 'Größe ✓', '', null];
const words = ['true', 'false', 'Unknown', 'none', 'odd words', true, false, 0, 1, 1.5, -7, null, [], {}];

/** A row as most are. */
function plainRow(random: Random, number: number): Record<string, unknown> {
  const digits = String(number).padStart(12, '0');
  const system = pick(random, ['iOS', 'iOS', 'Android', 'Windows', 'iPadOS']);
  return {
    id: `5f0a1b2c-0000-4000-8000-${digits}`,
    deviceName: `phone ${number}`,
    operatingSystem: system,
    osVersion: pick(random, ['26.1', '18.7.2', '17.0 (21A329)', '16', '']),
    managedDeviceOwnerType: pick(random, ['company', 'personal', 'unknown']),
    complianceState: 'compliant',
    jailBroken: pick(random, ['True', 'False', 'Unknown']),
    isEncrypted: random.below(3) > 0,
    isSupervised: random.below(2) > 0,
    managementState: pick(random, ['managed', 'retirePending', 'discovered']),
    lastSyncDateTime: pick(random, [
      '2026-11-19T08:00:00Z',
      '2026-10-01T23:59:59Z',
      '0001-01-01T00:00:00Z',
      '2027-01-01T00:00:00Z',
    ]),
    serialNumber: pick(random, [`SYN${digits}`, '', 'UNKNOWN', '000000000000']),
    udid: '',
    imei: pick(random, ['', `35${digits}9`]),
    model: pick(random, models),
    androidSecurityPatchLevel: pick(random, ['2026-10-05', '', null]),
    deviceEnrollmentType: pick(random, ['userEnrollment', 'appleBulkWithUser']),
    userPrincipalName: `user${number}@synthetic.example`,
    detectedApps: pick(random, [[], [{ id: 'a', displayName: 'App' }], undefined]),
  };
}

/** One that is not. */
const oddities: readonly ((row: Record<string, unknown>, random: Random) => string)[] = [
  (row) => JSON.stringify({ ...row, id: row['serialNumber'] }),
  (row) => JSON.stringify({ ...row, id: '5f0a1b2c-0000-4000-8000-000000000003' }),
  (row) => JSON.stringify({ ...row, serialNumber: 'SYN000000000005' }),
  (row) => JSON.stringify({ ...row, serialNumber: 'syn000000000007' }),
  (row) => JSON.stringify(row).replace('"osVersion"', '"osversion"'),
  (row) => JSON.stringify(row).replace('"isEncrypted"', '"isEncrypted":false,"isEncrypted"'),
  (row) => JSON.stringify(row).replace('"isEncrypted"', '"is\\u0045ncrypted"'),
  (row) => JSON.stringify(row).replace('"model":', '"\u200bmodel":"iPad","model":'),
  (row, random) => JSON.stringify({ ...row, [pick(random, Object.keys(row))]: pick(random, words) }),
  (row) => JSON.stringify({ ...row, notes: 'a "quoted" \\ line\nand \ud83d\ude00 more' }),
  (row) => JSON.stringify({ ...row, AdditionalProperties: { osVersion: '1.0' } }),
  (row) => JSON.stringify(row).replace('"isSupervised":', '"isSupervised": \t '),
  (row) => JSON.stringify({ ...row, number: 1 }).replace('"number":1', '"number":1E5'),
  (row) => JSON.stringify({ ...row, deep: [[[[{ a: { b: [{}] } }]]]] }),
  (row) => JSON.stringify(Object.fromEntries(Object.entries(row).toReversed())),
  (row) => JSON.stringify({ id: row['id'], operatingSystem: 'iOS', deviceName: 'x', complianceState: 'y' }),
  (row) => JSON.stringify({ ...row, id: ' padded ' }),
  (row) => JSON.stringify({ ...row, id: 'who@synthetic.example' }),
  () => '{}',
];

/** Rows that the ordinary reader refuses with the whole file, or takes for something else. */
const breaking: readonly ((row: Record<string, unknown>) => string)[] = [
  (row) => JSON.stringify(row).replace('"deviceName":"', '"deviceName":"\\ud83d '),
  (row) => JSON.stringify({ ...row, value: [] }),
  (row) => JSON.stringify({ ...row, number: 1 }).replace('"number":1', '"number":1e400'),
  (row) => JSON.stringify(row).slice(0, -1),
];

function rows(random: Random, count: number, odd: number): string[] {
  return Array.from({ length: count }, (_, number) => {
    const row = plainRow(random, number);
    return random.below(100) < odd ? pick(random, oddities)(row, random) : JSON.stringify(row);
  });
}

const forms: Readonly<Record<string, (rows: readonly string[]) => string>> = {
  lines: (all) => `${all.join('\n')}\n`,
  'lines with blank ones': (all) => `${all.join('\n\n  \r\n')}\n\n`,
  array: (all) => `[${all.join(',')}]`,
  page: (all) =>
    `{"@odata.context":"https://graph.example/$metadata#deviceManagement/managedDevices","@odata.count":${all.length},"value":[${all.join(', ')}]}`,
  'page that goes on': (all) => `{\n"value": [\n${all.join(',\n')}\n],\n"@odata.nextLink": "more"\n}\n`,
  'page in lines': (all) => JSON.stringify({ value: all.map((row) => lenient(row)) }, null, 2),
};

function lenient(row: string): unknown {
  try {
    return JSON.parse(row);
  } catch {
    return {};
  }
}

describe('odd rows among plain ones', () => {
  for (const [name, form] of Object.entries(forms))
    it(name, { timeout: 120_000 }, async () => {
      const random = new Random(seed);
      let read = 0;
      for (let fleet = 0; fleet < fleets; fleet += 1) {
        const odd = [8, 40, 2][fleet % 3] ?? 0;
        const all = rows(random, 40 + random.below(120), odd);
        if (fleet % 8 === 7)
          all.splice(random.below(all.length), 0, pick(random, breaking)(plainRow(random, 999)));
        const text = form(all);
        const { ordinary, threads } = await both(
          { 'fleet.json': text },
          { profiles, jobs: 1 + (fleet % 2), ...drawn(random, fleet) },
        );
        if (threads === undefined) continue;
        read += 1;
        expect(firstDifference(threads, ordinary)).toBe('');
      }
      expect(read).toBeGreaterThan(fleets / 2);
    });
});

// A block may end anywhere between two rows, and be shorter than a row.
it('blocks that end at any byte', { timeout: 120_000 }, async () => {
  const random = new Random(seed);
  const all = Array.from({ length: 4 }, (_, number) => JSON.stringify(plainRow(random, number), null, 1));
  const text = `{"value": [\n\n${all.join('\n,\n\n')}\n]}\n`;
  const row = all[0]?.length ?? 0;
  for (let blockBytes = row - 12; blockBytes < row + 12; blockBytes += 1) {
    const { ordinary, threads } = await both({ 'fleet.json': text }, { profiles, jobs: 1, blockBytes });
    expect(threads).toBeDefined();
    expect(firstDifference(threads ?? '', ordinary)).toBe('');
  }
});

it.each<[string, (row: string) => string]>([
  ['a list that goes on', (row) => `,${row}]`],
  ['a list with damage behind it', () => ',{"garbage'],
])('%s once it was looked at', { timeout: 60_000 }, async (_, more) => {
  const random = new Random(seed);
  const row = (number: number): string => JSON.stringify(plainRow(random, number));
  const text = `[${Array.from({ length: 6 }, (_row, number) => row(number)).join(',')}]`;
  const meanwhile = (folder: string): void => appendFileSync(join(folder, 'fleet.json'), more(row(7)));
  for (const isFile of [true, false])
    expect(
      (await both({ 'fleet.json': text }, { profiles, jobs: 1, isFile, meanwhile })).threads,
    ).toBeUndefined();
});

it('bytes that are no UTF-8 behind the rows', { timeout: 60_000 }, async () => {
  const text = `{"value":[${JSON.stringify(plainRow(new Random(seed), 1))}],"@odata.note":"x?x"}`;
  const bytes = Buffer.from(text);
  expect((await both({ 'fleet.json': bytes }, { profiles, jobs: 1 })).threads).toBeDefined();
  bytes[text.indexOf('x?x') + 1] = 0xff;
  for (const isFile of [true, false])
    expect((await both({ 'fleet.json': bytes }, { profiles, jobs: 1, isFile })).threads).toBeUndefined();
});

// Found by whoever hashes the file, or where it is only looked through by the thread that reads it.
it.each([
  ['among what is passed over', 'deviceName', true],
  ['among what is passed over, before anything is written', 'deviceName', false],
  ['in what is looked at', 'model', true],
])('a byte that is no UTF-8 %s', { timeout: 60_000 }, async (_, key, isFile) => {
  const random = new Random(seed);
  const all = Array.from({ length: 60 }, (_row, number) => JSON.stringify(plainRow(random, number)));
  const bytes = Buffer.from(`${all.join('\n')}\n`);
  const place = bytes.indexOf(`"${key}":"`, Math.floor(bytes.length / 2)) + key.length + 4;
  const how = { profiles, jobs: 1, blockBytes: 5000, isFile };
  expect((await both({ 'fleet.json': bytes }, how)).threads).toBeDefined();
  bytes[place] = 0xff;
  expect((await both({ 'fleet.json': bytes }, how)).threads).toBeUndefined();
});
