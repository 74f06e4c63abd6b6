/**
 * The first time through the files: where each block's rows begin and how many there are, so that a block can be judged by itself; and
 * which identifiers stand more than once.
 */
import { type Block, blocksOf } from './pieces.ts';
import type { Pool } from './pool.ts';
import { NotPlain } from './not-plain.ts';
import { SeenHashes } from './seen-hashes.ts';
import type { CensusAnswer, FleetFile } from './tasks.ts';

/** A block with what stands before it. */
export interface PlacedBlock {
  readonly block: Block;
  /** Offset of its first row. */
  readonly first: number;
  /** The line of that row, and how many rows stand before it. */
  readonly line: number;
  readonly ordinal: number;
}

export interface FileCensus {
  /** Blocks that have rows. */
  readonly blocks: readonly PlacedBlock[];
  readonly rows: number;
  /** Line feeds from the first row to the end of the list. */
  readonly lines: number;
  /** Offset of the end of the list. */
  readonly end: number;
}

/**
 * @param repeated collects hashes that stand more than once, and by chance some others
 * @param done told the bytes that were looked at
 * @throws NotPlain where a file is to be read in the ordinary way
 */
export async function census(
  pool: Pool,
  file: FleetFile,
  number: number,
  seen: SeenHashes,
  done: (bytes: number) => void,
): Promise<FileCensus> {
  const { frame, size } = file;
  const blocks: PlacedBlock[] = [];
  let [next, line, rows, lines] = [frame.start, frame.line, 0, 0];
  let isEnd = false;
  const answers = inOrder(blocksOf(number, frame.start, size), pool.size * 2, (block) =>
    pool.do<'census'>({ kind: 'census', block }),
  );
  for await (const [block, early] of answers) {
    done(block.to - block.from);
    if (isEnd || next >= block.to) continue; // what stands behind the list, or the rest of a row
    let answer: CensusAnswer = early;
    if (answer.first !== next) answer = await pool.do<'census'>({ kind: 'census', block, first: next });
    if (answer.rows > 0) blocks.push({ block, first: next, line, ordinal: rows });
    for (const hash of answer.hashes) seen.add(hash);
    rows += answer.rows;
    lines += answer.lines;
    line += answer.lines;
    ({ next, isEnd } = answer);
  }
  if (frame.form === 'list' ? !isEnd : next < size) throw new NotPlain('the file breaks off');
  return { blocks, rows, lines, end: next };
}

/** Starts so many at once, and yields what they come to in the order of the items. */
export async function* inOrder<Item, Result>(
  items: Iterable<Item>,
  most: number,
  start: (item: Item) => Promise<Result>,
): AsyncGenerator<readonly [Item, Result]> {
  const waiting: { readonly item: Item; readonly result: Promise<Result> }[] = [];
  for (const item of items) {
    const result = start(item);
    result.catch(() => undefined); // told when its turn comes
    waiting.push({ item, result });
    if (waiting.length < most) continue;
    const first = waiting.shift();
    if (first !== undefined) yield [first.item, await first.result];
  }
  for (const { item, result } of waiting) yield [item, await result];
}
