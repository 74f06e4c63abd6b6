/** Lints an archive as a folder: every entry is an input of its own. Nothing is unpacked to disk. */
import { PassmusterError } from '../errors.ts';
import { ArchiveBudget } from '../io/archive/budget.ts';
import { type ArchiveBytes, FileBytes, gatherBytes } from '../io/archive/bytes.ts';
import type { ArchiveEntry } from '../io/archive/entry.ts';
import { archiveKind, type ArchiveKind, indexArchive } from '../io/archive/index.ts';
import type { InputDigest, OpenInput } from '../io/input.ts';
import { limits } from '../io/limits.ts';
import { bundleAround, bundlesIn } from '../read/archive-bundle.ts';
import type { LintReport } from './define.ts';
import { broken, closedBundle } from './opened.ts';

interface ArchivePlace {
  readonly name: string;
  readonly kind: ArchiveKind;
  /** Archives around this one, itself among them. */
  readonly depth: number;
}

type Lint = (input: OpenInput) => Promise<LintReport>;

/** An archive that is a file of its own. */
export async function* lintArchiveFile(
  path: string,
  place: ArchivePlace,
  lint: Lint,
): AsyncGenerator<LintReport> {
  let digest: InputDigest = { sha256: '', bytes: 0 };
  let bytes: FileBytes | undefined;
  const state: ArchiveState = { lost: [] };
  try {
    bytes = await FileBytes.open(path);
    if (bytes === undefined) throw new PassmusterError('input-unreadable', 'The path is not a file.');
    digest = await bytes.digest();
    yield* lintEntries(bytes, place, new ArchiveBudget(bytes.size), lint, state);
    await bytes.close();
    yield archiveReport(place.name, digest, state);
  } catch (error) {
    await bytes?.close().catch(() => undefined);
    yield { path: place.name, ...digest, ...broken(error) };
  }
}

/** An archive that comes through a pipe, or lies in another one: it is held in memory, so its size is limited. */
export async function* lintArchiveStream(
  input: OpenInput,
  place: ArchivePlace,
  lint: Lint,
  budget?: ArchiveBudget,
): AsyncGenerator<LintReport> {
  let digest: InputDigest = { sha256: '', bytes: 0 };
  const state: ArchiveState = { lost: [] };
  try {
    if (place.depth > limits.archiveNesting)
      throw new PassmusterError(
        'archive-limit',
        `Archives lie more than ${limits.archiveNesting} deep in one another.`,
      );
    const bytes = await gatherBytes(input);
    digest = await input.finish();
    yield* lintEntries(bytes, place, budget ?? new ArchiveBudget(bytes.size), lint, state);
    yield archiveReport(place.name, digest, state);
  } catch (error) {
    yield { path: place.name, ...digest, ...broken(error) };
  }
}

interface ArchiveState {
  /** Entries that may hold something and were not read. */
  readonly lost: string[];
}

async function* lintEntries(
  bytes: ArchiveBytes,
  place: ArchivePlace,
  budget: ArchiveBudget,
  lint: Lint,
  state: ArchiveState,
): AsyncGenerator<LintReport> {
  const source = { name: place.name, kind: place.kind, bytes };
  const archive = await indexArchive(source, budget);
  const bundles = bundlesIn(source, archive.entries);
  try {
    for await (const entry of archive.files((name) => bundleAround(name, bundles) === undefined))
      yield* lintEntry(entry, place, budget, lint, state);
  } finally {
    await archive.close();
  }
  for (const bundle of bundles) yield closedBundle(bundle.name);
}

async function* lintEntry(
  entry: ArchiveEntry,
  place: ArchivePlace,
  budget: ArchiveBudget,
  lint: Lint,
  state: ArchiveState,
): AsyncGenerator<LintReport> {
  if (entry.kind === 'damaged')
    yield { path: `${place.name}/${entry.name}`, sha256: '', bytes: 0, ...broken(entry.error) };
  else if (entry.kind === 'skipped' && entry.lost) state.lost.push(entry.name);
  else if (entry.kind === 'file') {
    const kind = archiveKind(entry.input.head);
    if (kind === undefined) yield await lint(entry.input);
    else
      yield* lintArchiveStream(
        entry.input,
        { name: entry.input.name, kind, depth: place.depth + 1 },
        lint,
        budget,
      );
  }
}

/** The archive itself has nothing to lint; entries that were not read make it partial. */
function archiveReport(path: string, digest: InputDigest, { lost }: ArchiveState): LintReport {
  const own = { path, ...digest, linter: 'archive', findings: [], leftOut: 0 };
  if (lost.length === 0) return { ...own, status: 'linted' };
  const problem = { code: 'entry-not-read', message: `${lost.length} of the entries were not read.` };
  return { ...own, status: 'partial', problem };
}
