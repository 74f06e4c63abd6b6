/**
 * Schemas as functions that say yes or no, and nothing more. From the sources there are none and the schemas are compiled; the
 * build (tools/sound.ts) puts a module here that ajv has made of them. What is wrong only a compiled schema tells.
 */
import type { ProfileFile } from './file.ts';

/** True: the value is such as the schema of audit profiles wants it. False: ask the schema. */
export function isSoundProfile(_value: unknown): _value is ProfileFile {
  return false;
}

/** Whether an operator takes some options, by its id; where there is none, ask its schema. */
export const soundOptions: Readonly<Record<string, (options: unknown) => boolean>> = {};
