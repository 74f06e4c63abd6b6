/** The sheets that sum up: the run as a whole, and each rule with how its findings came out. */
import { outcomes } from '../model/finding.ts';
import { severities } from '../model/profile.ts';
import type { Report, Scores } from '../model/report.ts';
import { isUncounted, ownLines, ruleCountsOf, subjectCounts } from './handling.ts';
import { attestedOf, percent, populationOf } from './words.ts';
import type { Page } from './xlsx.ts';

export function summarySheet(report: Report): Page {
  return {
    name: 'Summary',
    head: ['what', 'value', ...severities],
    widths: [34, 60, 10, 10, 10, 10, 10],
    rows: summaryRows(report),
  };
}

function* summaryRows(report: Report): Generator<(string | number)[]> {
  const { tool, asOf, profiles, summary, gates, handling } = report;
  const { devices, policies } = subjectCounts(report);
  yield ['report', `Passmuster ${tool.version}`];
  yield ['as of', asOf];
  for (const line of ownLines(report)) yield ['note', line];
  for (const { id, version, title, sha256 } of profiles)
    yield ['audit profile', `${id} ${version}: ${title} (SHA-256 ${sha256})`];
  yield ['devices', devices];
  yield ['policies', policies];
  for (const text of populationOf(summary.population)) yield ['devices', text];
  yield ['evidence', summary.complete ? 'every input was read whole' : 'not every input was read whole'];
  for (const outcome of outcomes)
    yield [
      outcome,
      summary.outcomes[outcome],
      ...severities.map((severity) => summary.bySeverity[severity][outcome]),
    ];
  yield* scoreRows('all', summary);
  yield* scoreRows('devices', summary.byKind.device);
  yield* scoreRows('policies', summary.byKind.policy);
  for (const { gate, met, detail, exitCode } of gates)
    yield [`gate ${gate}`, `${met ? 'met' : `not met (exit ${exitCode})`}: ${detail}`];
  for (const { what, count, reason } of handling?.withheld ?? [])
    yield ['withheld', `${count} ${what} (${reason})`];
}

function* scoreRows(what: string, scores: Scores): Generator<[string, string]> {
  const { score, coverage, scoreWithoutWaivers } = scores;
  yield [`${what}: score`, percent(score)];
  yield [`${what}: coverage`, percent(coverage)];
  yield [`${what}: score without waivers`, percent(scoreWithoutWaivers)];
  const attested = attestedOf(scores);
  if (attested !== undefined) yield [`${what}: statements`, attested];
}

export function ruleSheet(report: Report): Page {
  return {
    name: 'Rules',
    head: ['profile', 'rule', 'title', 'severity', ...outcomes, 'rationale', 'remediation', 'references'],
    widths: [18, 26, 50, 10, 8, 8, 10, 14, 8, 8, 50, 50, 40],
    rows: ruleRows(report),
  };
}

function* ruleRows(report: Report): Generator<(string | number | undefined)[]> {
  const counts = new Map(
    ruleCountsOf(report).map((one) => [JSON.stringify([one.profile, one.rule]), one.outcomes]),
  );
  for (const { id: profile, rules } of report.profiles)
    for (const { id, title, severity, rationale, remediation, references } of rules) {
      const own = isUncounted(report) ? undefined : counts.get(JSON.stringify([profile, id]));
      yield [
        profile,
        id,
        title,
        severity,
        ...outcomes.map((outcome) => own?.[outcome]),
        rationale,
        remediation,
        references.map((one) => one.title).join('; '),
      ];
    }
}
