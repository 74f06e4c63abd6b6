/**
 * Archives as virtual folders. Nothing is unpacked: an archive is gone through once, so that a damaged or ambiguous one
 * is refused before anything of it is believed, and then its entries are handed out as inputs, one after the other.
 */
import { PassmusterError } from '../../errors.ts';
import { OpenInput } from '../input.ts';
import { ArchiveBudget } from './budget.ts';
import { type ArchiveBytes, slice } from './bytes.ts';
import {
  type ArchiveEntry,
  type ArchiveNote,
  EntrySource,
  type IndexedEntry,
  isLost,
  withoutRepeated,
} from './entry.ts';
import { gunzipped, gzipHead, singleFile } from './gzip.ts';
import { Supply } from './supply.ts';
import { indexTar } from './tar.ts';
import { blockLength, isTarHead } from './tar-header.ts';

export type ArchiveKind = 'zip' | 'tar' | 'gzip';

/** By content; 512 bytes suffice. A file's name is no proof. */
export function archiveKind(head: Uint8Array): ArchiveKind | undefined {
  const start = Buffer.from(head.subarray(0, 4)).toString('latin1');
  if (start === 'PK\u0003\u0004' || start === 'PK\u0005\u0006') return 'zip';
  if (start.startsWith('\u001f\u008b')) return 'gzip';
  return isTarHead(head) ? 'tar' : undefined;
}

export interface ArchiveSource {
  /** As the user sees it; the names of the entries come behind it. */
  readonly name: string;
  readonly kind: ArchiveKind;
  readonly bytes: ArchiveBytes;
}

/** An archive that was gone through once: what is in it is known, and can be handed out in the order of its index. */
export interface OpenArchive {
  readonly entries: readonly IndexedEntry[];
  /**
   * The entries of a zip by name, those of a tar in its order; folders are not among them. To be called once.
   * @param isWanted the others are not opened and not named
   * @throws PassmusterError archive-limit after an entry whose content passed a limit
   */
  files(isWanted?: (name: string) => boolean): AsyncGenerator<ArchiveEntry>;
  close(): Promise<void>;
}

/**
 * @param budget for an archive in an archive, that of the outer one
 * @throws PassmusterError archive-malformed and archive-limit, when the archive is refused
 */
export async function indexArchive(
  source: ArchiveSource,
  budget: ArchiveBudget = new ArchiveBudget(source.bytes.size),
): Promise<OpenArchive> {
  const notes = new Set<ArchiveNote>();
  const index = await indexOf(source, budget, notes);
  const entries = withoutRepeated(index.entries);
  return {
    entries,
    files: (isWanted) => filesOf(source.name, entries, notes, isWanted),
    close: () => index.close(),
  };
}

async function* filesOf(
  name: string,
  entries: readonly IndexedEntry[],
  notes: ReadonlySet<ArchiveNote>,
  isWanted: (name: string) => boolean = () => true,
): AsyncGenerator<ArchiveEntry> {
  const read = new Set(entries.filter(({ skip }) => skip === undefined).map((entry) => entry.name));
  for (const entry of entries) {
    if (!isWanted(entry.name)) continue;
    if (entry.skip === undefined) yield* openEntry(name, entry);
    else yield { kind: 'skipped', name: entry.name, why: entry.skip, lost: isLost(entry, read) };
  }
  for (const why of notes) yield { kind: 'note', why };
}

interface Index {
  readonly entries: readonly IndexedEntry[];
  close(): Promise<void>;
}

async function indexOf(
  { name, kind, bytes }: ArchiveSource,
  budget: ArchiveBudget,
  notes: Set<ArchiveNote>,
): Promise<Index> {
  const nothing = async (): Promise<void> => undefined;
  if (kind === 'zip') {
    const { indexZip } = await import('./zip.ts');
    return { entries: await indexZip(bytes, budget), close: nothing };
  }
  if (kind === 'tar') {
    const supply = () => new Supply((position) => slice(bytes, position, bytes.size), true);
    const index = await indexTar(supply(), supply, budget);
    budget.addBytes(bytes.size);
    return index;
  }
  if (!isTarHead(await gzipHead(bytes, blockLength)))
    return { entries: [singleFile(name, bytes, budget, notes)], close: nothing };
  const first = new Supply(() => gunzipped(bytes, budget, notes), false);
  return indexTar(first, () => new Supply(() => gunzipped(bytes, undefined, notes), false), budget);
}

/** Damage stays with its entry; anything else is of the archive, or of the machine. */
function damage(error: unknown): PassmusterError {
  if (error instanceof PassmusterError && error.code === 'archive-malformed') return error;
  throw error;
}

async function* openEntry(archive: string, entry: IndexedEntry): AsyncGenerator<ArchiveEntry> {
  const { name, size } = entry;
  const content = new EntrySource(entry.open());
  const opened = await OpenInput.open(`${archive}/${name}`, content, size).catch(damage);
  try {
    if (opened instanceof OpenInput) yield { kind: 'file', name, input: opened };
    else yield { kind: 'damaged', name, error: opened };
  } finally {
    await content.return();
  }
  // Nobody may go on with a bomb because its reader stopped early.
  if (content.failure instanceof PassmusterError && content.failure.code === 'archive-limit')
    throw content.failure;
}
