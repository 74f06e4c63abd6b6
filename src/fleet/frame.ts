/** What stands around the rows of an input, as far as its first bytes show. */
import { readCsv } from '../formats/csv.ts';
import { ValueScan } from '../formats/json-scan.ts';
import type { RowList } from '../sources/define.ts';
import type { DetectionInput } from '../sources/define.ts';
import type { Frame } from './rows.ts';

/** Undefined: the rows do not begin within the head, or not in a way that is known here. */
export async function frameOf(facts: DetectionInput, rows: RowList): Promise<Frame | undefined> {
  if (rows.csv !== undefined) return csvFrame(facts, rows);
  const { json, head } = facts;
  if (json === undefined) return undefined;
  // Latin-1 has a character for each byte, so that places in the text are places in the file.
  const text = Buffer.from(head).toString('latin1');
  const begin = /^(?:\u00EF\u00BB\u00BF)?[ \t\r\n]*/.exec(text)?.[0].length ?? 0;
  if (json.lines) {
    if (text[begin] !== '{') return undefined;
    return { form: 'lines', start: begin, line: linesIn(text, begin) + 1, keys: [...json.keys.keys()] };
  }
  const list = text[begin] === '[' ? { at: begin } : listIn(text, begin, rows.list.envelope.rows);
  if (list === undefined) return undefined;
  const start = skipBlank(text, list.at + 1);
  if (text[start] !== '{') return undefined;
  const member = 'member' in list ? { member: list.member } : {};
  const keys = json.rows.get(member.member ?? '');
  return {
    form: 'list',
    start,
    line: linesIn(text, start) + 1,
    ...member,
    ...(keys === undefined ? {} : { keys: [...keys.keys()] }),
  };
}

const linesIn = (text: string, to: number): number => text.slice(0, to).split('\n').length - 1;

function skipBlank(text: string, from: number): number {
  let at = from;
  while (/[ \t\r\n]/.test(text[at] ?? '')) at += 1;
  return at;
}

/** The bracket of the array that a member of the root object holds; members before it have to be plain. */
function listIn(
  text: string,
  brace: number,
  names: readonly string[],
): { readonly at: number; readonly member: string } | undefined {
  if (text[brace] !== '{') return undefined;
  let at = skipBlank(text, brace + 1);
  while (text[at] === '"') {
    const keyEnd = new ValueScan().run(text, at);
    if (keyEnd === undefined) return undefined;
    const key = text.slice(at + 1, keyEnd - 1);
    if (!/^[ -~]*$/.test(key) || key.includes('\\')) return undefined;
    at = skipBlank(text, keyEnd);
    if (text[at] !== ':') return undefined;
    at = skipBlank(text, at + 1);
    if (text[at] === '[' && names.some((name) => name.toLowerCase() === key.toLowerCase()))
      return { at, member: key };
    const end = new ValueScan().run(text, at);
    if (end === undefined) return undefined;
    at = skipBlank(text, end);
    if (text[at] !== ',') return undefined;
    at = skipBlank(text, at + 1);
  }
  return undefined;
}

/** By the reader of CSV itself, which looks at the head alone before it says what the header is. */
async function csvFrame({ head }: DetectionInput, { csv }: RowList): Promise<Frame | undefined> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield head;
  }
  for await (const item of readCsv(chunks(), csv)) {
    if (item.kind !== 'header' || item.encoding !== 'utf-8' || item.separator === undefined) return undefined;
    if (item.repeated.length > 0) return undefined;
    const { line, columns, separator } = item;
    // Lines above the header and the header itself end with line feeds.
    const text = Buffer.from(head).toString('latin1');
    let start = 0;
    let from = 0;
    for (let count = 0; count < line; count += 1) {
      from = start;
      start = text.indexOf('\n', start) + 1;
      if (start === 0) return undefined;
    }
    const header = Buffer.from(head.subarray(from, start))
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .replace(/\r?\n$/, '');
    if (/[\r\n]/.test(header) || text.slice(0, start).replaceAll('\r\n', '\n').includes('\r'))
      return undefined;
    if (quotesIn(header) % 2 === 1) return undefined;
    return { form: 'csv', start, line: line + 1, header, columns, separator };
  }
  return undefined;
}

const quotesIn = (text: string): number => text.split('"').length - 1;
