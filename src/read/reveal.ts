/**
 * Pseudonyms led back by whoever has the key and a list. A keyed digest cannot be turned round; what can be done is to make the
 * pseudonym of every identifier that comes into question, and to see which of them stand in the report.
 */
import { findPaths, openPath } from '../io/files.ts';
import type { Report } from '../model/report.ts';
import { bundleOf } from './bundle.ts';
import { readPaths } from './paths.ts';
import { endingOf } from '../model/plain-names.ts';
import { devicePseudonyms, identifierPseudonyms, namePseudonyms } from './pseudonyms.ts';

const form = /(?<![0-9a-z-])(?:device|id|name)-[0-9a-f]{12}(?![0-9a-z])/g;

export interface Revealed {
  readonly pseudonym: string;
  /** One, but for the chance of two that have the same digest. */
  readonly identifiers: readonly string[];
}

export interface Revelation {
  readonly revealed: readonly Revealed[];
  /** Pseudonyms of the report that nothing in the list has. */
  readonly unknown: readonly string[];
}

/** All that stand anywhere in the report. */
export function pseudonymsIn({ subjects, findings, inputs, gates }: Report): Set<string> {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    for (const [pseudonym] of JSON.stringify(value).matchAll(form)) found.add(pseudonym);
  };
  for (const one of [...subjects, ...inputs, ...gates]) look(one);
  for (const one of findings) look(one);
  return found;
}

/**
 * @param paths inventories as an audit reads them, or plain lists; everything that stands in them comes into question
 * @throws PassmusterError path-unreadable
 */
export async function reveal(report: Report, paths: readonly string[], key: string): Promise<Revelation> {
  const wanted = pseudonymsIn(report);
  const found = new Map<string, Set<string>>();
  const pseudonymsOf = makers(key);
  const tried = new Set<string>();
  const tryOut = (candidate: string): void => {
    const text = candidate.trim();
    if (text === '' || text.length > longest || tried.has(text)) return;
    tried.add(text);
    for (const pseudonym of pseudonymsOf(text)) {
      if (!wanted.has(pseudonym)) continue;
      const all = found.get(pseudonym) ?? new Set();
      found.set(pseudonym, all.add(text));
    }
  };
  for await (const event of readPaths(paths, { asOf: report.asOf, identityKey: key })) {
    if (event.kind === 'input') continue;
    for (const id of [event.subject.id, ...(event.otherIds ?? [])]) tryOut(id);
  }
  for (const one of await findPaths(paths, bundleOf)) {
    for (const part of one.path.split(/[/\\]/)) tryOut(part);
    if (one.kind === 'file') for await (const text of wordsOf(one.path)) tryOut(text);
  }
  return {
    revealed: [...found]
      .map(([pseudonym, identifiers]) => ({ pseudonym, identifiers: [...identifiers].sort() }))
      .sort((a, b) => (a.pseudonym < b.pseudonym ? -1 : 1)),
    unknown: [...wanted].filter((one) => !found.has(one)).sort(),
  };
}

/** No identifier is longer, nor the name of a file. */
const longest = 255;

/** Every pseudonym that a text could have been given: exports differ in capitals, names in their endings. */
function makers(key: string): (text: string) => string[] {
  const [device, identifier, name] = [devicePseudonyms(key), identifierPseudonyms(key), namePseudonyms(key)];
  return (text) => {
    const stem = text.slice(0, text.length - endingOf(text).length);
    const cases = new Set([text, text.toLowerCase(), text.toUpperCase()]);
    return [...[...cases].map(device), identifier(text), name(text), name(stem)];
  };
}

/** What stands between the marks of tables, lists and JSON. Long files come in pieces. */
async function* wordsOf(path: string): AsyncGenerator<string> {
  const input = await openPath({ kind: 'file', path, name: path });
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  for await (const chunk of input.stream()) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split(/[\r\n\t,;"'<>{}[\]=]/);
    rest = (parts.pop() ?? '').slice(-longest - 1);
    yield* parts;
  }
  yield rest;
}
