import type { Diff } from '../model/diff.ts';
import type { GateResult, Report } from '../model/report.ts';

/** `--fail-on-new`: what fails now and did not before, and what fails and cannot be compared. */
export function newFindingsGate({ gating, counts, before, otherPseudonyms }: Diff): GateResult {
  const hidden = otherPseudonyms
    ? '; the pseudonyms are of another key, so that no device can be compared'
    : '';
  return {
    gate: '--fail-on-new',
    met: gating === 0,
    detail: `${gating} new since ${before.name}, ${counts['still-failing']} still failing, ${counts.fixed} fixed${hidden}`,
    exitCode: 1,
  };
}

/** Nothing to compare with: then everything that fails is new. */
export function firstRunGate({ findings, profiles }: Report, gateAdvisory: boolean): GateResult {
  const advisory = new Set(
    gateAdvisory ? [] : profiles.filter((one) => one.advisory === true).map(({ id }) => id),
  );
  const failing = findings.filter(
    ({ outcome, severity, profile }) => outcome === 'fail' && severity !== 'info' && !advisory.has(profile),
  ).length;
  return {
    gate: '--fail-on-new',
    met: failing === 0,
    detail: `${failing} failing, and no earlier run to compare with: all count as new`,
    exitCode: 1,
  };
}
