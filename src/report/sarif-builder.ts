/**
 * SARIF 2.1.0 from a report. A result is a rule in a file, never a rule on a phone. Two logs come from here: code
 * scanning makes an alert of every result, whatever its kind, and ignores suppressions, so the one to upload holds only
 * what fails; the full one holds every outcome.
 */
import type { RuleRecord, Report } from '../model/report.ts';
import type { WaiverTerms } from '../model/waiver.ts';
import { type FindingGroup, findingGroups, placesOf, reachOf, ruleKey } from './groups.ts';
import { ownFacts } from './handling.ts';
import { severityWordsOf, wordsOf } from './outcomes.ts';
import { artifactOf, physicalLocation, plain, sarifLog } from './sarif-log.ts';
import { descriptors, type Notification, notificationsOf } from './sarif-notifications.ts';
import { waiverIndex, type WaiverIndex, waiversOf, waiverText } from './waivers.ts';
import { harmless, personOf } from './words.ts';

/** GitHub keeps 5,000 results of an upload ("SARIF results exceed limits"); we choose which, by severity. */
const resultLimit = 5000;
/** GitHub takes 1,000 places of a result and shows 100. */
const placeLimit = 50;
/** GitHub takes 20 tags of a rule and shows 10. */
const tagLimit = 10;
/** Waivers that a result names. */
const namedWaivers = 100;

const safe = (text: string): string => plain(harmless(text));

export function* sarifOf(report: Report, full: boolean): Generator<string> {
  const groups = findingGroups(report, (one) => (full ? wordsOf[one].sarif !== undefined : one === 'fail'));
  const kept = groups.slice(0, resultLimit);
  const rules = report.profiles.flatMap(({ id, rules: own }) =>
    own.map((rule) => ({ key: ruleKey({ profile: id, rule: rule.id }), rule })),
  );
  const indexes = new Map(rules.map(({ key }, index) => [key, index]));
  const run = {
    ...runOf(report, notificationsOf(report, full, groups.length - kept.length), indexes),
    tool: { driver: driverOf(report, rules) },
  };
  yield* sarifLog(run, resultsOf(kept, { indexes, full, waivers: waiverIndex(report) }));
}

type Indexes = ReadonlyMap<string, number>;

function driverOf({ tool }: Report, rules: readonly { key: string; rule: RuleRecord }[]) {
  return {
    name: 'Passmuster',
    version: tool.version,
    rules: rules.map(({ key, rule }) => descriptorOf(key, rule)),
    notifications: descriptors,
  };
}

function descriptorOf(
  key: string,
  { title, severity, rationale, remediation, references, tags }: RuleRecord,
) {
  const { sarif, securitySeverity } = severityWordsOf[severity];
  const link = references.find(({ url }) => url?.startsWith('https://') && URL.canParse(url))?.url;
  return {
    id: harmless(key),
    shortDescription: { text: safe(title) },
    fullDescription: { text: safe(rationale ?? title) },
    help: { text: safe(remediation ?? rationale ?? title) },
    ...(link === undefined ? {} : { helpUri: new URL(link).href }),
    defaultConfiguration: { level: sarif },
    properties: {
      tags: ['security', ...(tags ?? []).map(harmless)].slice(0, tagLimit),
      ...(securitySeverity === undefined ? {} : { 'security-severity': securitySeverity }),
    },
  };
}

/** A result that is gone closes its alert: where something was not read or not judged, the upload must be refused. */
function runOf(report: Report, notifications: readonly Notification[], indexes: Indexes) {
  const { inputs, profiles, summary, findings, asOf } = report;
  const { score, coverage, scoreWithoutWaivers, coverageWithoutAttestations, outcomes, attested } = summary;
  const successful = summary.complete && findings.length > 0 && outcomes.error === 0;
  return {
    tool: {},
    automationDetails: {
      id: `passmuster/${profiles.map(({ id }) => encodeURIComponent(id.toWellFormed())).join('+')}/`,
    },
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: successful,
        toolExecutionNotifications: notifications.map((one) => notificationOf(one, indexes)),
      },
    ],
    artifacts: inputs.filter(({ status }) => status === 'read' || status === 'partial').map(artifactOf),
    properties: {
      'passmuster:asOf': asOf,
      'passmuster:score': score,
      'passmuster:coverage': coverage,
      'passmuster:scoreWithoutWaivers': scoreWithoutWaivers,
      'passmuster:coverageWithoutAttestations': coverageWithoutAttestations,
      'passmuster:outcomes': outcomes,
      'passmuster:attested': attested,
      ...prefixed(ownFacts(report)),
    },
  };
}

const prefixed = (facts: object) =>
  Object.fromEntries(Object.entries(facts).map(([name, value]) => [`passmuster:${name}`, value]));

