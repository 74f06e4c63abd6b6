/** The mappings that come with the program: data in schemas/mappings. A test holds each of them to the loader. */
import { PassmusterError } from '../errors.ts';
import { readYaml } from '../formats/yaml.ts';
import { listPackageFolder, readPackageFile } from '../io/package-files.ts';
import { nearest } from '../profiles/nearest.ts';
import { type CompiledMapping, compileMapping } from './compile.ts';
import type { MappingFile } from './file.ts';

const folder = 'schemas/mappings';

export function readyMadeIds(): string[] {
  return listPackageFolder(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();
}

/** The text, with its comments. @throws PassmusterError usage with the nearest name */
export function readyMadeText(id: string): string {
  const ids = readyMadeIds();
  if (ids.includes(id)) return new TextDecoder().decode(readPackageFile(`${folder}/${id}.yaml`));
  const near = nearest(id, ids);
  const hint = near === undefined ? `there are ${ids.join(', ')}` : `did you mean ${near}?`;
  throw new PassmusterError('usage', `There is no ready-made mapping ${id}; ${hint}`);
}

export function readyMadeFile(id: string): MappingFile {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test checks every one by the schema
  return readYaml(readyMadeText(id), 'mapping-invalid').value as MappingFile;
}

let compiled: readonly CompiledMapping[] | undefined;

/** Compiled once, when the first file comes that nobody else reads. */
export function readyMade(): readonly CompiledMapping[] {
  compiled ??= readyMadeIds().map((id) => compileMapping(readyMadeFile(id)));
  return compiled;
}
