/** Findings and risks of OSCAL: a control of NIST SP 800-53, or the rule itself where its profile names none. */
import { uuidOf } from './content-id.ts';
import { type Observed, markupOf, ns, textOf } from './oscal-observations.ts';
import { wordsOf, worstClass } from './outcomes.ts';
import { counted, personOf } from './words.ts';

export interface Objective {
  readonly target: string;
  readonly title: string;
  readonly observed: readonly Observed[];
}

/** In order of first appearance. What concerns no subject is no finding. */
export function objectivesOf(observed: readonly Observed[]): Objective[] {
  const objectives = new Map<string, Observed[]>();
  for (const one of observed.filter((each) => wordsOf[each.class].oscal !== undefined))
    for (const target of targetsOf(one)) {
      const group = objectives.get(target);
      if (group === undefined) objectives.set(target, [one]);
      else group.push(one);
    }
  return [...objectives].map(([target, own]) => {
    const titles = [...new Set(own.map(({ first }) => first.title))];
    return { target, title: titles.join('; '), observed: own };
  });
}

function targetsOf({ rule, first }: Observed): string[] {
  const numbers = rule?.controls?.['nist-800-53r5'] ?? [];
  const targets = numbers.map((number) => tokenOf(number.toLowerCase()));
  return targets.length > 0 ? [...new Set(targets)] : [tokenOf(`${first.profile}.${first.rule}`)];
}

/** A token of OSCAL: `IA-5 (1)` is `ia-5.1`. */
function tokenOf(text: string): string {
  const clean = text
    .replace(/\s*\(\s*/g, '.')
    .replace(/\s*\)\s*/g, '')
    .replace(/[^\p{L}\p{N}._-]/gu, '_');
  return /^[\p{L}_]/u.test(clean) ? clean : `_${clean}`;
}

export function findingOf({ target, title, observed }: Objective): object {
  const [first] = observed;
  const all = observed.flatMap(({ findings }) => findings);
  const { state, reason } = wordsOf[worstClass(all)].oscal ?? { state: 'not-satisfied', reason: 'other' };
  const counts = observed.map((one) => `${one.findings.length} ${wordsOf[one.class].shape.word}`);
  const waived = observed.filter((one) => one.class === 'waived');
  return {
    uuid: uuidOf(first?.uuid ?? '', 'finding', target),
    title: markupOf(title),
    description: markupOf(`${counted(all.length, 'finding')}: ${counts.join(', ')}.`),
    target: { type: 'objective-id', 'target-id': target, status: { state, reason } },
    'related-observations': observed.map(({ uuid }) => ({ 'observation-uuid': uuid })),
    ...(waived.length === 0 ? {} : { 'related-risks': waived.map((one) => ({ 'risk-uuid': riskId(one) })) }),
  };
}

const riskId = ({ uuid }: Observed): string => uuidOf(uuid, 'risk');

/** Somebody has accepted what fails, for a reason and until a day. */
export function riskOf(observed: Observed): object {
  const { first, findings, uuid, rule, terms } = observed;
  const waivers = [...new Set(findings.flatMap(({ waiver }) => waiver ?? []))];
  const { approvedBy, approvedAt, reason, ticket, owner, justification, compensating } = terms ?? {};
  const props = Object.entries({
    waiver: first.waiver,
    reason,
    'approved-by': approvedBy && personOf(approvedBy),
    'approved-at': approvedAt,
    owner: owner && personOf(owner),
    ticket,
  }).flatMap(([name, value]) => (value === undefined ? [] : [{ name, ns, value: textOf(value) }]));
  const why = justification === undefined ? '' : ` ${justification}`;
  return {
    uuid: riskId(observed),
    title: markupOf(first.title),
    description: markupOf(
      `${counted(findings.length, 'finding')} that fail and are waived: ${waivers.join(', ')}.${why}`,
    ),
    statement: markupOf(rule?.rationale ?? first.message),
    ...(props.length === 0 ? {} : { props }),
    status: 'deviation-approved',
    ...(compensating === undefined
      ? {}
      : {
          'mitigating-factors': [{ uuid: uuidOf(uuid, 'mitigation'), description: markupOf(compensating) }],
        }),
    // The last moment of the last day, UTC.
    ...(terms === undefined ? {} : { deadline: `${terms.until}T23:59:59Z` }),
    'related-observations': [{ 'observation-uuid': uuid }],
  };
}
