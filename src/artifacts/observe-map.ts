/** Applies a row table to one map of a document: the step from native keys to observations, the same for every source. */
import type { MapNode, TreeNode } from '../formats/node.ts';
import type { Evidence, Layer, Observation } from '../model/observation.ts';
import type { Notice } from '../model/notice.ts';
import { foldKey, maskedText } from './masking.ts';
import type { Reading, Row, RowTable } from './rows.ts';

export interface MapSite {
  readonly input: string;
  readonly entry?: string;
  readonly layer: Layer;
  /** Path of the map within the document; `locate` appends the key. */
  readonly locate: (key: string) => string;
  /** Keys compare without regard to case (Intune exports written by PowerShell). */
  readonly ignoreCase?: boolean;
  readonly extras?: Pick<Observation, 'scope' | 'expires' | 'collected' | 'notes'>;
}

/** The place of a doubt about all that a file could have said. */
export const wholeFile = '(whole file)';

export interface MapReading {
  readonly observations: Observation[];
  readonly notices: Notice[];
}

/** Observations for every key of the map that the table knows; keys that only look known make the setting ambiguous. */
export function observeMap(map: MapNode, table: RowTable, site: MapSite): MapReading {
  const reading: MapReading = { observations: [], notices: [] };
  const folded = foldedKeys(table);
  const { notes = [], ...extras } = site.extras ?? {};
  const observe = (key: string, known: string, places: readonly TreeNode[]): void => {
    const isExact = key === known || (site.ignoreCase === true && key.toLowerCase() === known.toLowerCase());
    if (!isExact || places.length > 1)
      reading.notices.push(...doubts(known, isExact, places, site.locate(key)));
    for (const row of rowsOf(table, known)) {
      const [only] = places;
      const usable = isExact && only !== undefined && places.length === 1;
      const result = usable ? row.read(only) : ({ unknown: 'ambiguous' } as const);
      if (result === undefined) continue;
      const evidence = evidenceOf(places, row, key, site);
      reading.observations.push(observationOf(row, result, evidence, { layer: site.layer, notes, extras }));
    }
  };
  const knownOf = (key: string): string | undefined =>
    Object.hasOwn(table, key) ? key : folded.get(foldKey(key));
  if (site.ignoreCase === true)
    for (const [key, places] of placesOf(map)) {
      const known = knownOf(key);
      if (known !== undefined) observe(key, known, places);
    }
  else
    for (const [key, node] of map.entries) {
      const known = knownOf(key);
      if (known !== undefined) observe(key, known, map.repeated.get(key) ?? [node]);
    }
  return reading;
}

/** Made once for each table: tables are constants, and a fleet asks for them for every device. */
const foldedTables = new WeakMap<RowTable, ReadonlyMap<string, string>>();

function foldedKeys(table: RowTable): ReadonlyMap<string, string> {
  const known = foldedTables.get(table);
  if (known !== undefined) return known;
  const folded = new Map(Object.keys(table).map((key) => [foldKey(key), key]));
  foldedTables.set(table, folded);
  return folded;
}

/** Every key with all the values it stands with, where case does not count: spellings of one key are the same key. */
function placesOf(map: MapNode): ReadonlyMap<string, readonly TreeNode[]> {
  const places = new Map<string, TreeNode[]>();
  const spelling = new Map<string, string>();
  for (const [key, node] of map.entries) {
    const folded = key.toLowerCase();
    const first = spelling.get(folded) ?? key;
    spelling.set(folded, first);
    const own = map.repeated.get(key) ?? [node];
    const earlier = places.get(first);
    if (earlier === undefined) places.set(first, [...own]);
    else earlier.push(...own);
  }
  return places;
}

function doubts(known: string, isExact: boolean, places: readonly TreeNode[], locator: string): Notice[] {
  const line = places.at(-1)?.line ?? 0;
  const where = { locator, ...(line > 0 ? { line } : {}) };
  const notices: Notice[] = [];
  if (!isExact) {
    const message = `A key differs from ${known} only in case or invisible characters; it is not used.`;
    notices.push({ code: 'key-case-differs', message, ...where });
  }
  if (places.length > 1) {
    const lines = line > 0 ? ` (lines ${places.map((place) => place.line).join(' and ')})` : '';
    notices.push({
      code: 'duplicate-key',
      message: `The key ${known} stands more than once${lines}.`,
      ...where,
    });
  }
  return notices;
}

function rowsOf(table: RowTable, key: string): readonly Row[] {
  const rows = table[key];
  return rows === undefined ? [] : 'setting' in rows ? [rows] : rows;
}

/** What goes with every observation of a map. */
interface Beside {
  readonly layer: Layer;
  readonly notes: readonly string[];
  readonly extras: Omit<NonNullable<MapSite['extras']>, 'notes'>;
}

function observationOf(
  row: Row,
  result: NonNullable<Reading>,
  evidence: Evidence,
  { layer, notes, extras }: Beside,
): Observation {
  const own = 'note' in result && result.note !== undefined ? [...notes, result.note] : notes;
  const base = {
    setting: row.setting,
    layer,
    origin: 'explicit',
    evidence,
    ...extras,
    ...(own.length > 0 ? { notes: own } : {}),
    ...(row.combine === undefined ? {} : { combine: row.combine }),
  } as const;
  if (!('value' in result)) return { ...base, unknown: result.unknown };
  return { ...base, ...(result.needs ? { needs: result.needs } : {}), value: result.value };
}

/** The witness of a key; a repeated key shows all its values. */
function evidenceOf(nodes: readonly TreeNode[], row: Row, key: string, site: MapSite): Evidence {
  const line = nodes.at(-1)?.line ?? 0;
  const shown = (node: TreeNode): string => (row.shape ? shapeOf(node) : displayValue(key, node));
  const [only] = nodes;
  return {
    input: site.input,
    ...(site.entry === undefined ? {} : { entry: site.entry }),
    locator: site.locate(key),
    ...(line > 0 ? { line } : {}),
    value: nodes.length === 1 && only !== undefined ? shown(only) : nodes.map(shown).join(' | '),
  };
}

/** What a value is like, without what it says. */
function shapeOf(node: TreeNode): string {
  if (node.type === 'list') return `[${node.items.length} items]`;
  if (node.type === 'map') return `{${node.entries.size} keys}`;
  return node.type;
}

/** A value for the reader's eye: short, masked where the key is one of secrets. */
export function displayValue(key: string, node: TreeNode): string {
  switch (node.type) {
    case 'map':
      return `{${node.entries.size} keys}`;
    case 'list':
      return node.items.every((item) => item.type === 'string')
        ? maskedText(
            key,
            `[${node.items
              .slice(0, 5)
              .map((item) => (item.type === 'string' ? item.value : ''))
              .join(', ')}${node.items.length > 5 ? ', …' : ''}]`,
          )
        : `[${node.items.length} items]`;
    case 'data':
      return `(${node.value.length} bytes)`;
    case 'null':
      return 'null';
    default:
      return maskedText(key, String(node.value));
  }
}
