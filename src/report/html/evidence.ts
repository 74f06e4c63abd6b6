/** What to collect for the unknowns, and what was read. */
import type { InputRecord } from '../../model/report.ts';
import type { UnknownGroup } from '../shown-rules.ts';
import { type Markup, markup, nothing } from './escape.ts';
import { limits } from './limits.ts';
import { count, outcomeMark, plural, share } from './marks.ts';
import type { Frame, Page, Section } from './page.ts';
import { ruleAnchor } from './anchors.ts';
import { coverageWith } from './worst.ts';

export const unknownsSection: Section = {
  contents: [['unknowns', 'What to collect']],
  isPrivate: true,
  *render(page) {
    yield unknownsTable(page);
  },
};

export const inputsSection: Section = {
  contents: [['inputs', 'Inputs']],
  isPrivate: true,
  *render({ report }) {
    yield inputsTable(report);
  },
};

/** Unknowns by reason and by the evidence that would decide them, the most frequent first. */
function unknownsTable({ report, shown: { unknowns } }: Page): Markup {
  const rows = unknowns.slice(0, limits.unknownGroups).map((group) => unknownRow(group, report));
  const more = unknowns.length - rows.length;
  const body =
    unknowns.length === 0
      ? markup`<p>No finding is unknown.</p>`
      : markup`<div class="scroll" role="group" aria-labelledby="unknowns" tabindex="0"><table class="unknowns">
<thead><tr><th scope="col">Reason</th><th scope="col">What to collect</th><th scope="col">Rules</th><th scope="col">Subjects</th><th scope="col">Findings</th><th scope="col">Coverage with it</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>${more > 0 ? markup`<p class="note">${plural(more, 'smaller group')} can be found in the JSON report.</p>` : nothing}`;
  return markup`<section aria-labelledby="unknowns"><h2 id="unknowns">What to collect</h2>
<p class="quiet">An unknown is neither a pass nor a fail: the evidence does not decide it. What would decide most stands first; "coverage with it" is what the coverage rises to at most.</p>
${body}
</section>
`;
}

const rulesShown = 12;

function unknownRow(group: UnknownGroup, report: Frame): Markup {
  const { reason, collect, rules, subjects, findings } = group;
  const named = [...rules]
    .slice(0, rulesShown)
    .map(
      ({ rule, profile }) =>
        markup`<li><a href="#${ruleAnchor(profile.id, rule.id)}"><code>${rule.id}</code></a></li>`,
    );
  const more =
    rules.size > rulesShown
      ? markup`<li class="quiet">and ${count(rules.size - rulesShown)} more</li>`
      : nothing;
  const words =
    collect === ''
      ? markup`<span class="quiet">The message of each finding says what is missing.</span>`
      : collect;
  return markup`<tr><th scope="row">${outcomeMark('unknown', reason)}<br><code>${reason}</code></th><td class="value">${words}</td><td><ul class="plain">${named}${more}</ul></td><td class="number">${count(subjects)}</td><td class="number">${count(findings)}</td><td class="number">${share(coverageWith(group, report))}</td></tr>
`;
}

/** Every input with its state and what its reader has to say about it. */
function inputsTable({ inputs }: Frame): Markup {
  const shown = new Set(inputs.length <= limits.inputs ? inputs : worstInputs(inputs));
  const rows = inputs.filter((input) => shown.has(input)).map((input) => inputRow(input));
  const more = inputs.length - rows.length;
  return markup`<section aria-labelledby="inputs"><h2 id="inputs">Inputs</h2>
${more > 0 ? markup`<p class="note">${count(rows.length)} of ${plural(inputs.length, 'input')} are listed, those with something to say first; the JSON report holds all.</p>` : nothing}
<div class="scroll" role="group" aria-labelledby="inputs" tabindex="0"><table class="inputs">
<thead><tr><th scope="col">Input</th><th scope="col">Status</th><th scope="col">Source</th><th scope="col">Subjects</th><th scope="col">Skipped</th><th scope="col">Notices</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>
<p class="quiet">Skipped: records that are not phones or tablets, counted and never judged.</p>
</section>
`;
}

const statusOrder: readonly InputRecord['status'][] = ['unreadable', 'partial', 'read', 'ignored'];

function worstInputs(inputs: readonly InputRecord[]): readonly InputRecord[] {
  const rank = ({ status, notices }: InputRecord) =>
    statusOrder.indexOf(status) * 2 + (notices.length > 0 ? 0 : 1);
  return inputs.toSorted((a, b) => rank(a) - rank(b)).slice(0, limits.inputs);
}

const statusShapes = { read: '✓', partial: '◐', unreadable: '✗', ignored: '-' } as const;

function inputRow(input: InputRecord): Markup {
  const { path, sha256, bytes, source, status, subjects, skipped, notices } = input;
  const told = notices.slice(0, limits.notices).map(({ code, message, locator, line }) => {
    const place = [line === undefined ? '' : `line ${line}`, locator ?? '']
      .filter((part) => part !== '')
      .join(', ');
    return markup`<li><code>${code}</code> <span class="value">${message}</span>${place === '' ? nothing : markup` <span class="quiet value">(${place})</span>`}</li>`;
  });
  const more = notices.length - told.length;
  if (more > 0) told.push(markup`<li class="quiet">${count(more)} more in the JSON report</li>`);
  const hash = sha256 === '' ? nothing : markup`, SHA-256 <code>${sha256.slice(0, 12)}</code>`;
  return markup`<tr><th scope="row"><span class="value">${path}</span><br><span class="quiet">${plural(bytes, 'byte')}${hash}</span></th><td><span class="mark status-${status}"><span class="shape" aria-hidden="true">${statusShapes[status]}</span> ${status}</span></td><td><code>${source}</code></td><td class="number">${count(subjects)}</td><td class="number">${count(skipped)}</td><td>${told.length > 0 ? markup`<ul class="plain">${told}</ul>` : input.opened === undefined ? '–' : nothing}${openedList(input)}</td></tr>
`;
}

/** What was opened of a backup or a diagnostic archive; everything else in it stayed closed. */
function openedList({ opened }: InputRecord): Markup {
  if (opened === undefined) return nothing;
  const names = opened.slice(0, limits.notices).map(({ path }) => markup`<li class="value">${path}</li>`);
  const more = opened.length - names.length;
  const rest = more > 0 ? markup`<li class="quiet">${count(more)} more in the JSON report</li>` : nothing;
  return markup`<details><summary>${plural(opened.length, 'file')} of it opened, nothing else</summary><ul class="plain">${names}${rest}</ul></details>`;
}
