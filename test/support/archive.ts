/** Small writers of zip, tar and gzip in which every field can be made wrong, and a reader that collects what comes out. */
import { crc32, deflateRawSync } from 'node:zlib';
import { PassmusterError } from '../../src/errors.ts';
import { ArchiveBudget } from '../../src/io/archive/budget.ts';
import { type ArchiveBytes, memoryBytes } from '../../src/io/archive/bytes.ts';
import type { ArchiveEntry } from '../../src/io/archive/entry.ts';
import {
  type ArchiveKind,
  archiveKind,
  type ArchiveSource,
  indexArchive,
} from '../../src/io/archive/index.ts';
import { concat, unsigned, utf8 } from './bytes.ts';

type Bytes = Uint8Array | readonly number[];

/** A little-endian unsigned integer of a given width. */
export const little = (value: number | bigint, width: number): Uint8Array =>
  unsigned(value, width).toReversed();

const nameBytes = (name: string | Uint8Array) => (typeof name === 'string' ? utf8(name) : name);

/** What a header of a zip entry says; local and central header are alike unless told otherwise. */
export interface ZipFields {
  readonly name: string | Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly compressed: number;
  readonly uncompressed: number;
  readonly extra: Bytes;
  /** Of the local header; central only. */
  readonly offset: number;
}

export interface ZipPart {
  readonly name: string | Uint8Array;
  readonly content?: Uint8Array;
  /** 8 unless the entry is empty. */
  readonly method?: number;
  /** 0x800, names in UTF-8, unless told otherwise. */
  readonly flags?: number;
  /** A Unix mode. */
  readonly mode?: number;
  /** The compressed bytes, where they are not those of the content. */
  readonly data?: Uint8Array;
  /** What follows the data; `true` for a descriptor as APPNOTE has it. */
  readonly descriptor?: Uint8Array | true;
  readonly local?: Partial<ZipFields>;
  readonly central?: Partial<ZipFields>;
  /** Bytes in front of the local header that belong to no entry. */
  readonly gap?: Uint8Array;
}

export interface ZipOptions {
  readonly comment?: Uint8Array;
  /** Bytes between the entries and the directory, between directory and end record, and after the end. */
  readonly beforeDirectory?: Uint8Array;
  readonly beforeEnd?: Uint8Array;
  readonly tail?: Uint8Array;
  readonly zip64?: boolean;
  readonly end?: Partial<Record<'disk' | 'entries' | 'size' | 'start' | 'commentLength', number>>;
}

export function zipOf(parts: readonly ZipPart[], options: ZipOptions = {}): Uint8Array {
  const body: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const part of parts) {
    const { local, central } = zipEntry(part, offset + (part.gap?.length ?? 0));
    const bytes = concat(part.gap ?? [], local);
    body.push(bytes);
    directory.push(central);
    offset += bytes.length;
  }
  const entries = concat(...body, options.beforeDirectory ?? []);
  const listed = concat(...directory);
  const end = zipEnd(parts.length, listed.length, entries.length, options);
  return concat(entries, listed, options.beforeEnd ?? [], end, options.tail ?? []);
}

function zipEntry(part: ZipPart, offset: number): { local: Uint8Array; central: Uint8Array } {
  const content = part.content ?? new Uint8Array();
  const method = part.method ?? (content.length === 0 ? 0 : 8);
  const data = part.data ?? (method === 8 ? deflateRawSync(content) : content);
  const fields: ZipFields = {
    name: part.name,
    flags: (part.flags ?? 0x800) | (part.descriptor === undefined ? 0 : 8),
    method,
    crc: crc32(content),
    compressed: data.length,
    uncompressed: content.length,
    extra: [],
    offset,
  };
  const open = part.descriptor === undefined ? {} : { crc: 0, compressed: 0, uncompressed: 0 };
  const descriptor = part.descriptor === true ? descriptorOf(content, data.length) : (part.descriptor ?? []);
  const localFields = { ...fields, ...open, ...part.local };
  const centralFields = { ...fields, ...part.central };
  const name = nameBytes(localFields.name);
  const local = concat(
    utf8('PK\u0003\u0004'),
    ...shared(localFields),
    little(name.length, 2),
    little(localFields.extra.length, 2),
    name,
    localFields.extra,
    data,
    descriptor,
  );
  return { local, central: centralHeader(centralFields, part.mode ?? 0o100644) };
}

/** Version, flags, method, time, checksum, sizes. */
function shared({ flags, method, crc, compressed, uncompressed }: ZipFields): Uint8Array[] {
  return [
    little(20, 2),
    little(flags, 2),
    little(method, 2),
    little(0, 2),
    little(0x21, 2),
    little(crc, 4),
    little(compressed, 4),
    little(uncompressed, 4),
  ];
}

function centralHeader(fields: ZipFields, mode: number): Uint8Array {
  const name = nameBytes(fields.name);
  return concat(
    utf8('PK\u0001\u0002'),
    little(0x0314, 2),
    ...shared(fields),
    little(name.length, 2),
    little(fields.extra.length, 2),
    little(0, 6),
    little(mode * 0x10000, 4),
    little(fields.offset, 4),
    name,
    fields.extra,
  );
}

/** Behind the data: signature, checksum, sizes of `width` bytes. */
export function descriptorOf(content: Uint8Array, compressed: number, width = 4): Uint8Array {
  return concat(
    utf8('PK\u0007\u0008'),
    little(crc32(content), 4),
    little(compressed, width),
    little(content.length, width),
  );
}

