/** Everything by which a worker reads the rows of one file: the scanner with its slots, and the strict reader beside it. */
import { PassmusterError } from '../errors.ts';
import { RowScanner } from '../formats/row-scanner.ts';
import type { ReadContext, RowList } from '../sources/define.ts';
import { detectionInput } from '../sources/detect.ts';
import { sources } from '../sources/registry.ts';
import { Identities } from './identities.ts';
import { type Block, FilePieces, findBlock, pieceBytes, requireUtf8 } from './blocks.ts';
import { NotPlain } from './not-plain.ts';
import { type RowText, StrictReader } from './rows.ts';
import { slotPlan, type SlotPlan } from './slots.ts';
import type { Position } from './relay.ts';
import type { FleetFile, FoundRow, FoundTable } from './tasks.ts';

export class FileReader {
  readonly file: FleetFile;
  readonly list: RowList;
  readonly plan: SlotPlan;
  readonly scanner: RowScanner;
  readonly strict: StrictReader;
  readonly isJson: boolean;
  readonly #pieces: FilePieces;
  /** Slots that only join rows of one phone. */
  readonly #unread: ReadonlySet<number>;
  readonly identities: Identities;

  private constructor(file: FleetFile, list: RowList, plan: SlotPlan, context: ReadContext) {
    this.file = file;
    this.list = list;
    this.plan = plan;
    this.isJson = file.frame.form !== 'csv';
    const { kinds, slotOf, columns, tokens, id } = plan;
    const joining = tokens.map(({ slot }) => slot).filter((slot) => slot !== id && kinds[slot] === 'single');
    this.#unread = new Set(joining);
    this.scanner = new RowScanner({
      slots: kinds,
      pieceBytes: pieceBytes(),
      slotOf,
      hashed: plan.tokens,
      ...(columns === undefined ? {} : { columns }),
    });
    // No tokens of identifiers: which rows are of one phone is found by their hashes, and joined-rows.ts reads those anew.
    const { identityKey: _key, ...apart } = context;
    this.strict = new StrictReader(file.frame, list, file.name, apart);
    this.#pieces = new FilePieces(file.path, file.size);
    this.identities = new Identities(plan, list.list.inventory, this.scanner, this.isJson);
  }

  /** @throws NotPlain where the file's rows cannot be read so */
  static async open(file: FleetFile, context: ReadContext): Promise<FileReader> {
    const source = sources.find(({ id }) => id === file.source);
    const list = await source?.rows?.(detectionInput(file.name, file.head));
    const plan = list && slotPlan(list.list, file.frame);
    if (list === undefined || plan === undefined) throw new NotPlain('the source has no rows of that kind');
    return new FileReader(file, list, plan, context);
  }

  /** Finds the rows from a position on. @throws NotPlain */
  find(position: Position): Block {
    const { scanner, file } = this;
    return findBlock({ scanner, frame: file.frame, pieces: this.#pieces }, position);
  }

  /** As if the rows of a block had been found here. @throws NotPlain where the file is shorter now */
  take(block: Block, { words, piece }: FoundTable): void {
    const { scanner } = this;
    if (piece !== scanner.piece) throw new Error('rows of another scanner');
    if (this.#pieces.load(scanner, block.offset, block.bytes) < block.bytes)
      throw new NotPlain('the file is shorter now');
    scanner.table(block.rows).set(words);
  }

  /** Goes through the rows that were found last, of which `find` has told. @throws NotPlain */
  rows(block: Block, visit: (row: number, ordinal: number) => void): void {
    requireUtf8(this.scanner, block);
    for (let row = 0; row < block.rows; row += 1) visit(row, block.ordinal + row);
  }

  /** The hashes of the identifiers of all rows, each of which has to be one. @throws NotPlain */
  hashes(block: Block): Float64Array {
    const hashes: number[] = [];
    this.rows(block, (row, ordinal) => this.hashesOf(row, ordinal, hashes));
    return Float64Array.from(hashes);
  }

  /** The hashes of a row's identifiers, where it is one. @throws NotPlain */
  hashesOf(row: number, ordinal: number, hashes: number[]): void {
    const add = (hash: number): void => void hashes.push(hash);
    if (this.scanner.flags(row) === 0) return this.identities.of(row, add);
    const text = this.text(row, ordinal);
    this.readWhole(text); // it has to be a row, whatever it is
    this.identities.ofText(text, this.strict, add);
  }

  /** The rows that have one of these hashes. @throws NotPlain */
  having(wanted: ReadonlySet<number>, block: Block): FoundRow[] {
    const having: FoundRow[] = [];
    this.rows(block, (row, ordinal) => {
      const hashes: number[] = [];
      const add = (hash: number): void => void (wanted.has(hash) && hashes.push(hash));
      if (this.scanner.flags(row) === 0) this.identities.of(row, add);
      else this.identities.ofText(this.text(row, ordinal), this.strict, add);
      if (hashes.length === 0) return;
      const [from, to] = [block.offset + this.scanner.start(row), block.offset + this.scanner.end(row)];
      having.push({ from, to, line: this.scanner.lineOf(row), ordinal, hashes });
    });
    return having;
  }

  text(row: number, ordinal: number): RowText {
    const { scanner } = this;
    return {
      text: scanner.utf8(scanner.start(row), scanner.end(row)),
      line: scanner.lineOf(row),
      ordinal,
    };
  }

  /**
   * Of a plain row what its slots hold, for nothing else of it matters, and of its identifiers the one that is its name; where it has
   * several lines, all of it.
   */
  prunedText(row: number, ordinal: number): RowText {
    const { scanner, plan } = this;
    const text = this.text(row, ordinal);
    const { keys = [], columns } = plan;
    if (text.text.includes('\n')) return text;
    if (columns !== undefined) return { ...text, text: this.#prunedRecord(row, columns) };
    const members = keys.flatMap((key, slot) => {
      const from = scanner.from(row, slot);
      return from < 0 || !this.#isRead(slot)
        ? []
        : [`${JSON.stringify(key)}:${scanner.utf8(from, scanner.to(row, slot))}`];
    });
    return { ...text, text: `{${members.join(',')}}` };
  }

  #prunedRecord(row: number, columns: readonly number[]): string {
    const { scanner } = this;
    const cells = columns.map((slot) => {
      const from = slot < 0 || !this.#isRead(slot) ? -1 : scanner.from(row, slot);
      if (from < 0) return '';
      const cell = scanner.utf8(from, scanner.to(row, slot));
      return scanner.byte(from - 1) === 0x22 ? `"${cell}"` : cell;
    });
    return cells.join(this.file.frame.separator ?? ',');
  }

  #isRead(slot: number): boolean {
    return slot !== this.plan.counted && !this.#unread.has(slot);
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
}
