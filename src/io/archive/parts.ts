/** A zip that is one document: its parts by name. Checked and limited like any archive, and read from memory. */
import { PassmusterError } from '../../errors.ts';
import { type Input, OpenInput } from '../input.ts';
import { ArchiveBudget } from './budget.ts';
import { FileBytes, gatherBytes } from './bytes.ts';
import { type IndexedEntry, withoutRepeated } from './entry.ts';
import { indexZip } from './zip.ts';

/** The content of a part; undefined where there is none, or none that can be read. */
export type PartOf = (name: string, limit: number) => Promise<Uint8Array | undefined>;

/** The two parts by which a workbook is known (ECMA-376-2, Open Packaging Conventions; ECMA-376-1, 12.3.23). */
export const isWorkbook = (names: ReadonlySet<string>): boolean =>
  names.has('[Content_Types].xml') && names.has('xl/workbook.xml');

/** @throws PassmusterError archive-malformed, archive-limit */
export async function zipParts(
  input: Input,
): Promise<{ readonly names: ReadonlySet<string>; readonly part: PartOf }> {
  const bytes = await gatherBytes(input);
  return partsIn(withoutRepeated(await indexZip(bytes, new ArchiveBudget(bytes.size))));
}

/**
 * The same of a file, which stays open.
 * @throws PassmusterError archive-malformed, archive-limit, input-unreadable
 */
export async function zipFileParts(path: string): Promise<ZipFileParts> {
  const bytes = await FileBytes.open(path);
  if (bytes === undefined) throw new PassmusterError('input-unreadable', 'The path is not a file.');
  try {
    const entries = withoutRepeated(await indexZip(bytes, new ArchiveBudget(bytes.size)));
    const closed = entries.filter(({ skip }) => skip !== undefined).map(({ name }) => name);
    return { ...partsIn(entries), closed, close: () => bytes.close() };
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

interface ZipFileParts {
  readonly names: ReadonlySet<string>;
  readonly part: PartOf;
  /** Entries that cannot be read: encrypted, links, a name twice. */
  readonly closed: readonly string[];
  close(): Promise<void>;
}

function partsIn(entries: readonly IndexedEntry[]): { names: ReadonlySet<string>; part: PartOf } {
  const open = new Map(entries.flatMap((one) => (one.skip === undefined ? [[one.name, one]] : [])));
  return {
    names: new Set(open.keys()),
    async part(name, limit) {
      const entry = open.get(name);
      if (entry === undefined) return undefined;
      const content = await OpenInput.open(name, entry.open(), entry.size);
      return content.bytes(limit);
    },
  };
}
