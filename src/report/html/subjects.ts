/** Subjects, worst first, each with its findings: the evidence, what was expected, what it was. */
import { type Finding, type Outcome, outcomes } from '../../model/finding.ts';
import { severities } from '../../model/profile.ts';
import type { Report, SubjectRecord } from '../../model/report.ts';
import { waiverIndex, type WaiverIndex, waiverText } from '../waivers.ts';
import { channelOf, sinceOf, statementOf } from '../words.ts';
import { anchor, type Markup, markup, nothing } from './escape.ts';
import { severityTag } from './overview.ts';
import { ruleAnchor } from './rules.ts';
import { limits, type PageTally, type SubjectTally } from './tally.ts';
import { count, outcomeMark, plural } from './marks.ts';

/** What of the findings the page lists one by one; the rest stands in it as counts. */
export function listedOutcomes({ subjects }: Report): readonly Outcome[] {
  if (subjects.length <= limits.fullSubjects) return outcomes;
  return outcomes.filter((outcome) => outcome !== 'pass' && outcome !== 'not-applicable');
}

export function* subjectsList(report: Report, { subjects }: PageTally): Generator<Markup> {
  const listed = listedSubjects(report, subjects);
  const findings = findingsOf(report, new Set(listed.map(({ subject }) => subject.id)));
  const profiles = new Map(report.profiles.map(({ id }, index) => [id, index]));
  yield markup`<section aria-labelledby="subjects"><h2 id="subjects">Subjects</h2>
<p class="quiet">Worst first: by the number of fails, the gravest severity before the others.</p>
${subjects.length === 0 ? markup`<p class="loud">No subject was read.</p>` : leftOut(report, listed.length, subjects.slice(listed.length))}`;
  const waivers = waiverIndex(report);
  for (const tally of listed) {
    yield subjectHead(tally);
    const own = findings.get(tally.subject.id) ?? [];
    for (const finding of own)
      yield findingItem(finding, tally.subject, profiles.get(finding.profile) ?? -1, {
        waivers,
        asOf: report.asOf,
      });
    yield markup`</div></details>
`;
  }
  yield markup`</section>
`;
}

/** The worst subjects, as many as a browser opens with ease. */
function listedSubjects(report: Report, subjects: readonly SubjectTally[]): readonly SubjectTally[] {
  const shown = listedOutcomes(report);
  let findings = 0;
  let listed = 0;
  for (const { counts } of subjects.slice(0, limits.subjects)) {
    if (findings >= limits.findings) break;
    findings += shown.reduce((sum, outcome) => sum + counts[outcome], 0);
    listed += 1;
  }
  return subjects.slice(0, listed);
}

function findingsOf(report: Report, ids: ReadonlySet<string>): Map<string, Finding[]> {
  const shown = new Set(listedOutcomes(report));
  const found = new Map<string, Finding[]>();
  for (const finding of report.findings) {
    if (!ids.has(finding.subject) || !shown.has(finding.outcome)) continue;
    const own = found.get(finding.subject);
    if (own) own.push(finding);
    else found.set(finding.subject, [finding]);
  }
  for (const own of found.values()) own.sort(byUrgency);
  return found;
}

const urgency: readonly Outcome[] = ['fail', 'error', 'unknown', 'waived', 'pass', 'not-applicable'];

/** Fails first, the gravest first; equals keep the order of the report. */
function byUrgency(a: Finding, b: Finding): number {
  return (
    urgency.indexOf(a.outcome) - urgency.indexOf(b.outcome) ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity)
  );
}

/** Says what the page does not hold, and where it is. */
function leftOut({ subjects }: Report, listed: number, others: readonly SubjectTally[]): Markup {
  const compact =
    subjects.length > limits.fullSubjects
      ? 'Passes and what does not apply are counted here and not listed. '
      : '';
  const failing = others.filter(({ counts }) => counts.fail > 0).length;
  const rest =
    others.length > 0
      ? `The ${count(listed)} worst of ${plural(subjects.length, 'subject')} are listed; of the other ${count(others.length)}, ${count(failing)} ${failing === 1 ? 'has' : 'have'} fails. `
      : '';
  if (compact === '' && rest === '') return nothing;
  return markup`<p class="note">${rest}${compact}The JSON report holds every finding.</p>
`;
}

