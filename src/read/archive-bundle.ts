/** Bundles inside archives: a sysdiagnose comes as a tar, a backup may come as a zip. */
import { PassmusterError } from '../errors.ts';
import { archiveContainer, archiveRoots } from '../io/archive/container.ts';
import type { IndexedEntry } from '../io/archive/entry.ts';
import { type ArchiveSource, indexArchive } from '../io/archive/index.ts';
import { OpenInput } from '../io/input.ts';
import { limits } from '../io/limits.ts';
import { type BundleReading, bundleSourceOf, readBundle } from './bundle.ts';
import type { RawEvent } from './events.ts';

export interface ArchiveBundle {
  /** As reports show it. */
  readonly name: string;
  /** Of its folder, with `/` at the end. */
  readonly prefix: string;
  /** May its reader ask for the entry of this name? */
  wants(name: string): boolean;
  read(held: ReadonlyMap<string, Uint8Array>, reading: BundleReading): AsyncGenerator<RawEvent>;
}

/** The outermost ones; what lies in a bundle belongs to it. */
export function bundlesIn(
  archive: ArchiveSource,
  entries: readonly IndexedEntry[],
): readonly ArchiveBundle[] {
  const found: ArchiveBundle[] = [];
  for (const root of archiveRoots(archive.name, entries)) {
    const source = bundleSourceOf(root.names);
    if (source === undefined) continue;
    const { prefix } = root;
    if (bundleAround(prefix, found)) continue;
    const name = `${archive.name}/${prefix === '' ? '.' : prefix.slice(0, -1)}`;
    found.push({
      name,
      prefix,
      wants: (entry) => source.allows(entry.slice(prefix.length)),
      read: (held, reading) => {
        const reopen = (entry: string) => openAgain(archive, entry);
        return readBundle(name, source, archiveContainer(entries, prefix, held, reopen), reading);
      },
    });
  }
  return found;
}

export function bundleAround(name: string, bundles: readonly ArchiveBundle[]): ArchiveBundle | undefined {
  return bundles.find(({ prefix }) => name.startsWith(prefix));
}

/** A file that the pass did not hold. Another pass: entries can only be opened in the order of the archive. */
async function openAgain(archive: ArchiveSource, name: string): Promise<OpenInput | undefined> {
  const again = await indexArchive(archive);
  const entries = again.files((one) => one === name);
  const close = async (): Promise<void> => {
    await entries.return(undefined);
    await again.close();
  };
  // Not a loop over the entries: to leave one ends the turn of the entry, which is yet to be read.
  for (let next = await entries.next(); next.done !== true; next = await entries.next()) {
    const entry = next.value;
    if (entry.kind === 'file') return OpenInput.open(name, closing(entry.input, close), entry.input.size);
    if (entry.kind !== 'damaged') continue;
    await close();
    throw entry.error;
  }
  await close();
  return undefined;
}

async function* closing(input: OpenInput, close: () => Promise<void>): AsyncGenerator<Uint8Array> {
  try {
    yield* input.stream();
  } finally {
    await close();
  }
}

/** Contents that were met on the way, as far as they fit; a larger file is fetched when it is asked for. */
export class HeldFiles {
  readonly files = new Map<string, Uint8Array>();
  #bytes = 0;

  async take(name: string, input: OpenInput): Promise<void> {
    const room = Math.min(limits.bundleFileBytes, limits.bundleHeldBytes - this.#bytes);
    if (input.size !== undefined && input.size > room) return;
    try {
      const content = await input.bytes(room);
      await input.finish();
      this.files.set(name, content);
      this.#bytes += content.length;
    } catch (error) {
      // Damage is told to the reader that asks for the file, and may be asked for by none.
      if (!(error instanceof PassmusterError)) throw error;
    }
  }
}
