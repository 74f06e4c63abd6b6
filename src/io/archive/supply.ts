/** Bytes in the order of a stream, in the pieces a reader asks for. */
export class Supply {
  /** The bytes from a position on. A stream that cannot go back or jump is asked for position 0 alone. */
  readonly #from: (position: number) => AsyncGenerator<Uint8Array>;
  readonly #canJump: boolean;
  #chunks: AsyncGenerator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();
  #position = 0;

  constructor(from: (position: number) => AsyncGenerator<Uint8Array>, canJump: boolean) {
    this.#from = from;
    this.#canJump = canJump;
    this.#chunks = from(0);
  }

  /** Of the next byte. */
  get position(): number {
    return this.#position;
  }

  /** Some bytes, as they come, at most `length`; undefined at the end. */
  async some(length: number): Promise<Uint8Array | undefined> {
    while (this.#rest.length === 0) {
      const next = await this.#chunks.next();
      if (next.done === true) return undefined;
      this.#rest = next.value;
    }
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(taken.length);
    this.#position += taken.length;
    return taken;
  }

  /** Exactly so many bytes; fewer only at the end. */
  async take(length: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for (let left = length; left > 0;) {
      const part = await this.some(left);
      if (part === undefined) break;
      parts.push(part);
      left -= part.length;
    }
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  }

  /** Goes on to a later position. False when the bytes end before it. */
  async skipTo(position: number): Promise<boolean> {
    if (this.#canJump && position > this.#position + this.#rest.length) {
      await this.close();
      this.#chunks = this.#from(position);
      this.#rest = new Uint8Array();
      this.#position = position;
    }
    while (this.#position < position)
      if ((await this.some(position - this.#position)) === undefined) return false;
    return true;
  }

  async close(): Promise<void> {
    await this.#chunks.return(undefined);
  }
}
