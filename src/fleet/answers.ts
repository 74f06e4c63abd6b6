/** What the rules of a group come to on rows of one kind: their verdicts, counted. */
import type { Finding } from '../model/finding.ts';
import { severityWeights } from '../model/profile.ts';
import type { NamedVerdict } from '../report/ndjson-lines.ts';

export interface Answer {
  /** For each rule of the group. */
  readonly verdicts: readonly (readonly NamedVerdict[])[];
  /** One of them is a verdict on the row. */
  readonly decides: boolean;
  /** Of its fails. */
  readonly weight: number;
  /** Rows that came to it. */
  times: number;
}

export const weightOf = ({ outcome, severity }: Pick<Finding, 'outcome' | 'severity'>): number =>
  outcome === 'fail' ? severityWeights[severity] : 0;

/** All answers of a thread, also those that are forgotten meanwhile, and which series of verdicts are in the report. */
export class Answers {
  readonly all: Answer[] = [];
  readonly #announced = new Set<string>();

  add(verdicts: readonly (readonly NamedVerdict[])[]): Answer {
    const flat = verdicts.flat();
    const decides = flat.some(({ verdict: { outcome } }) => ['pass', 'fail', 'waived'].includes(outcome));
    const weight = flat.reduce((sum, { verdict }) => sum + weightOf(verdict), 0);
    const answer = { verdicts, decides, weight, times: 0 };
    this.all.push(answer);
    return answer;
  }

  /** The report has these series now. */
  announce(ids: readonly string[]): void {
    for (const id of ids) this.#announced.add(id);
  }

  isAnnounced(id: string): boolean {
    return this.#announced.has(id);
  }

  /** Begins anew: the report is written from its start. */
  reset(): void {
    this.#announced.clear();
    for (const answer of this.all) answer.times = 0;
  }
}
