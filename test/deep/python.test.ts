/**
 * Our readers against Python's on thousands of documents of each family: the same value, or refused by us, or a key that
 * stands twice and is shown as such; never silently another value. Where we accept what Python refuses, the table below
 * says why. `npm run test:deep` takes 20,000 documents of each family, PASSMUSTER_DEEP any other number.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openAppleDocument } from '../../src/artifacts/apple/packaging.ts';
import { PassmusterError } from '../../src/errors.ts';
import { readBplist } from '../../src/formats/bplist.ts';
import { readCsv } from '../../src/formats/csv.ts';
import { cutJson } from '../../src/formats/json-cut.ts';
import { parseJson } from '../../src/formats/json.ts';
import { hasRepeatedKeys, type TreeNode } from '../../src/formats/node.ts';
import { decodeText } from '../../src/formats/text.ts';
import { all, inPieces } from '../support/bytes.ts';
import {
  binaryDocuments,
  csvDocuments,
  damagedBinary,
  damagedXml,
  encodedJson,
  encodedXml,
  jsonDocuments,
  xmlDocuments,
} from './documents.ts';
import { type Answer, askPython, hasPython, type PeerFormat, render } from './python-peer.ts';

/** New documents at each deep run; the ordinary run is the same on every machine. */
const isDeep = process.env['MODE'] === 'deep' || process.env['PASSMUSTER_DEEP'] !== undefined;
const asked = process.env['PASSMUSTER_DEEP'] ?? (isDeep ? 20_000 : 1500);
const count = Number(asked);
const perProcess = 5000;
const timeout = 60_000 + count * 30;

interface Exception {
  readonly why: string;
  readonly format: PeerFormat;
  /** `text`: the document, each byte a character. */
  readonly holds: (text: string) => boolean;
}

const utf16Start = /^(\xff\xfe|\xfe\xff|<\0|\0<)/;
/** Documents that Python refuses although they have one reading. */
const exceptions: readonly Exception[] = [
  {
    why: 'UTF-16 that declares another encoding: nobody could read it in that one; files saved again by Windows tools',
    format: 'plist-xml',
    holds: (text) => utf16Start.test(text),
  },
  {
    why: 'utf8 without its hyphen names no other encoding',
    format: 'plist-xml',
    holds: (text) => /^(\xef\xbb\xbf)?<\?xml[^>]*encoding="utf8"/i.test(text),
  },
  {
    why: 'the year 0 exists in ISO 8601, and Python’s calendar begins with 1',
    format: 'plist-xml',
    holds: (text) => text.includes('<date>0000-'),
  },
];

async function attempt<T>(
  read: (bytes: Uint8Array) => T | Promise<T>,
  bytes: Uint8Array,
): Promise<T | undefined> {
  try {
    return await read(bytes);
  } catch (error) {
    if (error instanceof PassmusterError) return undefined;
    throw error;
  }
}

const show = (bytes: Uint8Array): string =>
  JSON.stringify(Buffer.from(bytes).toString('latin1')).slice(0, 1500);

/** Both from a little before the first character that differs. */
function difference(ours: string, theirs: string): string {
  let at = 0;
  while (ours[at] === theirs[at]) at += 1;
  const from = Math.max(0, at - 20);
  return `${ours.slice(from, at + 40)} here, ${theirs.slice(from, at + 40)} in Python`;
}

/** What is wrong with our reading, if anything. */
function fault(format: PeerFormat, bytes: Uint8Array, tree: TreeNode, answer: Answer): string | undefined {
  if (answer.value === undefined) {
    const text = Buffer.from(bytes).toString('latin1');
    if (exceptions.some((one) => one.format === format && one.holds(text))) return undefined;
    return `Python refuses (${answer.error}) what we read as ${JSON.stringify(render(tree)).slice(0, 200)}: ${show(bytes)}`;
  }
  if (hasRepeatedKeys(tree)) return undefined;
  const [ours, theirs] = [JSON.stringify(render(tree)), JSON.stringify(answer.value)];
  return ours === theirs ? undefined : `${difference(ours, theirs)}: ${show(bytes)}`;
}

