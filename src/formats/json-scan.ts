/** Where a JSON value ends, in text that may come in pieces. */

/** Finds where a value ends by counting brackets outside strings; the parser judges what is inside. */
export class ValueScan {
  #depth = 0;
  #inString = false;
  #escaped = false;

  /** The index after the value, or undefined when the text ends first. May be called again on longer text. */
  run(text: string, from: number): number | undefined {
    for (let at = from; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (code === 0x5c) this.#escaped = true;
        else if (code === 0x22) {
          this.#inString = false;
          if (this.#depth === 0) return at + 1;
        }
      } else if (code === 0x22) this.#inString = true;
      else if (code === 0x7b || code === 0x5b) this.#depth += 1;
      else if (code === 0x7d || code === 0x5d) {
        if (this.#depth === 0) return at;
        this.#depth -= 1;
        if (this.#depth === 0) return at + 1;
      } else if (this.#depth === 0 && (code === 0x2c || code === 0x3a || code <= 0x20)) return at;
    }
    return undefined;
  }
}
