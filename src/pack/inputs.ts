/** Finds the inputs of a pack again: in a folder that the verifier names, by name or by digest, or in the pack itself. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { PassmusterError } from '../errors.ts';
import { type FoundPath, findPaths, openPath } from '../io/files.ts';
import type { InputRecord, Report } from '../model/report.ts';
import { bundleOf } from '../read/bundle.ts';
import { type Digest, inputMember } from './manifest.ts';

export interface FoundInput {
  readonly record: InputRecord;
  /** Under the name that it had in the audit. */
  readonly found: FoundPath;
}

export interface FoundInputs {
  /** In the order in which the audit read them. */
  readonly pairs: readonly FoundInput[];
  readonly absent: readonly InputRecord[];
  /** What is in the folder and none of the inputs. */
  readonly others: readonly FoundPath[];
}

/** Files that the operator named beside the inputs stand among them in a report. */
const supplied = new Set(['attestations', 'gates', 'waivers']);

/** What was opened by a name of its own; what lies in an archive comes with it. */
export function topInputs({ inputs }: Pick<Report, 'inputs'>): InputRecord[] {
  const own = inputs.filter(({ source }) => !supplied.has(source));
  const paths = new Set(own.map(({ path }) => path));
  return own.filter(({ path }) => {
    const parts = path.split('/');
    return !parts.some((_, index) => index > 0 && paths.has(parts.slice(0, index).join('/')));
  });
}

/**
 * @param folder undefined: only what the pack itself holds
 * @param masked how the audit called a path: with pseudonyms where it would have named a phone
 */
export async function findInputs(
  report: Pick<Report, 'inputs'>,
  members: ReadonlyMap<string, Uint8Array>,
  folder: string | undefined,
  masked: (path: string) => string,
): Promise<FoundInputs> {
  const open = new Map(topInputs(report).map((record) => [record.path, record]));
  const pairs: FoundInput[] = [];
  let left = folder === undefined ? [] : await findPaths([folder], bundleOf);
  const matching = async (recordOf: (one: FoundPath) => Promise<InputRecord | undefined>): Promise<void> => {
    const rest: FoundPath[] = [];
    for (const found of left) {
      const record = await recordOf(found);
      if (record === undefined) rest.push(found);
      else {
        open.delete(record.path);
        pairs.push({ record, found: renamed(found, record) });
      }
    }
    left = rest;
  };
  const below = (one: FoundPath): string =>
    masked(
      relative(folder ?? '', one.path)
        .split(sep)
        .join('/'),
    );
  await matching(async (one) => open.get(masked(one.name)) ?? open.get(below(one)));
  await matching((one) => bySha256(one, open));
  await matching(async (one) => byEnd(below(one), open));
  for (const record of open.values()) {
    const { path } = record;
    const content = members.get(inputMember(record));
    if (content === undefined) continue;
    open.delete(path);
    pairs.push({ record, found: renamed({ kind: 'memory', path, name: path, content }, record) });
  }
  const order = new Map(report.inputs.map(({ path }, index) => [path, index]));
  pairs.sort((a, b) => (order.get(a.record.path) ?? 0) - (order.get(b.record.path) ?? 0));
  return { pairs, absent: [...open.values()], others: left };
}

/** A file that was moved or renamed. Only those of the same length are read. */
async function bySha256(
  one: FoundPath,
  open: ReadonlyMap<string, InputRecord>,
): Promise<InputRecord | undefined> {
  if (one.kind !== 'file') return undefined;
  const { size } = await stat(one.path);
  const alike = [...open.values()].filter(({ bytes, opened }) => bytes === size && opened === undefined);
  if (alike.length === 0) return undefined;
  const { sha256 } = await fileDigest(one);
  return alike.find((record) => record.sha256 === sha256);
}

/** The folder of the audit was another one: the only input whose path ends so. */
function byEnd(end: string, open: ReadonlyMap<string, InputRecord>): InputRecord | undefined {
  const alike = [...open.values()].filter(({ path }) => end !== '' && `/${path}`.endsWith(`/${end}`));
  return alike.length === 1 ? alike[0] : undefined;
}

/** More than this is no pack to send round, but an archive of its own. */
const mostPackedBytes = 512 * 1024 * 1024;

/**
 * The inputs themselves, by their place in a pack. Folders that are one piece of evidence and standard input stay outside.
 * @throws PassmusterError input-changed, input-too-large
 */
export async function packedInputs(
  paths: readonly string[],
  report: Pick<Report, 'inputs'>,
): Promise<Map<string, Uint8Array>> {
  const records = new Map(topInputs(report).map((record) => [record.path, record]));
  const contents = new Map<string, Uint8Array>();
  let total = 0;
  for (const one of await findPaths(paths, bundleOf)) {
    const record = records.get(one.name);
    if (one.kind !== 'file' || record === undefined || record.sha256 === '') continue;
    const content = await (await openPath(one)).bytes();
    if (createHash('sha256').update(content).digest('hex') !== record.sha256)
      throw new PassmusterError(
        'input-changed',
        `${one.name} was changed while the audit ran; run it again.`,
      );
    total += content.length;
    if (total > mostPackedBytes)
      throw new PassmusterError(
        'input-too-large',
        `The inputs are together longer than ${mostPackedBytes} bytes; keep them beside the pack, without --pack-inputs.`,
      );
    contents.set(inputMember(record), content);
  }
  return contents;
}

/** As the audit met it: by its name there, and recognised as it had to be. */
function renamed(found: FoundPath, { path, notices }: InputRecord): FoundPath {
  const named = path === '-' || notices.some(({ code }) => code === 'input-unrecognised');
  if (found.kind === 'file' || found.kind === 'memory') return { ...found, name: path, named };
  return found.kind === 'stdin' ? found : { ...found, name: path };
}

/** @throws PassmusterError input-unreadable */
export async function fileDigest(found: Exclude<FoundPath, { kind: 'bundle' }>): Promise<Digest> {
  const hash = createHash('sha256');
  let bytes = 0;
  const input = await openPath(found);
  for await (const chunk of input.stream()) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}
