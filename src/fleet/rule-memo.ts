/**
 * What a rule came to on rows before. It is asked for by the slots that the rule looked at on such a row, which may be fewer than
 * it looks at on others: a rule for phones of the company looks at nothing else on a phone of a person. Likewise it may look no closer
 * at the platform than whether it is of Apple, and at the last contact not at all.
 */
import type { NamedVerdict } from '../report/ndjson-lines.ts';
import { Memo, type RowKey } from './memo.ts';

/** There are many rules, and what hardly repeats is not worth keeping. */
const mostKnown = 2000;

export interface Known {
  /** That it looked at, ascending. */
  readonly slots: readonly number[];
  /** It told iPhones and iPads apart. */
  readonly isOfPlatform: boolean;
  readonly verdicts: readonly NamedVerdict[];
}

/** A set of slots that the rule has looked at. */
interface Look {
  readonly slots: readonly number[];
  readonly isOfPlatform: boolean;
  readonly memo: Memo<Known>;
}

export interface RuleMemoOptions {
  /** For each class of age one that stands for it to a rule that looks at these slots. */
  readonly agesTo: (slots: readonly number[]) => readonly number[];
  /** For each platform one of its family. */
  readonly families: readonly number[];
}

export class RuleMemo {
  readonly #options: RuleMemoOptions;
  readonly #looks: Look[] = [];

  constructor(options: RuleMemoOptions) {
    this.#options = options;
  }

  /** A rule that would look at the same values as before goes the same way. */
  find(row: RowKey): Known | undefined {
    for (const { memo } of this.#looks) {
      const known = memo.find(row);
      if (known !== undefined) return known;
    }
    return undefined;
  }

  keep(row: RowKey, known: Known): Known {
    const look = this.#looks.find((one) => isSame(one, known)) ?? this.#look(known);
    look.memo.keep(row, known);
    return known;
  }

  #look({ slots, isOfPlatform }: Known): Look {
    const { agesTo, families } = this.#options;
    const platforms = isOfPlatform ? {} : { platforms: families };
    const look = {
      slots,
      isOfPlatform,
      memo: new Memo<Known>(slots, agesTo(slots), { ...platforms, most: mostKnown }),
    };
    this.#looks.push(look);
    return look;
  }
}

const isSame = (look: Look, known: Known): boolean =>
  look.isOfPlatform === known.isOfPlatform && look.slots.join(' ') === known.slots.join(' ');
