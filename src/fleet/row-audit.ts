/** Judges the rows of one file block by block, and writes the lines that the report has for them. */
import { PopulationTally } from '../evaluate/population.ts';
import type { Finding } from '../model/finding.ts';
import type { Notice } from '../model/notice.ts';
import { isElsewhere } from '../read/shard.ts';
import type { ReadItem } from '../sources/define.ts';
import { jsonText } from '../report/json-text.ts';
import { type NamedVerdict, sharedVerdicts, subjectLines } from '../report/ndjson-lines.ts';
import { type Answers, weightOf } from './answers.ts';
import type { Block } from './blocks.ts';
import type { FileReader } from './file-reader.ts';
import { Output } from './output.ts';
import { judgedOf } from './judged.ts';
import { OddValues } from './odd-values.ts';
import { readingOf } from './reading.ts';
import { RowJudge } from './row-judge.ts';
import { orderOf } from './order.ts';
import { placeOf } from './rows.ts';
import type { Weighty, Worst } from './worst.ts';
import type { AuditAnswer, Leave, Mark, Setup } from './tasks.ts';

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

/** Verdicts that have to be there before what is written next. */
type Marking = (verdicts: readonly NamedVerdict[]) => void;

/** What the fails of a subject weigh. */
type Weighing = (id: string, weight: number) => void;

export class RowAudit {
  readonly #reader: FileReader;
  readonly #setup: Setup;
  #counts: Counts;
  readonly #judge: RowJudge;
  readonly #out = new Output();
  readonly #sent: Set<string>;
  readonly #input: string;
  readonly #file: number;
  #block: Block = noBlock;
  readonly #place: readonly [before: string, after: string];

