/** The result of a run as one JSON document (schemas/lint.schema.json); every format is made of it. */
import type { LintCode } from './codes.ts';
import type { LintFinding, LintLevel, LintReport, LintTarget } from './define.ts';
import { lintLevels } from './define.ts';

export interface LintDocument {
  readonly schema: 'passmuster-lint/1';
  readonly tool: { readonly name: string; readonly version: string };
  readonly asOf: string;
  readonly target: LintTarget;
  /** Codes that were left out on request. */
  readonly ignoredCodes: readonly LintCode[];
  readonly inputs: readonly LintInput[];
  readonly findings: readonly LintFinding[];
  readonly summary: LintSummary;
}

export type LintInput = Omit<LintReport, 'findings' | 'traits'>;

export interface LintSummary extends Readonly<Record<LintLevel, number>> {
  /** Documents that were linted, wholly or in part. */
  readonly linted: number;
  readonly ignored: number;
  /** Every document was read to its end, and there was one. */
  readonly complete: boolean;
}

export interface LintRunFacts {
  readonly version: string;
  readonly asOf: string;
  readonly target: LintTarget;
  readonly ignoredCodes?: Iterable<LintCode>;
}

export function lintDocument(reports: readonly LintReport[], run: LintRunFacts): LintDocument {
  const findings = reports.flatMap((report) => report.findings);
  const isDocument = ({ linter, status }: LintReport): boolean =>
    linter !== 'archive' && (status === 'linted' || status === 'partial');
  const linted = reports.filter(isDocument).length;
  const isWhole = reports.every(
    ({ status, leftOut }) => leftOut === 0 && (status === 'linted' || status === 'ignored'),
  );
  const count = (level: LintLevel): number => findings.filter((finding) => finding.level === level).length;
  return {
    schema: 'passmuster-lint/1',
    tool: { name: 'passmuster', version: run.version },
    asOf: run.asOf,
    target: run.target,
    ignoredCodes: [...(run.ignoredCodes ?? [])].sort(),
    inputs: reports.map(({ findings: _findings, traits: _traits, ...input }) => input),
    findings,
    summary: {
      error: count('error'),
      warning: count('warning'),
      note: count('note'),
      linted,
      ignored: reports.filter(({ status }) => status === 'ignored').length,
      complete: isWhole && linted > 0,
    },
  };
}

export const lintGates = [...lintLevels, 'none'] as const;
export type LintGate = (typeof lintGates)[number];

export interface LintGateResult {
  readonly met: boolean;
  readonly exitCode: 0 | 1 | 3;
  readonly text: string;
}

/** Findings first, then whether all was read: docs/exit-codes.md. */
export function lintGateResults({ summary, inputs }: LintDocument, failOn: LintGate): LintGateResult[] {
  const counted = failOn === 'none' ? [] : lintLevels.slice(0, lintLevels.indexOf(failOn) + 1);
  const failing = counted.reduce((sum, level) => sum + summary[level], 0);
  const findings =
    failOn === 'none'
      ? 'findings do not count'
      : `${failing} ${failing === 1 ? 'finding' : 'findings'} at ${failOn} or above`;
  const broken = inputs.filter(
    ({ status, leftOut }) => status === 'unreadable' || status === 'partial' || leftOut > 0,
  );
  const evidence =
    summary.linted === 0 && broken.length === 0
      ? 'there was nothing to lint'
      : broken.length === 0
        ? 'every document was read to its end'
        : `${broken.length} ${broken.length === 1 ? 'input was' : 'inputs were'} not read whole`;
  return [
    {
      met: failing === 0,
      exitCode: failing === 0 ? 0 : 1,
      text: `--fail-on ${failOn}: ${verdict(failing === 0, 1)}, ${findings}`,
    },
    {
      met: summary.complete,
      exitCode: summary.complete ? 0 : 3,
      text: `evidence: ${verdict(summary.complete, 3)}, ${evidence}`,
    },
  ];
}

const verdict = (met: boolean, code: number): string => (met ? 'met' : `not met (exit ${code})`);

/** 1 before 3. */
export function lintExitCode(gates: readonly LintGateResult[]): 0 | 1 | 3 {
  return gates.find(({ met }) => !met)?.exitCode ?? 0;
}
