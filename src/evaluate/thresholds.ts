/** Gates of a file: how much may fail, and how good score and coverage have to be, for the run and for single profiles. */
import { severities, type Severity } from '../model/profile.ts';
import type { GateResult, InputRecord, Totals } from '../model/report.ts';

export interface Thresholds {
  /** Percent, 0 to 100. */
  readonly minScore?: number;
  readonly minCoverage?: number;
  /** Fails of a severity that are let pass. */
  readonly maxFails?: Readonly<Partial<Record<Severity, number>>>;
}

export interface GateThresholds {
  readonly file: { readonly path: string; readonly sha256: string; readonly bytes: number };
  /** For all profiles together; fails of those that are advice count only when they gate. */
  readonly whole: Thresholds;
  /** By the id of the profile; naming one makes its fails count. */
  readonly profiles: Readonly<Record<string, Thresholds>>;
}

/** What came out under one profile. */
export interface ProfileTotals {
  readonly id: string;
  readonly advisory: boolean;
  readonly totals: Totals;
}

/** @param failsOf how many of a severity count for the run */
export function thresholdGates(
  { whole, profiles }: GateThresholds,
  summary: Totals,
  byProfile: readonly ProfileTotals[],
  failsOf: (severity: Severity) => number,
): GateResult[] {
  return [
    ...gatesOf('', whole, summary, failsOf),
    ...byProfile.flatMap(({ id, totals }) => {
      const own = Object.hasOwn(profiles, id) ? profiles[id] : undefined;
      if (own === undefined) return [];
      return gatesOf(`${id}: `, own, totals, (severity) => totals.bySeverity[severity].fail);
    }),
  ];
}

function gatesOf(
  prefix: string,
  { minScore, minCoverage, maxFails = {} }: Thresholds,
  { score, coverage }: Totals,
  failsOf: (severity: Severity) => number,
): GateResult[] {
  const gates: GateResult[] = severities.flatMap((severity) => {
    const most = maxFails[severity];
    if (most === undefined) return [];
    const failing = failsOf(severity);
    const detail = `${failing} failing ${severity}, ${most === 0 ? 'none' : `at most ${most}`} may`;
    return [{ gate: `${prefix}maxFails.${severity} ${most}`, met: failing <= most, detail, exitCode: 1 }];
  });
  if (minScore !== undefined) gates.push(shareGate(`${prefix}minScore`, score, minScore, 1));
  if (minCoverage !== undefined) gates.push(shareGate(`${prefix}minCoverage`, coverage, minCoverage, 3));
  return gates;
}

/** @param least percent */
export function shareGate(gate: string, value: number | null, least: number, exitCode: 1 | 3): GateResult {
  // What is waived is decided and has no part in the score.
  const none = exitCode === 1 ? 'nothing passed or failed' : 'nothing applies';
  const met = value !== null && Math.round(value * 10_000) >= least * 100;
  return {
    gate: `${gate} ${least}`,
    met,
    detail: value === null ? none : `${Math.floor(value * 1000 + 1e-9) / 10} %`,
    exitCode,
  };
}

/** Does a limit of the file say how many fails of the severity there may be? */
export function isLimited({ whole, profiles }: GateThresholds, profile: string, severity: Severity): boolean {
  const own = Object.hasOwn(profiles, profile) ? profiles[profile]?.maxFails : undefined;
  return whole.maxFails?.[severity] !== undefined || own?.[severity] !== undefined;
}

/** The file as an input of the report, so that it shows by which gates it was judged. */
export function thresholdInput(thresholds: GateThresholds | undefined): InputRecord[] {
  if (thresholds === undefined) return [];
  const rest = { source: 'gates', status: 'read', subjects: 0, skipped: 0, notices: [] } as const;
  return [{ ...thresholds.file, ...rest }];
}
