/** The fleets and the rules of bench/fleet: a bench that measures something else than it says is worse than none. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type Form, generate } from '../../bench/fleet/generate.ts';
import { parseLines } from '../../bench/fleet/peers/parse-lines.ts';
import { fleetAsOf } from '../../bench/fleet/phone.ts';
import { withSection } from '../../bench/fleet/results.ts';
import { rulesText } from '../../bench/fleet/rules.ts';
import { withFigures } from '../../bench/fleet/scale.ts';
import { audit } from '../../src/audit.ts';
import { runExamples } from '../../src/profiles/examples.ts';
import { loadProfile, problemLines, requireProfile } from '../../src/profiles/load.ts';

/** Not built for every system. */
const duckDb = await import('../../bench/fleet/peers/ask-duckdb.ts').catch(() => undefined);

const folder = mkdtempSync(join(tmpdir(), 'passmuster-fleet-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const loaded = loadProfile(new TextEncoder().encode(rulesText()));
const profile = requireProfile('rules-100.yaml', loaded);
const phones = 200;

function write(form: Form, name: string, count = phones, seed = 1): string {
  const file = join(folder, name);
  generate({ form, count, seed, file });
  return file;
}

async function audited(path: string) {
  const gate = { failOn: 'none' } as const;
  return audit({ paths: [path], profiles: [profile], asOf: fleetAsOf, gate, version: 'test' });
}

it('has a hundred rules without a problem', () => {
  expect(problemLines('rules-100.yaml', loaded.problems)).toEqual([]);
  expect(profile.rules).toHaveLength(100);
});

it('has rules that do as their examples say, but for those on facts that examples cannot state', () => {
  const others = runExamples(profile).filter(({ behaves }) => !behaves);
  expect(new Set(others.map(({ rule }) => rule))).toEqual(
    new Set(['ios-supervision-unless-automated', 'ios-supervision-unless-user', 'release-for-model']),
  );
});

it('writes the same phones in each form, and most of what is asked is decided', async () => {
  const lines = await audited(write('ndjson', 'a.ndjson'));
  expect(lines.inputs).toMatchObject([{ source: 'intune-devices', status: 'read', subjects: phones }]);
  const { pass, fail, unknown } = lines.summary.outcomes;
  expect(pass + fail).toBeGreaterThan(lines.findings.length / 2);
  expect(fail).toBeGreaterThan(lines.findings.length / 20);
  expect(unknown).toBeLessThan(lines.findings.length / 5);
  const page = await audited(write('array', 'a.json'));
  const table = await audited(write('csv', 'a.csv'));
  expect(table.inputs).toMatchObject([{ source: 'intune-devices-csv', status: 'read', subjects: phones }]);
  const outcomes = ({ findings }: Awaited<ReturnType<typeof audit>>) =>
    findings.map(({ rule, outcome }) => `${rule} ${outcome}`);
  expect(outcomes(page)).toEqual(outcomes(lines));
  // The portal names no kind of enrolment, on which these depend.
  const without = (all: string[]) => all.filter((one) => !one.startsWith('ios-supervision-unless-'));
  expect(without(outcomes(table))).toEqual(without(outcomes(lines)));
});

it('gives a phone the same bytes in fleets of any size, and others for another seed', () => {
  const few = readFileSync(write('ndjson', 'few.ndjson', 10), 'utf8');
  const many = readFileSync(write('ndjson', 'many.ndjson', 40), 'utf8');
  expect(many.startsWith(few)).toBe(true);
  expect(readFileSync(write('ndjson', 'other.ndjson', 10, 2), 'utf8')).not.toBe(few);
});

it('writes configuration profiles of twenty keys and more that are read whole', async () => {
  const report = await audited(write('profiles', 'profiles', 20));
  expect(report.inputs).toHaveLength(20);
  expect(
    report.inputs.every(({ source, status }) => source === 'apple-mobileconfig' && status === 'read'),
  ).toBe(true);
});

it.skipIf(duckDb === undefined)('DuckDB counts the same phones for its twelve rules', async () => {
  const path = write('ndjson', 'asked.ndjson', 1000);
  const { findings } = await audited(path);
  const counts = (await duckDb?.askDuckDb(path)) ?? {};
  expect(Object.keys(counts)).toHaveLength(12);
  const failed = (id: string) =>
    findings.filter(({ rule, outcome }) => rule === id && outcome === 'fail').length;
  expect(counts).toEqual(Object.fromEntries(Object.keys(counts).map((id) => [id, failed(id)])));
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(0);
});

it('parses every line, also where they cross the pieces of the file', () => {
  expect(parseLines(write('ndjson', 'lines.ndjson', 700))).toBe(700);
});

it('replaces its own section of the results and leaves the others', () => {
  const others = ['# Figures', '## One', 'text', '## Two', 'more'].join('\n\n');
  const first = withSection(others, 'first');
  expect(first.startsWith(others)).toBe(true);
  expect(withSection(`${first}\n## Last\n`, 'second')).toBe(`${withSection(others, 'second')}\n## Last\n`);
});

it('has a place for its figures in docs/scale.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/scale.md'), 'utf8');
  const written = withFigures(withFigures(page, 'figures 1 of a test'), 'figures 2 of a test');
  expect(written).toContain('figures 2 of a test');
  expect(written).not.toContain('figures 1 of a test');
  expect(written).toContain('## What is measured');
});
