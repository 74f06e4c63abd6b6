/** What may come out of an archive. One budget holds for an archive and for the archives in it. */
import { PassmusterError } from '../../errors.ts';
import { type Limits, limits } from '../limits.ts';

export class ArchiveBudget {
  /** Of the outermost archive: what came out is held against it. */
  readonly #size: number;
  readonly #limits: Limits;
  #entries = 0;
  #nameLength = 0;
  #produced = 0;

  /** @param size bytes of the outermost archive */
  constructor(size: number, changes: Partial<Limits> = {}) {
    this.#size = size;
    this.#limits = { ...limits, ...changes };
  }

  /** One entry may be so large. */
  get entryBytes(): number {
    return this.#limits.archiveEntryBytes;
  }

  /** Counts entries before they are looked at. @throws PassmusterError archive-limit */
  expectEntries(count: number): void {
    const most = this.#limits.archiveEntries;
    if (this.#entries + count > most) exceeded(`The archive has more than ${most} entries.`);
  }

  /** Counts an entry of an index. Names are held in memory, so they are limited as well. */
  addEntry(name: string): void {
    this.expectEntries(1);
    this.#entries += 1;
    if (name.length > this.#limits.archiveNameLength)
      exceeded(`The name of an entry is longer than ${this.#limits.archiveNameLength} characters.`);
    this.#nameLength += name.length;
    if (this.#nameLength > this.#limits.documentBytes)
      exceeded('The names of the entries are too long together.');
  }

  /** What a header promises, before a byte comes out. */
  expectBytes(count: number): void {
    this.#check(this.#produced + count);
  }

  /** What did come out. */
  addBytes(count: number): void {
    this.#produced += count;
    this.#check(this.#produced);
  }

  #check(produced: number): void {
    const most = this.#limits.archiveTotalBytes;
    if (produced > most) exceeded(`More than ${most} bytes come out of the archive.`);
    this.checkRatio(produced, this.#size);
  }

  /** Of one compressed stream, or of all. */
  checkRatio(produced: number, consumed: number): void {
    const { archiveRatio, archiveRatioFrom } = this.#limits;
    if (produced > archiveRatioFrom && produced > archiveRatio * consumed)
      exceeded(`More than ${archiveRatio} bytes come out of the archive for each byte in it.`);
  }
}

function exceeded(message: string): never {
  throw new PassmusterError('archive-limit', message);
}
