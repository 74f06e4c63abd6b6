/**
 * Tar archives. Headers are read once from the first to the end marker, so that a tar that is cut off or holds a name twice
 * is known before its first entry is handed out; the second time only the content is.
 */
import { PassmusterError } from '../../errors.ts';
import { limits } from '../limits.ts';
import type { ArchiveBudget } from './budget.ts';
import { entryName, type IndexedEntry, malformed, type SkipReason } from './entry.ts';
import type { Supply } from './supply.ts';
import {
  blockLength,
  type PaxValues,
  readPax,
  readTarHeader,
  type TarHeader,
  tarText,
} from './tar-header.ts';

export interface TarIndex {
  readonly entries: readonly IndexedEntry[];
  close(): Promise<void>;
}

/**
 * @param first gives the bytes for the index, and is read to its end
 * @param again gives the same bytes for the content; asked for when the first entry is opened
 * @throws PassmusterError archive-malformed, archive-limit
 */
export async function indexTar(first: Supply, again: () => Supply, budget: ArchiveBudget): Promise<TarIndex> {
  let content: Supply | undefined;
  const open = (start: number, size: number) => contentOf((content ??= again()), start, size);
  try {
    const entries = await new TarIndexer(first, open, budget).read();
    return { entries, close: async () => content?.close() };
  } finally {
    await first.close();
  }
}

async function* contentOf(supply: Supply, start: number, size: number): AsyncGenerator<Uint8Array> {
  await supply.skipTo(start);
  for (let left = size; left > 0;) {
    const part = await supply.some(left);
    if (part === undefined)
      throw new PassmusterError('input-changed', 'The archive became shorter while it was read.');
    left -= part.length;
    yield part;
  }
}

/** What the headers before a header say about its entry. */
interface Announced {
  pax?: PaxValues;
  /** GNU: a name, a link name too long for the header. */
  name?: string;
  link?: string;
}

const skipped: Readonly<Record<string, SkipReason>> = {
  '1': 'hard link',
  '2': 'symbolic link',
  '3': 'special file',
  '4': 'special file',
  '6': 'special file',
};

class TarIndexer {
  readonly #supply: Supply;
  readonly #open: (start: number, size: number) => AsyncGenerator<Uint8Array>;
  readonly #budget: ArchiveBudget;
  readonly #entries: IndexedEntry[] = [];
  #announced: Announced = {};

  constructor(
    supply: Supply,
    open: (start: number, size: number) => AsyncGenerator<Uint8Array>,
    budget: ArchiveBudget,
  ) {
    this.#supply = supply;
    this.#open = open;
    this.#budget = budget;
  }