/** Reads the documents of a family in batches; fails on the first ten faults of a batch, with its seed. */
async function compare<T>(
  documents: fc.Arbitrary<Uint8Array>,
  read: (bytes: Uint8Array) => T | Promise<T>,
  formatOf: (reading: T | undefined) => PeerFormat,
  faultOf: (bytes: Uint8Array, reading: T, answer: Answer) => string | undefined,
): Promise<void> {
  const seed = isDeep ? Math.floor(Math.random() * 2 ** 31) : 1;
  let accepted = 0;
  for (let done = 0; done < count; done += perProcess) {
    const batch = fc.sample(documents, { seed: seed + done, numRuns: Math.min(perProcess, count - done) });
    const readings: (T | undefined)[] = [];
    for (const bytes of batch) readings.push(await attempt(read, bytes));
    const answers = askPython(batch.map((bytes, at) => ({ format: formatOf(readings[at]), bytes })));
    const faults = readings.flatMap((reading, at) => {
      if (reading === undefined) return [];
      accepted += 1;
      return faultOf(batch[at] ?? new Uint8Array(), reading, answers[at] ?? {}) ?? [];
    });
    expect(faults.slice(0, 10), `seed ${seed + done}`).toEqual([]);
  }
  // A generator whose documents are all refused would show nothing.
  expect(accepted).toBeGreaterThan(count / 20);
}

const readXmlPlist = (bytes: Uint8Array) => openAppleDocument(bytes, '2026-11-20T23:59:59Z').tree;
const readJson = (bytes: Uint8Array) => parseJson(decodeText(bytes).text);

/** The elements of a root array, cut one by one, or the members of a root object. */
async function readCutJson(bytes: Uint8Array): Promise<TreeNode> {
  const parts = await all(cutJson(inPieces(bytes, [7, 1, 100]), () => false));
  const items = parts.flatMap((part) => (part.kind === 'element' ? [part.node] : []));
  const members = parts.flatMap((part) => (part.kind === 'end' ? [part.members] : []))[0];
  const isArray = /^\uFEFF?\s*\[/.test(decodeText(bytes).text);
  if (members === undefined) throw new Error('no end');
  return isArray ? { type: 'list', items, line: 1 } : members;
}

const treeFault = (format: PeerFormat) => (bytes: Uint8Array, tree: TreeNode, answer: Answer) =>
  fault(format, bytes, tree, answer);

/** Line and cells of each row that fits the header, the header first. Repeated columns are shown as such: no rows. */
interface CsvReading {
  readonly separator: PeerFormat;
  readonly rows: [line: number, cells: string[]][];
}

async function readRows(bytes: Uint8Array): Promise<CsvReading> {
  const reading: CsvReading = { separator: 'csv,', rows: [] };
  let found = reading;
  for (const item of await all(readCsv(inPieces(bytes, [5, 64])))) {
    if (item.kind === 'header') {
      found = { separator: `csv${item.separator ?? ','}`, rows: [[item.line, [...item.columns]]] };
      if (item.repeated.length > 0) return reading;
    } else if (item.kind === 'row') found.rows.push([item.line, [...item.cells.values()]]);
  }
  return found;
}

/** Each of our rows must be one of theirs; theirs may be more: blank lines, and rows that do not fit the header. */
function csvFault(bytes: Uint8Array, { rows }: CsvReading, { value, error }: Answer): string | undefined {
  if (value === undefined) return `Python refuses (${error}): ${show(bytes)}`;
  const theirs = new Map(value[1] as [number, string[]][]);
  const width = rows[0]?.[1].length;
  for (const [line, cells] of rows)
    if (JSON.stringify(theirs.get(line)) !== JSON.stringify(cells))
      return `line ${line} is ${JSON.stringify(cells)} here, ${JSON.stringify(theirs.get(line))} in Python: ${show(bytes)}`;
  const first = rows[0]?.[0] ?? Number.POSITIVE_INFINITY;
  const fitting = [...theirs].filter(([line, cells]) => line >= first && cells.length === width);
  return width === 1 || fitting.length === rows.length ? undefined : `a row is missing here: ${show(bytes)}`;
}

describe.skipIf(!hasPython())('the same value as Python, or ambiguous, or refused', () => {
  it.each<
    [string, PeerFormat, fc.Arbitrary<Uint8Array>, (bytes: Uint8Array) => TreeNode | Promise<TreeNode>]
  >([
    ['property lists of odd elements', 'plist-xml', xmlDocuments, readXmlPlist],
    ['property lists in any encoding', 'plist-xml', encodedXml, readXmlPlist],
    ['damaged property lists', 'plist-xml', damagedXml, readXmlPlist],
    ['binary property lists of odd objects', 'plist-binary', binaryDocuments, readBplist],
    ['damaged binary property lists', 'plist-binary', damagedBinary, readBplist],
    ['JSON of odd values', 'json', jsonDocuments, readJson],
    ['damaged JSON in any encoding', 'json', encodedJson, readJson],
    ['JSON cut into elements', 'json', jsonDocuments, readCutJson],
  ])('%s', { timeout }, (_name, format, documents, read) =>
    compare(documents, read, () => format, treeFault(format)),
  );

  it('CSV of odd cells', { timeout }, () =>
    compare(csvDocuments, readRows, (reading) => reading?.separator ?? 'csv,', csvFault),
  );
});
