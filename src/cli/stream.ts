/** The lines of `passmuster read`: a header first and an end last, so that a cut stream cannot look whole. */
import type { RawEvent } from '../read/events.ts';

interface StreamLine {
  readonly text: string;
  /** False when the line tells of an input that was not read whole. */
  readonly whole: boolean;
}

export async function* streamLines(
  events: AsyncIterable<RawEvent>,
  head: { asOf: string; version: string },
): AsyncGenerator<StreamLine> {
  const line = (value: object, whole = true): StreamLine => ({ text: `${JSON.stringify(value)}\n`, whole });
  yield line({
    schema: 'passmuster-subjects/1',
    tool: { name: 'passmuster', version: head.version },
    asOf: head.asOf,
  });
  let subjects = 0;
  for await (const event of events) {
    if (event.kind === 'input') {
      yield line(
        { type: 'input', record: event.record },
        event.record.status === 'read' || event.record.status === 'ignored',
      );
      continue;
    }
    if (event.kind !== 'subject') continue;
    subjects += 1;
    const { input, subject, observations } = event;
    yield line({ type: 'subject', input, subject, observations });
  }
  yield line({ type: 'end', subjects });
}
