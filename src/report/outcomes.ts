/**
 * The one place where an outcome becomes the word of a format; docs/reports.md prints these tables. No row turns what is
 * not known into something that counts as passed.
 */
import type { Finding } from '../model/finding.ts';
import type { Severity } from '../model/profile.ts';

/** The outcomes, with the kinds of unknown that some formats tell apart: contradiction, and what only a person can say. */
export const outcomeClasses = [
  'pass',
  'fail',
  'waived',
  'not-applicable',
  'unknown',
  'conflict',
  'manual',
  'error',
] as const;
export type OutcomeClass = (typeof outcomeClasses)[number];

export function classOf({ outcome, reason }: Pick<Finding, 'outcome' | 'reason'>): OutcomeClass {
  if (outcome !== 'unknown') return outcome;
  if (reason === 'ambiguous') return 'conflict';
  return reason === 'not-provable' || reason === 'attestation-expired' ? 'manual' : 'unknown';
}

/** Where a waived finding is still one that fails: whatever is worst speaks for all. */
const worstFirst: readonly OutcomeClass[] = [
  'fail',
  'waived',
  'error',
  'conflict',
  'unknown',
  'manual',
  'pass',
];

/** Passes only when all of them pass, those that do not apply aside. */
export function worstClass(findings: readonly Finding[]): OutcomeClass {
  const classes = new Set(findings.map(classOf));
  return worstFirst.find((one) => classes.has(one)) ?? 'not-applicable';
}

/** How people see it: a word and a shape, never a colour alone. */
export interface Shape {
  readonly word: string;
  readonly symbol: string;
  readonly ascii: string;
}

export interface OutcomeWords {
  readonly shape: Shape;
  /** SARIF 2.1.0 section 3.27.9: any level but `none` needs the kind `fail`. Absent: a notification and no result. */
  readonly sarif?: 'pass' | 'fail' | 'notApplicable' | 'open' | 'review';
  readonly junit: { readonly mark?: 'failure' | 'error' | 'skipped'; readonly type?: string };
  /** XCCDF 1.2, section 6.6.4.2. */
  readonly xccdf: 'pass' | 'fail' | 'informational' | 'notapplicable' | 'notchecked' | 'unknown' | 'error';
  /** Absent: no finding, an observation with remarks. NIST SP 800-53A: not determined is other than satisfied. */
  readonly oscal?: {
    readonly state: 'satisfied' | 'not-satisfied';
    readonly reason: 'pass' | 'fail' | 'other';
  };
  readonly hdf: 'passed' | 'failed' | 'skipped' | 'error';
  readonly cklb: 'not_a_finding' | 'open' | 'not_applicable' | 'not_reviewed';
  /** `compliance.status_id` with its caption, and the `status_id` of the finding: 1 New, 3 Suppressed. */
  readonly ocsf: { readonly id: 0 | 1 | 2 | 3 | 99; readonly status: string; readonly finding?: 1 | 3 };
}

const notDecided = { oscal: { state: 'not-satisfied', reason: 'other' }, cklb: 'not_reviewed' } as const;
const lacking = { id: 2, status: 'Warning', finding: 1 } as const;

