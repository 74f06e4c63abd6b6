/**
 * What a user would reach for: DuckDB answers twelve of the hundred rules by SQL, on two threads. It takes each row as it
 * comes: repeated keys, rows that are cut off and pages that are missing are none of its business.
 *
 *   node bench/fleet/peers/ask-duckdb.ts FILE
 */
import { DuckDBInstance } from '@duckdb/node-api';
import { fleetAsOf } from '../phone.ts';

const columns = [
  'id',
  'operatingSystem',
  'osVersion',
  'androidSecurityPatchLevel',
  'jailBroken',
  'managedDeviceOwnerType',
  'managementState',
  'model',
  'deviceEnrollmentType',
  'lastSyncDateTime',
];
const flags = ['isEncrypted', 'isSupervised'];

/** What Intune does not know of a phone that never came; text is compared as numbers. */
const phones = `
  SELECT *,
    operatingSystem LIKE 'Android%' AS android,
    lastSyncDateTime NOT LIKE '0001-%' AS synced,
    CAST(string_split(regexp_extract(osVersion, '^[0-9.]+'), '.') AS INTEGER[]) AS release,
    managedDeviceOwnerType = 'company' AS corporate,
    TIMESTAMP '${fleetAsOf.slice(0, 10)}' AS now
  FROM read_json($file, format = 'newline_delimited', columns = {${[
    ...columns.map((name) => `${name}: 'VARCHAR'`),
    ...flags.map((name) => `${name}: 'BOOLEAN'`),
  ].join(', ')}})`;

const recent = (days: number): string =>
  `synced AND CAST(lastSyncDateTime AS TIMESTAMP) >= now - INTERVAL ${days} DAY`;

/** Rule → on which phones it fails. */
const fails = {
  'encryption-all': 'synced AND NOT isEncrypted',
  'encryption-all-within-30-days': `${recent(30)} AND NOT isEncrypted`,
  'integrity-all': "jailBroken = 'True'",
  'supervision-all': 'synced AND NOT android AND NOT isSupervised',
  'supervision-corporate': 'synced AND NOT android AND corporate AND NOT isSupervised',
  'owner-strict': "managedDeviceOwnerType = 'personal'",
  'ios-release-26-1-all': 'NOT android AND release < [26, 1]',
  'android-release-15-all': 'android AND release < [15]',
  'android-patch-90-days-all':
    "android AND androidSecurityPatchLevel <> '' AND TRY_CAST(androidSecurityPatchLevel AS TIMESTAMP) < now - INTERVAL 90 DAY",
  'release-for-model':
    "NOT android AND release < CASE WHEN model LIKE 'iPhone 1%' THEN [26, 0] WHEN model LIKE 'iPad%' THEN [18, 7] ELSE [18, 6] END",
  'ios-supervision-unless-user':
    "synced AND NOT android AND corporate AND NOT isSupervised AND deviceEnrollmentType NOT LIKE 'apple%UserEnrollment'",
  'whole-phone': "(synced AND NOT isEncrypted) OR jailBroken = 'True'",
};

/** @returns rule → phones that fail */
export async function askDuckDb(file: string): Promise<Record<string, number>> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const counts = Object.entries(fails).map(
    ([rule, where]) => `count(*) FILTER (WHERE ${where}) AS "${rule}"`,
  );
  const answer = await connection.runAndReadAll(`SELECT ${counts.join(', ')} FROM (${phones})`, { file });
  const [row = {}] = answer.getRowObjects();
  return Object.fromEntries(Object.entries(row).map(([rule, count]) => [rule, Number(count)]));
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(await askDuckDb(process.argv[2] ?? ''))}\n`);
