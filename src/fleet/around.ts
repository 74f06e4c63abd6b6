/** What stands around the rows of a file, and what it tells of them. */
import { cutJson } from '../formats/json-cut.ts';
import { completeness } from '../inventory/envelope.ts';
import type { Notice } from '../model/notice.ts';
import type { RowList } from '../sources/define.ts';
import { itemsAround } from '../sources/device-rows.ts';
import { FilePieces } from './blocks.ts';
import type { Rows } from './census.ts';
import { NotPlain } from './not-plain.ts';
import type { FleetFile } from './tasks.ts';

/** Bytes around the rows of a list that are read. */
const mostBehind = 4 * 1024 * 1024;

interface Looked {
  readonly file: FleetFile;
  readonly list: RowList;
}

/** @throws NotPlain where there is more than members around them; PassmusterError json-malformed */
export async function around({ file, list }: Looked, found: Rows): Promise<Notice[]> {
  const { rows, end } = found;
  const { frame, name, size } = file;
  if (frame.form === 'csv') return completeness(undefined, rows, { rows: [] });
  if (frame.form === 'lines') return completeness(undefined, rows, list.list.envelope);
  if (size - end > mostBehind) throw new NotPlain('much stands behind the rows');
  const wrappers = list.list.envelope.rows;
  const isRows = (key: string): boolean => wrappers.some((one) => one.toLowerCase() === key.toLowerCase());
  const notices: Notice[] = [];
  for await (const part of cutJson(bytesAround(file, found), isRows, true)) {
    if (part.kind !== 'end') throw new NotPlain('several lists');
    const { members } = part;
    const lists = [...members.entries.keys()].filter(isRows);
    if (lists.length > 1 || lists.some((key) => members.repeated.has(key)))
      throw new NotPlain('several lists');
    for (const item of itemsAround(members, rows, name, list.list))
      if (item.kind === 'notice') notices.push(item.notice);
  }
  return notices;
}

/** What stands before the rows and behind them, with as many line feeds between as the rows have. */
async function* bytesAround(
  { path, frame, size }: FleetFile,
  { end, lines }: Rows,
): AsyncGenerator<Uint8Array> {
  const pieces = new FilePieces(path, size);
  try {
    yield Buffer.from(pieces.text(0, frame.start));
    const most = 64 * 1024;
    for (let left = lines; left > 0; left -= most) yield Buffer.alloc(Math.min(left, most), '\n');
    yield Buffer.from(pieces.text(end, size));
  } finally {
    pieces.close();
  }
}
