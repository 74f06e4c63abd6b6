/** A zip that is one document: its parts by name. Checked and limited like any archive, and read from memory. */
import { type Input, OpenInput } from '../input.ts';
import { ArchiveBudget } from './budget.ts';
import { gatherBytes } from './bytes.ts';
import { indexZip } from './zip.ts';
import { withoutRepeated } from './entry.ts';

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
  const entries = withoutRepeated(await indexZip(bytes, new ArchiveBudget(bytes.size)));
  const names = new Set(entries.filter(({ skip }) => skip === undefined).map(({ name }) => name));
  return {
    names,
    async part(name, limit) {
      const entry = entries.find((one) => one.name === name && one.skip === undefined);
      if (entry === undefined) return undefined;
      const content = await OpenInput.open(name, entry.open(), entry.size);
      return content.bytes(limit);
    },
  };
}