export const wordsOf: Readonly<Record<OutcomeClass, OutcomeWords>> = {
  pass: {
    shape: { word: 'pass', symbol: '✓', ascii: 'ok' },
    sarif: 'pass',
    junit: {},
    xccdf: 'pass',
    oscal: { state: 'satisfied', reason: 'pass' },
    hdf: 'passed',
    cklb: 'not_a_finding',
    ocsf: { id: 1, status: 'Pass' },
  },
  fail: {
    shape: { word: 'fail', symbol: '✗', ascii: 'X' },
    sarif: 'fail',
    junit: { mark: 'failure', type: 'fail' },
    xccdf: 'fail',
    oscal: { state: 'not-satisfied', reason: 'fail' },
    hdf: 'failed',
    cklb: 'open',
    ocsf: { id: 3, status: 'Fail', finding: 1 },
  },
  waived: {
    shape: { word: 'waived', symbol: '~', ascii: '~' },
    sarif: 'fail',
    junit: { mark: 'skipped' },
    xccdf: 'informational',
    oscal: { state: 'not-satisfied', reason: 'fail' },
    hdf: 'failed',
    cklb: 'open',
    ocsf: { id: 3, status: 'Fail', finding: 3 },
  },
  'not-applicable': {
    shape: { word: 'not-applicable', symbol: '-', ascii: '-' },
    sarif: 'notApplicable',
    junit: { mark: 'skipped' },
    xccdf: 'notapplicable',
    hdf: 'skipped',
    cklb: 'not_applicable',
    ocsf: { id: 99, status: 'Not Applicable' },
  },
  unknown: {
    ...notDecided,
    shape: { word: 'unknown', symbol: '?', ascii: '?' },
    sarif: 'open',
    junit: { mark: 'error', type: 'unknown' },
    xccdf: 'notchecked',
    hdf: 'skipped',
    ocsf: lacking,
  },
  conflict: {
    ...notDecided,
    shape: { word: 'unknown (ambiguous)', symbol: '≠', ascii: '?' },
    sarif: 'review',
    junit: { mark: 'error', type: 'conflict' },
    xccdf: 'unknown',
    hdf: 'skipped',
    ocsf: lacking,
  },
  manual: {
    ...notDecided,
    shape: { word: 'unknown (needs a person)', symbol: '☐', ascii: '?' },
    sarif: 'review',
    junit: { mark: 'skipped' },
    xccdf: 'notchecked',
    hdf: 'skipped',
    ocsf: lacking,
  },
  error: {
    ...notDecided,
    shape: { word: 'error', symbol: '!', ascii: '!' },
    junit: { mark: 'error', type: 'error' },
    xccdf: 'error',
    hdf: 'error',
    ocsf: { id: 0, status: 'Unknown', finding: 1 },
  },
};

export interface SeverityWords {
  readonly sarif: 'error' | 'warning' | 'note';
  /** What GitHub reads: a number as text; none for what is only information. */
  readonly securitySeverity?: string;
  readonly xccdf: 'high' | 'medium' | 'low' | 'info';
  /** Readers of HDF take 0 for not applicable. */
  readonly hdf: number;
  readonly cklb: 'high' | 'medium' | 'low';
  /** `severity_id` with its caption. */
  readonly ocsf: { readonly id: number; readonly caption: string };
  readonly gitlab: 'blocker' | 'critical' | 'major' | 'minor' | 'info';
}

export const severityWordsOf: Readonly<Record<Severity, SeverityWords>> = {
  critical: {
    sarif: 'error',
    securitySeverity: '9.5',
    xccdf: 'high',
    hdf: 0.9,
    cklb: 'high',
    ocsf: { id: 5, caption: 'Critical' },
    gitlab: 'blocker',
  },
  high: {
    sarif: 'error',
    securitySeverity: '8.0',
    xccdf: 'high',
    hdf: 0.7,
    cklb: 'high',
    ocsf: { id: 4, caption: 'High' },
    gitlab: 'critical',
  },
  medium: {
    sarif: 'warning',
    securitySeverity: '5.5',
    xccdf: 'medium',
    hdf: 0.5,
    cklb: 'medium',
    ocsf: { id: 3, caption: 'Medium' },
    gitlab: 'major',
  },
  low: {
    sarif: 'note',
    securitySeverity: '2.0',
    xccdf: 'low',
    hdf: 0.3,
    cklb: 'low',
    ocsf: { id: 2, caption: 'Low' },
    gitlab: 'minor',
  },
  info: {
    sarif: 'note',
    xccdf: 'info',
    hdf: 0.1,
    cklb: 'low',
    ocsf: { id: 1, caption: 'Informational' },
    gitlab: 'info',
  },
};
