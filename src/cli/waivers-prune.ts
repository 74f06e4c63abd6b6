/** Takes waivers out of their files: all are worked out first, then each is written whole or not at all. */
import { realpath, stat } from 'node:fs/promises';
import { PassmusterError } from '../errors.ts';
import { validityOf } from '../evaluate/waivers.ts';
import type { Report } from '../model/report.ts';
import { counted, harmless } from '../report/words.ts';
import { GrantedWaivers } from '../waivers/match.ts';
import type { LoadedWaivers } from '../waivers/load.ts';
import { replayed } from '../waivers/replay.ts';
import { filesNamed } from './attestations.ts';
import { writeFileWhole, writeOut } from './write-out.ts';

interface PruneOptions {
  readonly asOf: string;
  /** Shows which waivers serve nothing. */
  readonly report: Report | undefined;
  readonly isDry: boolean;
}

const mark = '\uFEFF';

/** @throws PassmusterError path-unreadable, waiver-invalid, output-failed */
export async function pruneFiles(
  paths: readonly string[],
  { asOf, report, isDry }: PruneOptions,
): Promise<void> {
  const { loadWaivers } = await import('../waivers/load.ts'); // brings YAML and ajv
  const { pruned } = await import('../waivers/prune.ts');
  const files = await filesNamed(paths);
  const loaded = loadWaivers(files, asOf);
  const gone = new Set([
    ...expired(loaded, asOf),
    ...(report === undefined ? [] : needless(loaded, report, asOf)),
  ]);
  const changes = files.flatMap(({ name, path, bytes }) => {
    const { text, removed } = pruned(textOf(name, bytes), gone, name);
    return removed.length === 0 ? [] : [{ name, path, text, removed, start: hasMark(bytes) ? mark : '' }];
  });
  for (const { name, removed } of changes) {
    await writeOut(`--- ${harmless(name)}\n`);
    for (const { line, text } of removed)
      await writeOut(`${String(line).padStart(5)} -${harmless(text.replace(/\r$/, ''))}\n`);
  }
  if (!isDry)
    for (const { path, text, start } of changes) {
      // A link stays one, and who may read the file still may.
      const place = await realpath(path);
      const { mode } = await stat(place);
      await writeFileWhole(place, [start, text], { mode: mode & 0o777 });
    }
  await writeOut(`${counted(gone.size, 'waiver')} ${isDry ? 'would be taken out' : 'taken out'}\n`);
}

const expired = ({ placed, superseded }: LoadedWaivers, asOf: string): string[] =>
  [...placed.map(({ waiver }) => waiver), ...superseded]
    .filter((waiver) => validityOf(waiver, asOf.slice(0, 10)) === 'expired')
    .map(({ id }) => id);

/** In force and unused, because everything in their reach passes. */
function needless(loaded: LoadedWaivers, report: Report, asOf: string): string[] {
  const granted = new GrantedWaivers(loaded, { asOf, profiles: report.profiles, expiringWithin: 0 });
  replayed(report, granted);
  return granted
    .records()
    .filter(({ state, outcomes: { pass, fail, unknown, error } }) => {
      const passes = pass > 0 && fail + unknown + error === 0;
      return state === 'unused' && passes;
    })
    .map(({ id }) => id);
}

const hasMark = (bytes: Uint8Array): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

/** Whatever else the file was read as, it is written as UTF-8. */
function textOf(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new PassmusterError('waiver-invalid', `${name} is not UTF-8; save it as that first.`);
  }
}
