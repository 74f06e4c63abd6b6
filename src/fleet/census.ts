/** The first time through a file whose report cannot be begun anew: how many rows it has, and which identifiers stand more than once. */
import type { Block } from './blocks.ts';
import type { Digest } from './digest.ts';
import type { Pool } from './pool.ts';
import type { SeenHashes } from './seen-hashes.ts';

/** What all blocks of a file come to. */
export interface Rows {
  readonly rows: number;
  /** Line feeds from the first row to the end of the list. */
  readonly lines: number;
  /** Offset of the end of the list. */
  readonly end: number;
}

export const noRows: Rows = { rows: 0, lines: 0, end: 0 };

export const withBlock = (before: Rows, { rows, lines, next }: Block): Rows => ({
  rows: before.rows + rows,
  lines: before.lines + lines,
  end: next,
});

/**
 * @param seen collects hashes that stand more than once, and by chance some others
 * @param done told the bytes that were looked at
 * @throws NotPlain where the file is to be read in the ordinary way
 */
export async function census(
  pool: Pool,
  file: number,
  seen: SeenHashes,
  digest: Digest,
  done: (bytes: number) => void,
): Promise<Rows> {
  let all = noRows;
  for await (const { block, hashes } of pool.pass<'census'>({ kind: 'census', file })) {
    seen.addAll(hashes);
    digest.follow(block.next);
    all = withBlock(all, block);
    done(block.bytes);
  }
  return all;
}
