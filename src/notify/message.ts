/**
 * What a notification says of a run: figures, gates, the worst rules, what is new. A chat room has readers that the report does not have, so
 * nothing of single phones and no name of a file is in it; devices by their identifier only when that was asked for.
 */
import { outcomes } from '../model/finding.ts';
import { severities, type Severity } from '../model/profile.ts';
import { inputStatuses, type InputStatus, type Report, type Summary } from '../model/report.ts';

export interface WorstRule {
  readonly profile: string;
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly fails: number;
}

export interface MessageGate {
  readonly gate: string;
  readonly met: boolean;
  readonly exitCode: 1 | 2 | 3;
  readonly detail?: string;
}

/** Against the run before, as the history knows it. */
export interface News {
  /** The time that the run before was judged by. */
  readonly since: string;
  readonly fails: Readonly<Record<Severity, number>>;
  readonly worstRules: readonly WorstRule[];
  readonly appeared: number;
  readonly vanished: number;
}

/** schemas/notification.schema.json */
export interface Message {
  readonly schema: 'passmuster-notification/1';
  readonly tool: Report['tool'];
  readonly asOf: string;
  readonly exitCode: number;
  readonly marking?: string;
  readonly profiles: readonly { readonly id: string; readonly version: string }[];
  readonly score: number | null;
  readonly coverage: number | null;
  readonly complete: boolean;
  readonly outcomes: Summary['outcomes'];
  readonly bySeverity: Readonly<Record<Severity, { readonly fail: number; readonly unknown: number }>>;
  readonly devices: number;
  readonly staleDevices: number;
  readonly policies: number;
  readonly inputs: Readonly<Record<InputStatus, number>>;
  readonly gates: readonly MessageGate[];
  readonly worstRules: readonly WorstRule[];
  readonly new?: News;
  readonly worstDevices?: readonly { readonly id: string; readonly fails: number }[];
}

const mostRules = 5;
const mostDevices = 5;

export interface MessageOptions {
  readonly exitCode: number;
  /** Devices are named by their identifiers. */
  readonly namesDevices: boolean;
}

export function messageOf(report: Report, { exitCode, namesDevices }: MessageOptions): Message {
  const { summary, subjects, inputs, handling } = report;
  const news = newsOf(report);
  return {
    schema: 'passmuster-notification/1',
    tool: report.tool,
    asOf: report.asOf,
    exitCode,
    ...(handling?.marking === undefined ? {} : { marking: handling.marking }),
    profiles: report.profiles.map(({ id, version }) => ({ id, version })),
    score: summary.score,
    coverage: summary.coverage,
    complete: summary.complete,
    outcomes: pick(outcomes, (outcome) => summary.outcomes[outcome]),
    bySeverity: pick(severities, (severity) => ({
      fail: summary.bySeverity[severity].fail,
      unknown: summary.bySeverity[severity].unknown,
    })),
    devices: summary.population.devices,
    staleDevices: summary.population.stale,
    policies: subjects.filter(({ kind }) => kind === 'policy').length,
    inputs: pick(inputStatuses, (status) => inputs.filter((input) => input.status === status).length),
    gates: report.gates.map(gateOf),
    worstRules: worstRules(report, failsByRule(report)),
    ...(news === undefined ? {} : { new: news }),
    ...(namesDevices ? { worstDevices: worstDevices(report) } : {}),
  };
}

const pick = <Key extends string, Value>(keys: readonly Key[], valueOf: (key: Key) => Value) =>
  Object.fromEntries(keys.map((key) => [key, valueOf(key)])) as Record<Key, Value>;

/** Gates whose words are figures alone; those of others may name files or phones. */
const figuresAlone =
  /^(--fail-on [a-z]+|--min-(score|coverage) \d+|--expected-devices|evaluated|internal|([\w.-]+: )?(maxFails\.[a-z]+|minScore|minCoverage) \d+)$/;

function gateOf({ gate, met, exitCode, detail }: Report['gates'][number]): MessageGate {
  return { gate, met, exitCode, ...(figuresAlone.test(gate) ? { detail } : {}) };
}

const keyOf = (profile: string, rule: string): string => JSON.stringify([profile, rule]);

/** A public rendering has counts in place of findings. */
function failsByRule({ findings, ruleCounts = [] }: Report): Map<string, number> {
  const fails = new Map<string, number>();
  for (const { profile, rule, outcomes } of ruleCounts) fails.set(keyOf(profile, rule), outcomes.fail);
  for (const { profile, rule, outcome } of findings) {
    if (outcome !== 'fail') continue;
    const key = keyOf(profile, rule);
    fails.set(key, (fails.get(key) ?? 0) + 1);
  }
  return fails;
}

/** Worst severity first, then most fails; else the order of the profiles. */
function worstRules({ profiles }: Report, fails: ReadonlyMap<string, number>): WorstRule[] {
  return profiles
    .flatMap(({ id, rules }) =>
      rules.map(({ id: rule, title, severity }) => ({
        profile: id,
        rule,
        title,
        severity,
        fails: fails.get(keyOf(id, rule)) ?? 0,
      })),
    )
    .filter((one) => one.fails > 0)
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.fails - a.fails)
    .slice(0, mostRules);
}

function worstDevices({ subjects, findings }: Report): { id: string; fails: number }[] {
  const fails = new Map<string, number>();
  for (const { subject, outcome } of findings)
    if (outcome === 'fail') fails.set(subject, (fails.get(subject) ?? 0) + 1);
  return subjects
    .filter(({ kind, id }) => kind === 'device' && fails.has(id))
    .map(({ id }) => ({ id, fails: fails.get(id) ?? 0 }))
    .sort((a, b) => b.fails - a.fails)
    .slice(0, mostDevices);
}

/** Without a history nothing is said of what is new. */
function newsOf(report: Report): News | undefined {
  const { history, findings } = report;
  if (history?.previous === undefined) return undefined;
  const fresh = findings.filter(
    ({ outcome, failingSince }) => outcome === 'fail' && failingSince === report.asOf,
  );
  return {
    since: history.previous.asOf,
    fails: pick(severities, (severity) => fresh.filter((one) => one.severity === severity).length),
    worstRules: worstRules(report, failsByRule({ ...report, findings: fresh, ruleCounts: [] })),
    appeared: history.appeared.length,
    vanished: history.vanished.length,
  };
}
