/** The history of runs, on SQLite and on a real PostgreSQL server where there is one. */
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import type { Store } from '../../src/store/define.ts';
import { openStore } from '../../src/store/open.ts';
import { fleetDay } from '../support/fleet-days.ts';
import { sampleReport } from '../support/sample-report.ts';
import { storeKinds } from '../support/stores.ts';

const fleet = { devices: 40, rules: 12, changing: 0.01, leaving: 0.02 };
const text = (report: Report) => JSON.stringify(report);

function plain({ history: _history, ...report }: Report): Report {
  const findings = report.findings.map(({ failingSince: _since, failingGap: _gap, ...one }) => one);
  return { ...report, findings };
}

async function using(name: string, work: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore(name);
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

/** One phone, one rule, a verdict for each day. */
function oneFinding(day: number, one: Partial<Finding>): Report {
  const asOf = `2026-11-${String(day).padStart(2, '0')}T23:59:59Z`;
  const [first] = sampleReport.findings;
  const finding = { ...first, evidence: [], message: 'x', ...one } as Finding;
  const subjects = sampleReport.subjects.filter(({ id }) => id === finding.subject);
  return { ...sampleReport, asOf, subjects, findings: [finding] };
}

const kinds = storeKinds();

it('writes the same in both kinds of history', async () => {
  const hashes: string[][] = [];
  for (const { fresh } of kinds)
    await using(fresh(), async (store) => {
      for (const day of [0, 1, 2]) await store.append(fleetDay(day, fleet), 'nightly');
      hashes.push((await store.runs()).map(({ hash }) => hash));
    });
  expect(new Set(hashes.map((one) => JSON.stringify(one))).size).toBe(1);
});

describe.each(kinds)('a history in $kind', ({ fresh }) => {
  it('gives every report back to the letter', async () => {
    await using(fresh(), async (store) => {
      const reports = [sampleReport, ...[0, 1, 2, 3, 9].map((day) => fleetDay(day, fleet))];
      const kept: string[] = [];
      for (const report of reports) {
        const { report: enriched } = await store.append(report, 'x');
        expect(text(plain(enriched))).toBe(text(report));
        kept.push(text(enriched));
      }
      for (const [index, report] of kept.entries()) expect(text(await store.load(index + 1))).toBe(report);
      expect(await store.integrity()).toEqual([]);
    });
  });

  it('gives back more than it reads at once', async () => {
    await using(fresh(), async (store) => {
      const report = fleetDay(0, { devices: 1100, rules: 10 });
      await store.append(report, 'x');
      expect(text(plain(await store.load(1)))).toBe(text(report));
      expect(await store.integrity()).toEqual([]);
    });
  });

  it('takes the very same report once', async () => {
    await using(fresh(), async (store) => {
      const first = await store.append(sampleReport, 'x');
      const again = await store.append(first.report, 'x');
      expect(again).toMatchObject({ run: first.run, isNew: false });
      expect(text(again.report)).toBe(text(first.report));
      expect(await store.runs()).toHaveLength(1);
      expect((await store.append(sampleReport, 'y')).isNew).toBe(true);
      expect((await store.append({ ...sampleReport, asOf: '2026-11-21T23:59:59Z' }, 'x')).isNew).toBe(true);
    });
  });

  it('knows since when a finding fails', async () => {
    await using(fresh(), async (store) => {
      const since = async (day: number, one: Partial<Finding>) => {
        const { report } = await store.append(oneFinding(day, one), 'x');
        const [finding] = report.findings;
        return [finding?.failingSince?.slice(8, 10), finding?.failingGap];
      };
      expect(await since(1, { outcome: 'pass' })).toEqual([undefined, undefined]);
      expect(await since(2, { outcome: 'fail' })).toEqual(['02', undefined]);
      expect(await since(3, { outcome: 'fail' })).toEqual(['02', undefined]);
      expect(await since(4, { outcome: 'fail', actual: '4' })).toEqual(['02', undefined]);
      expect(await since(5, { outcome: 'waived', waiver: 'w-1' })).toEqual(['02', undefined]);
      expect(await since(6, { outcome: 'unknown' })).toEqual([undefined, undefined]);
      expect(await since(7, { outcome: 'fail' })).toEqual(['02', true]);
      expect(await since(8, { outcome: 'fail', expected: 'another demand' })).toEqual(['08', undefined]);
      expect(await since(9, { outcome: 'pass' })).toEqual([undefined, undefined]);
      expect(await since(10, { outcome: 'fail' })).toEqual(['10', undefined]);
      expect(await since(11, { outcome: 'not-applicable' })).toEqual([undefined, undefined]);
      expect(await since(12, { outcome: 'fail' })).toEqual(['12', undefined]);
    });
  });

  it('names who vanished and who appeared, and keeps series apart', async () => {
    await using(fresh(), async (store) => {
      const without = (id: string): Report => ({
        ...sampleReport,
        subjects: sampleReport.subjects.filter((one) => one.id !== id),
        findings: sampleReport.findings.filter(({ subject }) => subject !== id),
      });
      await store.append(without('device-1002'), 'x');
      await store.append(without('device-1002'), 'another');
      const { report } = await store.append({ ...without('device-1001'), asOf: '2026-11-21T00:00:00Z' }, 'x');
      expect(report.history).toMatchObject({ run: 3, series: 'x', previous: { run: 1 } });
      expect(report.history.vanished.map(({ id }) => id)).toEqual(['device-1001']);
      expect(report.history.appeared.map(({ id }) => id)).toEqual(['device-1002']);
      expect(report.history.trend.map(({ run }) => run)).toEqual([1, 3]);
    });
  });

  it('compares no devices whose pseudonyms come from another key', async () => {
    await using(fresh(), async (store) => {
      const keyed = (pseudonymKey: string): Report => ({ ...sampleReport, handling: { pseudonymKey } });
      await store.append(keyed('a'), 'x');
      const { report } = await store.append(keyed('b'), 'x');
      expect(report.history.previous).toBeUndefined();
      expect(report.history.vanished).toEqual([]);
    });
  });

  it('says that the clock went back, and goes on by number', async () => {
    await using(fresh(), async (store) => {
      await store.append(oneFinding(9, { outcome: 'fail' }), 'x');
      const { report } = await store.append(oneFinding(3, { outcome: 'fail' }), 'x');
      expect(report.history).toMatchObject({ run: 2, clockWentBack: true, previous: { run: 1 } });
      expect(report.findings[0]?.failingSince).toBe('2026-11-09T23:59:59Z');
    });
  });

  it('knows the run before, which is never the report itself', async () => {
    await using(fresh(), async (store) => {
      const [friday, saturday] = [oneFinding(6, { outcome: 'pass' }), oneFinding(7, { outcome: 'fail' })];
      expect(await store.before(friday, 'x')).toBeUndefined();
      await store.append(friday, 'x');
      await store.append(friday, 'another');
      expect((await store.before(saturday, 'x'))?.run).toBe(1);
      await store.append(saturday, 'x');
      // A job that runs again asks the same question.
      expect((await store.before({ ...saturday, gates: [] }, 'x'))?.run).toBe(1);
      expect(await store.before({ ...saturday, profiles: [] }, 'x')).toBeUndefined();
    });
  });

  it('says which run there is none of', async () => {
    await using(fresh(), async (store) => {
      await expect(store.load(7)).rejects.toMatchObject({ code: 'usage' });
    });
  });

  it('costs no row for what stays as it was', async () => {
    const name = fresh();
    await using(name, async (store) => {
      for (const day of [0, 1, 2, 3])
        await store.append(fleetDay(day, { ...fleet, changing: 1e-9, leaving: 0 }), 'x');
    });
    expect(await changesOf(name)).toEqual([
      [1, 480],
      [2, 40], // the native form of the last contact: what changes in digits alone is moving from then on
    ]);
  });
});

/** Rows of changes by run, read beside the store. */
async function changesOf(name: string): Promise<[number, number][]> {
  const sql = 'SELECT run, count(*) AS count FROM passmuster_changes GROUP BY run ORDER BY run';
  if (!name.startsWith('postgres')) {
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(name);
    const rows = database.prepare(sql).all();
    database.close();
    return rows.map(({ run, count }) => [Number(run), Number(count)]);
  }
  const { Client } = await import('pg');
  const client = new Client({ connectionString: name });
  await client.connect();
  const { rows } = await client.query<{ run: number; count: string }>(sql);
  await client.end();
  return rows.map(({ run, count }) => [run, Number(count)]);
}
