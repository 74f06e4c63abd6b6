/** The gates of a run and the exit code they ask for. Independent of each other; the report lists all. docs/exit-codes.md */
import { severities, type Severity } from '../model/profile.ts';
import type { GateResult, Totals } from '../model/report.ts';
import {
  type GateThresholds,
  isLimited,
  type ProfileTotals,
  shareGate,
  thresholdGates,
} from './thresholds.ts';

export const failOnLevels = ['critical', 'high', 'medium', 'low', 'none'] as const;
export type FailOn = (typeof failOnLevels)[number];

export interface GateOptions {
  readonly failOn: FailOn;
  /** Percent, 0 to 100. */
  readonly minScore?: number | undefined;
  readonly minCoverage?: number | undefined;
  readonly expectedDevices?: number | undefined;
  /** Fails of advisory profiles gate as well. */
  readonly gateAdvisory?: boolean | undefined;
  /** Of a file. */
  readonly thresholds?: GateThresholds | undefined;
}

/** What a summary does not hold. */
interface GateFacts {
  /** Paths of inputs that were not read whole. */
  readonly incomplete?: readonly string[];
  /** How many inputs a source has read. */
  readonly read?: number;
  /** The part of the summary that comes from advisory profiles. */
  readonly advice?: Totals;
  /** The parts of the summary, by profile; asked for where there are thresholds. */
  readonly byProfile?: readonly ProfileTotals[];
}

/**
 * @param devices how many were read
 */
export function judgeGates(
  summary: Totals,
  devices: number,
  options: GateOptions,
  { incomplete = [], read = 1, advice, byProfile = [] }: GateFacts = {},
): GateResult[] {
  const { thresholds, gateAdvisory } = options;
  const counting = byProfile.filter(({ advisory }) => gateAdvisory === true || !advisory);
  /** Fails that a limit of the gate file speaks of, and --fail-on no more. */
  const limited = (severity: Severity): number =>
    counting
      .filter(({ id }) => thresholds !== undefined && isLimited(thresholds, id, severity))
      .reduce((sum, { totals }) => sum + totals.bySeverity[severity].fail, 0);
  const gates: GateResult[] = [
    failOnGate(summary, options.failOn, limited, gateAdvisory === true ? undefined : advice),
  ];
  if (thresholds !== undefined)
    gates.push(
      ...thresholdGates(thresholds, summary, byProfile, (severity) =>
        counting.reduce((sum, { totals }) => sum + totals.bySeverity[severity].fail, 0),
      ),
    );
  if (options.minScore !== undefined)
    gates.push(shareGate('--min-score', summary.score, options.minScore, 1));
  if (options.minCoverage !== undefined)
    gates.push(shareGate('--min-coverage', summary.coverage, options.minCoverage, 3));
  if (options.expectedDevices !== undefined) {
    const met = devices >= options.expectedDevices;
    gates.push({
      gate: '--expected-devices',
      met,
      detail: `${devices} of ${options.expectedDevices} expected devices were read`,
      exitCode: 3,
    });
  }
  const { outcomes } = summary;
  const decided = outcomes.pass + outcomes.fail + outcomes.waived;
  gates.push({
    gate: 'evidence',
    met: summary.complete,
    detail: evidenceDetail(summary.complete, incomplete, read),
    exitCode: 3,
  });
  gates.push({
    gate: 'evaluated',
    met: decided > 0,
    detail: `${decided} of ${decided + outcomes.unknown + outcomes.error} findings decided`,
    exitCode: 3,
  });
  if (outcomes.error > 0)
    gates.push({
      gate: 'internal',
      met: false,
      detail: `${outcomes.error} findings are missing because of a defect in Passmuster`,
      exitCode: 2,
    });
  return gates;
}

function evidenceDetail(complete: boolean, incomplete: readonly string[], read: number): string {
  if (complete) return read > 0 ? 'every recognised input was read to its end' : 'no input was recognised';
  const more = incomplete.length > 3 ? ` and ${incomplete.length - 3} more` : '';
  const names = incomplete.length > 0 ? `: ${incomplete.slice(0, 3).join(', ')}${more}` : '';
  return `damaged, encrypted, cut off, unrecognised or only a part${names}`;
}

/**
 * @param limited how many fails of a severity a limit speaks of
 * @param advice the fails that do not count, because their profiles are advice
 */
function failOnGate(
  summary: Totals,
  failOn: FailOn,
  limited: (severity: Severity) => number,
  advice?: Totals,
): GateResult {
  const gating = failOn === 'none' ? [] : severities.slice(0, severities.indexOf(failOn) + 1);
  const sumOf = (count: (severity: Severity) => number): number =>
    gating.reduce((sum, severity: Severity) => sum + count(severity), 0);
  const passedOver = advice === undefined ? 0 : sumOf((severity) => advice.bySeverity[severity].fail);
  const underLimit = sumOf(limited);
  const failing = sumOf((severity) => summary.bySeverity[severity].fail) - passedOver - underLimit;
  const advised = passedOver === 0 ? '' : `; ${passedOver} of advisory profiles do not gate`;
  const others = underLimit === 0 ? '' : `; ${underLimit} more under limits of the gate file`;
  const detail =
    failOn === 'none'
      ? `${summary.outcomes.fail} failing, none gates`
      : `${failing} failing at ${failOn} or above${others}${advised}`;
  return { gate: `--fail-on ${failOn}`, met: failing === 0, detail, exitCode: 1 };
}

/** The code of a run: 2 before 1 before 3 before 0, the same order as error, fail, unknown, pass. */
export function exitCodeOf(gates: readonly GateResult[]): 0 | 1 | 2 | 3 {
  const asked = gates.filter(({ met }) => !met).map(({ exitCode }) => exitCode);
  return ([2, 1, 3] as const).find((code) => asked.includes(code)) ?? 0;
}