function notificationOf({ kind, level, text, path, line, rule }: Notification, indexes: Indexes) {
  const index = rule === undefined ? undefined : indexes.get(rule);
  return {
    level,
    descriptor: { id: kind, index: descriptors.findIndex(({ id }) => id === kind) },
    message: { text: safe(text) },
    ...(path === undefined ? {} : { locations: [{ physicalLocation: physicalLocation(path, line) }] }),
    ...(rule === undefined
      ? {}
      : { associatedRule: { id: harmless(rule), ...(index === undefined ? {} : { index }) } }),
  };
}

interface Context {
  readonly indexes: Indexes;
  readonly full: boolean;
  readonly waivers: WaiverIndex;
}

function* resultsOf(groups: readonly FindingGroup[], context: Context): Generator<object> {
  // SARIF 3.27.23: all results of a run state their suppressions, or none does.
  const suppresses = context.full && groups.some((group) => group.class === 'waived');
  for (const group of groups) yield resultOf(group, context, suppresses);
}

function resultOf(group: FindingGroup, { indexes, full, waivers }: Context, suppresses: boolean) {
  const { first, findings, fingerprint, subjects, concerned } = group;
  const key = ruleKey(first);
  const index = indexes.get(key);
  const kind = wordsOf[group.class].sarif ?? 'review';
  const [since] = findings.flatMap(({ failingSince }) => failingSince ?? []).toSorted();
  const { outcome, reason, severity, setting, scope } = first;
  const lapsed = outcome === 'fail' ? [...new Set(findings.flatMap(({ waiver }) => waiver ?? []))] : [];
  return {
    ruleId: harmless(key),
    ...(index === undefined ? {} : { ruleIndex: index }),
    kind,
    level: kind === 'fail' ? severityWordsOf[severity].sarif : 'none',
    message: { text: safe(`${first.message} ${reachOf(group)}`) },
    ...locationsOf(group, full),
    partialFingerprints: { 'passmuster/v1': fingerprint },
    occurrenceCount: findings.length,
    ...(suppresses ? { suppressions: group.class === 'waived' ? suppressionsOf(group, waivers) : [] } : {}),
    properties: {
      outcome,
      ...(reason === undefined ? {} : { reason: harmless(reason) }),
      severity,
      ...(setting === undefined ? {} : { setting: harmless(setting) }),
      ...(scope === undefined ? {} : { scope: harmless(scope) }),
      subjects,
      concerned,
      ...(since === undefined ? {} : { failingSince: since }),
      attested: findings.filter(({ attested }) => attested === true).length,
      ...(lapsed.length === 0 ? {} : { lapsedWaivers: lapsed.slice(0, namedWaivers).map(harmless) }),
    },
  };
}

/** One for each waiver under which findings of the group are. */
function suppressionsOf({ findings }: FindingGroup, index: WaiverIndex): object[] {
  const byWaiver = new Map(findings.map((finding) => [finding.waiver, finding]));
  return [...byWaiver.values()].slice(0, namedWaivers).map((finding) => {
    const [terms] = waiversOf(finding, index);
    return {
      kind: 'external',
      status: 'accepted',
      justification: harmless(waiverText(finding, index) ?? 'waived'),
      ...(terms === undefined ? {} : { properties: suppressionFacts(terms) }),
    };
  });
}

function suppressionFacts({ id, reason, approvedBy, approvedAt, until, ticket }: WaiverTerms) {
  const facts = { waiver: id, reason, approvedBy: personOf(approvedBy), approvedAt, until, ticket };
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) => (value === undefined ? [] : [[name, harmless(value)]])),
  );
}

/** The first place is the result's; the others tell whose they are. */
function locationsOf(group: FindingGroup, full: boolean) {
  const [first, ...others] = placesOf(group);
  if (first === undefined) return { locations: [locationOf(group.path, undefined, full)] };
  const related = others.slice(0, placeLimit).map(({ finding, evidence }, index) => ({
    id: index + 1,
    ...locationOf(evidence.input, evidence, full),
    message: { text: safe(finding.subject) },
  }));
  return {
    locations: [locationOf(group.path, first.evidence, full)],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
  };
}

interface Place {
  readonly entry?: string;
  readonly line?: number;
  readonly locator: string;
}

/** A line in an entry is no line of the archive. Code scanning wants a line: 1 where none is known. */
function locationOf(path: string, place: Place | undefined, full: boolean) {
  const line = place?.entry === undefined ? place?.line : undefined;
  const name = [
    place?.entry,
    place?.line === undefined || line !== undefined ? undefined : `line ${place.line}`,
  ];
  const parts = [...name, place?.locator].filter((part) => part !== undefined && part !== '');
  return {
    physicalLocation: physicalLocation(path, line ?? (full ? undefined : 1)),
    ...(parts.length === 0
      ? {}
      : { logicalLocations: [{ fullyQualifiedName: harmless(parts.join(' ')), kind: 'member' }] }),
  };
}
