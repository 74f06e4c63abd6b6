/** Tables and lists that a mapping explains: whether one is meant, and its rows. */
import { hasColumns } from '../formats/csv-peek.ts';
import { type JsonPlaces, jsonPlaces } from '../formats/json-places.ts';
import { type CompiledMapping, compileMapping } from '../mapping/compile.ts';
import type { MappingFile, MatchFile } from '../mapping/file.ts';
import type { Chosen } from './choose.ts';
import type { DetectionInput, ReadContext } from './define.ts';
import { readMappedJson } from './mapped-json.ts';
import { readMappedTable } from './mapped-table.ts';
import { readMappedXml } from './mapped-xml.ts';

const compiled = new WeakMap<MappingFile, CompiledMapping>();

export function ownMappings({ mappings = [] }: ReadContext): readonly CompiledMapping[] {
  return mappings.map((file) => {
    const known = compiled.get(file) ?? compileMapping(file);
    compiled.set(file, known);
    return known;
  });
}

/** The place of the rows: `data/devices`, empty for the root. */
export const rowsPlace = ({ rows = '$' }: MappingFile): string => rows.slice(2).replaceAll('.', '/');

/** Worked out once for all mappings. */
const places = new WeakMap<DetectionInput, JsonPlaces>();

function placesIn(facts: DetectionInput): JsonPlaces {
  const known = places.get(facts) ?? jsonPlaces(facts.text ?? '');
  places.set(facts, known);
  return known;
}

/** Does the start of an input look as the mapping says? All of it must hold. */
export function claims({ file }: CompiledMapping, facts: DetectionInput): boolean {
  const { json, csv, text = '' } = facts;
  const { format, keys, empty } = file.match;
  if (format === 'csv') return claimsTable(file.match, csv);
  if (format === 'xml') return json === undefined && claimsXml(file, text);
  if (json === undefined) return false;
  if (empty !== undefined && text.includes(empty)) return true;
  const found = placesIn(facts).get(rowsPlace(file));
  return found !== undefined && keys.every((key) => found.has(key.toLowerCase()));
}

/** A mapping of a sheet by its name is meant for workbooks alone. */
function claimsTable({ keys, sheet, delimiter = 'auto' }: MatchFile, csv: DetectionInput['csv']): boolean {
  const wanted = delimiter === 'tab' ? '\t' : delimiter;
  const lines = csv.filter(({ separator }) => wanted === 'auto' || separator === wanted);
  return sheet === undefined && lines.some(({ cells }) => hasColumns(cells, keys));
}

function claimsXml({ match, rows = '$' }: MappingFile, text: string): boolean {
  const names = new Set(
    [...text.matchAll(/[<\s]([\p{L}_][\p{L}\p{N}._:-]*)/gu)].map(([, name = '']) => name.toLowerCase()),
  );
  const root = /<([\p{L}_][\p{L}\p{N}._:-]*)/u.exec(text)?.[1]?.toLowerCase();
  const [first] = rows.slice(2).split('.');
  return (
    (rows === '$' || first?.toLowerCase() === root) &&
    match.keys.every((key) => names.has(key.toLowerCase().replace(/^@/, '')))
  );
}

export function mappedSource(mapping: CompiledMapping, facts: DetectionInput): Chosen {
  const { file } = mapping;
  return {
    id: `mapping:${file.id}`,
    async *read(input, context) {
      if (file.match.format === 'csv') yield* readMappedTable(input, context, mapping);
      else if (file.match.format === 'xml') yield* readMappedXml(input, context, mapping);
      else yield* readMappedJson(input, context, mapping, facts.json);
    },
  };
}
