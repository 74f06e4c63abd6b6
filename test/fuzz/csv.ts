/** CSV in chunks: the same rows whatever the chunks are, and an end that counts them. */
import { readCsv } from '../../src/formats/csv.ts';
import { attemptAsync, inChunks, Violation } from './check.ts';

export async function fuzz(data: Uint8Array): Promise<void> {
  const found: string[] = [];
  for (const chunks of [inChunks(data), whole(data)]) {
    const items: string[] = [];
    await attemptAsync(data, async () => {
      let rows = 0;
      for await (const item of readCsv(chunks)) {
        if (item.kind === 'row') rows += 1;
        if (item.kind === 'end' && item.rows !== rows) throw new Violation('an end that counts other rows');
        items.push(item.kind === 'row' ? JSON.stringify([...item.cells, item.ended]) : item.kind);
      }
    });
    found.push(items.join('\n'));
  }
  if (found[0] !== found[1]) throw new Violation('the rows depend on the chunks');
}

async function* whole(data: Uint8Array): AsyncGenerator<Uint8Array> {
  yield data;
}
