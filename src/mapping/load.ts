/** From the text of a mapping file to what a reader runs: checked against the schema, the catalogue and itself. */
import { PassmusterError } from '../errors.ts';
import { decodeText } from '../formats/text.ts';
import { readYaml, type YamlFile } from '../formats/yaml.ts';
import { ajv, checkShapeBy, type Path, pathWords, type Problem } from '../profiles/shape.ts';
import { checkMapping } from './check.ts';
import type { MappingFile } from './file.ts';
import { mappingSchema } from './schema.ts';

export { problemLines } from '../profiles/shape.ts';

export interface LoadedMapping {
  readonly mapping?: MappingFile;
  readonly problems: readonly Problem[];
}

const isMapping = ajv.compile<MappingFile>(mappingSchema);

const patterns: Readonly<Record<string, string>> = {
  id: 'lower-case words joined by hyphens, as `our-list`',
  product: 'lower-case words joined by hyphens, as `our-list`',
  rows: '`$` for the root, or members joined by dots, as `$.data.items`',
  next: 'members joined by dots, as `$.next`',
  total: 'members joined by dots, as `$.total`',
  count: 'members joined by dots, as `$.count`',
  zone: '`utc` or an offset, as `+02:00`',
};

/**
 * @param sourceIds that `overrides` may name
 * @returns the mapping, or all its problems in the order of the file; a file that is no YAML has one
 * @throws PassmusterError encoding-invalid
 */
export function loadMapping(bytes: Uint8Array, sourceIds: readonly string[]): LoadedMapping {
  const read = parse(decodeText(bytes).text);
  if ('problem' in read) return { problems: [read.problem] };
  const { file } = read;
  const shape = checkShapeBy(isMapping, file, { nameOf, patterns });
  if ('problems' in shape) return shape;
  const { content } = shape;
  const problems = checkMapping(content, sourceIds).map(({ message, path }) => ({
    message,
    ...file.placeOf(path),
  }));
  if (problems.length > 0)
    return { problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };
  return { mapping: content, problems: [] };
}

function parse(text: string): { file: YamlFile } | { problem: Problem } {
  try {
    return { file: readYaml(text, 'mapping-invalid') };
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    const { line = 1, column = 1 } = error.place;
    return { problem: { message: error.message, line, column } };
  }
}

const nameOf = (path: Path): string => (path.length === 0 ? 'The mapping' : pathWords(path));
