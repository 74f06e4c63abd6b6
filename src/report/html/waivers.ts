/** What is accepted: each waiver with who approved it, why, until when, and what it covers. */
import type { WaiverRecord } from '../../model/waiver.ts';
import { effectOf, scopeOf, stateCounts, stateOf, urgentFirst } from '../waivers.ts';
import { personOf } from '../words.ts';
import { type Markup, markup, nothing } from './escape.ts';
import { count, plural } from './marks.ts';
import { limits } from './limits.ts';
import type { Frame, Section } from './page.ts';

/** Where waivers were given. */
export const waiversSection: Section = {
  contents: [['waivers', 'Waivers']],
  isPrivate: true,
  isShown: ({ report }) => report.waivers !== undefined,
  *render({ report }) {
    yield waiversTable(report);
  },
};

const shapes = { expired: '✗', expiring: '◐', 'not-yet-valid': '☐', unused: '-', active: '~' } as const;
/** Colours of outcomes that say the same. */
const looks = {
  expired: 'fail',
  expiring: 'unknown',
  'not-yet-valid': 'unknown',
  unused: 'not-applicable',
  active: 'waived',
} as const;

function waiversTable({ waivers = [], summary }: Frame): Markup {
  const shown = urgentFirst(waivers).slice(0, limits.waivers);
  const more = waivers.length - shown.length;
  const counts = stateCounts(waivers)
    .filter(({ count: number }) => number > 0)
    .map(({ state, count: number }) => `${count(number)} ${state}`);
  const body =
    waivers.length === 0
      ? markup`<p>The files hold no waiver.</p>`
      : markup`<div class="scroll" role="group" aria-labelledby="waivers" tabindex="0"><table class="waivers">
<thead><tr><th scope="col">Waiver</th><th scope="col">State</th><th scope="col">Rules and scope</th><th scope="col">Why, and by whom</th><th scope="col">Effect</th></tr></thead>
<tbody>${shown.map((waiver) => waiverRow(waiver))}</tbody>
</table></div>${more > 0 ? markup`<p class="note">${plural(more, 'waiver')} more can be found in the JSON report.</p>` : nothing}`;
  return markup`<section aria-labelledby="waivers"><h2 id="waivers">Waivers</h2>
<p>${plural(summary.outcomes.waived, 'finding')} waived. ${counts.join(', ')}${counts.length > 0 ? '.' : nothing}</p>
<p class="quiet">A waiver accepts a fail for named subjects until a day; it makes nothing pass. What needs somebody stands first.</p>
${body}
</section>
`;
}

function waiverRow(waiver: WaiverRecord): Markup {
  const { id, state, from, until, rules, profile, input, line } = waiver;
  const names = rules.map((rule) => markup`<li><code>${rule}</code></li>`);
  const whose =
    profile === undefined ? nothing : markup`<li class="quiet">profile <code>${profile}</code></li>`;
  return markup`<tr><th scope="row"><code>${id}</code><br><span class="quiet value">${input}:${line}</span></th><td><span class="mark ${looks[state]}"><span class="shape" aria-hidden="true">${shapes[state]}</span> ${stateOf(waiver)}</span><br><span class="quiet">${from} to ${until}</span></td><td><ul class="plain">${names}${whose}<li class="value">${scopeOf(waiver)}</li></ul></td><td>${termsList(waiver)}</td><td>${effectOf(waiver)}</td></tr>
`;
}

function termsList(waiver: WaiverRecord): Markup {
  const { reason, justification, compensating, risk, owner, approvedBy, requestedBy } = waiver;
  const { approvedAt, ticket, accepts, details = {} } = waiver;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Reason', reason],
    ['Why', justification],
    ['Instead', compensating],
    ['Risk accepted', risk],
    ['Only for the value', accepts?.actual],
    ['Approved by', `${personOf(approvedBy)}, ${approvedAt}`],
    ['Asked by', requestedBy && personOf(requestedBy)],
    ['Owner', personOf(owner)],
    ['Ticket', ticket],
    ...Object.entries(details),
  ];
  const rows = facts.flatMap(([name, value]) =>
    value === undefined ? [] : [markup`<dt class="value">${name}</dt><dd class="value">${value}</dd>`],
  );
  return markup`<dl class="about">${rows}</dl>`;
}
