/**
 * Where the evidence of a run lies: path, line, number of the record. Inputs get longer and are called after the day, so all of
 * this moves from run to run while nothing happens on a phone. It is kept with the run, as numbers in the order of the findings.
 */
import type { FindingEvidence } from '../model/finding.ts';
import { pathPattern, recordNumber } from '../model/place.ts';
import { NumberReader, NumberWriter } from './numbers.ts';

/** What stands in place of a record's number. */
export const recordMark = '\u0001';

const numbersIn = (locator: string): number[] =>
  [...locator.matchAll(recordNumber)].map(([digits]) => Number(digits));

/** The paths of a run by their pattern, in the order in which they come up. */
export class RunPaths {
  readonly #byPattern = new Map<string, string[]>();
  readonly #ranks = new Map<string, number>();

  static from(lists: readonly (readonly string[])[]): RunPaths {
    const paths = new RunPaths();
    for (const path of lists.flat()) paths.rankOf(path);
    return paths;
  }

  rankOf(path: string): number {
    const known = this.#ranks.get(path);
    if (known !== undefined) return known;
    const pattern = pathPattern(path);
    const list = this.#byPattern.get(pattern) ?? [];
    this.#byPattern.set(pattern, list);
    list.push(path);
    this.#ranks.set(path, list.length - 1);
    return list.length - 1;
  }

  pathOf(pattern: string, rank: number): string {
    const path = this.#byPattern.get(pattern)?.[rank];
    if (path === undefined) throw new RangeError('a path of the run is missing');
    return path;
  }

  lists(): string[][] {
    return [...this.#byPattern.values()];
  }
}

/** The differences are taken from evidence to evidence: one phone after the other tells them in the same steps. */
class LastPlace {
  line = 0;
  readonly records: number[] = [];
}

export class PlaceWriter {
  readonly numbers = new NumberWriter();
  readonly paths = new RunPaths();
  readonly #last = new LastPlace();

  add({ input, line, locator }: FindingEvidence): void {
    this.numbers.add(this.paths.rankOf(input));
    if (line !== undefined) {
      this.numbers.addSigned(line - this.#last.line);
      this.#last.line = line;
    }
    for (const [index, number] of numbersIn(locator).entries()) {
      this.numbers.addSigned(number - (this.#last.records[index] ?? 0));
      this.#last.records[index] = number;
    }
  }
}

export class PlaceReader {
  readonly numbers: NumberReader;
  readonly paths: RunPaths;
  readonly #last = new LastPlace();

  constructor(bytes: Uint8Array, paths: RunPaths) {
    this.numbers = new NumberReader(bytes);
    this.paths = paths;
  }

  /** The evidence with its place again; without one it has a line of 0 where there is one. */
  place(evidence: FindingEvidence): FindingEvidence {
    const input = this.paths.pathOf(evidence.input, this.numbers.next());
    const placed = { ...evidence, input };
    if (evidence.line !== undefined) {
      this.#last.line += this.numbers.nextSigned();
      placed.line = this.#last.line;
    }
    let index = 0;
    placed.locator = evidence.locator.replaceAll(recordMark, () => {
      const number = (this.#last.records[index] ?? 0) + this.numbers.nextSigned();
      this.#last.records[index] = number;
      index += 1;
      return String(number);
    });
    return placed;
  }
}
