/** The hash of a file, made beside the reading of its rows. */
import { createHash } from 'node:crypto';
import { readThrough } from '../io/file-range.ts';
import { NotPlain } from './not-plain.ts';
import type { FleetFile } from './tasks.ts';

const atOnce = 1024 * 1024;

export class Digest {
  readonly #sha256: Promise<string>;

  constructor(file: FleetFile) {
    this.#sha256 = sha256Of(file);
    this.#sha256.catch(() => undefined); // told by whoever asks for it
  }

  /** @throws NotPlain where the file has changed meanwhile */
  done(): Promise<string> {
    return this.#sha256;
  }
}

async function sha256Of({ path, size }: FleetFile): Promise<string> {
  const hash = createHash('sha256');
  const room = new Uint8Array(atOnce);
  const isSame = await readThrough(path, room, size, (bytes) => void hash.update(room.subarray(0, bytes)));
  if (!isSame) throw new NotPlain('the file changed while it was read');
  return hash.digest('hex');
}
