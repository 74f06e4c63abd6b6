/**
 * Lines of what a phone's own commands print. Such text holds bytes of other encodings, lines of megabytes and several kinds of
 * line ends, so it is decoded leniently and long lines are cut: a reader knows its own lines by their pattern, and counts the
 * others. Documents, which are read whole, never come through here.
 */
import { TextDecoder } from 'node:util';
import { sniffEncoding } from './text.ts';

export interface LineBatch {
  /** Number of the first line, counts from 1. */
  readonly first: number;
  readonly lines: readonly string[];
  /** Only in the last batch: its last line has no line end. */
  readonly cut?: true;
}

/** Characters of one line that are kept; no line that is read comes near. */
export const longestLine = 64 * 1024;

/** @returns batches of lines, as the chunks bring them: one object a line would cost more than the reading */
export async function* dumpLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<LineBatch> {
  const splitter = new LineSplitter();
  for await (const chunk of chunks) {
    const batch = splitter.add(chunk);
    if (batch.lines.length > 0) yield batch;
  }
  const last = splitter.end();
  if (last !== undefined) yield last;
}

class LineSplitter {
  #decoder: TextDecoder | undefined;
  #rest = '';
  /** The line at hand is longer than what is kept of it. */
  #isLong = false;
  #next = 1;

  add(chunk: Uint8Array): LineBatch {
    // PowerShell writes what it redirects as UTF-16.
    this.#decoder ??= new TextDecoder(sniffEncoding(chunk)?.encoding ?? 'utf-8');
    return this.#split(this.#decoder.decode(chunk, { stream: true }));
  }

  end(): LineBatch | undefined {
    const batch = this.#split(this.#decoder?.decode() ?? '');
    if (this.#rest === '') return batch.lines.length > 0 ? batch : undefined;
    return { ...batch, lines: [...batch.lines, withoutReturn(this.#rest)], cut: true };
  }

  #split(text: string): LineBatch {
    const lines = text.split('\n');
    const rest = lines.pop() ?? '';
    const first = this.#next;
    if (lines.length > 0) {
      lines[0] = this.#isLong ? this.#rest : this.#rest + (lines[0] ?? '');
      this.#rest = '';
      this.#isLong = false;
    }
    if (!this.#isLong) this.#rest += rest;
    if (this.#rest.length > longestLine) {
      this.#rest = this.#rest.slice(0, longestLine);
      this.#isLong = true;
    }
    this.#next += lines.length;
    for (const [index, line] of lines.entries()) {
      const last = line.charCodeAt(line.length - 1);
      if (last === 13 || line.length > longestLine) lines[index] = withoutReturn(line.slice(0, longestLine));
    }
    return { first, lines };
  }
}

/** Some versions of adb end a line with two returns. */
function withoutReturn(line: string): string {
  let end = line.length;
  while (end > 0 && line.charCodeAt(end - 1) === 13) end -= 1;
  return end === line.length ? line : line.slice(0, end);
}
