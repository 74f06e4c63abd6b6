/** A value that must never be shown: it prints as a mask wherever it ends up. */
import { inspect } from 'node:util';

export const mask = '••••';

/** Tells only that it is there, whether it has a length at least, and whether it equals another. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** In characters of the text it was made of. */
  isAtLeast(length: number): boolean {
    return this.#value.length >= length;
  }

  equals(other: Secret): boolean {
    return this.#value === other.#value;
  }

  toString(): string {
    return mask;
  }

  toJSON(): string {
    return mask;
  }

  [Symbol.toPrimitive](): string {
    return mask;
  }

  [inspect.custom](): string {
    return mask;
  }
}
