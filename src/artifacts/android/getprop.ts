/**
 * `getprop`: `[key]: [value]`, where a value may be empty, hold `]`, or span lines. Serial numbers, names of operators and the like
 * are among the properties, so only those are remembered that some setting or the identity of the phone needs.
 */
import type { DumpReader, Ending, Parsed } from './dump.ts';

export interface Property {
  readonly value: string;
  readonly line: number;
}

export interface Properties extends Parsed {
  readonly values: ReadonlyMap<string, Property>;
  /** Keys that stand more than once with different values. */
  readonly repeated: ReadonlySet<string>;
}

const start = /^\[([^\]]{1,256})\]: \[(.*)$/;
/** No value that is used is longer, nor has more lines. */
const longestValue = 4096;

/** @param wanted the only keys that are remembered */
export function propertiesReader(wanted: ReadonlySet<string>): DumpReader<Properties> {
  const values = new Map<string, Property>();
  const repeated = new Set<string>();
  let unknownLines = 0;
  let found = 0;
  let open: { key: string; text: string; line: number } | undefined;
  const flush = (): void => {
    if (open === undefined) return;
    const { key, text, line } = open;
    const value = text.slice(0, -1);
    found += 1;
    const earlier = values.get(key);
    if (earlier !== undefined && earlier.value !== value) repeated.add(key);
    if (wanted.has(key)) values.set(key, { value, line });
    open = undefined;
  };
  return {
    line(text, number) {
      const [, key, rest] = start.exec(text) ?? [];
      // A value goes on until a line ends in a bracket and the next one begins a property.
      if (key !== undefined && rest !== undefined && (open === undefined || open.text.endsWith(']'))) {
        flush();
        open = { key, text: rest, line: number };
      } else if (open === undefined) {
        if (text !== '') unknownLines += 1;
      } else if (text !== '' || !open.text.endsWith(']')) {
        open.text = `${open.text.slice(0, longestValue)}\n${text.slice(-longestValue)}`;
      }
    },
    end(ending: Ending): Properties {
      const isWhole = open === undefined || open.text.endsWith(']');
      if (isWhole) flush();
      return { values, repeated, broken: ending === 'cut' || !isWhole || found === 0, unknownLines };
    },
  };
}

/** `build.prop`: `key=value`, with comments. */
export function buildPropReader(wanted: ReadonlySet<string>): DumpReader<Properties> {
  const values = new Map<string, Property>();
  const repeated = new Set<string>();
  return {
    line(text, number) {
      const [, key, value] = /^([\w.]{1,256})=(.*)$/.exec(text) ?? [];
      if (key === undefined || value === undefined || !wanted.has(key)) return;
      if ((values.get(key)?.value ?? value) !== value) repeated.add(key);
      values.set(key, { value, line: number });
    },
    end: (ending) => ({ values, repeated, broken: ending === 'cut', unknownLines: 0 }),
  };
}
