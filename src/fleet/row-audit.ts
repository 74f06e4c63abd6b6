/** Judges the rows of one file block by block, and writes the lines that the report has for them. */
import { PopulationTally } from '../evaluate/population.ts';
import type { Finding } from '../model/finding.ts';
import type { Notice } from '../model/notice.ts';
import { isElsewhere } from '../read/shard.ts';
import type { ReadItem } from '../sources/define.ts';
import { type NamedVerdict, sharedVerdicts, subjectLines } from '../report/ndjson-lines.ts';
import { seriesOf } from '../report/ndjson-series.ts';
import { type Answers, weightOf } from './answers.ts';
import { type Block, requireUtf8 } from './blocks.ts';
import type { FileReader } from './file-reader.ts';
import { ByteRoom } from '../io/byte-room.ts';
import { judgedOf } from './judged.ts';
import { Marks } from './marks.ts';
import { OddValues } from './odd-values.ts';
import { readingOf } from './reading.ts';
import { RowJudge } from './row-judge.ts';
import { orderOf } from './order.ts';
import { RowPrinter } from './row-printer.ts';
import type { Weighty, Worst } from './worst.ts';
import type { AuditAnswer, Leave, Setup } from './tasks.ts';

/** Counts of a worker over all its blocks. */
export interface Counts {
  readonly answers: Answers;
  /** Of rows that were judged by the ordinary code. */
  readonly others: Map<string, { readonly verdict: NamedVerdict; times: number }>;
  readonly findings: Finding[];
  readonly population: PopulationTally;
  readonly worst: Worst<Weighty>;
  devices: number;
}

/** What is done with the rows of a file. */
export interface AuditPass {
  /** Offsets of rows that are judged elsewhere. */
  readonly held: ReadonlySet<number>;
  /** The hashes of identifiers are asked for. */
  readonly isFirst: boolean;
}

const noBlock = {
  index: 0,
  offset: 0,
  line: 0,
  ordinal: 0,
  rows: 0,
  lines: 0,
  next: 0,
  isEnd: false,
  bytes: 0,
};

/** What is counted of a block. */
interface Done {
  readonly notices: Notice[];
  subjects: number;
  skipped: number;
  counted: number;
}

/** What a block comes to. */
interface Work {
  readonly done: Done;
  readonly marks: Marks;
  /** Of rows that are not printed. */
  readonly hashes: number[];
  readonly isFirst: boolean;
}

export class RowAudit {
  readonly #reader: FileReader;
  readonly #setup: Setup;
  #counts: Counts;
  readonly #judge: RowJudge;
  readonly #printer: RowPrinter;
  readonly #out = new ByteRoom();
  readonly #sent: Set<string>;
  readonly #file: number;
  #block: Block = noBlock;
  /** The row of the block that was learned last. */
  #learned = -1;

