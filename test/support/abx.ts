/** A writer of Android's binary XML: every token, right and wrong ones. */
import { concat, unsigned, utf8 } from './bytes.ts';

/** Java's modified UTF-8: NUL as C0 80, each half of a surrogate pair in three bytes. */
export function modifiedUtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > 0 && unit < 0x80) bytes.push(unit);
    else if (unit < 0x800) bytes.push(0xc0 | (unit >> 6), 0x80 | (unit & 0x3f));
    else bytes.push(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
  }
  return Uint8Array.from(bytes);
}

/** A string with its length before it; bytes are taken as they are. */
export function counted(value: string | Uint8Array): Uint8Array {
  const bytes = typeof value === 'string' ? modifiedUtf8(value) : value;
  return concat(unsigned(bytes.length, 2), bytes);
}

/** The types of attributes beside plain strings: what follows the name. */
export const value = {
  null: { type: 1, bytes: new Uint8Array() },
  hexBytes: (bytes: Uint8Array) => ({ type: 4, bytes: counted(bytes) }),
  base64Bytes: (bytes: Uint8Array) => ({ type: 5, bytes: counted(bytes) }),
  int: (number: number) => ({ type: 6, bytes: unsigned(number, 4) }),
  hexInt: (number: number) => ({ type: 7, bytes: unsigned(number, 4) }),
  long: (number: bigint) => ({ type: 8, bytes: unsigned(number, 8) }),
  hexLong: (number: bigint) => ({ type: 9, bytes: unsigned(number, 8) }),
  float: (number: number) => ({ type: 10, bytes: real(number, 4) }),
  double: (number: number) => ({ type: 11, bytes: real(number, 8) }),
  true: { type: 12, bytes: new Uint8Array() },
  false: { type: 13, bytes: new Uint8Array() },
} as const;

export interface TypedValue {
  readonly type: number;
  readonly bytes: Uint8Array;
}

function real(number: number, width: 4 | 8): Uint8Array {
  const view = new DataView(new ArrayBuffer(width));
  if (width === 4) view.setFloat32(0, number);
  else view.setFloat64(0, number);
  return new Uint8Array(view.buffer);
}

const contents = {
  text: 4,
  cdata: 5,
  reference: 6,
  whitespace: 7,
  instruction: 8,
  comment: 9,
  doctype: 10,
} as const;

export class AbxWriter {
  readonly #parts: Uint8Array[] = [utf8('ABX\0')];
  readonly #pool = new Map<string, number>();

  start(): this {
    return this.raw([0x10]);
  }

  end(): this {
    return this.raw([0x11]);
  }

  open(name: string): this {
    return this.raw([0x32], this.#interned(name));
  }

  close(name: string): this {
    return this.raw([0x33], this.#interned(name));
  }

  element(name: string, text = ''): this {
    this.open(name);
    if (text !== '') this.content('text', text);
    return this.close(name);
  }

  /** Text, CDATA and so on; null has no payload. */
  content(kind: keyof typeof contents, text: string | null): this {
    const event = contents[kind];
    return text === null ? this.raw([0x10 | event]) : this.raw([0x20 | event], counted(text));
  }

  attribute(name: string, one: string | Uint8Array | TypedValue): this {
    if (typeof one === 'string' || one instanceof Uint8Array)
      return this.raw([0x2f], this.#interned(name), counted(one));
    return this.raw([(one.type << 4) | 0x0f], this.#interned(name), one.bytes);
  }

  /** An attribute whose value comes from the pool. */
  interned(name: string, text: string): this {
    return this.raw([0x3f], this.#interned(name), this.#interned(text));
  }

  raw(...parts: readonly (Uint8Array | readonly number[])[]): this {
    this.#parts.push(concat(...parts));
    return this;
  }

  bytes(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#parts));
  }

  #interned(text: string): Uint8Array {
    const known = this.#pool.get(text);
    if (known !== undefined) return unsigned(known, 2);
    if (this.#pool.size < 0xffff) this.#pool.set(text, this.#pool.size);
    return concat([0xff, 0xff], counted(text));
  }
}

export const abx = (): AbxWriter => new AbxWriter();