function subjectHead({ subject, counts }: SubjectTally): Markup {
  const { id, labels, kind, platform } = subject;
  const present = outcomes.filter((outcome) => counts[outcome] > 0);
  const chips = present.map(
    (outcome) =>
      markup`<span class="chip"><span class="number">${count(counts[outcome])}</span> ${outcomeMark(outcome)}</span> `,
  );
  const title = labels['title'] ?? id;
  return markup`<details class="subject" id="${anchor('subject', id)}" data-subject="" data-kind="${kind}"><summary><h3><span class="value">${title}</span></h3> <span class="quiet">${kind}, ${platform}</span> <span class="tally">${chips}</span></summary>
<div class="inside">${subjectFacts(subject)}`;
}

function subjectFacts({ input, labels, ...subject }: SubjectRecord): Markup {
  const facts: [string, string | undefined][] = [
    ['Identifier', subject.id],
    ['Read from', [input, ...(subject.joined ?? [])].join(', ')],
    ['OS version', subject.osVersion],
    ['Model', subject.model],
    ['Ownership', subject.ownership],
    ['Supervised', subject.supervised === undefined ? undefined : subject.supervised ? 'yes' : 'no'],
    ['Enrolment', subject.enrolment],
    ['Last seen', subject.lastSeen],
    ['Channels', subject.channels?.map(channelOf).join(', ')],
    ['Backups', subject.backups?.join(', ')],
    ...Object.entries(labels).filter(([name]) => name !== 'title'),
  ];
  const rows = facts
    .filter((fact): fact is [string, string] => fact[1] !== undefined)
    .map(([name, value]) => markup`<div><dt class="value">${name}</dt><dd class="value">${value}</dd></div>`);
  return markup`<dl class="facts">${rows}</dl>
`;
}

function findingItem(
  finding: Finding,
  { kind }: SubjectRecord,
  profileIndex: number,
  { waivers, asOf }: { readonly waivers: WaiverIndex; readonly asOf: string },
): Markup {
  const { rule, profile, scope, outcome, reason, severity, title, message } = finding;
  const { expected, actual, notes } = finding;
  const rows: [string, Markup][] = [];
  const add = (name: string, value: string | undefined) => {
    if (value !== undefined) rows.push([name, markup`<span class="value">${value}</span>`]);
  };
  add('Reason', reason);
  add('App', scope?.startsWith('app:') ? scope.slice(4) : undefined);
  add('Scope', scope?.startsWith('app:') ? undefined : scope);
  add('Expected', expected);
  add('Actual', actual);
  if (finding.evidence.length > 0) rows.push(['Evidence', evidenceList(finding.evidence)]);
  add('Notes', notes.length > 0 ? notes.join(', ') : undefined);
  add('Waiver', waiverText(finding, waivers));
  add('History', sinceOf(finding, asOf));
  return markup`<article class="finding ${outcome}" data-item="finding" data-outcome="${outcome}" data-severity="${severity}" data-profile="${profileIndex}" data-kind="${kind}">
<h4>${outcomeMark(outcome, reason)} <span class="value">${title}</span></h4>
<p class="quiet">${severityTag(severity)} <a href="#${ruleAnchor(profile, rule)}"><code>${rule}</code></a></p>
<p class="value">${message}</p>
${rows.length > 0 ? markup`<dl class="about">${rows.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>` : nothing}
</article>
`;
}

/** `input:line locator = value [layer, default]`, the witness of a verdict in one line. */
function evidenceList(evidence: Finding['evidence']): Markup {
  const items = evidence.slice(0, limits.evidence).map((one) => {
    const entry = one.entry === undefined ? '' : ` › ${one.entry}`;
    const place = `${one.input}${entry}${one.line === undefined ? '' : `:${one.line}`}`;
    const value = one.value === undefined ? nothing : markup` = <span class="native">${one.value}</span>`;
    const layer = one.origin === 'default' ? `${one.layer}, default` : one.layer;
    const stated =
      one.statement === undefined
        ? nothing
        : markup`<br><span class="quiet value">${statementOf(one.statement)}</span>`;
    return markup`<li><code><span class="place">${place}</span> ${one.locator}${value}</code> <span class="layer">[${layer}]</span>${stated}</li>`;
  });
  const more = evidence.length - items.length;
  const rest = more > 0 ? markup`<li class="quiet">${count(more)} more in the JSON report</li>` : nothing;
  return markup`<ul class="plain evidence">${items}${rest}</ul>`;
}
