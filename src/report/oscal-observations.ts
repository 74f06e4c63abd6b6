/** Observations of OSCAL: what was seen for a rule, outcome by outcome, with every subject and the files it stood in. */
import type { Finding } from '../model/finding.ts';
import type { Report, RuleRecord } from '../model/report.ts';
import type { WaiverTerms } from '../model/waiver.ts';
import { uuidOf } from './content-id.ts';
import { ruleKey } from './groups.ts';
import { classOf, type OutcomeClass, wordsOf } from './outcomes.ts';
import { relativeUri } from './paths.ts';
import { waiverIndex, waiversOf } from './waivers.ts';
import { counted, harmless, placeOf, statementOf } from './words.ts';

/** A namespace for our properties; a name, not an address. */
export const ns = 'https://passmuster.invalid/ns/oscal';

export interface Observed {
  readonly uuid: string;
  readonly class: OutcomeClass;
  readonly attested: boolean;
  readonly first: Finding;
  readonly findings: readonly Finding[];
  readonly rule: RuleRecord | undefined;
  readonly asOf: string;
  readonly subjectIds: ReadonlyMap<string, string>;
  /** Of the waiver under which all of them are. */
  readonly terms?: WaiverTerms;
}

/**
 * In the order of the report. What rests on statements stands apart: it was asked, not examined, and it ends. So does what is
 * under another waiver: each is a risk of its own, with its own last day.
 */
export function observedOf(report: Report, run: string): Observed[] {
  const { profiles, findings, subjects, asOf } = report;
  const waivers = waiverIndex(report);
  const rules = new Map(
    profiles.flatMap(({ id, rules: own }) =>
      own.map((rule) => [ruleKey({ profile: id, rule: rule.id }), rule] as const),
    ),
  );
  const subjectIds = new Map(subjects.map(({ id }) => [id, uuidOf(run, 'subject', id)]));
  const keyOf = (finding: Finding) =>
    JSON.stringify([
      ruleKey(finding),
      classOf(finding),
      finding.reason ?? '',
      finding.attested === true,
      ...(finding.outcome === 'waived' && finding.waiver !== undefined ? [finding.waiver] : []),
    ]);
  return [...Map.groupBy(findings, keyOf)].flatMap(([key, all]) => {
    const [first] = all;
    if (first === undefined) return [];
    const attested = first.attested === true;
    const rule = rules.get(ruleKey(first));
    const uuid = uuidOf(run, 'observation', key);
    const [terms] = waiversOf(first, waivers);
    const observed = { uuid, class: classOf(first), attested, first, findings: all, rule, asOf, subjectIds };
    return [{ ...observed, ...(terms === undefined || first.outcome !== 'waived' ? {} : { terms }) }];
  });
}

export function observationOf(observed: Observed): object {
  const { uuid, first, findings, attested, asOf, subjectIds } = observed;
  const ids = [...new Set(findings.map(({ subject }) => subject))].flatMap((id) => subjectIds.get(id) ?? []);
  const evidence = evidenceOf(findings);
  const statements = findings.flatMap(({ evidence: all }) => all.flatMap(({ statement }) => statement ?? []));
  const earliest = (dates: readonly string[]) => [...dates].sort()[0];
  const differ = findings.some(({ message }) => message !== first.message);
  const remarks = remarksOf(observed);
  return {
    uuid,
    title: markupOf(first.title),
    description: markupOf(
      `${first.message} ${counted(findings.length, 'finding')} of this kind${differ ? '; this is the first of several values' : ''}.`,
    ),
    props: [
      { name: 'outcome', value: first.outcome },
      { name: 'severity', value: first.severity },
      ...(first.reason === undefined ? [] : [{ name: 'reason', value: textOf(first.reason) }]),
    ].map(({ name, value }) => ({ name, ns, value })),
    methods: [attested ? 'INTERVIEW' : 'EXAMINE'],
    ...(ids.length === 0
      ? {}
      : { subjects: ids.map((id) => ({ 'subject-uuid': id, type: 'inventory-item' })) }),
    ...(evidence.length === 0 ? {} : { 'relevant-evidence': evidence }),
    collected: (attested ? earliest(statements.map(({ at }) => at)) : undefined) ?? asOf,
    ...(attested && statements.length > 0 ? { expires: earliest(statements.map(({ until }) => until)) } : {}),
    ...(remarks === '' ? {} : { remarks }),
  };
}

/** A file each, with its first place; the number says how many more there are. */
function evidenceOf(findings: readonly Finding[]): object[] {
  const files = Map.groupBy(
    findings.flatMap(({ evidence }) => evidence),
    ({ input }) => input,
  );
  return [...files].flatMap(([input, all]) => {
    const [first] = all;
    if (first === undefined) return [];
    const more = all.length > 1 ? ` and ${all.length - 1} more` : '';
    return [{ href: relativeUri(input), description: markupOf(`${placeOf(first)}${more}`) }];
  });
}

function remarksOf({ class: found, findings }: Observed): string {
  const statements = findings.flatMap(({ evidence }) => evidence.flatMap(({ statement }) => statement ?? []));
  const stated = [...new Set(statements.map((one) => `Stated: ${markupOf(statementOf(one))}.`))].slice(0, 20);
  const none = wordsOf[found].oscal === undefined ? ['The rule does not concern these subjects.'] : [];
  return [...none, ...stated].join('\n');
}

/** Titles, descriptions and remarks are Markdown there ("markup-line"): texts of inputs must not become links in it. */
export const markupOf = (text: string): string => textOf(text).replace(/[\\`*_[\]<>&]/g, '\\$&');

/** The schema knows no empty text. */
export const textOf = (text: string): string => harmless(text).trim() || '-';
