/** A file of attestations as its records: YAML, JSON, CSV or a workbook, told by what stands in it. */
import { PassmusterError } from '../errors.ts';
import { foldColumn, peekCsv } from '../formats/csv-peek.ts';
import { parseJson } from '../formats/json.ts';
import { placeInJson } from '../formats/json-place.ts';
import { hasRepeatedKeys, itemsOf, memberOf, plainValue, type TreeNode } from '../formats/node.ts';
import { decodeText } from '../formats/text.ts';
import { readYaml, type YamlFile } from '../formats/yaml.ts';
import { isWorkbook, zipParts } from '../io/archive/parts.ts';
import { OpenInput } from '../io/input.ts';
import { limits } from '../io/limits.ts';
import { ajv, checkShapeBy, pathWords, problemLines } from '../profiles/shape.ts';
import { readCsvRecords } from './csv.ts';
import { readSheetRecords } from './sheet.ts';
import type { Path, PlacedRecord } from './file.ts';
import { headSchema } from './schema.ts';

export interface OpenedRecords {
  readonly records: Iterable<PlacedRecord>;
  /** Rows of a form without an answer. */
  readonly blank: number;
  readonly isForm: boolean;
}

/** @throws PassmusterError attestation-invalid, with every place as `name:line:column` */
export async function openRecords(name: string, bytes: Uint8Array): Promise<OpenedRecords> {
  try {
    if (isZip(bytes)) return await workbookRecords(name, bytes);
    const head = new TextDecoder('utf-8').decode(bytes.subarray(0, 64 * 1024));
    if (isCsv(head)) return await readCsvRecords(bytes);
    const { text } = decodeText(bytes);
    return /^\s*\{/.test(text) ? jsonRecords(name, text) : yamlRecords(name, text);
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    if (error.code === 'attestation-invalid' && error.place.line === undefined) throw error;
    const { line = 1, column = 1 } = error.place;
    const [problem = ''] = problemLines(name, [{ message: error.message, line, column }]);
    throw new PassmusterError('attestation-invalid', problem);
  }
}

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

async function workbookRecords(name: string, bytes: Uint8Array): Promise<OpenedRecords> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield bytes;
  }
  const { names, part } = await zipParts(await OpenInput.open(name, chunks()));
  if (!isWorkbook(names))
    throw new PassmusterError('attestation-invalid', 'The zip is no workbook.', { line: 1 });
  return readSheetRecords(part);
}

/** Of the first line that has cells: one of them is the setting, and no line of YAML or JSON has that beside others. */
function isCsv(head: string): boolean {
  if (/^\s*\{/.test(head)) return false;
  return peekCsv(`${head}\n`).some(({ cells }) => {
    const names = new Set(cells.map(foldColumn));
    return names.has('id') && names.has('setting');
  });
}

function jsonRecords(name: string, text: string): OpenedRecords {
  const root = parseJson(text);
  const list = memberOf(root, 'attestations');
  const twice = [root, ...itemsOf(list)].find((node) =>
    node === root && root.type === 'map' ? root.repeated.size > 0 : hasRepeatedKeys(node),
  );
  if (twice)
    throw new PassmusterError('attestation-invalid', 'A key stands twice in one map.', { line: twice.line });
  requireHead(name, { value: headOf(root), placeOf: (path) => placeInJson(text, path) });
  return { records: jsonList(text, itemsOf(list)), blank: 0, isForm: false };
}

/** Without the records, of which there may be many. */
function headOf(root: TreeNode): unknown {
  if (root.type !== 'map') return plainValue(root);
  return Object.fromEntries(
    [...root.entries].map(([key, node]) => [
      key,
      key === 'attestations' && node.type === 'list' ? [] : plainValue(node),
    ]),
  );
}

function* jsonList(text: string, items: readonly TreeNode[]): Generator<PlacedRecord> {
  for (const [index, item] of items.entries()) {
    const { line } = item; // not the whole item, which a message does not need
    const placeOf = (path: Path) =>
      path.length === 0 ? { line, column: 1 } : placeInJson(text, ['attestations', index, ...path]);
    yield { value: plainValue(item), index, placeOf };
  }
}

function yamlRecords(name: string, text: string): OpenedRecords {
  const file = readYaml(text, 'attestation-invalid', limits.yamlCharacters);
  requireHead(name, file);
  const { value } = file;
  const list =
    typeof value === 'object' && value !== null && 'attestations' in value ? value.attestations : [];
  const records = (Array.isArray(list) ? list : []).map((record: unknown, index): PlacedRecord => ({
    value: record,
    index,
    placeOf: (path) => file.placeOf(['attestations', index, ...path]),
  }));
  return { records, blank: 0, isForm: false };
}

const isHead = ajv.compile(headSchema);

function requireHead(name: string, file: YamlFile): void {
  const shape = checkShapeBy(isHead, file, {
    nameOf: (path) => (path.length === 0 ? 'The file' : pathWords(path)),
    patterns: {},
  });
  if ('problems' in shape)
    throw new PassmusterError('attestation-invalid', problemLines(name, shape.problems).join('\n'));
}
