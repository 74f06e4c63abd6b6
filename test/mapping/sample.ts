/** Mappings of tests, from their text. */
import { loadMapping, problemLines } from '../../src/mapping/load.ts';
import type { MappingFile } from '../../src/mapping/file.ts';

export const sourceIds = ['intune-devices'];

/** @throws what is wrong with it */
export function mappingOf(text: string): MappingFile {
  const { mapping, problems } = loadMapping(Buffer.from(text), sourceIds);
  if (mapping === undefined) throw new Error(problemLines('mapping', problems).join('\n'));
  return mapping;
}