  constructor(reader: FileReader, setup: Setup, counts: Counts, sent: Set<string>) {
    this.#reader = reader;
    this.#setup = setup;
    this.#counts = counts;
    this.#sent = sent;
    this.#file = setup.files.indexOf(reader.file);
    const { plan, scanner, isJson, list, file } = reader;
    const { profiles, context } = setup;
    this.#judge = new RowJudge({
      plan,
      profiles,
      clock: { asOf: context.asOf, attestationsGiven: false },
      input: file.name,
      scanner,
      answers: counts.answers,
      odd: new OddValues(plan, list.list.inventory, scanner, isJson),
      isJson,
    });
    this.#input = `,"input":${jsonText(file.name)}`;
    // The place of a row but for its number, as JSON has it.
    const place = jsonText(placeOf(file.frame, 987654321, 987654321)).split('987654321');
    const [before = '', after = ''] = file.frame.form === 'csv' ? jsonText('row N').split('N') : place;
    this.#place = [before, after];
  }

  /** Counts anew. */
  count(counts: Counts): void {
    this.#counts = counts;
  }

  /** The rows of a block that were found last. @throws NotPlain */
  block(block: Block, { held, isFirst }: AuditPass, { room }: Leave): AuditAnswer {
    const reader = this.#reader;
    const done: Done = { notices: [], subjects: 0, skipped: 0, counted: 0 };
    const marks: Mark[] = [];
    const texts: [string, string][] = [];
    const hashes: number[] = [];
    const out = this.#out;
    out.begin(room);
    const mark: Marking = (verdicts) => {
      marks.push({ at: out.length, verdicts: verdicts.map(({ id }) => id) });
      for (const { id, text } of verdicts)
        if (!this.#sent.has(id)) {
          this.#sent.add(id);
          texts.push([id, text]);
        }
    };
    this.#block = block;
    reader.rows(block, (row, ordinal) => {
      const at = block.offset + reader.scanner.start(row);
      if (isFirst) reader.hashesOf(row, ordinal, hashes);
      if (held.has(at)) marks.push({ at: out.length, held: at });
      else this.#row(row, ordinal, { done, mark });
    });
    return {
      kind: 'audit',
      block,
      bytes: out.taken(),
      marks,
      texts,
      ...done,
      hashes: Float64Array.from(hashes),
    };
  }

  #row(row: number, ordinal: number, { done, mark }: { done: Done; mark: Marking }): void {
    const { scanner, plan } = this.#reader;
    let read: ReturnType<FileReader['readWhole']> | undefined;
    const whole = () => (read ??= this.#reader.readWhole(this.#reader.text(row, ordinal)));
    const id = scanner.flags(row) === 0 ? this.#id(row) : undefined;
    const pruned = () => this.#reader.readWhole(this.#reader.prunedText(row, ordinal));
    const kind =
      id === undefined ? 'whole' : this.#judge.judge(row, this.#block.index, () => readingOf(pruned().items));
    if (kind === 'other') {
      done.skipped += 1;
      return;
    }
    if (kind === 'whole' || id === undefined) {
      const weigh = (whose: string, weight: number): void => this.#weigh(row, ordinal, whose, weight);
      return this.#whole(whole(), { done, mark, weigh, order: this.#order(row) });
    }
    done.subjects += 1;
    if (plan.counted !== undefined && this.#isFilled(row, plan.counted)) done.counted += 1;
    if (isElsewhere(id, this.#setup.shard)) return;
    this.#plain(row, ordinal, id, mark);
  }

  /** The identifier where it is one without doubt: `plainAt` would take it as it is. */
  #id(row: number): string | undefined {
    const { scanner, plan, isJson } = this.#reader;
    const from = scanner.from(row, plan.id);
    if (from < 0) return undefined;
    const text = scanner.latin1(from, scanner.to(row, plan.id));
    return (isJson ? jsonId : cellId).exec(text)?.[1];
  }

  #isFilled(row: number, slot: number): boolean {
    const { scanner } = this.#reader;
    const from = scanner.from(row, slot);
    if (from < 0 || scanner.byte(from) !== 0x5b) return false;
    let at = from + 1;
    while (scanner.byte(at) <= 0x20) at += 1;
    return scanner.byte(at) !== 0x5d;
  }

  #plain(row: number, ordinal: number, id: string, mark: Marking): void {
    const { population } = this.#counts;
    const judge = this.#judge;
    const { texts } = judge;
    const { form } = this.#reader.file.frame;
    judge.count(this.#block.index);
    if (judge.fresh.length > 0) mark(judge.fresh);
    const line = this.#reader.scanner.lineOf(row);
    const number = form === 'lines' ? line : form === 'csv' ? ordinal + 1 : ordinal;
    const seen = judge.moments.at === '' ? '' : `,"lastSeen":"${judge.moments.at}"`;
    const [before, after] = this.#place;
    this.#out.text(
      `{"type":"subject","id":"${id}"${texts.head}${seen}${texts.labels}${this.#input}${texts.tail},"place":{"at":${before}${number}${after},"line":${line}},"verdicts":[`,
    );
    this.#out.bytes(judge.ids, Math.max(0, judge.idBytes - 1));
    this.#out.text(this.#setup.shard === undefined ? ']}\n' : `],"order":${this.#order(row)}}\n`);
    this.#counts.devices += 1;
    this.#weigh(row, ordinal, id, judge.weight);
    const { isDecided, moments } = judge;
    population.count({ at: moments.time, isUnmanaged: texts.isUnmanaged, isDecided });
  }

  /** Places in files that follow each other grow from row to row. */
  #order(row: number): number {
    return orderOf(this.#setup.files, this.#file, this.#block.offset + this.#reader.scanner.start(row));
  }

  #weigh(row: number, ordinal: number, id: string, weight: number): void {
    const { scanner } = this.#reader;
    this.#counts.worst.add(id, weight, () => ({
      id,
      weight,
      file: this.#file,
      from: this.#block.offset + scanner.start(row),
      to: this.#block.offset + scanner.end(row),
      line: scanner.lineOf(row),
      ordinal,
    }));
  }

  #whole(
    { items, isCounted }: ReturnType<FileReader['readWhole']>,
    { done, mark, weigh, order }: { done: Done; mark: Marking; weigh: Weighing; order: number },
  ): void {
    if (isCounted) done.counted += 1;
    for (const item of items) {
      if (item.kind === 'notice') done.notices.push(item.notice);
      else if (item.kind === 'skipped') done.skipped += 1;
      else if (item.kind === 'subject') {
        done.subjects += 1;
        if (!isElsewhere(item.subject.id, this.#setup.shard)) this.#subject(item, { mark, weigh, order });
      } else throw new Error(`a row of ${this.#reader.file.name} speaks of other files`);
    }
  }

  #subject(
    item: Extract<ReadItem, { kind: 'subject' }>,
    { mark, weigh, order }: { mark: Marking; weigh: Weighing; order: number },
  ): void {
    const { subject, observations } = item;
    const { profiles, context, shard } = this.#setup;
    const read = judgedOf({ ...item, input: this.#reader.file.name }, profiles, context.asOf);
    const { findings } = read;
    const judged = { ...read, ...(shard === undefined ? {} : { order }) };
    const verdicts = sharedVerdicts(judged);
    if (verdicts !== undefined) mark(verdicts);
    this.#out.text(subjectLines(judged, verdicts));
    const { others, population } = this.#counts;
    for (const verdict of verdicts ?? []) {
      const known = others.get(verdict.id);
      if (known === undefined) others.set(verdict.id, { verdict, times: 1 });
      else known.times += 1;
    }
    if (verdicts === undefined) this.#counts.findings.push(...findings);
    this.#counts.devices += 1;
    weigh(
      subject.id,
      findings.reduce((sum, finding) => sum + weightOf(finding), 0),
    );
    population.add(
      subject,
      observations,
      findings.map(({ outcome }) => outcome),
    );
  }
}

const jsonId = /^"([0-9A-Za-z-]*\d[0-9A-Za-z-]*)"$/;
const cellId = /^([0-9A-Za-z-]*\d[0-9A-Za-z-]*)$/;
