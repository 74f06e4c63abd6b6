/**
 * So many rows that a block says how they differ: what they come to is kept in clusters then, and the report is the same as that of
 * the ordinary reader. The fleets are those of the bench, with rows that repeat among them.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Form, generate } from '../../bench/fleet/generate.ts';
import { rulesText } from '../../bench/fleet/rules.ts';
import { loadProfile, requireProfile } from '../../src/profiles/load.ts';
import { firstDifference } from './lines.ts';
import { both } from './same.ts';

const rules = requireProfile('rules', loadProfile(Buffer.from(rulesText())));
const many = Number(process.env['PASSMUSTER_RUNS'] ?? 1) * 1500;

/** Plain ones, ones that only look plain, and ones that are none. */
const moments = [
  '2026-11-19T08:00:00Z',
  '2026-11-19T08:00:00.000Z',
  '2026-11-19T08:00:00.1234567Z',
  '2026-11-19T08:00:00',
  '2026-11-19 08:00:00',
  '2026-11-19 08:00:00Z',
  '2026-11-19 08:00:00.0000000',
  '2026-11-19 08:00:00.0000001',
  '2026-11-19 08:00:00.',
  '2026-11-19t08:00:00Z',
  '2026-11-19T08:00:00+02:00',
  '2026-11-19T24:00:00Z',
  '2026-11-19T23:59:60Z',
  '2026-11-19T23:60:00Z',
  '2024-02-29T23:59:59Z',
  '2026-02-29T23:59:59Z',
  '2026-04-31T00:00:00Z',
  '2026-00-10T00:00:00Z',
  '2026-12-00T00:00:00Z',
  '2000-02-29T00:00:00Z',
  '2099-12-31T23:59:59Z',
  '2026-10-21T23:59:59Z',
  '2026-10-21T23:59:58Z',
  '2026-11-21T23:59:59Z',
  '2026-11-22T00:00:00Z',
  '1970-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  ' 2026-11-19T08:00:00Z',
  '20',
  'never',
  '',
];

function fleetOf(form: Form, count = many): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'passmuster-many-'));
  try {
    const file = join(folder, 'fleet');
    generate({ form, count, seed: 7, file });
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('many rows', () => {
  it.each([
    ['ndjson', 1],
    ['array', 2],
    ['csv', 1],
    ['csv', 2],
  ] as const)('%s, %d threads', { timeout: 120_000 }, async (form, jobs) => {
    const blockBytes = form === 'csv' ? 300_000 : 2_000_000;
    const { ordinary, threads } = await both(
      { [`fleet.${form === 'csv' ? 'csv' : 'json'}`]: fleetOf(form) },
      { profiles: [rules], jobs, blockBytes },
    );
    expect(threads).toBeDefined();
    expect(firstDifference(threads ?? '', ordinary)).toBe('');
  });

  it.each(['ndjson', 'csv'] as const)('moments of all kinds in %s', { timeout: 60_000 }, async (form) => {
    let next = 0;
    const lines = fleetOf(form, moments.length).toString('utf8').split('\n');
    const told = lines.map((line, index) => {
      if (line === '' || (form === 'csv' && index === 0)) return line;
      const moment = moments[next++] ?? '';
      if (form === 'ndjson')
        return line.replace(/"lastSyncDateTime":"[^"]*"/, `"lastSyncDateTime":"${moment}"`);
      return line.split(',').with(3, moment).join(',');
    });
    expect(next).toBe(moments.length);
    const { ordinary, threads } = await both(
      { [`fleet.${form === 'csv' ? 'csv' : 'json'}`]: told.join('\n') },
      { profiles: [rules], jobs: 1 },
    );
    expect(threads).toBeDefined();
    expect(firstDifference(threads ?? '', ordinary)).toBe('');
  });

  // Of 300 ages the ordinary reader takes the fleet.
  it.each([60, 300])('rules of %d ages', { timeout: 60_000 }, async (length) => {
    const ages = Array.from({ length }, (_, days) => ({
      id: `age-${days + 1}`,
      title: 'Seen lately',
      severity: 'low',
      setting: 'storage.encrypted',
      is: true,
      maxAge: `P${days + 1}D`,
      rationale: 'A rule of a test.',
      remediation: 'None.',
      examples: { pass: [{ 'storage.encrypted': true }], fail: [{ 'storage.encrypted': false }] },
    }));
    const text = JSON.stringify({ id: 'ages', title: 'Ages', version: '1', rules: ages });
    const profile = requireProfile('ages', loadProfile(Buffer.from(text)));
    const { ordinary, threads } = await both(
      { 'fleet.json': fleetOf('ndjson', 300) },
      { profiles: [profile], jobs: 1 },
    );
    expect(threads === undefined).toBe(length > 250);
    expect(firstDifference(threads ?? ordinary, ordinary)).toBe('');
  });
});
