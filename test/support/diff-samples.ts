/** Small reports to compare: one finding of the sample report, changed as a test likes. */
import type { Finding, FindingEvidence } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { findings } from './sample-findings.ts';
import { sampleReport } from './sample-report.ts';

export { formula, hostile, noisy } from './sample-records.ts';

const evidence: FindingEvidence = {
  input: 'exports/devices.json',
  locator: '/value/3/isEncrypted',
  line: 12,
  value: 'true',
  layer: 'observed',
  origin: 'explicit',
};

export const sampleRecords = {
  evidence,
  finding: (change: Partial<Finding>): Finding => {
    const first = findings[0] as Finding;
    return {
      ...first,
      evidence: [],
      notes: [],
      setting: 'a.b',
      expected: 'true',
      severity: 'high',
      ...change,
    };
  },
  report: (all: readonly Finding[], more: Partial<Report> = {}): Report => ({
    ...sampleReport,
    findings: all,
    ...more,
  }),
};
