/** Room grows by so many bytes: what comes next needs a few more or less. */
const step = 16 * 1024;

/** Memory for so many bytes: that of an earlier answer, where it is enough. */
export const roomFor = (bytes: number, room: ArrayBuffer | undefined): ArrayBuffer =>
  room !== undefined && room.byteLength >= bytes ? room : new ArrayBuffer(Math.ceil(bytes / step) * step);

/** Bytes that grow, in room that was given: an answer of a thread, whose room comes back for another one. */
export class ByteRoom {
  #bytes: Buffer<ArrayBuffer> = Buffer.alloc(0);
  length = 0;

  /** @param room of an earlier answer */
  begin(room: ArrayBuffer | undefined): void {
    this.#bytes = room === undefined ? Buffer.allocUnsafeSlow(512 * 1024) : Buffer.from(room);
    this.length = 0;
  }

  text(text: string): void {
    this.#need(text.length * 3); // bytes of UTF-8 for one unit of UTF-16
    this.length += this.#bytes.write(text, this.length, 'utf8');
  }

  bytes(bytes: Uint8Array): void {
    this.#need(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** They are the caller's from now on. */
  taken(): Uint8Array<ArrayBuffer> {
    const taken = new Uint8Array(this.#bytes.buffer, 0, this.length);
    this.#bytes = Buffer.alloc(0);
    return taken;
  }

  #need(more: number): void {
    if (this.length + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.length + more));
    larger.set(this.#bytes.subarray(0, this.length));
    this.#bytes = larger;
  }
}
