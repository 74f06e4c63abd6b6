/** Which source reads an input. Most specific first; the first `yes` wins, else the first `maybe`. */
import { peekCsv } from '../formats/csv-peek.ts';
import { peekJson } from '../formats/json-peek.ts';
import { ValueScan } from '../formats/json-scan.ts';
import { peekPlist } from '../formats/plist-peek.ts';
import { sniffEncoding } from '../formats/text.ts';
import { peekYaml } from '../formats/yaml-peek.ts';
import type { Input } from '../io/input.ts';
import { limits } from '../io/limits.ts';
import type { DetectionInput, Source } from './define.ts';

export function detectSource(facts: DetectionInput, sources: readonly Source[]): Detected {
  let maybe: Source | undefined;
  for (const source of sources) {
    const answer = source.detect(facts);
    if (answer === 'yes') return { yes: source, maybe: undefined };
    if (answer === 'maybe') maybe ??= source;
  }
  return { yes: undefined, maybe };
}

export interface Detected {
  readonly yes: Source | undefined;
  /** Of no account where one is sure. */
  readonly maybe: Source | undefined;
}

export function detectionInput(name: string, head: Uint8Array): DetectionInput {
  const text = headText(head);
  const json = text === undefined ? undefined : peekJson(text);
  const plist = json === undefined ? peekPlist(head, text) : undefined;
  const isOther =
    text === undefined || json !== undefined || plist !== undefined || /^\uFEFF?\s*</.test(text);
  const [yaml, csv] = isOther ? [undefined, []] : [peekYaml(text), peekCsv(text)];
  return { name, head, text, json, plist, yaml, csv };
}

/** The head as text, cut where it ends; undefined for binary files. Detection only: readers decode strictly. */
function headText(head: Uint8Array): string | undefined {
  const shown = sniffEncoding(head);
  if (shown === undefined && head.subarray(0, 1024).includes(0)) return undefined;
  return new TextDecoder(shown?.encoding ?? 'utf-8').decode(head.subarray(shown?.bomLength ?? 0));
}

/**
 * The line in which the text of an input ends, where it begins like JSON and ends inside of that value; undefined where
 * it does not. Beyond the head nothing is judged but brackets and quotes, piece by piece.
 */
export async function lineOfCutJson(input: Input): Promise<number | undefined> {
  const { text = '', json } = detectionInput(input.name, input.head);
  if (json === undefined || json.closed || !/^\uFEFF?\s*[{[]\s*(["{[]|$)/.test(text)) return undefined;
  if (input.head.length < limits.headBytes) return text.split('\n').length;
  const decoder = new TextDecoder(sniffEncoding(input.head)?.encoding ?? 'utf-8');
  const scan = new ValueScan();
  let from = text.search(/[{[]/);
  let line = 1;
  for await (const chunk of input.stream()) {
    const piece = decoder.decode(chunk, { stream: true });
    if (scan.run(piece, from) !== undefined) return undefined;
    from = 0;
    for (let at = piece.indexOf('\n'); at >= 0; at = piece.indexOf('\n', at + 1)) line += 1;
  }
  return line;
}
