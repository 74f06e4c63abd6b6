/** One verdict with all that it rests on. */
import type { Finding } from '../../model/finding.ts';
import type { SubjectRecord } from '../../model/report.ts';
import { type WaiverIndex, waiverText } from '../waivers.ts';
import { sinceOf, statementOf } from '../words.ts';
import { type Markup, markup, nothing } from './escape.ts';
import { limits } from './limits.ts';
import { count, outcomeMark, severityTag, shownValue } from './marks.ts';
import { ruleAnchor } from './anchors.ts';

export function findingItem(
  finding: Finding,
  { kind, platform }: SubjectRecord,
  profileIndex: number,
  { waivers, asOf }: { readonly waivers: WaiverIndex; readonly asOf: string },
): Markup {
  const { rule, profile, scope, outcome, reason, severity, title, message } = finding;
  const { expected, actual, notes } = finding;
  const rows: [string, Markup][] = [];
  const add = (name: string, value: string | undefined) => {
    if (value !== undefined) rows.push([name, markup`<span class="value">${shownValue(value)}</span>`]);
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
  return markup`<article class="finding ${outcome}" data-item="finding" data-outcome="${outcome}" data-severity="${severity}" data-profile="${profileIndex}" data-kind="${kind}" data-platform="${platform}">
<h4>${outcomeMark(outcome, reason)} <span class="value">${title}</span></h4>
<p class="quiet">${severityTag(severity)} <a href="#${ruleAnchor(profile, rule)}"><code>${rule}</code></a></p>
<p class="value">${shownValue(message)}</p>
${rows.length > 0 ? markup`<dl class="about">${rows.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>` : nothing}
</article>
`;
}

/** `input:line locator = value [layer, default]`, the witness of a verdict in one line. */
function evidenceList(evidence: Finding['evidence']): Markup {
  const items = evidence.slice(0, limits.evidence).map((one) => {
    const entry = one.entry === undefined ? '' : ` › ${one.entry}`;
    const place = `${one.input}${entry}${one.line === undefined ? '' : `:${one.line}`}`;
    const value =
      one.value === undefined ? nothing : markup` = <span class="native">${shownValue(one.value)}</span>`;
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
