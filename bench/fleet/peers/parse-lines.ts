/**
 * The peer of the device rows: JSON.parse of each line of a file, in one thread and nothing else.
 *
 *   node bench/fleet/peers/parse-lines.ts FILE
 */
import { closeSync, openSync, readSync } from 'node:fs';

/** A piece as large as those that copying tools read; larger ones are not faster. */
const buffer = Buffer.allocUnsafe(1024 * 1024);

/** @returns how many lines there are, so that nobody can leave the parsing out */
export function parseLines(path: string): number {
  const file = openSync(path, 'r');
  let rest = Buffer.alloc(0);
  let lines = 0;
  const take = (line: Buffer): void => {
    if (typeof JSON.parse(line.toString('utf8')) === 'object') lines += 1;
  };
  for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
    let start = 0;
    for (let end = buffer.indexOf(10); end >= 0 && end < read; end = buffer.indexOf(10, start)) {
      const line = buffer.subarray(start, end);
      take(rest.length === 0 ? line : Buffer.concat([rest, line]));
      rest = Buffer.alloc(0);
      start = end + 1;
    }
    if (start < read) rest = Buffer.concat([rest, buffer.subarray(start, read)]);
  }
  if (rest.length > 0) take(rest);
  closeSync(file);
  return lines;
}

if (import.meta.main) process.stdout.write(`${parseLines(process.argv[2] ?? '')}\n`);
