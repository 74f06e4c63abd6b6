/**
 * What a rule came to on rows before. It is asked for by the slots that the rule looked at on such a row, which may be fewer than
 * it looks at on others: a rule for phones of the company looks at nothing else on a phone of a person.
 */
import type { NamedVerdict } from '../report/ndjson-lines.ts';
import { Memo, type RowKey } from './memo.ts';

/** There are many rules, and what hardly repeats is not worth keeping. */
const mostKnown = 2000;

export interface Known {
  /** That it looked at, ascending. */
  readonly slots: readonly number[];
  readonly verdicts: readonly NamedVerdict[];
}

export class RuleMemo {
  /** For each class of age one that stands for it. */
  readonly #ages: readonly number[];
  /** For each set of slots that the rule has looked at. */
  readonly #looks: Memo<Known>[] = [];

  constructor(ages: readonly number[]) {
    this.#ages = ages;
  }

  /** A rule that would look at the same values as before goes the same way. */
  find(row: RowKey): Known | undefined {
    for (const look of this.#looks) {
      const known = look.find(row);
      if (known !== undefined) return known;
    }
    return undefined;
  }

  keep(row: RowKey, known: Known): Known {
    let look = this.#looks.find(({ slots }) => slots.join(' ') === known.slots.join(' '));
    if (look === undefined) this.#looks.push((look = new Memo(known.slots, this.#ages, mostKnown)));
    look.keep(row, known);
    return known;
  }
}
