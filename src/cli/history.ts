/** The flags by which a run is kept in a history and held against the one before it, and the way to the runs of one. */
import * as Flags from '@oclif/core/flags';
import { compare, type Compared } from '../diff/compare.ts';
import { firstRunGate, newFindingsGate } from '../diff/gate.ts';
import { PassmusterError } from '../errors.ts';
import type { GateResult, Report } from '../model/report.ts';
import { openSavedReport } from '../report-file.ts';
import type { RunRecord, Store } from '../store/define.ts';

export const storeFlag = Flags.string({
  env: 'PASSMUSTER_STORE',
  helpValue: 'FILE|URL',
  description: 'the history: a SQLite file, or postgres://user@host/database (docs/history.md)',
});

const seriesFlag = Flags.string({
  env: 'PASSMUSTER_SERIES',
  helpValue: 'NAME',
  description:
    'runs of one series are compared with each other; several jobs in one history have a name each',
});

/** For commands that look into a history. */
export const lookFlags = { store: storeFlag, series: seriesFlag };

export const historyFlags = {
  ...lookFlags,
  'fail-on-new': Flags.boolean({
    env: 'PASSMUSTER_FAIL_ON_NEW',
    description:
      'exit 1 when something fails that did not fail before: in --baseline, or else in the last run of --store',
  }),
  baseline: Flags.string({
    env: 'PASSMUSTER_BASELINE',
    helpValue: 'REPORT',
    dependsOn: ['fail-on-new'],
    description: 'a saved report (report.json) that --fail-on-new compares with',
  }),
};

export const defaultSeries = 'default';

interface Given {
  readonly store?: string | undefined;
  readonly series?: string | undefined;
  readonly 'fail-on-new'?: boolean;
  readonly baseline?: string | undefined;
  readonly 'gate-advisory'?: boolean;
}

/**
 * Opens what the flags name before anything is read. What comes back holds a report against the one before it, keeps it, and gives
 * it back with what the history knows.
 * @throws PassmusterError usage, report-invalid, store-failed, store-invalid
 */
export async function recorder(flags: Given): Promise<(report: Report) => Promise<Report>> {
  const { store: name, series = defaultSeries, baseline } = flags;
  const isAsked = flags['fail-on-new'] === true;
  if (isAsked && name === undefined && baseline === undefined)
    throw new PassmusterError(
      'usage',
      '--fail-on-new compares with --baseline REPORT or with the last run of --store; name one.',
    );
  const fromFile = isAsked && baseline !== undefined ? await fileNamed(baseline) : undefined;
  if (name === undefined) return async (report) => (isAsked ? gated(report, fromFile, flags) : report);
  await withStore(name, {}, async () => {});
  return (report) =>
    withStore(name, {}, async (store) => {
      const before = isAsked ? (fromFile ?? (await runBefore(store, report, series))) : undefined;
      const judged = isAsked ? gated(report, before, flags) : report;
      return (await store.append(judged, series)).report;
    });
}

function gated(report: Report, before: Compared | undefined, flags: Given): Report {
  const gateAdvisory = flags['gate-advisory'] === true;
  const gate: GateResult =
    before === undefined
      ? firstRunGate(report, gateAdvisory)
      : newFindingsGate(compare(before, { name: 'this run', report }, { gateAdvisory }));
  return { ...report, gates: [...report.gates, gate] };
}

async function runBefore(store: Store, report: Report, series: string): Promise<Compared | undefined> {
  const before = await store.before(report, series);
  return before === undefined
    ? undefined
    : { name: `run ${before.run}`, report: await store.load(before.run) };
}

/** @throws PassmusterError report-invalid; usage for a report whose phones are not there, or cannot be told from those of another */
export async function fileNamed(path: string): Promise<Compared> {
  const report = await openSavedReport(path);
  const { rendering, pseudonymKey } = report.handling ?? {};
  if (rendering === 'public')
    throw new PassmusterError(
      'usage',
      `${path} is a public rendering: it holds counts and no findings to compare.`,
    );
  const hasDevices = report.subjects.some(({ kind }) => kind === 'device');
  if (rendering === 'internal' && pseudonymKey === undefined && hasDevices)
    throw new PassmusterError(
      'usage',
      `${path} is an internal report: it numbers devices by itself, so that no other report can be compared with it. One made with --pseudonymise can.`,
    );
  return { name: path, report };
}

/** @throws PassmusterError usage when no history is named; store-failed, store-invalid */
export async function withStore<T>(
  name: string | undefined,
  options: { readonly readOnly?: boolean },
  work: (store: Store) => Promise<T>,
): Promise<T> {
  if (name === undefined || name === '')
    throw new PassmusterError('usage', 'Name the history: --store FILE, or PASSMUSTER_STORE.');
  const { openStore } = await import('../store/open.ts'); // brings databases, which only a run with a history needs
  const store = await openStore(name, options);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

const relative = ['last', 'previous'] as const;
export const isRun = (name: string): boolean =>
  /^\d+$/.test(name) || (relative as readonly string[]).includes(name);

/**
 * A run by its number, or `last` or `previous` of a series.
 * @throws PassmusterError usage
 */
export async function runNamed(store: Store, name: string, { series }: Given): Promise<RunRecord> {
  const runs = await store.runs();
  const own = series === undefined ? runs : runs.filter((one) => one.series === series);
  const found =
    name === 'last'
      ? own.at(-1)
      : name === 'previous'
        ? own.at(-2)
        : runs.find(({ run }) => run === Number(name));
  if (found !== undefined) return found;
  if (own.length === 0)
    throw new PassmusterError(
      'usage',
      `The history has no run${series === undefined ? '' : ` of the series ${series}`} yet.`,
    );
  throw new PassmusterError(
    'usage',
    `The history has no run ${name}; "passmuster history list" shows those it has.`,
  );
}
