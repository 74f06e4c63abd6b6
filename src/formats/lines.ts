/** Text lines of a stream, for formats with one document a line. */
import { PassmusterError } from '../errors.ts';
import { limits } from '../io/limits.ts';
import { decodeStream } from './text.ts';

export interface TextLine {
  readonly text: string;
  /** Counts from 1. */
  readonly number: number;
  /** False for a last line without a line end: it may be cut. */
  readonly ended: boolean;
}

/** @throws PassmusterError input-too-large when a line passes the record limit, encoding-invalid */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TextLine> {
  let rest = '';
  let number = 0;
  for await (const chunk of decodeStream(chunks)) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      number += 1;
      yield { text: part.endsWith('\r') ? part.slice(0, -1) : part, number, ended: true };
    }
    if (rest.length > limits.recordBytes) {
      throw new PassmusterError(
        'input-too-large',
        `A line is longer than ${limits.recordBytes} characters.`,
        { line: number + 1 },
      );
    }
  }
  if (rest !== '') yield { text: rest, number: number + 1, ended: false };
}
