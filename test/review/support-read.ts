/** Reads made-up exports from memory, as one input of a run. */
import { readOpened } from '../../src/read/opened.ts';
import type { RawEvent } from '../../src/read/events.ts';
import { inputOf } from '../../src/io/input.ts';
import { isKnown, type Observation } from '../../src/model/observation.ts';

const asOf = '2026-11-20T23:59:59Z';

export async function readText(text: string, name = 'export.json') {
  const input = await inputOf(name, new TextEncoder().encode(text));
  const events: RawEvent[] = [];
  for await (const event of readOpened(input, { asOf })) events.push(event);
  const subjects = events.flatMap((event) => (event.kind === 'subject' ? [event] : []));
  const [record] = events.flatMap((event) => (event.kind === 'input' ? [event.record] : []));
  if (record === undefined) throw new Error('no record');
  return { events, subjects, record, codes: record.notices.map(({ code }) => code) };
}

/** Value or reason of each observation of a setting. */
export const said = (observations: readonly Observation[], setting: string) =>
  observations
    .filter((one) => one.setting === setting)
    .map((one) => (isKnown(one) ? one.value : one.unknown));
