/** Zip, tar and gzip: every entry is what its index said, under a name that leads nowhere, or the archive is refused. */
import { memoryBytes } from '../../src/io/archive/bytes.ts';
import { archiveKind } from '../../src/io/archive/index.ts';
import { PassmusterError } from '../../src/errors.ts';
import { openArchive } from '../support/archive.ts';
import { attemptAsync, Violation } from './check.ts';

/** What 64 KiB may unpack to; the limit of the program is for archives of gigabytes. */
const mostBytes = 128 * 1024 * 1024;

export async function fuzz(data: Uint8Array): Promise<void> {
  const kind = archiveKind(data.subarray(0, 512));
  if (kind === undefined) return;
  await attemptAsync(data, async () => {
    const names = new Set<string>();
    let unpacked = 0;
    for await (const entry of openArchive({ name: 'input', kind, bytes: memoryBytes(data) })) {
      if (entry.kind === 'note') continue;
      if (/^\/|^[A-Za-z]:|(^|\/)\.\.(\/|$)|\\/.test(entry.name))
        throw new Violation('a name leads out of the archive');
      if (entry.kind !== 'file') continue;
      if (names.has(entry.name)) throw new Violation('two files of one name');
      names.add(entry.name);
      unpacked += await readEntry(entry.input.stream());
      if (unpacked > mostBytes) throw new Violation('a bomb');
    }
  });
}

/** An entry may turn out damaged while it is read; the others go on. */
async function readEntry(stream: AsyncGenerator<Uint8Array>): Promise<number> {
  let length = 0;
  try {
    for await (const chunk of stream) length += chunk.length;
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
  }
  return length;
}
