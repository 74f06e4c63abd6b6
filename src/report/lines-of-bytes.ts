/** Lines of a report from its bytes, as they come. */
const lineEnd = 0x0a;

export class LinesOfBytes {
  readonly #take: (text: string) => void;
  /** Of a line that is not whole yet. */
  #rest: Uint8Array = new Uint8Array();

  /** @param take the text of each line, without its end */
  constructor(take: (text: string) => void) {
    this.#take = take;
  }

  write(bytes: Uint8Array): void {
    const { buffer, byteOffset, length } = bytes;
    const all =
      this.#rest.length === 0 ? Buffer.from(buffer, byteOffset, length) : Buffer.concat([this.#rest, bytes]);
    let from = 0;
    // Line by line: the text of a whole block would be garbage that is only collected late.
    for (let to = all.indexOf(lineEnd); to >= 0; to = all.indexOf(lineEnd, from)) {
      this.#take(all.toString('utf8', from, to));
      from = to + 1;
    }
    this.#rest = Uint8Array.from(all.subarray(from)); // the bytes are the caller's
  }
}
