/**
 * Goes through an archive, and the archives in it, as through folders: every entry is an input of its own. In one pass, in
 * the order of the archive, for entries can only be opened so. Nothing is unpacked to disk.
 */
import { PassmusterError } from '../errors.ts';
import { ArchiveBudget } from '../io/archive/budget.ts';
import { type ArchiveBytes, FileBytes, gatherBytes, slice } from '../io/archive/bytes.ts';
import type { ArchiveEntry } from '../io/archive/entry.ts';
import { archiveKind, type ArchiveKind, indexArchive } from '../io/archive/index.ts';
import { isWorkbook } from '../io/archive/parts.ts';
import { type InputDigest, OpenInput } from '../io/input.ts';
import { limits } from '../io/limits.ts';
import { type ArchiveBundle, bundleAround, bundlesIn, HeldFiles } from './archive-bundle.ts';

export type ArchiveRemark = Exclude<ArchiveEntry, { kind: 'file' | 'damaged' }>;

/** What is met on the way. An input is to be read before the next thing is asked for. */
export type Walked =
  | { readonly kind: 'input'; readonly archive: string; readonly entry: string; readonly input: OpenInput }
  /** A zip that is one document, to be read whole. */
  | { readonly kind: 'document'; readonly input: OpenInput }
  | { readonly kind: 'damaged'; readonly path: string; readonly error: PassmusterError }
  /** A folder that is one piece of evidence, after everything else of its archive. */
  | {
      readonly kind: 'bundle';
      readonly bundle: ArchiveBundle;
      readonly held: ReadonlyMap<string, Uint8Array>;
    }
  /** The end of an archive. */
  | ({ readonly kind: 'archive' } & ArchiveEnd);

export interface ArchiveEnd {
  readonly name: string;
  readonly digest: InputDigest;
  /** Absent when the archive was refused before anything in it was looked at. */
  readonly is?: ArchiveKind;
  readonly remarks: readonly ArchiveRemark[];
  readonly faults: readonly PassmusterError[];
}

interface ArchivePlace {
  /** As reports show it. */
  readonly name: string;
  readonly kind: ArchiveKind;
}

interface WalkOptions {
  /** What the reader of a bundle may ask for is held on the way; otherwise bundles stay closed. */
  readonly holds: boolean;
}

/** An archive that is a file of its own. */
export async function* walkArchiveFile(
  path: string,
  place: ArchivePlace,
  options: WalkOptions,
): AsyncGenerator<Walked> {
  const walk = new Walk(place, 1, options);
  let bytes: FileBytes | undefined;
  try {
    bytes = await FileBytes.open(path);
    if (bytes === undefined) throw new PassmusterError('input-unreadable', 'The path is not a file.');
    walk.digest = await bytes.digest();
    yield* walk.entries(bytes, new ArchiveBudget(bytes.size));
  } catch (error) {
    walk.fault(error);
  }
  await bytes?.close().catch((error: unknown) => walk.fault(error));
  yield* walk.end();
}

/** An archive that comes through a pipe, or lies in another one: it is held in memory, so its size is limited. */
export async function* walkArchiveStream(
  input: OpenInput,
  place: ArchivePlace,
  options: WalkOptions,
  { depth, budget }: { depth: number; budget?: ArchiveBudget } = { depth: 1 },
): AsyncGenerator<Walked> {
  const walk = new Walk(place, depth, options);
  try {
    if (depth > limits.archiveNesting) {
      throw new PassmusterError(
        'archive-limit',
        `Archives lie more than ${limits.archiveNesting} deep in one another.`,
      );
    }
    const bytes = await gatherBytes(input);
    walk.digest = await input.finish();
    yield* walk.entries(bytes, budget ?? new ArchiveBudget(bytes.size));
  } catch (error) {
    walk.fault(error);
  }
  yield* walk.end();
}

/** One archive on the way. */
class Walk {
  digest: InputDigest = { sha256: '', bytes: 0 };
  readonly #place: ArchivePlace;
  readonly #depth: number;
  readonly #options: WalkOptions;
  readonly #remarks: ArchiveRemark[] = [];
  readonly #faults: PassmusterError[] = [];
  #isIndexed = false;
  #isDocument = false;

  constructor(place: ArchivePlace, depth: number, options: WalkOptions) {
    this.#place = place;
    this.#depth = depth;
    this.#options = options;
  }

  /** An expected fault belongs to the archive; anything else is a defect. */
  fault(error: unknown): void {
    if (!(error instanceof PassmusterError)) throw error;
    this.#faults.push(error);
  }

  /** A document is no archive to whoever reads the report. */
  *end(): Generator<Walked> {
    if (this.#isDocument && this.#faults.length === 0) return;
    const { name, kind } = this.#place;
    const is = this.#isIndexed ? { is: kind } : {};
    yield {
      kind: 'archive',
      name,
      digest: this.digest,
      ...is,
      remarks: this.#remarks,
      faults: this.#faults,
    };
  }

  async *entries(bytes: ArchiveBytes, budget: ArchiveBudget): AsyncGenerator<Walked> {
    const source = { ...this.#place, bytes };
    this.#isIndexed = true;
    const archive = await indexArchive(source, budget);
    if (isWorkbook(new Set(archive.entries.map(({ name }) => name)))) {
      await archive.close();
      this.#isDocument = true;
      const content = slice(bytes, 0, bytes.size);
      yield { kind: 'document', input: await OpenInput.open(this.#place.name, content, bytes.size) };
      return;
    }
    const bundles = bundlesIn(source, archive.entries);
    const held = new HeldFiles();
    const isOpened = (name: string): boolean => {
      const bundle = bundleAround(name, bundles);
      return bundle === undefined || (this.#options.holds && bundle.wants(name));
    };
    try {
      for await (const entry of archive.files(isOpened)) {
        if (entry.kind === 'file' && bundleAround(entry.name, bundles))
          await held.take(entry.name, entry.input);
        else yield* this.#entry(entry, budget);
      }
    } finally {
      await archive.close();
    }
    for (const bundle of bundles) yield { kind: 'bundle', bundle, held: held.files };
  }

  async *#entry(entry: ArchiveEntry, budget: ArchiveBudget): AsyncGenerator<Walked> {
    const archive = this.#place.name;
    if (entry.kind === 'damaged')
      yield { kind: 'damaged', path: `${archive}/${entry.name}`, error: entry.error };
    else if (entry.kind !== 'file') this.#remarks.push(entry);
    else {
      const { input } = entry;
      const kind = archiveKind(input.head);
      if (kind === undefined) yield { kind: 'input', archive, entry: entry.name, input };
      else {
        const inner = { depth: this.#depth + 1, budget };
        for await (const met of walkArchiveStream(input, { name: input.name, kind }, this.#options, inner))
          yield met.kind === 'document'
            ? { kind: 'input', archive, entry: entry.name, input: met.input }
            : met;
      }
    }
  }
}
