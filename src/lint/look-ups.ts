/** "Did you mean" for names of a document. One for each document, so that a file of nonsense is bounded in what it costs. */
import { nearest } from '../profiles/nearest.ts';

const mostLookUps = 200;
export const longestName = 64;

export class NameLookUps {
  #left = mostLookUps;

  near(name: string, names: readonly string[]): string | undefined {
    if (this.#left <= 0 || name.length > longestName) return undefined;
    this.#left -= 1;
    return nearest(name, names);
  }
}
