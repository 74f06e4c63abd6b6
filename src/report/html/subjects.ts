/** Devices and policies apart, the worst of each first, each with its findings. */
import { outcomes } from '../../model/finding.ts';
import type { SubjectRecord } from '../../model/report.ts';
import type { SubjectKind } from '../../model/subject.ts';
import { channelOf } from '../words.ts';
import type { ShownSubject } from '../shown.ts';
import { waiverIndex } from '../waivers.ts';
import { subjectAnchor, titleOf } from './anchors.ts';
import { barOrder } from './bars.ts';
import { type Markup, markup, nothing } from './escape.ts';
import { findingItem } from './findings.ts';
import { count, outcomeMark } from './marks.ts';
import type { Page, Section } from './page.ts';

export const devicesSection: Section = {
  contents: [['devices', 'Devices']],
  isPrivate: true,
  render: (page) => subjectsList(page, 'device'),
};

export const policiesSection: Section = {
  contents: [['policies', 'Policies']],
  isPrivate: true,
  isShown: ({ shown }) => shown.kinds.policy.all > 0,
  render: (page) => subjectsList(page, 'policy'),
};

const words = {
  device: {
    id: 'devices',
    title: 'Devices',
    one: 'device',
    note: 'Worst first: by the weight of what fails, then by what could not be assessed.',
  },
  policy: {
    id: 'policies',
    title: 'Policies',
    one: 'policy',
    note: 'What policies would require; whether phones follow is judged with the devices. Worst first.',
  },
} as const;

function* subjectsList(page: Page, kind: SubjectKind): Generator<Markup> {
  const { report, shown } = page;
  const { id, title, note } = words[kind];
  const profiles = new Map(report.profiles.map((profile, index) => [profile.id, index]));
  const listed = shown.kinds[kind].shown;
  const waivers = waiverIndex(report);
  yield markup`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${listed.length === 0 ? markup`<p class="loud">No ${words[kind].one} was read.</p>` : markup`<p class="quiet">${note}</p>`}
${leftOut(page, kind)}`;
  for (const one of listed) {
    yield subjectHead(one);
    for (const finding of one.findings)
      yield findingItem(finding, one.subject, profiles.get(finding.profile) ?? -1, {
        waivers,
        asOf: report.asOf,
      });
    yield markup`</div></details>
`;
  }
  yield markup`</section>
`;
}

/** Says what the page does not hold, and where it is. */
function leftOut({ shown: { kinds, outcomes: listed } }: Page, kind: SubjectKind): Markup {
  const { shown, all, failing } = kinds[kind];
  const others = all - shown.length;
  if (shown.length === 0) return nothing;
  const failingOthers = failing - shown.filter(({ counts }) => counts.fail > 0).length;
  const many = kind === 'device' ? 'devices' : 'policies';
  const rest =
    others > 0
      ? `The ${count(shown.length)} worst of ${count(all)} ${many} are listed; of the other ${count(others)}, ${count(failingOthers)} ${failingOthers === 1 ? 'has' : 'have'} fails. `
      : '';
  const compact =
    listed.length < outcomes.length ? 'Passes and what does not apply are counted and not listed. ' : '';
  if (rest === '' && compact === '') return nothing;
  return markup`<p class="note">${rest}${compact}Every finding is in the report as JSON or NDJSON (<code>-f json=FILE</code>, <code>-f ndjson=FILE</code>).</p>
`;
}

function subjectHead({ subject, counts }: ShownSubject): Markup {
  const { kind, platform } = subject;
  const present = barOrder.filter((outcome) => counts[outcome] > 0);
  const chips = present.map(
    (outcome) =>
      markup`<span class="chip"><span class="number">${count(counts[outcome])}</span> ${outcomeMark(outcome)}</span> `,
  );
  const facts = [
    subject.model,
    kind,
    `${platform}${subject.osVersion === undefined ? '' : ` ${subject.osVersion}`}`,
  ];
  return markup`<details class="subject" id="${subjectAnchor(subject)}" data-subject="" data-kind="${kind}" data-platform="${platform}"><summary><h3><span class="value">${titleOf(subject)}</span></h3> <span class="quiet value">${facts.filter((fact) => fact !== undefined).join(', ')}</span> <span class="tally">${chips}</span></summary>
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
