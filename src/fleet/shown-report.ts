/** A report as far as people can look at it: all counts, and of the subjects the worst. */
import type { Report } from '../model/report.ts';
import type { JudgedSubject, ReportEnd, ReportHead } from '../model/sink.ts';
import type { FleetDigest } from './digest-of-fleet.ts';

/**
 * @param judged the worst ones
 * @param subjects in all
 */
export function reportOf(
  { handling, limits, ...head }: ReportHead,
  { inputs, ruleCounts, findings, worst: _worst, ...rest }: ReportEnd & FleetDigest<unknown>,
  judged: readonly JudgedSubject[],
  subjects: number,
): Report {
  const listed = judged.flatMap((one) => one.findings);
  return {
    ...head,
    inputs,
    subjects: judged.map(({ subject }) => subject),
    findings: listed,
    ...rest,
    left: { subjects: subjects - judged.length, findings: findings - listed.length },
    ruleCounts,
    ...(handling === undefined ? {} : { handling }),
    limits,
  };
}
