/** A history by its name: a file, or the address of a PostgreSQL database. */
import { appendRun } from './append.ts';
import { digestOf } from './chain.ts';
import { problemsIn } from './check.ts';
import type { Driver, Store } from './define.ts';
import { loadRun } from './load.ts';
import { factsOf, figuresIn, previousRun, runsIn } from './runs.ts';

export const isAddress = (name: string): boolean => /^postgres(?:ql)?:\/\//.test(name);

interface OpenOptions {
  /** For looking only. */
  readonly readOnly?: boolean;
}

/** @throws PassmusterError store-failed, store-invalid, path-unreadable */
export async function openStore(name: string, { readOnly = false }: OpenOptions = {}): Promise<Store> {
  return storeOf(
    isAddress(name)
      ? await (await import('./postgres.ts')).openPostgres(name, { readOnly })
      : await (await import('./sqlite.ts')).openSqlite(name, { readOnly }),
  );
}

function storeOf(driver: Driver): Store {
  return {
    append: (report, series) => appendRun(driver, report, series),
    before: async (report, series) => {
      const digest = digestOf(report);
      const runs = (await runsIn(driver)).filter((one) => one.digest !== digest);
      return previousRun(runs, { run: Infinity, series, facts: factsOf(report) });
    },
    runs: () => runsIn(driver),
    figures: (runs) => figuresIn(driver, runs),
    load: (run) => driver.read(() => loadRun(driver, run)),
    integrity: () => problemsIn(driver),
    close: () => driver.close(),
  };
}
