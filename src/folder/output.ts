/** Lines of a batch as they come, in one piece of memory that grows and is used again. */
export class Output {
  #room: Buffer<ArrayBuffer> = Buffer.allocUnsafeSlow(0);
  length = 0;

  /** @param room of an earlier answer */
  begin(room: ArrayBuffer | undefined): void {
    this.#room = room === undefined ? Buffer.allocUnsafeSlow(1024 * 1024) : Buffer.from(room);
    this.length = 0;
  }

  text(text: string): void {
    const most = this.length + text.length * 3; // bytes of UTF-8 for one unit of UTF-16
    if (most > this.#room.length) this.#grow(most);
    this.length += this.#room.write(text, this.length, 'utf8');
  }

  bytes(bytes: Uint8Array): void {
    const end = this.length + bytes.length;
    if (end > this.#room.length) this.#grow(end);
    this.#room.set(bytes, this.length);
    this.length = end;
  }

  /** All of it; the next one begins anew. */
  taken(): Uint8Array<ArrayBuffer> {
    const { buffer } = this.#room;
    this.#room = Buffer.allocUnsafeSlow(0);
    return new Uint8Array(buffer, 0, this.length);
  }

  #grow(least: number): void {
    const room = Buffer.allocUnsafeSlow(Math.max(least, this.#room.length * 2));
    this.#room.copy(room, 0, 0, this.length);
    this.#room = room;
  }
}
