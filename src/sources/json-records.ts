/** The records of a JSON export, whatever wraps them: an array, a member of an object, one object alone, or one a line. */
import { withoutSecrets } from '../artifacts/secrets.ts';
import { PassmusterError } from '../errors.ts';
import { cutJson } from '../formats/json-cut.ts';
import type { JsonPeek } from '../formats/json-peek.ts';
import { parseJson } from '../formats/json.ts';
import { readLines } from '../formats/lines.ts';
import { type MapNode, type TreeNode } from '../formats/node.ts';
import type { Input } from '../io/input.ts';

export interface JsonRecord {
  readonly node: TreeNode;
  /** JSON pointer of the record: `/value/3`, `/0`, or empty for a lone object; `line 4` in files of one record a line. */
  readonly pointer: string;
}

/** The record's place with a key below it. */
export function pointerTo(record: JsonRecord, key: string): string {
  const escaped = key.replaceAll('~', '~0').replaceAll('/', '~1');
  const isWholeLine = /^line \d+$/.test(record.pointer);
  return `${record.pointer}${isWholeLine ? ': ' : ''}/${escaped}`;
}

/**
 * Yields the records one at a time and returns the members around them (`@odata.nextLink` and the like).
 * @param wrappers members of a root object that hold the records
 * @param several objects may follow the first one, and are records at the line where they begin
 * @throws PassmusterError json-malformed with line, also when the end is missing
 */
export async function* jsonRecords(
  input: Input,
  peek: JsonPeek,
  wrappers: readonly string[],
  several = false,
): AsyncGenerator<JsonRecord, MapNode | undefined> {
  const isWrapper = (key: string) => wrappers.some((wrapper) => wrapper.toLowerCase() === key.toLowerCase());
  if (peek.lines) {
    for await (const line of readLines(input.stream())) {
      if (line.text.trim() === '') continue;
      yield { node: withoutSecrets(parseJson(line.text, line.number)), pointer: `line ${line.number}` };
      if (!line.ended)
        throw new PassmusterError('json-malformed', 'The last line does not end, so lines may be missing.', {
          line: line.number,
        });
    }
    return undefined;
  }
  for await (const part of cutJson(input.stream(), isWrapper, several)) {
    if (part.kind === 'further') {
      yield { node: withoutSecrets(part.node), pointer: `line ${part.node.line}` };
      continue;
    }
    if (part.kind === 'end') {
      const wrapping = [...part.members.entries.keys()].filter(isWrapper);
      if (wrapping.length > 1 || wrapping.some((key) => part.members.repeated.has(key))) {
        throw new PassmusterError('json-malformed', 'The array of records stands more than once.');
      }
      if (peek.root === 'array' || wrapping.length > 0) return part.members;
      yield { node: withoutSecrets(part.members), pointer: '' }; // no records inside: the object is the one record
      return undefined;
    }
    const pointer = part.key === undefined ? `/${part.index}` : `/${part.key}/${part.index}`;
    yield { node: withoutSecrets(part.node), pointer };
  }
  return undefined;
}
