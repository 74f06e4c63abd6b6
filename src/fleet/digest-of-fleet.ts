/** What a page shows of a fleet: its inputs, how each rule came out, and the phones with the heaviest fails. */
import { type Finding, noOutcomes, type Outcome } from '../model/finding.ts';
import type { Profile } from '../model/profile.ts';
import type { InputRecord, Report, RuleCounts } from '../model/report.ts';
import type { JudgedSubject } from '../model/sink.ts';
import { weightOf } from './answers.ts';
import type { CountedFinding } from './tasks.ts';
import { type Weighty, Worst } from './worst.ts';

export interface FleetDigest<Row = Weighty> extends Required<Pick<Report, 'inputs' | 'ruleCounts'>> {
  /** In all. */
  readonly findings: number;
  /** Rows to be read once more, and phones that were judged here, the worst first. */
  readonly worst: readonly (Row | WeightyPhone)[];
}

export interface WeightyPhone {
  readonly id: string;
  readonly weight: number;
  readonly judged: JudgedSubject;
}

/** Of rows, or of what else can be read once more. */
export class DigestOfFleet<Row extends Pick<Weighty, 'id' | 'weight'> = Weighty> {
  readonly #counts: Map<string, { profile: string; rule: string; outcomes: Record<Outcome, number> }>;
  readonly #inputs: InputRecord[] = [];
  readonly #worst = new Worst<Row | WeightyPhone>();
  #findings = 0;

  constructor(profiles: readonly Profile[]) {
    this.#counts = new Map(
      profiles.flatMap(({ id, rules }) =>
        rules.map((rule) => [
          `${id} ${rule.id}`,
          {
            profile: id,
            rule: rule.id,
            outcomes: noOutcomes(),
          },
        ]),
      ),
    );
  }

  input(record: InputRecord): void {
    this.#inputs.push(record);
  }

  count(
    { profile, rule, outcome }: Pick<CountedFinding, 'profile' | 'rule' | 'outcome'>,
    times: number,
  ): void {
    this.#findings += times;
    const own = this.#counts.get(`${profile} ${rule}`);
    if (own !== undefined) own.outcomes[outcome] += times;
  }

  weigh(row: Row): void {
    this.#worst.add(row.id, row.weight, () => row);
  }

  subject(judged: JudgedSubject): void {
    for (const finding of judged.findings) this.count(finding, 1);
    const weight = judged.findings.reduce((sum: number, finding: Finding) => sum + weightOf(finding), 0);
    this.phone(judged.subject.id, weight, () => judged);
  }

  /** One whose findings are counted apart. */
  phone(id: string, weight: number, judged: () => JudgedSubject): void {
    this.#worst.add(id, weight, () => ({ id, weight, judged: judged() }));
  }

  found(): FleetDigest<Row> {
    const ruleCounts: RuleCounts[] = [...this.#counts.values()];
    return {
      inputs: this.#inputs,
      ruleCounts,
      findings: this.#findings,
      worst: this.#worst.all,
    };
  }
}
