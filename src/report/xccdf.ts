/**
 * XCCDF 1.2 (NIST IR 7275 r4): a benchmark with the rules of the run and a test result for each subject. Results alone
 * are refused by readers, since what they point at has to stand in the same document.
 */
import { severityWeights } from '../model/profile.ts';
import type { ProfileRecord, Report, RuleRecord, SubjectRecord } from '../model/report.ts';
import type { Reporter } from './define.ts';
import { ownLines } from './handling.ts';
import { severityWordsOf } from './outcomes.ts';
import { resultXml } from './xccdf-results.ts';
import { waiverIndex } from './waivers.ts';
import { checkOf, identsOf, idOf, ruleId, type Rules } from './xccdf-parts.ts';
import { element, type Xml } from './xml-write.ts';

export const xccdf: Reporter = { id: 'xccdf', extension: '.xml', subjects: 'any', render };

function* render(report: Report): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield* benchmarkParts(report);
  for (const { xml } of testResults(report)) yield xml.text;
  yield '</Benchmark>\n';
}

export const xccdfNamespace = 'http://checklists.nist.gov/xccdf/1.2';

const benchmarkId = ({ profiles }: Report): string =>
  idOf('benchmark', profiles.map(({ id }) => id).join('.') || 'none');

/** The benchmark with its rules, up to where test results may follow. */
export function* benchmarkParts(report: Report): Generator<string> {
  yield `<Benchmark xmlns="${xccdfNamespace}" id="${benchmarkId(report)}" resolved="true" xml:lang="en">\n`;
  for (const part of headOf(report)) yield part.text;
  const scoped = new Set(
    report.findings
      .filter(({ scope }) => scope !== undefined)
      .map(({ profile, rule }) => `${profile} ${rule}`),
  );
  for (const profile of report.profiles) yield groupOf(profile, scoped).text;
}

/** @param attributes of the root, where results stand alone */
export function* testResults(
  report: Report,
  attributes: Readonly<Record<string, string>> = {},
): Generator<{ readonly subject: SubjectRecord; readonly xml: Xml }> {
  const rules = rulesOf(report);
  const waivers = waiverIndex(report);
  const bySubject = Map.groupBy(report.findings, ({ subject }) => subject);
  for (const subject of report.subjects) {
    const own = bySubject.get(subject.id);
    if (own === undefined) continue;
    const benchmark = { benchmark: benchmarkId(report), attributes };
    yield { subject, xml: resultXml(subject, own, rules, report, waivers, benchmark) };
  }
}

function* headOf(report: Report): Generator<Xml> {
  const { profiles, asOf } = report;
  yield element('status', { date: asOf.slice(0, 10) }, 'accepted');
  yield element('title', {}, profiles.map(({ title }) => title).join(', ') || 'No profile');
  yield element('description', {}, stateOf(report));
  for (const [index, line] of ownLines(report).entries())
    yield element('notice', { id: `notice-${index + 1}` }, line);
  yield element('version', { time: asOf }, profiles.map(({ version }) => version).join(', ') || '0');
  yield element('model', { system: 'urn:xccdf:scoring:flat' });
  yield element('model', { system: 'urn:xccdf:scoring:flat-unweighted' });
}

/** What was not read or not judged has no element of its own. */
function stateOf({ findings, inputs, summary }: Report): string {
  if (findings.length === 0) return 'Nothing was evaluated, so nothing is known to pass.';
  const unread = inputs.filter(({ status }) => status === 'partial' || status === 'unreadable');
  const told = unread.map(({ path, status }) => `${path} (${status})`).join(', ');
  if (unread.length > 0) return `The evidence is incomplete. Not read whole: ${told}.`;
  return summary.complete ? 'Every recognised input was read to its end.' : 'The evidence is incomplete.';
}

const rulesOf = ({ profiles }: Report): Rules =>
  new Map(profiles.flatMap(({ id, rules }) => rules.map((rule) => [`${id} ${rule.id}`, rule] as const)));

function groupOf({ id, title, rules }: ProfileRecord, scoped: ReadonlySet<string>): Xml {
  return element('Group', { id: idOf('group', id) }, [
    element('title', {}, title),
    ...rules.map((rule) => ruleOf(id, rule, scoped.has(`${id} ${rule.id}`))),
  ]);
}

/** @param multiple the rule is judged once for each app */
function ruleOf(profile: string, rule: RuleRecord, multiple: boolean): Xml {
  const { id, title, severity, rationale, remediation, references, controls = {} } = rule;
  const links = references.map((one) => {
    const isLink = one.url?.startsWith('https://') === true && URL.canParse(one.url);
    return element('reference', isLink ? { href: new URL(one.url ?? '').href } : {}, one.title);
  });
  const numbers = Object.entries(controls).flatMap(([framework, all]) =>
    framework === 'cci' ? [] : all.map((number) => element('reference', {}, `${framework} ${number}`)),
  );
  const attributes = {
    id: ruleId(profile, id),
    selected: 'true',
    severity: severityWordsOf[severity].xccdf,
    weight: String(severityWeights[severity]),
    ...(multiple ? { multiple: 'true' } : {}),
  };
  return element('Rule', attributes, [
    element('title', {}, title),
    ...links,
    ...numbers,
    ...(rationale === undefined ? [] : [element('rationale', {}, rationale)]),
    ...identsOf(rule),
    ...(remediation === undefined ? [] : [element('fixtext', {}, remediation)]),
    checkOf(`${profile}/${id}`),
  ]);
}
