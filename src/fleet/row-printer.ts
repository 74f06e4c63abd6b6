/**
 * Writes the lines of rows that are like rows before them. What a row comes to, its verdicts and the parts of its line, is kept for
 * the values that it is told by; the loop over the rows is WebAssembly (tools/wasm/print.ts), which stops where something is not
 * known yet.
 */
import type { RowScanner } from '../formats/row-scanner.ts';
import { jsonText } from '../report/json-text.ts';
import { isElsewhere, type Shard } from '../read/shard.ts';
import type { Answers } from './answers.ts';
import type { Block } from './blocks.ts';
import type { Sample } from './clusters.ts';
import type { FileReader } from './file-reader.ts';
import { KnownRows } from './known-rows.ts';
import type { Marks } from './marks.ts';
import {
  countNames,
  lineTexts,
  type PrintCounts,
  PrintMemory,
  printModule,
  type PrintModule,
  type Reason,
  reasons,
} from './print-module.ts';
import { RowHashes } from './row-hashes.ts';
import type { RowJudge } from './row-judge.ts';
import { day } from './moments.ts';
import { placeOf } from './rows.ts';
import type { ByteRoom } from '../io/byte-room.ts';

/** Room for lines that are not taken yet. */
const lineBytes = 512 * 1024;
const mostMoment = 64;
/** Rows that say how often values differ, and of how many more seldom ones. */
const [fewest, most] = [100, 512];

export interface PrinterOptions {
  readonly reader: FileReader;
  readonly judge: RowJudge;
  readonly answers: Answers;
  readonly staleAfterDays: number;
  readonly shard?: Shard;
}

export class RowPrinter {
  readonly #options: PrinterOptions;
  readonly #module: PrintModule;
  readonly #memory: PrintMemory;
  readonly #known: KnownRows;
  readonly #lines: number;
  readonly #counts: number;
  readonly #hashes: RowHashes;
  #sample: Sample | undefined;

