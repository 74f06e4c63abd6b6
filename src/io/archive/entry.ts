/** What an archive holds, as its entries are handed out, and as they stand in its index before. */
import { PassmusterError } from '../../errors.ts';
import type { ByteSource, OpenInput } from '../input.ts';

/** Why an entry is not opened. */
export type SkipReason =
  | 'encrypted'
  | 'folder with content'
  | 'hard link'
  | 'repeated name'
  | 'special file'
  | 'symbolic link'
  | 'too large'
  | 'unsupported compression';

/** What there is to say of an archive that was read whole. */
export type ArchiveNote = 'several gzip members';

export type ArchiveEntry =
  | {
      readonly kind: 'file';
      /** Path in the archive, with `/`. The input's own name has the archive's before it. */
      readonly name: string;
      /** To be read before the next entry is asked for; its end says whether all of it was right. */
      readonly input: OpenInput;
    }
  /** A file whose content is damaged: nothing of it may be used, the other entries are not touched by it. */
  | { readonly kind: 'damaged'; readonly name: string; readonly error: PassmusterError }
  | {
      readonly kind: 'skipped';
      readonly name: string;
      readonly why: SkipReason;
      /** It may have held evidence that now is missing: the archive was read in part. */
      readonly lost: boolean;
    }
  | { readonly kind: 'note'; readonly why: ArchiveNote };

/** A file in the index of an archive, or what stands in its place. */
export interface IndexedEntry {
  readonly name: string;
  /** Bytes; undefined where only reading tells. */
  readonly size: number | undefined;
  readonly skip?: SkipReason;
  /** Only for skipped links: the name of the entry that they stand for. */
  readonly target?: string;
  /** The content. Of the entries of one archive only one may be open, and they are opened in the order of the index. */
  open(): AsyncGenerator<Uint8Array>;
}

/** @throws PassmusterError always */
export function malformed(message: string, offset?: number): never {
  throw new PassmusterError('archive-malformed', message, offset === undefined ? {} : { offset });
}

/**
 * The name of an entry without empty and `.` parts. Names are labels and never become paths; one that tries to lead out
 * of the archive, or that two systems read as two names, shows bad intent or a broken writer all the same.
 * @throws PassmusterError archive-malformed
 */
export function entryName(name: string, offset?: number): string {
  if (/[\u0000-\u001f\u007f-\u009f]/.test(name)) malformed('A name holds control characters.', offset);
  if (name.includes('\ufffd')) malformed('A name does not decode.', offset);
  if (name.includes('\\')) malformed('A name holds a backslash.', offset);
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) malformed('A name is an absolute path.', offset);
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) malformed('A name leads out of the archive.', offset);
  return parts.join('/');
}

/**
 * Where two entries have one name nobody can tell which of them counts: none does. Names that differ in case or in the
 * composition of characters are one file on some systems and two on others.
 */
export function withoutRepeated(entries: readonly IndexedEntry[]): readonly IndexedEntry[] {
  const key = ({ name }: IndexedEntry) => name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
  const times = new Map<string, number>();
  for (const entry of entries) times.set(key(entry), (times.get(key(entry)) ?? 0) + 1);
  return entries.map((entry) =>
    times.get(key(entry)) === 1 ? entry : { ...entry, skip: 'repeated name' as const },
  );
}

/** A link into the archive points to what is read anyway, and one that points elsewhere is not followed. */
export function isLost(entry: IndexedEntry, read: ReadonlySet<string>): boolean {
  switch (entry.skip) {
    case 'hard link':
      return entry.target === undefined || !read.has(entry.target);
    case 'special file':
    case 'symbolic link':
      return false;
    default:
      return true;
  }
}

/** The source of an entry's input. It ends with the entry's turn, and remembers how it failed. */
export class EntrySource implements ByteSource {
  failure: unknown;
  readonly #chunks: AsyncGenerator<Uint8Array>;
  #ended = false;
  #closed = false;

  constructor(chunks: AsyncGenerator<Uint8Array>) {
    this.#chunks = chunks;
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    // A digest over half an entry would look like one over the whole.
    if (this.#closed && !this.#ended) throw new Error('an entry was read after its turn');
    try {
      const next = await this.#chunks.next();
      this.#ended = next.done === true;
      return next;
    } catch (error) {
      this.#ended = true;
      this.failure = error;
      throw error;
    }
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    this.#closed = true;
    return this.#chunks.return(undefined);
  }
}