  constructor(reader: FileReader, setup: Setup, counts: Counts, sent: Set<string>) {
    this.#reader = reader;
    this.#setup = setup;
    this.#counts = counts;
    this.#sent = sent;
    this.#file = setup.files.indexOf(reader.file);
    const { plan, scanner, isJson, list, file } = reader;
    const { profiles, context, staleAfterDays, shard } = setup;
    const { answers } = counts;
    this.#judge = new RowJudge({
      plan,
      profiles,
      clock: { asOf: context.asOf, attestationsGiven: false },
      input: file.name,
      scanner,
      answers,
      odd: new OddValues(plan, list.list.inventory, scanner, isJson),
      isJson,
    });
    const judge = this.#judge;
    this.#printer = new RowPrinter({
      reader,
      judge,
      answers,
      staleAfterDays,
      ...(shard === undefined ? {} : { shard }),
    });
  }

  /** Counts anew. */
  count(counts: Counts): void {
    this.#counts = counts;
  }

  /** What was counted of rows is with the answers now. */
  settle(): void {
    this.#printer.settle();
  }

  /** What was told before does not count any more. */
  forget(): void {
    this.#printer.forget();
  }

  /** These series are in the report now. */
  announce(ids: readonly string[]): void {
    this.#printer.announce(ids);
  }

  /** The rows of a block that were found last. @throws NotPlain */
  block(block: Block, { held, isFirst }: AuditPass, { room }: Leave): AuditAnswer {
    const { scanner } = this.#reader;
    if (!isFirst) requireUtf8(scanner, block); // else by whoever hashes the file
    const work: Work = {
      done: { notices: [], subjects: 0, skipped: 0, counted: 0 },
      marks: new Marks(this.#sent),
      hashes: [],
      isFirst,
    };
    this.#out.begin(room?.lines);
    this.#block = block;
    this.#learned = -1;
    this.#printer.begin(block, isFirst, orderOf(this.#setup.files, this.#file, block.offset));
    this.#printer.heaviest = this.#counts.worst.least;
    let row = 0;
    for (const next of [...this.#heldRows(held), block.rows]) {
      while (row < next) row = this.#stopped(this.#printer.print(row, next), work);
      if (next < block.rows) this.#held(next, work);
      row = next + 1;
    }
    this.#drain(work);
    this.#take(work);
    this.#printer.look(block);
    const { done, marks, hashes } = work;
    const bytes = this.#out.taken();
    const allHashes = this.#printer.hashes(hashes, room?.hashes);
    return { kind: 'audit', block, bytes, ...marks.told(), ...done, hashes: allHashes };
  }

  #heldRows(held: ReadonlySet<number>): number[] {
    if (held.size === 0) return [];
    const { scanner } = this.#reader;
    const rows = Array.from({ length: this.#block.rows }, (_, row) => row);
    return rows.filter((row) => held.has(this.#block.offset + scanner.start(row)));
  }

  #drain({ marks }: Work): void {
    this.#printer.drain(this.#out, marks);
  }

  #held(row: number, work: Work): void {
    this.#drain(work);
    if (work.isFirst) this.#reader.hashesOf(row, this.#block.ordinal + row, work.hashes);
    work.marks.held(this.#out.length, this.#block.offset + this.#reader.scanner.start(row));
  }

  /** @returns the row to go on with */
  #stopped(row: number, work: Work): number {
    const { reason } = this.#printer;
    if (reason === 'done') return row;
    const { length } = this.#out;
    this.#drain(work); // what is marked may be forgotten
    if (reason === 'unknown') return this.#unknown(row, work);
    if (reason === 'series') {
      this.#printer.learnSeries();
      return row;
    }
    if (reason === 'heavy') {
      this.#weigh(row, this.#id(row) ?? '', this.#printer.weight);
      this.#printer.heaviest = this.#counts.worst.least;
      return row + 1;
    }
    return this.#out.length === length ? this.#whole(row, work) : row; // longer than all room for lines
  }

  #unknown(row: number, work: Work): number {
    if (this.#printer.recall(row)) return row;
    if (this.#reader.scanner.flags(row) !== 0 || this.#id(row) === undefined) return this.#whole(row, work);
    const reader = this.#reader;
    const ordinal = this.#block.ordinal + row;
    const read = () => readingOf(reader.readWhole(reader.prunedText(row, ordinal)).items);
    const isKnown = row !== this.#learned && this.#judge.judge(row, read) !== 'whole';
    if (!isKnown || !this.#printer.teach(row)) return this.#whole(row, work);
    this.#learned = row;
    return row;
  }

  /** What was counted of the rows that were printed. */
  #take({ done }: Work): void {
    const { subjects, others, filled, silent, ...counts } = this.#printer.takeCounts();
    done.subjects += subjects;
    done.skipped += others;
    done.counted += filled;
    this.#counts.devices += counts.devices;
    this.#counts.population.merge({ ...counts, withoutContact: silent });
  }

  /** The identifier where it is one without doubt: `plainAt` would take it as it is. */
  #id(row: number): string | undefined {
    const { scanner, plan, isJson } = this.#reader;
    const from = scanner.from(row, plan.id);
    if (from < 0) return undefined;
    const text = scanner.latin1(from, scanner.to(row, plan.id));
    return (isJson ? jsonId : cellId).exec(text)?.[1];
  }

  /** Places in files that follow each other grow from row to row. */
  #order(row: number): number {
    return orderOf(this.#setup.files, this.#file, this.#block.offset + this.#reader.scanner.start(row));
  }

  #weigh(row: number, id: string, weight: number): void {
    const { scanner } = this.#reader;
    const { offset, ordinal } = this.#block;
    this.#counts.worst.add(id, weight, () => ({
      id,
      weight,
      file: this.#file,
      from: offset + scanner.start(row),
      to: offset + scanner.end(row),
      line: scanner.lineOf(row),
      ordinal: ordinal + row,
    }));
  }

  /** A row that the ordinary code reads and judges. @returns the next one */
  #whole(row: number, work: Work): number {
    const reader = this.#reader;
    const ordinal = this.#block.ordinal + row;
    const { done } = work;
    if (work.isFirst) reader.hashesOf(row, ordinal, work.hashes);
    const { items, isCounted } = reader.readWhole(reader.text(row, ordinal));
    if (isCounted) done.counted += 1;
    for (const item of items) {
      if (item.kind === 'notice') done.notices.push(item.notice);
      else if (item.kind === 'skipped') done.skipped += 1;
      else if (item.kind === 'subject') {
        done.subjects += 1;
        if (!isElsewhere(item.subject.id, this.#setup.shard)) this.#subject(item, row, work);
      } else throw new Error(`a row of ${reader.file.name} speaks of other files`);
    }
    return row + 1;
  }

  #subject(item: Extract<ReadItem, { kind: 'subject' }>, row: number, work: Work): void {
    const { subject, observations } = item;
    const { profiles, context, shard } = this.#setup;
    const read = judgedOf({ ...item, input: this.#reader.file.name }, profiles, context.asOf);
    const { findings } = read;
    const judged = { ...read, ...(shard === undefined ? {} : { order: this.#order(row) }) };
    const verdicts = sharedVerdicts(judged);
    const series = verdicts && seriesOf(verdicts);
    for (const one of series ?? []) work.marks.series(this.#out.length, one);
    this.#out.text(subjectLines(judged, series));
    const { others, population } = this.#counts;
    for (const verdict of verdicts ?? []) {
      const known = others.get(verdict.id);
      if (known === undefined) others.set(verdict.id, { verdict, times: 1 });
      else known.times += 1;
    }
    if (verdicts === undefined) this.#counts.findings.push(...findings);
    this.#counts.devices += 1;
    const weight = findings.reduce((sum, finding) => sum + weightOf(finding), 0);
    this.#weigh(row, subject.id, weight);
    this.#printer.heaviest = this.#counts.worst.least;
    population.add(
      subject,
      observations,
      findings.map(({ outcome }) => outcome),
    );
  }
}

const jsonId = /^"([0-9A-Za-z-]*\d[0-9A-Za-z-]*)"$/;
const cellId = /^([0-9A-Za-z-]*\d[0-9A-Za-z-]*)$/;
