/** Whether a run is one of large lists of devices and nothing else, which threads can read side by side. */
import { PassmusterError } from '../errors.ts';
import { archiveKind } from '../io/archive/index.ts';
import { sizeOfFile } from '../io/file-range.ts';
import { findPaths, type FoundPath, openPath } from '../io/files.ts';
import { limits } from '../io/limits.ts';
import { bundleOf } from '../read/bundle.ts';
import { needsIsolation } from '../read/isolated.ts';
import { chooseSource } from '../sources/choose.ts';
import type { ReadContext } from '../sources/define.ts';
import { detectionInput } from '../sources/detect.ts';
import { frameOf } from './frame.ts';
import { slotPlan } from './slots.ts';
import type { FleetFile } from './tasks.ts';

/**
 * @returns undefined where one of the inputs is anything else, or all of them are small: the ordinary reader takes them all
 * @throws PassmusterError path-unreadable
 */
export async function fleetFiles(
  paths: readonly string[],
  context: ReadContext,
): Promise<FleetFile[] | undefined> {
  if (paths.includes('-')) return undefined;
  const found = await findPaths(paths, bundleOf);
  const files: FleetFile[] = [];
  let bytes = 0;
  for (const path of found) {
    if (path.kind !== 'file') return undefined;
    bytes += await sizeOfFile(path.path);
  }
  if (bytes < limits.fleetBytes) return undefined;
  for (const path of found) {
    const file = path.kind === 'file' ? await fleetFile(path, context) : undefined;
    if (file === undefined) return undefined;
    files.push(file);
  }
  return files;
}

async function fleetFile(
  path: Extract<FoundPath, { kind: 'file' }>,
  context: ReadContext,
): Promise<FleetFile | undefined> {
  const input = await openPath(path);
  try {
    const { head, name, size } = input;
    if (size === undefined || archiveKind(head) !== undefined || needsIsolation(input)) return undefined;
    const source = await chooseSource(input, context);
    const facts = detectionInput(name, head);
    const list = await source?.rows?.(facts);
    if (source === undefined || list === undefined) return undefined;
    const frame = await frameOf(facts, list);
    if (frame === undefined || slotPlan(list.list, frame) === undefined) return undefined;
    return { path: path.path, name, size, source: source.id, head: new Uint8Array(head), frame };
  } catch (error) {
    if (error instanceof PassmusterError) return undefined; // the ordinary reader says what is wrong
    throw error;
  } finally {
    await input.close();
  }
}
