/**
 * A made-up fleet as an audit tells it, subject by subject, for measuring what a page of it costs. Verdicts come from arithmetic:
 * the same size gives the same fleet. Every text is of the length that real ones have.
 */
import { Tally } from '../src/evaluate/score.ts';
import type { Finding } from '../src/model/finding.ts';
import { severities } from '../src/model/profile.ts';
import type { ProfileRecord, RuleRecord, SubjectRecord } from '../src/model/report.ts';
import type { AuditSink } from '../src/model/sink.ts';

const asOf = '2026-11-30T00:00:00Z';
const policies = 60;
const title = 'The phone does not let work documents leave for places that nobody manages, number';
const collect =
  'a configuration profile with a Restrictions payload (a file, or in an export of Jamf or Fleet) or an Intune iOS device restrictions policy';

const ruleOf = (index: number): RuleRecord => ({
  id: `managed-documents-leave-${index}`,
  title: `${title} ${index}`,
  severity: severities[index % severities.length] ?? 'info',
  rationale: 'A document that leaves the managed side is beyond what a policy can protect or erase.',
  remediation: 'Set allowOpenFromManagedToUnmanaged to false (Restrictions payload, supervised devices).',
  references: [{ title: 'Device Security Guidance', url: 'https://example.org/guidance' }],
  controls: { 'nist-800-53r5': [`AC-${index % 20}`] },
});

/** Small primes spread the verdicts: about a tenth fails, a sixth is unknown. */
const outcomeOf = (subject: number, rule: number): Finding['outcome'] => {
  const at = (subject * 31 + rule * 17 + (subject % 101) * rule) % 60;
  if (at < 6) return 'fail';
  if (at < 16) return 'unknown';
  if (at < 18) return 'waived';
  return at < 40 ? 'pass' : 'not-applicable';
};

function subjectOf(index: number, devices: number): SubjectRecord {
  const isDevice = index < devices;
  const platform = index % 3 === 0 ? 'android' : 'ios';
  return {
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    kind: isDevice ? 'device' : 'policy',
    platform,
    ...(isDevice
      ? { osVersion: `${12 + (index % 14)}.1`, model: 'Phone 12 Pro Max', ownership: 'corporate' }
      : {}),
    lastSeen: '2026-11-20T06:15:00Z',
    labels: isDevice ? {} : { title: `Restrictions ${index}` },
    input: 'exports/managed-devices.json',
  };
}

function findingOf(subject: SubjectRecord, index: number, rule: RuleRecord, at: number): Finding {
  const outcome = outcomeOf(index, at);
  const setting = at === 1 ? 'os.securityPatch' : 'sharing.managedToUnmanaged.allowed';
  const actual = at === 1 ? `2026-0${1 + (index % 9)}-05` : 'true';
  return {
    rule: rule.id,
    profile: 'made-up',
    subject: subject.id,
    setting,
    outcome,
    ...(outcome === 'unknown' ? { reason: 'not-collected' } : {}),
    severity: rule.severity,
    title: rule.title,
    message:
      outcome === 'unknown'
        ? `${setting}: nothing in the evidence speaks about it. To decide it, add: ${collect} (${at % 12}).`
        : `${setting} is ${actual}, expected false.`,
    expected: 'false',
    ...(outcome === 'unknown' ? {} : { actual }),
    evidence: [
      {
        input: subject.input,
        locator: `/value/${index}/managedToUnmanaged`,
        line: index * 40 + at,
        value: actual,
        layer: 'observed',
        origin: 'explicit',
      },
    ],
    notes: [],
    ...(outcome === 'waived' ? { waiver: `W-2026-${at}` } : {}),
  };
}

/** Tells the sink the whole audit. */
export async function tellFleet(sink: AuditSink, devices: number, rules: number): Promise<void> {
  const records = Array.from({ length: rules }, (_, index) => ruleOf(index));
  const profile: ProfileRecord = {
    id: 'made-up',
    version: '1',
    title: 'Made up for measuring',
    sha256: 'ab'.repeat(32),
    rules: records,
  };
  const tool = { name: 'passmuster', version: '0.0.0' } as const;
  await sink.begin({ schema: 'passmuster-report/1', tool, asOf, profiles: [profile], limits: {} });
  const tally = new Tally();
  for (let index = 0; index < devices + policies; index += 1) {
    const subject = subjectOf(index, devices);
    const findings = records.map((rule, at) => findingOf(subject, index, rule, at));
    for (const finding of findings) tally.add(subject.kind, finding);
    await sink.subject({ subject, findings });
  }
  const population = {
    devices,
    stale: 0,
    staleAfterDays: 30,
    withoutContact: 0,
    unmanaged: 0,
    undecided: 0,
    otherRecords: 0,
  };
  await sink.end({ summary: { ...tally.summary(true), population }, gates: [] });
}
