import type { Finding } from './finding.ts';

/** What of a finding tells its rule from another of the same id. */
export type Demand = Pick<Finding, 'severity' | 'setting' | 'expected'>;

/**
 * The same id with another demand: a parameter was set anew, or the profile is another version. A rule of several parts may be
 * decided by another setting each time, which is no change of the rule.
 */
export function isOtherRule(a: Demand, b: Demand): boolean {
  if (a.severity !== b.severity) return true;
  if (a.setting !== b.setting || a.expected === undefined || b.expected === undefined) return false;
  return a.expected !== b.expected;
}
