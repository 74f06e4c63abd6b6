/** Everything that an audit counts: outcomes, who was there, what was read, and whether the gates are met. */
import type { Finding } from '../model/finding.ts';
import type { Observation } from '../model/observation.ts';
import type { Profile, Rule } from '../model/profile.ts';
import type { InputRecord } from '../model/report.ts';
import type { ReportEnd } from '../model/sink.ts';
import type { Subject } from '../model/subject.ts';
import { type GateOptions, judgeGates } from './gate.ts';
import { PopulationTally } from './population.ts';
import { Tally } from './score.ts';

/** A profile as far as counting needs it. */
export type CountedProfile = Pick<Profile, 'id' | 'advisory'> & {
  readonly rules: readonly Pick<Rule, 'id' | 'weight'>[];
};

export interface CountOptions {
  readonly profiles: readonly CountedProfile[];
  /** RFC 3339, UTC. */
  readonly asOf: string;
  readonly gate: GateOptions;
  /** Days without contact after which a phone counts as stale in the summary; rules decide for themselves. Default: 30. */
  readonly staleAfterDays?: number;
}

/** A subject that was judged, as far as it is counted. */
interface Counted {
  readonly subject: Subject;
  readonly observations: readonly Observation[];
  /** A subject of the same identifier was judged before. */
  readonly repeated?: true;
}

export class Count {
  readonly #options: CountOptions;
  readonly #tally = new Tally();
  readonly #advice = new Tally();
  readonly #ofProfiles: ReadonlyMap<string, Tally>;
  readonly #advisory: ReadonlySet<string>;
  readonly #weights: ReadonlyMap<string, number>;
  readonly population: PopulationTally;
  #devices = 0;
  #skipped = 0;
  #read = 0;
  #complete = true;
  readonly #incomplete: string[] = [];

  constructor(options: CountOptions) {
    this.#options = options;
    const { profiles, asOf, staleAfterDays = 30 } = options;
    this.#ofProfiles = new Map(profiles.map(({ id }) => [id, new Tally()]));
    this.#advisory = new Set(profiles.filter((one) => one.advisory === true).map(({ id }) => id));
    this.#weights = new Map(
      profiles.flatMap(({ id, rules }) =>
        rules.flatMap(({ id: rule, weight }) =>
          weight === undefined ? [] : [[`${id} ${rule}`, weight] as const],
        ),
      ),
    );
    this.population = new PopulationTally({ asOf, staleAfterDays });
  }

  subject({ subject, observations, repeated }: Counted, findings: readonly Finding[]): void {
    // One phone in two exports is one phone: a copy must not make up for one that is missing.
    if (subject.kind === 'device' && repeated !== true) this.#devices += 1;
    for (const finding of findings) this.finding(subject.kind, finding);
    this.population.add(
      subject,
      observations,
      findings.map(({ outcome }) => outcome),
    );
  }

  /** @param times how many subjects have it */
  finding(
    kind: Subject['kind'],
    finding: Pick<Finding, 'profile' | 'rule' | 'severity' | 'outcome' | 'attested'>,
    times = 1,
  ): void {
    const { profile, rule } = finding;
    const weight = this.#weights.get(`${profile} ${rule}`);
    this.#tally.add(kind, finding, weight, times);
    this.#ofProfiles.get(profile)?.add(kind, finding, weight, times);
    if (this.#advisory.has(profile)) this.#advice.add(kind, finding, undefined, times);
  }

  /** Devices that were judged elsewhere. */
  devices(count: number): void {
    this.#devices += count;
  }

  input({ status, skipped, path }: Pick<InputRecord, 'status' | 'skipped' | 'path'>): void {
    this.#skipped += skipped;
    if (status === 'read') this.#read += 1;
    if (status !== 'read' && status !== 'ignored') this.#complete = false;
    if (status === 'partial' || status === 'unreadable') this.#incomplete.push(path);
  }

  end(): ReportEnd {
    const summary = {
      ...this.#tally.summary(this.#complete),
      population: this.population.figures(this.#skipped),
    };
    return {
      summary,
      gates: judgeGates(summary, this.#devices, this.#options.gate, {
        incomplete: this.#incomplete,
        read: this.#read,
        advice: this.#advice.summary(this.#complete),
        byProfile: [...this.#ofProfiles].map(([id, tally]) => ({
          id,
          advisory: this.#advisory.has(id),
          totals: tally.summary(this.#complete),
        })),
      }),
    };
  }
}
