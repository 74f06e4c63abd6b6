/** Texts that are kept once and called by number. */
import { createHash } from 'node:crypto';
import { type Driver, type Row, tables } from './define.ts';

export const textHash = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** So many at a time: a list is one value of a query. */
const portion = 5000;

/** Texts of the run that is being written. */
export class Texts {
  readonly #driver: Driver;
  readonly #run: number;
  readonly #ids = new Map<string, number>();
  readonly #texts = new Map<number, string>();
  #next: number;
  /** Brought by this run, in the order of their numbers: number and hash. */
  readonly added: (readonly [number, string])[] = [];

  private constructor(driver: Driver, run: number, next: number) {
    this.#driver = driver;
    this.#run = run;
    this.#next = next;
  }

  static async open(driver: Driver, run: number): Promise<Texts> {
    const [row] = await driver.all(`SELECT coalesce(max(id), 0) AS last FROM ${tables.texts}`);
    return new Texts(driver, run, Number(row?.['last']) + 1);
  }

  /** Afterwards each of them has a number. */
  async keep(wanted: Iterable<string>): Promise<void> {
    const missing = [...new Set(wanted)].filter((text) => !this.#ids.has(text));
    for (let at = 0; at < missing.length; at += portion) await this.#find(missing.slice(at, at + portion));
    const fresh = missing.filter((text) => !this.#ids.has(text));
    const rows = fresh.map((text) => {
      const id = this.#next++;
      const hash = textHash(text);
      this.#learn(id, text);
      this.added.push([id, hash]);
      return [id, this.#run, hash, text];
    });
    if (rows.length > 0) await this.#driver.insert(tables.texts, ['id', 'run', 'hash', 'text'], rows);
  }

  async #find(texts: readonly string[]): Promise<void> {
    const rows = await this.#driver.all(
      `SELECT id, text FROM ${tables.texts} WHERE ${this.#driver.among('hash')}`,
      [this.#driver.list(texts.map(textHash))],
    );
    for (const { id, text } of rows) this.#learn(Number(id), String(text));
  }

  /** Afterwards each of them has its text. */
  async recall(ids: Iterable<number>): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !this.#texts.has(id));
    for (const [id, text] of await textsOf(this.#driver, missing)) this.#learn(id, text);
  }

  #learn(id: number, text: string): void {
    this.#ids.set(text, id);
    this.#texts.set(id, text);
  }

  idOf(text: string): number {
    const id = this.#ids.get(text);
    if (id === undefined) throw new RangeError('a text of the run was not kept');
    return id;
  }

  textOf(id: number): string {
    return textIn(this.#texts, id);
  }
}

export async function textsOf(driver: Driver, ids: readonly number[]): Promise<Map<number, string>> {
  const texts = new Map<number, string>();
  for (let at = 0; at < ids.length; at += portion) {
    const rows: Row[] = await driver.all(`SELECT id, text FROM ${tables.texts} WHERE ${driver.among('id')}`, [
      driver.list(ids.slice(at, at + portion)),
    ]);
    for (const { id, text } of rows) texts.set(Number(id), String(text));
  }
  return texts;
}

/** @throws RangeError when a run speaks of a text that is gone: the history is damaged */
export function textIn(texts: ReadonlyMap<number, string>, id: number): string {
  const text = texts.get(id);
  if (text === undefined) throw new RangeError('a text of the history is missing');
  return text;
}
