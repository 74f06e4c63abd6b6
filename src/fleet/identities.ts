/**
 * Hashes by which rows of one phone find each other: two spellings of one identifier have one hash. That different ones share a
 * hash does no harm: rows that seem to be of one phone are read whole and joined by their tokens.
 */
import { hash as digestOf } from 'node:crypto';
import { normalOf } from '../artifacts/identity.ts';
import type { RowScanner } from '../formats/row-scanner.ts';
import type { Inventory } from '../inventory/define.ts';
import type { RowText, StrictReader } from './rows.ts';
import type { SlotPlan, TokenSlot } from './slots.ts';

export class Identities {
  readonly #plan: SlotPlan;
  readonly #scanner: RowScanner;
  readonly #isJson: boolean;
  readonly #pathsOf: (kind: string) => readonly string[];

  constructor(plan: SlotPlan, { product, subject }: Inventory, scanner: RowScanner, isJson: boolean) {
    this.#plan = plan;
    this.#scanner = scanner;
    this.#isJson = isJson;
    const { id, serial = [], udid = [], imei = [], others = {} } = subject;
    const paths: Readonly<Record<string, readonly string[]>> = {
      [`${product}-device`]: id,
      serial,
      udid,
      imei,
      ...others,
    };
    this.#pathsOf = (kind) => paths[kind] ?? [];
  }

  /** Of a row whose slots are filled. */
  of(row: number, found: (hash: number) => void): void {
    const scanner = this.#scanner;
    const { tokens } = this.#plan;
    for (let index = 0; index < tokens.length; index += 1) {
      const token = tokens[index];
      if (token === undefined) break;
      const { slot } = token;
      const from = scanner.from(row, slot);
      if (from < 0) continue;
      const to = scanner.to(row, slot);
      const isText = !this.#isJson || scanner.byte(from) === 0x22;
      if (to - from <= (this.#isJson && isText ? 2 : 0)) continue;
      const hash = joined(scanner.hash(row, slot, 0), scanner.hash(row, slot, 1));
      if (hash !== 0) found(hash);
      else if (isText || scanner.byte(from) <= 0x39) this.odd(row, index, found);
    }
  }

  /** Of one slot that has no hash. */
  odd(row: number, index: number, found: (hash: number) => void): void {
    const scanner = this.#scanner;
    const token = this.#plan.tokens[index];
    if (token === undefined) return;
    const from = scanner.from(row, token.slot);
    const text = scanner.utf8(from, scanner.to(row, token.slot));
    const isText = this.#isJson && scanner.byte(from) === 0x22;
    this.#odd(token, isText ? unquoted(text) : text, found);
  }

  /** Of any other row. */
  ofText(row: RowText, strict: StrictReader, found: (hash: number) => void): void {
    const textsOf = strict.texts(row, this.#pathsOf);
    for (const token of this.#plan.tokens)
      for (const text of textsOf(token.kind)) this.#odd(token, text, found);
  }

  /** What looks like no identifier, or is written with escapes. */
  #odd({ kind, most, seed }: TokenSlot, text: string, found: (hash: number) => void): void {
    const hash = isAscii(text) ? this.#scanner.foldedHashOf(text, most, seed) : 0n;
    if (hash !== 0n) return found(joined(Number(hash & 0xffffffffn), Number(hash >> 32n)));
    const normal = normalOf(kind, text);
    if (normal !== undefined)
      found(Number.parseInt(digestOf('sha256', `${kind}\0${normal}`).slice(0, 13), 16));
  }
}

/** 53 of the 64 bits, which a number holds exactly. */
const joined = (low: number, high: number): number => (high & 0x1fffff) * 0x1_0000_0000 + (low >>> 0);

const isAscii = (text: string): boolean => /^[\u0000-\u007f]*$/.test(text);

const unquoted = (text: string): string => {
  const value: unknown = JSON.parse(text);
  return typeof value === 'string' ? value : '';
};
