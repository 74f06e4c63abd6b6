/** Writes text to a file in large pieces. */
import { closeSync, openSync, writeSync } from 'node:fs';

export interface TextFile {
  readonly write: (text: string) => void;
  /** @returns the bytes written */
  readonly close: () => number;
}

/** Texts are encoded one by one: one character outside Latin in a joined text would make all of it twice as large. */
export function createText(path: string): TextFile {
  const file = openSync(path, 'w');
  const buffer = Buffer.allocUnsafe(4 * 1024 * 1024);
  let used = 0;
  let bytes = 0;
  const flush = (): void => {
    for (let done = 0; done < used;) done += writeSync(file, buffer, done, used - done);
    bytes += used;
    used = 0;
  };
  return {
    write: (text) => {
      if (used + text.length * 3 > buffer.length) flush();
      used += buffer.write(text, used, 'utf8');
    },
    close: () => {
      flush();
      closeSync(file);
      return bytes;
    },
  };
}
