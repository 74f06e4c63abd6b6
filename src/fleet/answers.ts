/** What the rules of a group come to on rows of one kind: their verdicts, counted, and their ids ready as bytes. */
import type { Finding } from '../model/finding.ts';
import { severityWeights } from '../model/profile.ts';
import { idLength, type NamedVerdict } from '../report/ndjson-lines.ts';

/** `"p23456789",` in 32-bit words. */
export const wordsPerId = (idLength + 3) / 4;

export interface Answer {
  /** For each rule of the group. */
  readonly verdicts: readonly (readonly NamedVerdict[])[];
  /** Their ids, each with a comma behind it. */
  readonly words: Int32Array;
  /** One of them is a verdict on the row. */
  readonly decides: boolean;
  /** Of its fails. */
  readonly weight: number;
  /** Rows that came to it. */
  times: number;
  /** The block that came to it last; `announced`: its verdicts are in the report already. */
  block: number;
}

/** What a finding adds to what a subject's fails weigh. */
export const weightOf = ({ outcome, severity }: Pick<Finding, 'outcome' | 'severity'>): number =>
  outcome === 'fail' ? severityWeights[severity] : 0;

export const announced = Number.MAX_SAFE_INTEGER;

/** All answers of a worker, also those that are forgotten meanwhile. */
export class Answers {
  readonly all: Answer[] = [];
  /** Verdicts that are in the report. */
  readonly #announced = new Set<string>();

  add(verdicts: readonly (readonly NamedVerdict[])[]): Answer {
    const flat = verdicts.flat();
    const bytes = Buffer.from(flat.map(({ id }) => `"${id}",`).join(''), 'latin1');
    const words = new Int32Array(flat.length * wordsPerId);
    new Uint8Array(words.buffer).set(bytes);
    const decides = flat.some(({ verdict: { outcome } }) => ['pass', 'fail', 'waived'].includes(outcome));
    const weight = flat.reduce((sum, { verdict }) => sum + weightOf(verdict), 0);
    const answer = { verdicts, words, decides, weight, times: 0, block: -1 };
    this.all.push(answer);
    return answer;
  }

  /** The report has these verdicts now. */
  announce(ids: readonly string[]): void {
    if (ids.length === 0) return;
    for (const id of ids) this.#announced.add(id);
    for (const answer of this.all)
      if (answer.block !== announced && answer.verdicts.flat().every(({ id }) => this.#announced.has(id)))
        answer.block = announced;
  }

  /** Begins anew: the report is written from its start. */
  reset(): void {
    this.#announced.clear();
    for (const answer of this.all) {
      answer.times = 0;
      answer.block = -1;
    }
  }
}
