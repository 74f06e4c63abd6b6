/**
 * What the readers of a phone's own dumps share. A reader takes line after line, remembers only what some setting needs (the rest
 * of a dump is somebody's life), and says at the end how far it can be trusted.
 */
import { type Evidence, isKnown, type Observation } from '../../model/observation.ts';

/**
 * How the text of a document ended. `marked`: its end is written (a duration line, the mark of our script); `open`: the text ends
 * with a whole line and nothing says whether more should follow; `cut`: it breaks off, or the phone says that it gave up.
 */
export type Ending = 'marked' | 'open' | 'cut';

export interface DumpReader<T> {
  /** @param number counts from 1 within the file */
  line(text: string, number: number): void;
  end(ending: Ending): T;
}

/** A parsed document and the file it stands in. */
export interface Located<T> {
  readonly entry?: string;
  readonly document: T;
}

/** What every parsed document says of itself. */
export interface Parsed {
  /** The part that matters breaks off: what it shows is not the whole of it. */
  readonly broken: boolean;
  /** Lines of a part that was read whose meaning is not known. */
  readonly unknownLines: number;
}

/** A whole document at hand. */
export function readDump<T>(lines: Iterable<string>, reader: DumpReader<T>, ending: Ending = 'marked'): T {
  let number = 0;
  for (const text of lines) reader.line(text, (number += 1));
  return reader.end(ending);
}

/** Where the evidence of one phone comes from. */
export interface PhoneSite {
  readonly input: string;
  /** When it was collected, RFC 3339. */
  readonly collected?: string;
}

export function witness(
  { input }: PhoneSite,
  entry: string | undefined,
  place: { readonly locator: string; readonly line?: number; readonly value?: string },
): Evidence {
  const { locator, line, value } = place;
  return {
    input,
    ...(entry === undefined ? {} : { entry }),
    locator,
    // Binary files have no lines.
    ...(line === undefined || line === 0 ? {} : { line }),
    ...(value === undefined ? {} : { value: value.length > 80 ? `${value.slice(0, 79)}…` : value }),
  };
}

/** What a broken document says decides nothing: the next line could have said otherwise. */
export function trusted(
  observations: readonly Observation[],
  { broken }: Pick<Parsed, 'broken'>,
): Observation[] {
  if (!broken) return [...observations];
  return observations.map((observation) => {
    if (!isKnown(observation)) return observation;
    const { value: _value, ...rest } = observation;
    return { ...rest, unknown: 'incomplete' };
  });
}

export function dated(site: PhoneSite): { readonly collected?: string } {
  return site.collected === undefined ? {} : { collected: site.collected };
}
