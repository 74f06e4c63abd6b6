/** A report by the controls that its rules answer to: one control, one verdict, whichever profiles its rules are of. */
import { type Finding, noOutcomes, type Outcome, outcomes } from '../model/finding.ts';
import { type Framework, frameworks } from '../model/profile.ts';
import type { Report } from '../model/report.ts';

/** A control is as good as the worst of its rules. */
export const worstFirstOutcomes = [
  'fail',
  'error',
  'unknown',
  'waived',
  'pass',
  'not-applicable',
] as const satisfies readonly Outcome[];

export interface ControlRule {
  readonly profile: string;
  readonly rule: string;
  readonly title: string;
  /** Undefined: the rule was evaluated on no subject. */
  readonly outcome: Outcome | undefined;
  readonly counts: Readonly<Record<Outcome, number>>;
}

export interface ControlTally {
  readonly framework: Framework;
  readonly control: string;
  readonly outcome: Outcome | undefined;
  /** Worst first. */
  readonly rules: readonly ControlRule[];
}

export const frameworkTitles: Readonly<Record<Framework, string>> = {
  cis: 'CIS Benchmark',
  'disa-stig': 'DISA STIG',
  cci: 'DISA CCI',
  'nist-800-53r5': 'NIST SP 800-53 revision 5',
  'nist-800-124r2': 'NIST SP 800-124 revision 2',
  ncsc: 'NCSC',
  'cyber-essentials': 'Cyber Essentials',
  'iso-27001': 'ISO 27001',
};

/** Made where it is needed: that takes some ten milliseconds, which a short run would feel. */
let collator: Intl.Collator | undefined;
const byNumber = (a: string, b: string): number =>
  (collator ??= new Intl.Collator('en', { numeric: true })).compare(a, b);
const rank = (outcome: Outcome | undefined): number =>
  outcome === undefined ? worstFirstOutcomes.length : worstFirstOutcomes.indexOf(outcome);
const keyOf = (profile: string, rule: string): string => JSON.stringify([profile, rule]);

/** In the order of the frameworks and of the numbers. */
export function byControl({ profiles, findings }: Pick<Report, 'profiles' | 'findings'>): ControlTally[] {
  const counts = countsByRule(findings);
  return controlTallies(profiles, (profile, rule) => counts.get(keyOf(profile, rule)));
}

/** The same where findings were counted before. */
export function controlTallies(
  profiles: Report['profiles'],
  countsOf: (profile: string, rule: string) => ControlRule['counts'] | undefined,
): ControlTally[] {
  const rules = new Map<Framework, Map<string, ControlRule[]>>(frameworks.map((name) => [name, new Map()]));
  for (const profile of profiles)
    for (const { id, title, controls = {} } of profile.rules)
      for (const framework of frameworks)
        for (const control of controls[framework] ?? []) {
          const own = countsOf(profile.id, id) ?? noOutcomes();
          const outcome = worstFirstOutcomes.find((one) => own[one] > 0);
          const list = rules.get(framework)?.get(control) ?? [];
          list.push({ profile: profile.id, rule: id, title, outcome, counts: own });
          rules.get(framework)?.set(control, list);
        }
  return [...rules].flatMap(([framework, controls]) =>
    [...controls]
      .sort(([a], [b]) => byNumber(a, b))
      .map(([control, list]) => {
        const worstFirst = list.toSorted((a, b) => rank(a.outcome) - rank(b.outcome));
        return { framework, control, outcome: worstFirst[0]?.outcome, rules: worstFirst };
      }),
  );
}

function countsByRule(findings: readonly Finding[]): Map<string, Record<Outcome, number>> {
  const counts = new Map<string, Record<Outcome, number>>();
  for (const { profile, rule, outcome } of findings) {
    const key = keyOf(profile, rule);
    const own = counts.get(key) ?? noOutcomes();
    own[outcome] += 1;
    counts.set(key, own);
  }
  return counts;
}

/** `2 fail, 1 pass`. */
export const countsText = (counts: Readonly<Record<Outcome, number>>): string =>
  outcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${counts[outcome]} ${outcome}`)
    .join(', ');
