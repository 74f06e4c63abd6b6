/**
 * Hundreds of kills: npx vitest run --mode deep test/deep/kills.test.ts, about ten minutes; test/store/kills.test.ts does a few.
 * PASSMUSTER_KILLS_LOG names a file that is told the sums.
 */
import { appendFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { killWriters, type Killed } from '../support/kills.ts';
import { storeKinds } from '../support/stores.ts';

const isDeep = process.env['MODE'] === 'deep';
/** So many in one history, whose every run is read again. */
const portion = 50;
const kills = { SQLite: 500, PostgreSQL: 200 };

if (!isDeep) it.skip('hundreds of kills are for --mode deep', () => undefined);

describe.each(isDeep ? storeKinds() : [])('writers of $kind', ({ kind, fresh }) => {
  it(
    'are killed at random moments, one to three at once: no acknowledged run is lost, none is torn',
    { timeout: 3_600_000 },
    async () => {
      const all: Killed[] = [];
      for (let done = 0; done < kills[kind]; done += portion) all.push(await killWriters(fresh(), portion));
      const sum = (count: (one: Killed) => number) => all.reduce((total, one) => total + count(one), 0);
      const found = {
        kills: sum((one) => one.kills),
        acknowledged: sum((one) => one.acknowledged),
        kept: sum((one) => one.kept),
        lost: all.flatMap(({ lost }) => lost),
        torn: all.flatMap(({ torn }) => torn),
        problems: all.flatMap(({ problems }) => problems),
      };
      const log = process.env['PASSMUSTER_KILLS_LOG'];
      if (log !== undefined) appendFileSync(log, `${JSON.stringify({ kind, ...found })}\n`);
      expect(found).toMatchObject({ kills: kills[kind], lost: [], torn: [], problems: [] });
      expect(found.acknowledged).toBeGreaterThan(0);
    },
  );
});