  constructor(options: PrinterOptions) {
    this.#options = options;
    const { reader, judge, answers, shard } = options;
    const { scanner, plan, isJson, file } = reader;
    this.#module = printModule(scanner);
    this.#memory = new PrintMemory(this.#module.memory);
    const { form } = file.frame;
    const numbering = form === 'lines' ? 0 : form === 'csv' ? 2 : 1;
    const words = this.#module.setUpPrinter(
      plan.id,
      plan.moment.slot,
      plan.counted ?? -1,
      Number(isJson),
      numbering,
      Number(shard !== undefined),
    );
    this.#setTexts(words, textsOf(reader));
    const owners = words + lineTexts * 8;
    this.#known = new KnownRows({ module: this.#module, memory: this.#memory, judge, answers, owners });
    this.#counts = this.#known.counts;
    this.#lines = this.#module.reserve(lineBytes + mostMoment);
    this.#hashes = new RowHashes(reader, this.#module, this.#memory);
    this.#setUpMoments();
    this.#answerCalls(scanner);
  }

  /** Before the rows of a block. @param order in a shard: of its first byte */
  begin(block: Block, isHashing: boolean, order: number): void {
    this.#module.setBlock(block.ordinal, order);
    this.#hashes.begin(isHashing);
    this.#module.setLines(this.#lines, this.#lines + lineBytes);
  }

  /** Writes rows up to one of them, and stops earlier where one is not known: `reason` tells. */
  print(from: number, to: number): number {
    return this.#module.printRows(from, to, this.#options.reader.scanner.piece);
  }

  get reason(): Reason {
    return reasons[this.#module.reason()] ?? 'done';
  }

  /** What the fails of the row weigh at which it stopped. */
  get weight(): number {
    return this.#module.weight();
  }

  /** Rows that weigh less are not stopped at. */
  set heaviest(weight: number) {
    this.#module.setHeaviest(weight);
  }

  /** Hands over the lines that were written, with the series that have to be told between them. */
  drain(out: ByteRoom, marks: Marks): void {
    const bytes = this.#module.printedBytes();
    if (bytes === 0) return;
    const before = out.length;
    this.#known.marked((at, series) => marks.series(before + at, series));
    out.bytes(this.#memory.bytes.subarray(this.#lines, this.#lines + bytes));
    this.#module.setLines(this.#lines, this.#lines + lineBytes);
  }

  /** Keeps what the row comes to at which the printing stopped, where that is known of its parts. */
  recall(row: number): boolean {
    return this.#known.recall(row);
  }

  /** Keeps what the row came to that was judged last. @returns false where it cannot be kept */
  teach(row: number): boolean {
    return this.#known.teach(row, this.#sample);
  }

  /** Keeps the series of the row at which the printing stopped. */
  learnSeries(): void {
    this.#known.learnSeries(this.#sample);
  }

  announce(ids: readonly string[]): void {
    this.#known.announce(ids);
  }

  /** The hashes of identifiers of the rows that were printed, behind those of other rows. @param room of an earlier answer */
  hashes(others: readonly number[], room?: ArrayBuffer): Float64Array {
    return this.#hashes.collected(others, room);
  }

  /** What was counted, which begins anew. */
  takeCounts(): PrintCounts {
    const { words } = this.#memory;
    const counts: Partial<PrintCounts> = {};
    for (const [index, name] of countNames.entries()) {
      counts[name] = words[this.#counts / 4 + index] ?? 0;
      words[this.#counts / 4 + index] = 0;
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every name has its count
    return counts as PrintCounts;
  }

  /** Adds the rows that were printed to the answers. */
  settle(): void {
    this.#known.settle();
  }

  /** Forgets what rows come to, and which series were told. */
  forget(): void {
    this.#known.empty(this.#sample);
  }

  /** Once there are enough rows: what hardly differs from row to row is kept together. */
  look({ rows }: Block): void {
    if (this.#sample !== undefined || rows < fewest) return;
    const { scanner } = this.#options.reader;
    const { repeating, key } = this.#options.judge;
    const width = key.values.length + 2;
    const values = new Int32Array(most * width);
    const one = new Int32Array(key.values.length);
    let count = 0;
    for (let row = 0; row < rows && count < most; row += 1) {
      if (scanner.platform(row) === 0 || !scanner.values(row, repeating, one)) continue;
      values.set(one, count * width);
      values[count * width + width - 2] = scanner.platform(row);
      values[count * width + width - 1] = scanner.age(row);
      count += 1;
    }
    if (count < fewest) return;
    this.#sample = { rows: count, width, values };
    this.#known.empty(this.#sample);
  }

  #setTexts(words: number, texts: readonly string[]): void {
    for (const [index, text] of texts.entries()) {
      const bytes = Buffer.from(text);
      const at = this.#module.reserve(bytes.length + 16);
      this.#memory.bytes.set(bytes, at);
      this.#memory.words.set([at, bytes.length], words / 4 + index * 2);
    }
  }

  #setUpMoments(): void {
    const { judge, reader, staleAfterDays } = this.#options;
    const { bounds, now } = judge.moments;
    const isUtc = Number(reader.plan.moment.form === 'utc');
    const isPlain = isUtc === 1 || reader.plan.moment.form === 'iso';
    const at = this.#module.setUpMoments(bounds.length, now, staleAfterDays * day, isPlain ? isUtc : -1);
    this.#memory.numbers(at, bounds.length).set(bounds);
  }

  #answerCalls({ calls, piece }: RowScanner): void {
    const { reader, judge, shard } = this.#options;
    const at = this.#module.reserve(mostMoment);
    calls.momentOf = (from, to) => {
      const { moments } = judge;
      const age = moments.read(reader.scanner, from - piece, to - piece, reader.isJson);
      const bytes = Buffer.from(moments.at, 'latin1');
      if (bytes.length > mostMoment) return -1;
      this.#memory.bytes.set(bytes, at);
      this.#module.setMoment(at, bytes.length, moments.time);
      return age;
    };
    calls.isElsewhere = (from, to) =>
      Number(isElsewhere(reader.scanner.latin1(from - piece, to - piece), shard));
  }
}

/** What stands in every line, in the order of tools/wasm/print.ts. */
function textsOf({ file }: FileReader): string[] {
  // The place of a row but for its number, as JSON has it.
  const number = 987654321;
  const place = jsonText(placeOf(file.frame, file.frame.form === 'csv' ? number - 1 : number, number));
  const [before = '', after = ''] = place.split(String(number));
  return [
    '{"type":"subject","id":"',
    ',"lastSeen":"',
    `,"input":${jsonText(file.name)}`,
    `,"place":{"at":${before}`,
    `${after},"line":`,
    '},"verdicts":[',
    '],"order":',
    '}\n',
    ']}\n',
  ];
}