function zipEnd(entries: number, size: number, start: number, options: ZipOptions): Uint8Array {
  const { comment = new Uint8Array(), zip64 = false, end = {} } = options;
  const record = concat(
    utf8('PK\u0005\u0006'),
    little(end.disk ?? 0, 2),
    little(0, 2),
    little(end.entries ?? (zip64 ? 0xffff : entries), 2),
    little(end.entries ?? (zip64 ? 0xffff : entries), 2),
    little(end.size ?? (zip64 ? 0xffffffff : size), 4),
    little(end.start ?? (zip64 ? 0xffffffff : start), 4),
    little(end.commentLength ?? comment.length, 2),
    comment,
  );
  if (!zip64) return record;
  const wide = concat(
    utf8('PK\u0006\u0006'),
    little(44, 8),
    little(45, 2),
    little(45, 2),
    little(0, 8),
    little(entries, 8),
    little(entries, 8),
    little(size, 8),
    little(start, 8),
  );
  const locator = concat(utf8('PK\u0006\u0007'), little(0, 4), little(start + size, 8), little(1, 4));
  return concat(wide, locator, record);
}

/** An extra field of a zip header. */
export const extraField = (id: number, data: Bytes): Uint8Array =>
  concat(little(id, 2), little(data.length, 2), data);

export interface TarPart {
  readonly name?: string | Uint8Array;
  readonly content?: Uint8Array;
  /** '0', a file, unless told otherwise. */
  readonly type?: string;
  readonly link?: string;
  readonly prefix?: string;
  /** Eight bytes; those of POSIX unless told otherwise. */
  readonly magic?: string;
  /** Twelve bytes of the size field. */
  readonly size?: string | Uint8Array;
  /** Added to the checksum. */
  readonly damage?: number;
}

export const gnuMagic = 'ustar  \u0000';
const posixMagic = 'ustar\u000000';
export const tarEnd = new Uint8Array(1024);

export function tarOf(parts: readonly TarPart[], end: Uint8Array = tarEnd): Uint8Array {
  return concat(...parts.map(tarEntry), end);
}

export function tarEntry(part: TarPart): Uint8Array {
  const content = part.content ?? new Uint8Array();
  const padding = new Uint8Array((512 - (content.length % 512)) % 512);
  return concat(tarHeader(part, content.length), content, padding);
}

function tarHeader(part: TarPart, length: number): Uint8Array {
  const block = new Uint8Array(512);
  const put = (at: number, value: string | Uint8Array) => block.set(nameBytes(value), at);
  put(0, part.name ?? '');
  put(100, '0000644\u00000000000\u00000000000\u0000');
  put(124, part.size ?? `${length.toString(8).padStart(11, '0')}\u0000`);
  put(136, '00000000000\u0000        ');
  put(156, part.type ?? '0');
  put(157, part.link ?? '');
  put(257, part.magic ?? posixMagic);
  put(345, part.prefix ?? '');
  const sum = block.reduce((total, byte) => total + byte, 0) + (part.damage ?? 0);
  put(148, `${sum.toString(8).padStart(6, '0')}\u0000 `);
  return block;
}

/** An extended header with its records. */
export function pax(records: readonly (readonly [string, string])[], type = 'x'): TarPart {
  return { name: 'PaxHeaders/0', type, content: utf8(records.map(paxRecord).join('')) };
}

function paxRecord([key, value]: readonly [string, string]): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = utf8(rest).length;
  let length = bytes + String(bytes).length;
  if (String(length).length > String(bytes).length) length = bytes + String(length).length;
  return `${length}${rest}`;
}

/** A GNU header that holds the name, `L`, or the link, `K`, of the entry after it. */
export function longName(name: string, type = 'L'): TarPart {
  return { name: '././@LongLink', type, magic: gnuMagic, content: utf8(`${name}\u0000`) };
}

/** What an entry came to when it was read to its end. */
export type Outcome =
  | { readonly name: string; readonly content: Uint8Array }
  | { readonly name: string; readonly error: string }
  | { readonly name: string; readonly skipped: string; readonly lost: boolean }
  | { readonly note: string };

/** Reads everything. A refusal of the archive itself is thrown. */
export async function readArchive(
  bytes: Uint8Array | ArchiveBytes,
  { budget, kind, name = 'a' }: { budget?: ArchiveBudget; kind?: ArchiveKind; name?: string } = {},
): Promise<Outcome[]> {
  const source = bytes instanceof Uint8Array ? memoryBytes(bytes) : bytes;
  const found = kind ?? archiveKind(await source.read(0, 512));
  if (found === undefined) throw new Error('not an archive');
  const outcomes: Outcome[] = [];
  const entries = openArchive({ name, kind: found, bytes: source }, budget ?? new ArchiveBudget(source.size));
  for await (const entry of entries) {
    if (entry.kind === 'note') outcomes.push({ note: entry.why });
    else if (entry.kind === 'skipped')
      outcomes.push({ name: entry.name, skipped: entry.why, lost: entry.lost });
    else if (entry.kind === 'damaged') outcomes.push({ name: entry.name, error: entry.error.code });
    else outcomes.push(await contentOf(entry.name, () => entry.input.bytes(2 ** 31)));
  }
  return outcomes;
}

async function contentOf(name: string, read: () => Promise<Uint8Array>): Promise<Outcome> {
  try {
    return { name, content: new Uint8Array(await read()) };
  } catch (error) {
    if (error instanceof PassmusterError) return { name, error: error.code };
    throw error;
  }
}

export const file = (name: string, content: Uint8Array | string): Outcome => ({
  name,
  content: typeof content === 'string' ? utf8(content) : content,
});

/** All entries of an archive, one after the other. */
export async function* openArchive(
  source: ArchiveSource,
  budget?: ArchiveBudget,
): AsyncGenerator<ArchiveEntry> {
  const archive = await indexArchive(source, budget);
  try {
    yield* archive.files();
  } finally {
    await archive.close();
  }
}
