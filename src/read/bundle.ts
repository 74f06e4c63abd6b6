/** Folders and archives that are one piece of evidence: how they are found, and what their reader yields. */
import { basename } from 'node:path';
import { type Bundle, type BundleNames, type Container, folderContainer, folderNames } from '../io/bundle.ts';
import type { BundleOf, FoundPath } from '../io/files.ts';
import type { BundleSource, ReadContext } from '../sources/define.ts';
import { bundleSources } from '../sources/registry.ts';
import { fault, type InputEvent, newState, type RawEvent, recordOf } from './events.ts';
import { Gate } from './gate.ts';
import type { IsolatedReader } from './isolated.ts';
import { itemsOf } from './opened.ts';

export function bundleSourceOf(names: BundleNames): BundleSource | undefined {
  return bundleSources.find((source) => source.detect(names));
}

/** For the walk through folders. */
export const bundleOf: BundleOf = (folder, name, top) =>
  bundleSourceOf(folderNames(folder, basename(name === '.' ? folder : name), top))?.id;

export function bundleSource(id: string): BundleSource {
  const source = bundleSources.find((one) => one.id === id);
  if (source === undefined) throw new Error(`there is no source ${id} of bundles`);
  return source;
}

/** A folder that the walk has found to be one. */
export function readBundleFolder(
  { path, name, source }: Extract<FoundPath, { kind: 'bundle' }>,
  reading: BundleReading,
): AsyncGenerator<RawEvent> {
  return readBundle(name, bundleSource(source), folderContainer(path), reading);
}

export interface BundleReading {
  readonly isolated: IsolatedReader;
  readonly context: ReadContext;
}

/** Read in the child, like everything that comes from a handset; the record says what was opened. */
export async function* readBundle(
  name: string,
  source: BundleSource,
  container: Container,
  { isolated, context }: BundleReading,
): AsyncGenerator<RawEvent> {
  const gate = new Gate(name, source, container);
  try {
    for await (const event of isolated.readBundle(gate, context))
      yield event.kind === 'input' ? accounted(event, gate) : event;
  } finally {
    await gate.close();
  }
}

function accounted({ record }: InputEvent, gate: Gate): InputEvent {
  const refused = {
    code: 'entry-not-read',
    message: `${gate.refused} files were asked for that are none of those this source opens; they stayed closed.`,
  } as const;
  const notices = gate.refused === 0 ? record.notices : [...record.notices, refused];
  const status = gate.refused > 0 && record.status === 'read' ? 'partial' : record.status;
  return { kind: 'input', record: { ...record, ...gate.digest, status, notices, opened: gate.opened } };
}

/** What a reader yields, and a record without a digest: whoever opened the files knows that. */
export async function* readOpenedBundle(
  bundle: Bundle,
  source: BundleSource,
  context: ReadContext,
): AsyncGenerator<RawEvent> {
  const state = newState();
  state.source = source.id;
  try {
    yield* itemsOf(bundle.name, source.read(bundle, context), state);
  } catch (error) {
    fault(error, state);
  }
  yield { kind: 'input', record: recordOf(bundle.name, { sha256: '', bytes: 0 }, state) };
}
