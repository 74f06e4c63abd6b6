/** Which parts of the readers have run: inputs that reach a new one are worth changing further. */
import { Session } from 'node:inspector';

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}
interface Script {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly Range[] }[];
}

/** Folders whose code counts. */
const ours = /\/src\/(formats|artifacts|sources|profiles|io)\//;

export class Coverage {
  readonly #session = new Session();
  readonly #seen = new Set<string>();

  constructor() {
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  get size(): number {
    return this.#seen.size;
  }

  /** Places that ran since the last call and never before. */
  fresh(): Set<string> {
    const found = new Set([...this.ran()].filter((place) => !this.#seen.has(place)));
    for (const place of found) this.#seen.add(place);
    return found;
  }

  /** Places that ran since the last call. */
  ran(): Set<string> {
    const places = new Set<string>();
    for (const { url, functions } of this.#take())
      if (ours.test(url))
        for (const { ranges } of functions)
          for (const { startOffset, endOffset, count } of ranges)
            if (count > 0) places.add(`${url}:${startOffset}:${endOffset}`);
    return places;
  }

  close(): void {
    this.#session.disconnect();
  }

  /** A session to the own thread answers before `post` returns. */
  #take(): readonly Script[] {
    let result: readonly Script[] = [];
    this.#session.post('Profiler.takePreciseCoverage', (error, answer) => {
      if (error === null) result = answer.result;
    });
    return result;
  }
}
