/** The operator's list of identifiers: one phone a row. For phones whose sources share no serial number, UDID or IMEI. */
import { tokenOf } from '../artifacts/identity.ts';
import { PassmusterError } from '../errors.ts';
import { readCsv } from '../formats/csv.ts';
import { foldColumn } from '../formats/csv-peek.ts';
import type { Token } from '../model/links.ts';

const shared = new Set(['serial', 'udid', 'imei']);

/**
 * @param name of the file, for messages
 * @returns the tokens of each phone
 * @throws PassmusterError usage, csv-malformed with the line
 */
export async function readIdMap(
  content: Uint8Array,
  name: string,
  key: string,
): Promise<readonly (readonly Token[])[]> {
  const phones: Token[][] = [];
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield content;
  }
  for await (const item of readCsv(chunks())) {
    if (item.kind === 'header' && item.columns.length < 2)
      throw new PassmusterError('usage', `${name} needs at least two columns, for example serial,intune.`);
    if (item.kind === 'header' && item.repeated.length > 0)
      throw new PassmusterError(
        'usage',
        `${name} has a column twice; one phone has one identifier of a kind in it.`,
      );
    if (item.kind === 'broken') throw new PassmusterError('usage', `${name}, line ${item.line}: ${item.why}`);
    if (item.kind !== 'row') continue;
    const tokens = [...item.cells].flatMap(([column, value]) => {
      return tokenOf(kindOf(column), value, key) ?? [];
    });
    if (tokens.length > 1) phones.push(tokens);
  }
  return phones;
}

/** `Google Directory`, `google_directory` and `google-directory` are one product. */
function kindOf(column: string): string {
  const folded = foldColumn(column);
  if (shared.has(folded)) return folded;
  const product = column.replaceAll('\uFEFF', '').trim().toLowerCase();
  return `${product.replaceAll(/[\s_]+/g, '-')}-device`;
}
