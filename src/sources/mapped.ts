/** Tables and lists that a mapping explains: whether one is meant, and its rows. */
import { hasColumns } from '../formats/csv-peek.ts';
import { type JsonPlaces, jsonPlaces } from '../formats/json-places.ts';
import { readDevice } from '../inventory/device.ts';
import { type CompiledMapping, compileMapping, type NativeRow } from '../mapping/compile.ts';
import type { MappingFile } from '../mapping/file.ts';
import { isKnown } from '../model/observation.ts';
import { PassmusterError } from '../errors.ts';
import type { Chosen } from './choose.ts';
import { type DetectionInput, notice, type ReadContext, type ReadItem } from './define.ts';
import { itemsOfReading } from './device-rows.ts';
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
  if (format === 'csv') return csv.some(({ cells }) => hasColumns(cells, keys));
  if (format === 'xml') return json === undefined && claimsXml(file, text);
  if (json === undefined) return false;
  if (empty !== undefined && text.includes(empty)) return true;
  const found = placesIn(facts).get(rowsPlace(file));
  return found !== undefined && keys.every((key) => found.has(key.toLowerCase()));
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

/** The rows of one file, and what the mapping leaves out of them. */
export class MappedRows {
  readonly #mapping: CompiledMapping;
  readonly #context: ReadContext;
  readonly #keys = new Set<string>();
  count = 0;

  constructor(mapping: CompiledMapping, context: ReadContext) {
    this.#mapping = mapping;
    this.#context = context;
  }

  /** @throws PassmusterError input-unreadable where the mapping says that an unknown platform is an error */
  *read(native: NativeRow): Generator<ReadItem> {
    this.count += 1;
    for (const key of native.node.entries.keys()) this.#keys.add(key.toLowerCase());
    const { file, inventory, project } = this.#mapping;
    const row = project(native);
    const { platform } = file.subject;
    if (
      !('always' in platform) &&
      platform.otherwise === 'error' &&
      inventory.platform(row.node) === 'unclear'
    )
      throw new PassmusterError(
        'input-unreadable',
        'A row is of a platform that the mapping does not list, and the mapping calls that an error.',
        native.node.line > 0 ? { line: native.node.line } : {},
      );
    const reading = readDevice(row, inventory, this.#context.identityKey);
    if (reading.kind !== 'device') yield* itemsOfReading(reading);
    else if (file.match.format === 'csv' && isShifted(reading.observations))
      yield notice('record-unreadable', shiftedMessage, {
        locator: native.place,
        ...(native.node.line > 0 ? { line: native.node.line } : {}),
      });
    else if (file.subject.kind === 'policy')
      for (const item of itemsOfReading(reading)) {
        // A policy is no phone: what is said of phones elsewhere is not said of it.
        if (item.kind === 'subject')
          yield {
            kind: 'subject',
            subject: { ...item.subject, kind: 'policy' },
            observations: item.observations,
          };
        else yield item;
      }
    else yield* itemsOfReading(reading);
  }

  *end(): Generator<ReadItem> {
    const left = [...this.#keys].filter((key) => !this.#mapping.uses.has(key)).length;
    if (left === 0) return;
    yield notice(
      'columns-not-mapped',
      `Columns that are in no place of the mapping, and were not looked at: ${left} of ${this.#keys.size}.`,
    );
  }
}

const shiftedMessage =
  'More than one value lies outside what its column can hold: the values of the row may have moved, so none of them is used.';

/** One odd word is a word that nobody listed; two are a row whose values have moved by a column. */
function isShifted(observations: readonly Parameters<typeof isKnown>[0][]): boolean {
  const odd = observations.filter((one) => !isKnown(one) && one.unknown === 'ambiguous');
  return new Set(odd.map(({ evidence }) => evidence.locator)).size > 1;
}
