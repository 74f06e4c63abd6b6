/**
 * Gauges for the textfile collector of the node exporter (text format 0.0.4). No sample has a time stamp, since the
 * collector drops the whole file for one; a score that does not exist is left out, never 0.
 */
import { outcomes } from '../model/finding.ts';
import { unknownReasons } from '../model/observation.ts';
import { severities } from '../model/profile.ts';
import { inputStatuses, type Report } from '../model/report.ts';
import { platforms, subjectKinds } from '../model/subject.ts';
import type { Reporter } from './define.ts';
import { ownFacts } from './handling.ts';
import { nextExpiry, stateCounts } from './waivers.ts';
import { harmless } from './words.ts';

export const prometheus: Reporter = { id: 'prometheus', extension: '.prom', countsOnly: true, render };

/** Samples of one name, without the prefix of the program. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number | null;
}

function* render(report: Report): Generator<string> {
  for (const { name, help, samples } of familiesOf(report))
    yield `# HELP passmuster_${name} ${help}\n# TYPE passmuster_${name} gauge\n${samplesText(name, samples)}`;
}

/** Those that have a sample. */
export function* familiesOf(report: Report): Generator<Family> {
  for (const family of gauges(report)) if (family.samples.length > 0) yield family;
}

function* gauges(report: Report): Generator<Family> {
  yield gauge('findings', 'Findings by profile, severity, outcome and reason.', findingSamples(report));
  yield gauge(
    'attested_findings',
    'Passes and fails that rest on what people state.',
    attestedSamples(report),
  );
  yield* scoreGauges(report);
  yield gauge('inputs', 'Files by how they were read.', inputSamples(report));
  yield gauge('subjects', 'What was judged, by kind and platform.', subjectSamples(report));
  yield gauge('stale_devices', 'Devices without contact for longer than the limit of the run.', [
    { labels: {}, value: report.summary.population.stale },
  ]);
  yield gauge(
    'gate_met',
    'Gates of the run: 1 met, 0 not met.',
    report.gates.map(({ gate, met }) => ({ labels: { gate }, value: met ? 1 : 0 })),
  );
  if (report.waivers !== undefined) yield* waiverGauges(report);
  const { marking = '', retainUntil = '', notAssessable = [] } = ownFacts(report);
  if (marking !== '' || retainUntil !== '')
    yield gauge('report_info', 'The marking of the report and the day by which it is to be deleted.', [
      { labels: { marking, retain_until: retainUntil }, value: 1 },
    ]);
  yield gauge(
    'not_assessed',
    'What the sources of the profiles ask for and no rule judges.',
    notAssessable.map((what) => ({ labels: { what }, value: 1 })),
  );
  yield gauge('run_complete', '1 when every input was read to its end and something was judged.', [
    { labels: {}, value: report.summary.complete && report.findings.length > 0 ? 1 : 0 },
  ]);
  yield gauge('last_run_timestamp_seconds', 'The date that the run judged by, in seconds since 1970.', [
    { labels: {}, value: Math.floor(Date.parse(report.asOf) / 1000) },
  ]);
}

/** Every severity and outcome of every profile, so that a series does not vanish when its count falls to 0. */
function findingSamples({ profiles, findings }: Report): Sample[] {
  const counts = new Map<string, number>();
  const key = (...parts: readonly string[]) => JSON.stringify(parts);
  for (const { profile, severity, outcome, reason } of findings) {
    const name = key(
      harmless(profile),
      severity,
      outcome,
      outcome === 'unknown' ? harmless(reason ?? '') : '',
    );
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const { id } of profiles)
    for (const severity of severities)
      for (const outcome of outcomes)
        for (const reason of outcome === 'unknown' ? unknownReasons : ['']) {
          const name = key(harmless(id), severity, outcome, reason);
          if (!counts.has(name)) counts.set(name, 0);
        }
  return [...counts].sort(byName).map(([name, value]) => {
    const [profile = '', severity = '', outcome = '', reason = ''] = JSON.parse(name) as string[];
    return { labels: { profile, severity, outcome, reason }, value };
  });
}

function attestedSamples({ summary }: Report): Sample[] {
  const { pass, fail } = summary.attested;
  return [
    { labels: { outcome: 'pass' }, value: pass },
    { labels: { outcome: 'fail' }, value: fail },
  ];
}

/** Of the run as a whole, all its profiles together: the report holds no scores of single profiles. */
function* scoreGauges({ profiles, summary }: Report): Generator<Family> {
  const labels = { profile: profiles.map(({ id }) => id).join(',') };
  const sample = (value: number | null): Sample[] => [{ labels, value }];
  yield gauge('score_ratio', 'Weight of passes among passes and fails.', sample(summary.score));
  yield gauge('coverage_ratio', 'Share of applicable findings that were decided.', sample(summary.coverage));
  yield gauge(
    'coverage_without_attestations_ratio',
    'The coverage as if nobody had stated anything.',
    sample(summary.coverageWithoutAttestations),
  );
  yield gauge(
    'score_without_waivers_ratio',
    'The score with waived findings as fails.',
    sample(summary.scoreWithoutWaivers),
  );
}

/** Only where waivers were given; an end only where one waives something. */
function* waiverGauges(report: Report): Generator<Family> {
  yield gauge(
    'waivers',
    'Waivers by state.',
    stateCounts(report.waivers ?? []).map(({ state, count }) => ({ labels: { state }, value: count })),
  );
  yield gauge(
    'waiver_next_expiry_seconds',
    'Time until the next waiver in use ends, from the date of the run on.',
    [{ labels: {}, value: nextExpiry(report) ?? null }],
  );
}

function inputSamples({ inputs }: Report): Sample[] {
  return inputStatuses.map((status) => ({
    labels: { status },
    value: inputs.filter((input) => input.status === status).length,
  }));
}

function subjectSamples({ subjects }: Report): Sample[] {
  return subjectKinds.flatMap((kind) =>
    platforms.map((platform) => ({
      labels: { kind, platform },
      value: subjects.filter((subject) => subject.kind === kind && subject.platform === platform).length,
    })),
  );
}

const byName = ([a]: readonly [string, number], [b]: readonly [string, number]) =>
  a < b ? -1 : a > b ? 1 : 0;

const gauge = (name: string, help: string, samples: readonly Sample[]): Family => ({
  name,
  help,
  samples: samples.filter(({ value }) => value !== null),
});

export const samplesText = (name: string, samples: readonly Sample[]): string =>
  samples.map(({ labels, value }) => `passmuster_${name}${labelText(labels)} ${String(value)}\n`).join('');

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escaped = (text: string): string => harmless(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
