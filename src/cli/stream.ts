/** The lines of `passmuster read`: a header first and an end last, so that a cut stream cannot look whole. */
import type { RawEvent } from '../read/events.ts';

interface StreamLine {
  readonly text: string;
  /** False when the line tells of an input that was not read whole. */
  readonly whole: boolean;
}

/** @param events before joining: what each input says by itself, with the tokens by which it is joined when the stream is read */
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
  const counts = { subject: 0, facts: 0, assignment: 0 };
  for await (const event of events) {
    if (event.kind === 'input') {
      const { status } = event.record;
      yield line({ type: 'input', record: event.record }, status === 'read' || status === 'ignored');
      continue;
    }
    counts[event.kind] += 1;
    yield line(lineOf(event));
  }
  yield line({
    type: 'end',
    subjects: counts.subject,
    ...(counts.facts === 0 ? {} : { facts: counts.facts }),
    ...(counts.assignment === 0 ? {} : { assignments: counts.assignment }),
  });
}

function lineOf(event: Exclude<RawEvent, { kind: 'input' }>): object {
  const { kind, input, links } = event;
  if (kind === 'facts') return { type: kind, input, links, observations: event.observations };
  if (kind === 'assignment') {
    const { policy, none } = event;
    return { type: kind, input, policy, links, ...(none === undefined ? {} : { none }) };
  }
  const { subject, observations } = event;
  return { type: kind, input, subject, observations, ...(links === undefined ? {} : { links }) };
}
