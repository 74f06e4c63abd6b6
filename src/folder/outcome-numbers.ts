/** Which rule came to which outcome, as one number: threads answer with these, and their parent counts them. */
import { type Finding, type Outcome, outcomes } from '../model/finding.ts';
import type { Profile } from '../model/profile.ts';

type Counted = Pick<Finding, 'profile' | 'rule' | 'severity' | 'outcome'>;

export class OutcomeNumbers {
  readonly #bases = new Map<string, number>();
  readonly #rules: readonly Pick<Counted, 'profile' | 'rule' | 'severity'>[];

  constructor(profiles: readonly Profile[]) {
    this.#rules = profiles.flatMap(({ id: profile, rules }) =>
      rules.map(({ id: rule, severity }) => ({ profile, rule, severity })),
    );
    for (const [place, { profile, rule }] of this.#rules.entries())
      this.#bases.set(`${profile} ${rule}`, place * outcomes.length);
  }

  of({ profile, rule, outcome }: Pick<Counted, 'profile' | 'rule' | 'outcome'>): number {
    const base = this.#bases.get(`${profile} ${rule}`);
    if (base === undefined) throw new Error(`no rule ${rule} in ${profile}`);
    return base + outcomes.indexOf(outcome);
  }

  /** Of as many numbers as there are. */
  get size(): number {
    return this.#rules.length * outcomes.length;
  }

  counted(number: number): Counted {
    const rule = this.#rules[Math.floor(number / outcomes.length)];
    const outcome: Outcome | undefined = outcomes[number % outcomes.length];
    if (rule === undefined || outcome === undefined) throw new Error(`no outcome ${number}`);
    return { ...rule, outcome };
  }
}
