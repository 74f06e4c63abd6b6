/** A file of waivers to be filled in: everything that a report knows, and nothing that a person has to decide. */
import { createHash } from 'node:crypto';
import type { Finding } from '../model/finding.ts';
import { severities } from '../model/profile.ts';
import type { Report, SubjectRecord } from '../model/report.ts';
import { formatName } from './schema.ts';

/** Labels by which fleets are divided, the first that a subject has. */
const groupLabels = ['group', 'groups', 'team', 'department', 'blueprint', 'configuration'];

interface Entry {
  readonly first: Finding;
  readonly app: string | undefined;
  readonly group: { readonly label: string; readonly value: string } | undefined;
  readonly failing: Set<string>;
  readonly actual: Set<string>;
  readonly lapsed: Set<string>;
}

export interface SkeletonOptions {
  /** In place of the labels that are usual. */
  readonly by?: string;
}

/** One entry for each rule that fails, each app, and each group of subjects; worst severity first. */
export function* skeleton(report: Report, { by }: SkeletonOptions = {}): Generator<string> {
  const labels = by === undefined ? groupLabels : [by];
  const subjects = new Map(report.subjects.map((subject) => [subject.id, subject]));
  const entries = entriesOf(report, subjects, labels);
  yield `# yaml-language-server: $schema=https://passmuster.invalid/schemas/waivers.schema.json
# Made from what fails as of ${report.asOf}. Nothing here is in force, and no audit takes the file, until every waiver in it
# says why (reason, justification), who lives with the risk (owner), who has accepted it and when (approvedBy, approvedAt), and
# until which day (until). Take out what is not to be accepted. docs/waivers.md
schema: ${formatName}
waivers:${entries.length === 0 ? ' []' : ''}
`;
  for (const [index, entry] of entries.entries())
    yield `${index === 0 ? '' : '\n'}${entryText(entry, report, subjects)}`;
}

function entriesOf(
  { findings }: Report,
  subjects: ReadonlyMap<string, SubjectRecord>,
  labels: readonly string[],
): Entry[] {
  const entries = new Map<string, Entry>();
  for (const finding of findings) {
    if (finding.outcome !== 'fail') continue;
    const { profile, rule, scope, subject, actual, waiver } = finding;
    const app = scope === undefined ? undefined : /^app:([^@]+)/.exec(scope)?.[1];
    const record = subjects.get(subject);
    const group = groupOf(record, labels);
    const key = JSON.stringify([profile, rule, app, record?.kind, group]);
    const entry: Entry = entries.get(key) ?? {
      first: finding,
      app,
      group,
      failing: new Set(),
      actual: new Set(),
      lapsed: new Set(),
    };
    entries.set(key, entry);
    entry.failing.add(subject);
    entry.actual.add(actual ?? '');
    if (waiver !== undefined) entry.lapsed.add(waiver);
  }
  const rank = ({ first }: Entry) => severities.indexOf(first.severity);
  return [...entries.values()].sort((a, b) => rank(a) - rank(b) || (keyOf(a) < keyOf(b) ? -1 : 1));
}

const keyOf = ({ first, app, group }: Entry): string =>
  JSON.stringify([first.profile, first.rule, app ?? '', group?.value ?? '', first.subject]);

function groupOf(subject: SubjectRecord | undefined, labels: readonly string[]): Entry['group'] {
  if (subject?.kind !== 'device') return undefined;
  const label = labels.find((name) => Object.hasOwn(subject.labels, name) && subject.labels[name] !== '');
  const value = label === undefined ? undefined : subject.labels[label];
  return label === undefined || value === undefined ? undefined : { label, value };
}

function entryText(entry: Entry, report: Report, subjects: ReadonlyMap<string, SubjectRecord>): string {
  const { first, app, group, failing, actual, lapsed } = entry;
  const [only] = actual;
  const members = [...subjects.values()].filter(
    ({ kind, labels }) => group !== undefined && kind === 'device' && labels[group.label] === group.value,
  ).length;
  const many =
    group === undefined
      ? `${failing.size} failing`
      : `${failing.size} failing of ${members} devices with this label; the waiver is for all of them`;
  const was = lapsed.size === 0 ? '' : `\n    # Was under ${[...lapsed].map(oneLine).join(', ')}`;
  return `  - id: ${name(idOf(entry, report))}
    # ${first.severity.toUpperCase()} ${oneLine(first.title)}: ${many}${was}
    rules: [${name(first.rule)}]
    profile: ${name(first.profile)}
    scope:
      ${group === undefined ? `subjects: [${[...failing].sort().map(quoted).join(', ')}]` : `select: { kind: device, labels: { ${quoted(group.label)}: [${quoted(group.value)}] } }`}
${app === undefined ? '' : `      app: [${name(app)}]\n`}    reason: ""
    justification: ""
    # compensating: ""
    owner: { role: "" }
    approvedBy: { role: "" }
    approvedAt: ""
    # ticket: ""
    # from: ""
    until: ""
${actual.size === 1 && only !== undefined && only !== '' ? `    # Only while this is the value:\n    # accepts: { actual: ${oneLine(quoted(only))} }\n` : ''}`;
}

/** The same fails on the same day make the same id. */
function idOf(entry: Entry, { asOf }: Report): string {
  const { first, app, group, failing } = entry;
  const parts = [first.profile, first.rule, app, group, group === undefined ? [...failing].sort() : []];
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 10);
  return `${asOf.slice(0, 10)}-${first.rule.replaceAll(/[^a-z0-9._-]/g, '-').slice(0, 40)}-${digest}`;
}

/** What cannot be seen as an escape, so that nothing hides in the file. */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/gu;
const escaped = (sign: string): string =>
  sign
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
const quoted = (text: string): string => JSON.stringify(text.toWellFormed()).replaceAll(hidden, escaped);

/** Words of ours as they are; joined by hyphens they can be read as nothing else. */
const name = (text: string): string => (/^[a-z0-9]+(-[a-z0-9]+)+$/.test(text) ? text : quoted(text));

/** A comment ends with its line. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ');
