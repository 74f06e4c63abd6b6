/** Everything by which a worker reads the rows of one file: the scanner with its slots, and the strict reader beside it. */
import { PassmusterError } from '../errors.ts';
import { RowScanner } from '../formats/row-scanner.ts';
import type { ReadContext, RowList } from '../sources/define.ts';
import { detectionInput } from '../sources/detect.ts';
import { sources } from '../sources/registry.ts';
import { Identities } from './identities.ts';
import { type Block, FilePieces, firstRow, pieceBytes, walk, type Walked } from './pieces.ts';
import { NotPlain } from './not-plain.ts';
import { type RowText, StrictReader } from './rows.ts';
import { slotPlan, type SlotPlan } from './slots.ts';
import type { CensusAnswer, FleetFile, FoundRow } from './tasks.ts';

export class FileReader {
  readonly file: FleetFile;
  readonly list: RowList;
  readonly plan: SlotPlan;
  readonly scanner: RowScanner;
  readonly strict: StrictReader;
  readonly isJson: boolean;
  readonly #pieces: FilePieces;
  readonly #identities: Identities;

  private constructor(file: FleetFile, list: RowList, plan: SlotPlan, context: ReadContext) {
    this.file = file;
    this.list = list;
    this.plan = plan;
    this.isJson = file.frame.form !== 'csv';
    const { kinds, slotOf, columns } = plan;
    this.scanner = new RowScanner({
      slots: kinds,
      pieceBytes: pieceBytes(),
      slotOf,
      hashed: plan.tokens,
      ...(columns === undefined ? {} : { columns }),
    });
    this.strict = new StrictReader(file.frame, list, file.name, context);
    this.#pieces = new FilePieces(file.path, file.size);
    this.#identities = new Identities(plan, list.list.inventory, this.scanner, this.isJson);
  }

  /** @throws NotPlain where the file's rows cannot be read so */
  static async open(file: FleetFile, context: ReadContext): Promise<FileReader> {
    const source = sources.find(({ id }) => id === file.source);
    const list = await source?.rows?.(detectionInput(file.name, file.head));
    const plan = list && slotPlan(list.list, file.frame);
    if (list === undefined || plan === undefined) throw new NotPlain('the source has no rows of that kind');
    return new FileReader(file, list, plan, context);
  }

  /** Counts the rows of a block, checks each of them, and tells the hashes of their identifiers. */
  census(block: Block, first: number | undefined): CensusAnswer {
    const begin = first ?? (block.index === 0 ? block.from : this.#firstOf(block));
    const hashes: number[] = [];
    if (begin === undefined || begin >= block.to) {
      const none = { next: begin ?? block.to, rows: 0, lines: 0, isEnd: false };
      return { kind: 'census', first: begin, hashes: new Float64Array(), ...none };
    }
    this.scanner.purpose({ numbers: false, hashes: true });
    const walked = this.walk(block, begin, 1, (row, ordinal) => this.hashesOf(row, ordinal, hashes));
    return { kind: 'census', first: begin, hashes: Float64Array.from(hashes), ...walked };
  }

  /** The hashes of a row's identifiers, where it is one. @throws NotPlain */
  hashesOf(row: number, ordinal: number, hashes: number[]): void {
    const add = (hash: number): void => void hashes.push(hash);
    if (this.scanner.flags(row) === 0) return this.#identities.of(row, add);
    const text = this.text(row, ordinal);
    this.readWhole(text); // it has to be a row, whatever it is
    this.#identities.ofText(text, this.strict, add);
  }

  /** The first row of a block of a file of one row a line. @param newlines before the block */
  begin(block: Block, newlines: number): { readonly first: number; readonly line: number } {
    if (block.index === 0) return { first: block.from, line: this.file.frame.line };
    const first = this.#firstOf(block);
    if (first === undefined) throw new NotPlain('a row is too long');
    // The piece that was looked at begins a byte before the block.
    let line = newlines + 1;
    for (let at = 1; at <= first - block.from; at += 1) if (this.scanner.byte(at) === 0x0a) line += 1;
    return { first, line };
  }

  /** The rows of a block that have one of these hashes. */
  find(
    block: Block,
    first: number,
    base: { line: number; ordinal: number },
    wanted: ReadonlySet<number>,
  ): FoundRow[] {
    const found: FoundRow[] = [];
    this.scanner.purpose({ numbers: false, hashes: true });
    this.walk(block, first, base.line, (row, ordinal, offset) => {
      const hashes: number[] = [];
      const add = (hash: number): void => void (wanted.has(hash) && hashes.push(hash));
      const text = (): RowText => this.text(row, base.ordinal + ordinal);
      if (this.scanner.flags(row) === 0) this.#identities.of(row, add);
      else this.#identities.ofText(text(), this.strict, add);
      if (hashes.length === 0) return;
      const { line } = text();
      const [from, to] = [offset + this.scanner.start(row), offset + this.scanner.end(row)];
      found.push({ from, to, line, ordinal: base.ordinal + ordinal, hashes });
    });
    return found;
  }

  walk(
    block: Block,
    first: number,
    line: number,
    visit: (row: number, ordinal: number, offset: number) => void,
  ): Walked {
    const { frame } = this.file;
    return walk({ scanner: this.scanner, frame, pieces: this.#pieces }, { first, to: block.to, line }, visit);
  }

  text(row: number, ordinal: number): RowText {
    const { scanner } = this;
    return {
      text: scanner.utf8(scanner.start(row), scanner.end(row)),
      line: scanner.lineOf(row),
      ordinal,
    };
  }

  /** Of a plain row what its slots hold, for nothing else of it matters; where it has several lines, all of it. */
  prunedText(row: number, ordinal: number): RowText {
    const { scanner, plan } = this;
    const text = this.text(row, ordinal);
    const { keys } = plan;
    if (keys === undefined || text.text.includes('\n')) return text;
    const members = keys.flatMap((key, slot) => {
      const from = scanner.from(row, slot);
      return from < 0 || slot === plan.counted
        ? []
        : [`${JSON.stringify(key)}:${scanner.utf8(from, scanner.to(row, slot))}`];
    });
    return { ...text, text: `{${members.join(',')}}` };
  }

  /** @throws NotPlain where the ordinary reader would refuse the file at this row */
  readWhole(text: RowText): ReturnType<StrictReader['read']> {
    try {
      return this.strict.read(text);
    } catch (error) {
      if (error instanceof PassmusterError) throw new NotPlain(error.message);
      throw error;
    }
  }

  close(): void {
    this.#pieces.close();
  }

  #firstOf(block: Block): number | undefined {
    const { scanner, plan } = this;
    const isRow = (row: number): boolean =>
      [plan.id, ...plan.platform.slice(0, 1)].every((slot) => scanner.from(row, slot) >= 0);
    return firstRow({ scanner, frame: this.file.frame, pieces: this.#pieces }, block.from, isRow);
  }
}
