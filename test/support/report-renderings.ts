/** Renderings for the tests of formats, and variants of the sample report. */
import type { Finding } from '../../src/model/finding.ts';
import type { Controls } from '../../src/model/profile.ts';
import type { Report } from '../../src/model/report.ts';
import { perSubject } from '../../src/report/per-subject.ts';
import { findReporter } from '../../src/report/registry.ts';
import { sampleReport } from './sample-report.ts';

export const renderOptions = { width: 100, color: false, unicode: true, verbose: false };

export async function rendered(format: string, report: Report = sampleReport): Promise<string> {
  const reporter = await findReporter(format);
  if (reporter === undefined) throw new Error(`no format ${format}`);
  return [...reporter.render(report, renderOptions)].join('');
}

/** The report of one subject, as formats get it that hold no more. */
export function reportOf(subject: string, report: Report = sampleReport): Report {
  for (const one of perSubject(report)) if (one.report.subjects[0]?.id === subject) return one.report;
  throw new Error(`no subject ${subject}`);
}

const numbers: Readonly<Record<string, Controls>> = {
  'backup-encrypted': {
    'nist-800-53r5': ['CP-9 (8)'],
    cci: ['CCI-000540'],
    'disa-stig': ['SV-100001r1_rule', 'V-100001'],
  },
  'camera-permission': { 'nist-800-53r5': ['AC-6', 'SC-42'], 'disa-stig': ['SV-100002r1_rule'] },
  'os-current': { 'nist-800-53r5': ['SI-2'], cci: ['CCI-002605'], 'disa-stig': ['SV-100003r1_rule'] },
  'passcode-length': {
    'nist-800-53r5': ['IA-5 (1)'],
    cci: ['CCI-000205'],
    'disa-stig': ['SV-100004r1_rule'],
  },
  'security-notifications': { 'disa-stig': ['SV-100005r1_rule'] },
};

const stated: Finding = {
  rule: 'security-notifications',
  profile: 'sample-basics',
  subject: 'device-1001',
  scope: 'app:threema',
  setting: 'app.securityNotifications',
  outcome: 'pass',
  severity: 'low',
  title: 'Security notifications are shown',
  message: 'app.securityNotifications is true.',
  expected: 'true',
  actual: 'true',
  evidence: [
    {
      input: 'attestations.yaml',
      locator: '/attestations/0',
      line: 4,
      layer: 'attested',
      origin: 'explicit',
      statement: {
        by: { role: 'Line manager', id: 'p-91c2' },
        method: 'self-report',
        at: '2026-11-03T10:15:00Z',
        until: '2027-02-01T00:00:00Z',
      },
    },
  ],
  notes: [],
  attested: true,
};

/** With numbers of controls, a pass that rests on a statement, a marking, and something that no rule judges. */
export const richReport: Report = {
  ...sampleReport,
  profiles: sampleReport.profiles.map((profile) => ({
    ...profile,
    notAssessable: ['Conversations that were deleted before the audit.'],
    rules: profile.rules.map((rule) => {
      const controls = numbers[rule.id];
      return controls === undefined ? rule : { ...rule, controls };
    }),
  })),
  findings: [...sampleReport.findings, stated],
  handling: { marking: 'OFFICIAL', retainUntil: '2027-11-20' },
};

/** Without anything: nothing was read. */
export const emptyReport: Report = { ...sampleReport, inputs: [], subjects: [], findings: [] };

export const poison =
  "=cmd|'/C calc'!A0 \u001b[31m\u0085\u202e\u2028\u200b\n::error::x\r\n##vso[x] <img src=x onerror=alert(1)></details></script> [a](javascript:alert(1)) ![i](https://evil.example/i.png) https://evil.example/x www.evil.example a@evil.example @everyone #1 !2 `` ``` ` | ]]> &amp; \"'{0} \ud800\uffff\u{e0001}";

/** Words of the model, and what has a form of its own. */
const kept = new Set(
  'schema sha256 asOf outcome severity status platform kind layer origin method at until name lastSeen ownership enrolmentType summary state risk approvedAt from'.split(
    ' ',
  ),
);

/** Every other text of the report led in by the poison; what points at each other still does. */
export function poisoned<Value>(value: Value): Value {
  return walk(value, '') as Value;
}

function walk(value: unknown, key: string): unknown {
  if (kept.has(key)) return value;
  if (typeof value === 'string') return `${poison}${value}`;
  if (Array.isArray(value)) return value.map((one) => walk(one, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one, name)]));
}
