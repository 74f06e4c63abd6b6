/** The flag that names mapping files, and the files behind it: read and checked before any input is. */
import * as Flags from '@oclif/core/flags';
import { PassmusterError } from '../errors.ts';
import { openPath } from '../io/files.ts';
import { limits } from '../io/limits.ts';
import type { MappingFile } from '../mapping/file.ts';
import type { ReadOptions } from '../read/events.ts';
import { bundleSources, sources } from '../sources/registry.ts';
import { fromEnv } from './base-command.ts';

export const mappingFlag = Flags.string({
  multiple: true,
  multipleNonGreedy: true,
  default: fromEnv('PASSMUSTER_MAPPING'),
  helpValue: 'FILE',
  description:
    'a mapping of a table or list (docs/mapping.md); repeatable, the first that fits is used [env: PASSMUSTER_MAPPING]',
});

/** @throws PassmusterError path-unreadable, mapping-invalid with every problem as `file:line:column: message` */
export async function mappingsOf(
  paths: readonly string[] | undefined,
): Promise<Pick<ReadOptions, 'mappings'>> {
  if (paths === undefined) return {};
  const { loadMapping, problemLines } = await import('../mapping/load.ts'); // brings YAML and ajv
  const mappings: MappingFile[] = [];
  for (const path of new Set(paths)) {
    const { mapping, problems } = loadMapping(await mappingBytes(path), sourceIds());
    if (mapping === undefined)
      throw new PassmusterError('mapping-invalid', problemLines(path, problems).join('\n'));
    if (mappings.some(({ id }) => id === mapping.id))
      throw new PassmusterError('mapping-invalid', `Two mappings have the id ${mapping.id}.`);
    mappings.push(mapping);
  }
  return { mappings };
}

/** What `overrides` may name: a source of single files. */
export const sourceIds = (): string[] =>
  sources.map(({ id }) => id).filter((id) => !bundleSources.some((one) => one.id === id));

/** @throws PassmusterError path-unreadable */
export async function mappingBytes(path: string): Promise<Uint8Array> {
  const input = await openPath({ kind: 'file', path, name: path }).catch(() => {
    throw new PassmusterError('path-unreadable', `The mapping ${path} cannot be opened.`);
  });
  return input.bytes(limits.profileBytes);
}
