/**
 * Verdicts of a subject that follow each other, told once for all subjects that have the same: in an NDJSON report a subject names
 * a few series, not a hundred verdicts. Subjects are alike in short stretches of rules more often than in long ones.
 */
import { hash } from 'node:crypto';

/** Letters and digits of the name of a verdict, and of a series: of ten million of them no two have the same, but for one case in a hundred million. */
export const idLength = 13;
/** Verdicts of a series; the last one of a subject may have fewer. */
export const seriesLength = 10;

/** What has a line of its own in the report, and is named by others. */
export interface Named {
  readonly id: string;
  /** Its line. */
  readonly text: string;
}

export interface Series extends Named {
  readonly verdicts: readonly Named[];
}

/** The name of what says this: a letter, and a digest. */
export const nameOf = (letter: string, content: string): string =>
  letter + hash('sha256', content, 'base64url').slice(0, idLength - 1);

/** Of verdicts in their order: the same name for the same ones. */
export function seriesNamed(verdicts: readonly Named[]): Series {
  const ids = verdicts.map((verdict) => verdict.id);
  const id = nameOf('s', ids.join(' '));
  // As JSON would write it: names are letters, digits, hyphens and underscores.
  return { id, verdicts, text: `{"type":"series","id":"${id}","verdicts":["${ids.join('","')}"]}\n` };
}

/** Series by the names of their verdicts, each worked out once. Forgotten at times, so that they do not grow. */
const known = new Map<string, Series>();
const mostKnown = 20_000;

function knownSeries(verdicts: readonly Named[]): Series {
  const content = verdicts.map(({ id }) => id).join(' ');
  const before = known.get(content);
  if (before !== undefined) return before;
  const made = seriesNamed(verdicts);
  if (known.size >= mostKnown) known.clear();
  known.set(content, made);
  return made;
}

/** All verdicts of a subject, in their order. */
export function seriesOf(all: readonly Named[]): Series[] {
  const count = Math.ceil(all.length / seriesLength);
  return Array.from({ length: count }, (_, index) =>
    knownSeries(all.slice(index * seriesLength, (index + 1) * seriesLength)),
  );
}

/** Series that a report remembers to have told: those that come first. */
export const mostSeries = 100_000;

/**
 * What a report has told. A verdict is told once. So is a series, but for those that come when many were told already: they are told again
 * before each subject that names them, so that neither who writes nor who reads line by line has to hold them.
 */
export class ToldSeries {
  readonly #verdicts = new Set<string>();
  readonly #series = new Set<string>();
  readonly #most: number;

  constructor(most = mostSeries) {
    this.#most = most;
  }

  /** The lines that have to stand before a subject that names the series. */
  linesOf({ id, text, verdicts }: Series): string {
    if (this.#series.has(id)) return '';
    if (this.#series.size < this.#most) this.#series.add(id);
    return verdicts.map((verdict) => this.#lineOf(verdict)).join('') + text;
  }

  /** Whether it is not told again. */
  has(id: string): boolean {
    return this.#series.has(id);
  }

  #lineOf({ id, text }: Named): string {
    if (this.#verdicts.has(id)) return '';
    this.#verdicts.add(id);
    return text;
  }
}

/** What a report that is read line by line has told: as much of it as is not told again. */
export class HeardSeries<One extends Series> {
  readonly #kept = new Map<string, One>();
  /** Until the next subject. */
  readonly #once = new Map<string, One>();
  readonly #most: number;

  constructor(most = mostSeries) {
    this.#most = most;
  }

  add(series: One): void {
    const isKept = this.#kept.has(series.id) || this.#kept.size < this.#most;
    (isKept ? this.#kept : this.#once).set(series.id, series);
  }

  /** What a subject names; undefined for what was not told. */
  named(ids: readonly string[]): (One | undefined)[] {
    const named = ids.map((id) => this.#kept.get(id) ?? this.#once.get(id));
    this.#once.clear();
    return named;
  }
}
