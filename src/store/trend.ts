/** Figures over time: of the whole, or of parts by profile, rule, platform, severity, kind or group. */
import { noOutcomes, outcomes } from '../model/finding.ts';
import { severityWeights } from '../model/profile.ts';
import type { Counts } from '../model/report.ts';
import type { RunRecord } from './define.ts';
import type { Cell, Figures } from './figures.ts';

export const trendParts = ['profile', 'rule', 'platform', 'severity', 'kind'] as const;
export type TrendPart = (typeof trendParts)[number];

/** What is counted; what is absent does not restrict. */
export interface TrendFilter {
  readonly profile?: string | undefined;
  readonly rule?: string | undefined;
  readonly platform?: string | undefined;
  readonly severity?: string | undefined;
  readonly kind?: string | undefined;
  readonly group?: { readonly label: string; readonly value: string } | undefined;
}

/** A line for each of these; a group is the value of a label. */
export type TrendBy = TrendPart | { readonly label: string };

export interface TrendRow {
  readonly run: number;
  readonly asOf: string;
  readonly part: string;
  readonly score: number | null;
  readonly coverage: number | null;
  readonly scoreWithoutWaivers: number | null;
  readonly outcomes: Counts;
}

/** A run with its counts. */
export interface CountedRun {
  readonly run: RunRecord;
  readonly figures: Figures;
}

/** By part, then in the order of the runs. A run that has nothing of a part has no row of it. */
export function trendRows(runs: readonly CountedRun[], filter: TrendFilter, by?: TrendBy): TrendRow[] {
  const isWhole = by === undefined && Object.values(filter).every((value) => value === undefined);
  // The whole has its figures from the report itself: there a rule may have a weight of its own.
  const rows = runs.flatMap((run) => (isWhole ? [wholeRow(run.run)] : partRows(run, filter, by)));
  const order = new Map<string, TrendRow[]>();
  for (const row of rows) order.set(row.part, [...(order.get(row.part) ?? []), row]);
  return [...order.keys()].toSorted().flatMap((part) => order.get(part) ?? []);
}

function wholeRow({ run, asOf, facts }: RunRecord): TrendRow {
  const { score, coverage, scoreWithoutWaivers, outcomes: counts } = facts;
  return { run, asOf, part: '', score, coverage, scoreWithoutWaivers, outcomes: counts };
}

function partRows(
  { run: { run, asOf }, figures }: CountedRun,
  filter: TrendFilter,
  by: TrendBy | undefined,
): TrendRow[] {
  const parts = Map.groupBy(cellsOf(figures, filter, by), ({ part }) => part);
  return [...parts].map(([part, cells]) => ({ run, asOf, part, ...sharesOf(cells.map(({ cell }) => cell)) }));
}

/** Groups and rules are counted apart: which rule failed in which group is in the reports. */
function cellsOf(
  figures: Figures,
  filter: TrendFilter,
  by: TrendBy | undefined,
): { part: string; cell: Cell }[] {
  const { group, rule } = filter;
  const isWanted = (cell: Cell): boolean =>
    (['profile', 'platform', 'severity', 'kind'] as const).every(
      (name) => filter[name] === undefined || filter[name] === cell[name],
    );
  const label = typeof by === 'object' ? by.label : group?.label;
  if (label === undefined)
    return figures.rules
      .filter((cell) => isWanted(cell) && (rule === undefined || cell.rule === rule))
      .map((cell) => ({ part: typeof by === 'string' ? cell[by] : '', cell }));
  return figures.groups
    .filter(
      (cell) => isWanted(cell) && cell.label === label && (group === undefined || cell.value === group.value),
    )
    .map((cell) => ({ part: typeof by === 'object' ? cell.value : partOf(cell, by), cell }));
}

const partOf = (cell: Cell, by: TrendPart | undefined): string =>
  by === undefined || by === 'rule' ? '' : cell[by];

type Shares = Pick<TrendRow, 'score' | 'coverage' | 'scoreWithoutWaivers' | 'outcomes'>;

/** As the summary of a report, with the weights of the severities. */
function sharesOf(cells: readonly Cell[]): Shares {
  const counts = noOutcomes();
  const weights = { pass: 0, fail: 0, waived: 0 };
  for (const cell of cells) {
    for (const outcome of outcomes) counts[outcome] += cell.counts[outcome];
    for (const outcome of ['pass', 'fail', 'waived'] as const)
      weights[outcome] += cell.counts[outcome] * severityWeights[cell.severity];
  }
  const decided = counts.pass + counts.fail + counts.waived;
  return {
    score: share(weights.pass, weights.pass + weights.fail),
    coverage: share(decided, decided + counts.unknown + counts.error),
    scoreWithoutWaivers: share(weights.pass, weights.pass + weights.fail + weights.waived),
    outcomes: counts,
  };
}

const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.floor((part * 10_000) / whole) / 10_000;

/** Labels by which the findings of a run are counted. */
export const groupLabelsOf = (figures: Figures): string[] =>
  [...new Set(figures.groups.map(({ label }) => label))].toSorted();