  async read(): Promise<IndexedEntry[]> {
    for (;;) {
      const offset = this.#supply.position;
      const block = await this.#block();
      if (isZero(block)) break;
      await this.#entry(readTarHeader(block, offset), offset);
    }
    if (!isZero(await this.#block()))
      malformed('One empty block stands amid the tar.', this.#supply.position);
    if (Object.keys(this.#announced).length > 0)
      malformed('An extended header of the tar is followed by no entry.', this.#supply.position);
    for (let rest = await this.#supply.some(65_536); rest; rest = await this.#supply.some(65_536))
      if (!isZero(rest)) malformed('Something follows the end marker of the tar.', this.#supply.position);
    return this.#entries;
  }

  async #block(): Promise<Uint8Array> {
    const block = await this.#supply.take(blockLength);
    if (block.length < blockLength)
      malformed('The tar ends without its end marker: it is cut off.', this.#supply.position);
    return block;
  }

  async #entry(header: TarHeader, offset: number): Promise<void> {
    switch (header.type) {
      case 'x':
        this.#announce('pax', readPax(await this.#text(header, offset), offset), offset);
        return;
      case 'g': {
        // It would hold for all that follows, and readers differ in how long.
        const values = readPax(await this.#text(header, offset), offset);
        if (Object.keys(values).length > 0)
          malformed('A global header of the tar gives names or sizes.', offset);
        return;
      }
      case 'L':
        this.#announce('name', await this.#longName(header, offset), offset);
        return;
      case 'K':
        this.#announce('link', await this.#longName(header, offset), offset);
        return;
      default:
        await this.#file(header, offset);
    }
  }

  #announce<K extends keyof Announced>(key: K, value: Announced[K], offset: number): void {
    if (this.#announced[key] !== undefined) malformed('An extended header of the tar stands twice.', offset);
    this.#announced[key] = value;
  }

  async #text(header: TarHeader, offset: number): Promise<Uint8Array> {
    if (header.size > limits.archiveHeaderBytes)
      throw new PassmusterError(
        'archive-limit',
        `An extended header of the tar is longer than ${limits.archiveHeaderBytes} bytes.`,
      );
    const text = await this.#supply.take(header.size);
    if (text.length < header.size) malformed('The tar ends within a header.', offset);
    await this.#supply.skipTo(this.#supply.position + padding(header.size));
    return text;
  }

  /** Ends with a NUL. */
  async #longName(header: TarHeader, offset: number): Promise<string> {
    const text = await this.#text(header, offset);
    return tarText(text.at(-1) === 0 ? text.subarray(0, -1) : text, offset);
  }

  async #file(header: TarHeader, offset: number): Promise<void> {
    const { pax = {}, name: longName, link: longLink } = this.#announced;
    this.#announced = {};
    if (pax.path !== undefined && longName !== undefined)
      malformed('An entry of the tar has two long names.', offset);
    const written = pax.path ?? longName ?? tarText(header.name, offset);
    const name = entryName(written, offset);
    const size = sizeOf(header, pax, offset);
    this.#budget.addEntry(name);
    const start = this.#supply.position;
    const isFolder = header.type === '5' || (header.type === '0' && written.endsWith('/'));
    const skip = skipReason(header.type, isFolder, size, this.#budget, offset);
    if (!isFolder || size > 0) {
      if (name === '') malformed('An entry has no name.', offset);
      this.#entries.push({
        name,
        size,
        ...(skip === undefined ? {} : { skip }),
        ...(skip === 'hard link'
          ? { target: plain(pax.linkpath ?? longLink ?? tarText(header.link, offset)) }
          : {}),
        open: () => this.#open(start, size),
      });
    }
    await this.#supply.skipTo(start + size + padding(size));
  }
}

/** The largest size that eleven octal digits hold. */
const largestOctal = 0o77777777777;

/**
 * A pax size is for what the header cannot say. Readers that see only one of the two would go on at different places, and
 * find other entries there.
 */
function sizeOf(header: TarHeader, { size }: PaxValues, offset: number): number {
  if (size !== undefined && size !== header.size && size <= largestOctal)
    malformed('An entry of the tar has two sizes.', offset);
  return size ?? header.size;
}

function skipReason(
  type: string,
  isFolder: boolean,
  size: number,
  budget: ArchiveBudget,
  offset: number,
): SkipReason | undefined {
  const why = skipped[type];
  // Whether data follows a link or a folder with a size is read differently by different programs.
  if ((why !== undefined || type === '5') && size > 0)
    malformed('A link or folder of the tar has a size.', offset);
  if (isFolder) return 'folder with content';
  if (why !== undefined) return why;
  if (type === 'S') malformed('A file of the tar is sparse.', offset);
  if (type !== '0' && type !== '7') malformed('An entry of the tar is of a type that is not read.', offset);
  return size > budget.entryBytes ? 'too large' : undefined;
}

const padding = (size: number) => (blockLength - (size % blockLength)) % blockLength;

const plain = (name: string) =>
  name
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');

const zeros = Buffer.alloc(65_536);

function isZero(bytes: Uint8Array): boolean {
  return zeros.subarray(0, bytes.length).equals(bytes);
}
