/**
 * Rows for the wire forms of the Android Management API, and the values of absent fields.
 * Google, Android Management API, discovery document revision 20260917: enums end in an `…_UNSPECIFIED` member that
 * equals absence, int64 is a string, a duration is a decimal number of seconds with an `s`.
 */
import { displayValue, type MapSite } from '../observe-map.ts';
import { foldKey } from '../masking.ts';
import { notConfigured, type Reading, type Row, type RowTable, word } from '../rows.ts';
import type { MapNode, TreeNode } from '../../formats/node.ts';
import type { Evidence, Needs, Observation, SettingValue } from '../../model/observation.ts';
import type { IdOfType, SettingId } from '../../settings/catalogue.ts';

export const ambiguous: Reading = { unknown: 'ambiguous' };

/** An enum. Its unspecified member says nothing; null in the table leaves the choice to the user. */
export function choice(
  setting: SettingId,
  unspecified: string,
  words: Readonly<Record<string, SettingValue | null>>,
): Row {
  const inner = word(setting, words);
  return {
    setting,
    read: (node) => (node.type === 'string' && node.value === unspecified ? undefined : inner.read(node)),
  };
}

const fullyManagedPhone = { setting: 'device.managementMode', value: 'fullyManaged' };
const corporatePhone = { setting: 'device.ownership', value: 'corporate' };

/** "Supported only on fully managed devices", "on company-owned devices", or on either, in the words of a field. */
export const fullyManaged: Needs = { oneOf: [fullyManagedPhone] };
export const companyOwned: Needs = { oneOf: [corporatePhone] };
export const fullyManagedOrCompanyOwned: Needs = { oneOf: [fullyManagedPhone, corporatePhone] };

/** @param words the words that need it; without them every value does */
export function needing(needs: Needs, row: Row, words?: readonly string[]): Row {
  return {
    ...row,
    read: (node) => {
      const reading = row.read(node);
      const isMeant = words === undefined || (node.type === 'string' && words.includes(node.value));
      return isMeant && reading !== undefined && 'value' in reading
        ? { ...reading, needs: { ...reading.needs, ...needs } }
        : reading;
    },
  };
}

/** Milliseconds as int64, hence a string; an integer is taken too. 0 is "no restriction". */
export function milliseconds(setting: IdOfType<'number'>): Row {
  return {
    setting,
    read: (node) => {
      const value = node.type === 'string' && /^\d{1,15}$/.test(node.value) ? Number(node.value) : undefined;
      return minutes(node.type === 'integer' && typeof node.value === 'number' ? node.value : value);
    },
  };
}

function minutes(value: number | undefined): Reading {
  if (value === undefined || value < 0) return ambiguous;
  return value === 0 ? { unknown: 'not-reported', note: 'no-limit' } : { value: value / 60_000 };
}

/** A duration in days, rounded up: a limit must not look stricter than it is. 0 is "none". */
export function durationDays(setting: IdOfType<'integer'>): Row {
  return {
    setting,
    read: (node) => {
      const seconds =
        node.type === 'string' ? /^(\d{1,12}(?:\.\d{1,9})?)s$/.exec(node.value)?.[1] : undefined;
      if (seconds === undefined) return ambiguous;
      const days = Math.ceil(Number(seconds) / 86_400);
      return days === 0 ? { unknown: 'not-reported', note: 'no-limit' } : { value: days };
    },
  };
}

/** A field that the vendor documents as without effect beside the others. */
export const withoutEffect = (setting: SettingId): Row => ({ setting, read: () => notConfigured });

/** The shape of a message or list: anything else makes the settings inside ambiguous. The inside is read apart. */
export function shaped(type: 'map' | 'list', settings: readonly SettingId[]): Row[] {
  return [...new Set(settings)].map((setting) => ({
    setting,
    read: (node) => (node.type === type ? undefined : ambiguous),
  }));
}

export const rowsOf = (table: RowTable, key: string): readonly Row[] => [table[key] ?? []].flat();
export const settingsOf = (table: RowTable): SettingId[] =>
  Object.keys(table).flatMap((key) => rowsOf(table, key).map(({ setting }) => setting));

/** The key stands twice, or another one only looks like it: what it says cannot be read one way. */
export function isDoubtful(map: MapNode, key: string): boolean {
  if (map.repeated.has(key)) return true;
  const folded = foldKey(key);
  for (const other of map.entries.keys()) if (other !== key && foldKey(other) === folded) return true;
  return false;
}

/** The member, when it stands once, under its exact name and with the expected type. */
export function memberOfType<T extends TreeNode['type']>(
  map: MapNode | undefined,
  key: string,
  type: T,
): Extract<TreeNode, { type: T }> | undefined {
  const node = map === undefined || isDoubtful(map, key) ? undefined : map.entries.get(key);
  return isOfType(node, type) ? node : undefined;
}

function isOfType<T extends TreeNode['type']>(
  node: TreeNode | undefined,
  type: T,
): node is Extract<TreeNode, { type: T }> {
  return node?.type === type;
}

/** Absent, or unspecified, which is the same. */
export function isSilent(map: MapNode | undefined, key: string, rows: readonly Row[]): boolean {
  if (map === undefined) return true;
  if (isDoubtful(map, key)) return false;
  const node = map.entries.get(key);
  return node === undefined || rows.every((row) => row.read(node) === undefined);
}

/** Field → the value that the vendor documents for its absence, in the words of the field; null: nothing is demanded. */
export type Defaults = Readonly<Record<string, string | boolean | readonly [] | null>>;

/** The documented defaults of the fields that a whole message leaves out. */
export function observeDefaults(
  map: MapNode | undefined,
  table: RowTable,
  defaults: Defaults,
  site: MapSite,
): Observation[] {
  return Object.entries(defaults).flatMap(([key, value]) => {
    const rows = rowsOf(table, key);
    if (!isSilent(map, key, rows)) return [];
    const evidence = defaultEvidence(map, key, typeof value === 'object' ? 'none' : String(value), site);
    return rows.flatMap((row) => {
      const reading = row.read(nodeOf(value));
      return reading === undefined ? [] : [defaultObservation(row, reading, evidence, site)];
    });
  });
}

/** No line where the field is absent; an unspecified one shows as it stands. */
export function defaultEvidence(
  map: MapNode | undefined,
  key: string,
  value: string,
  site: MapSite,
): Evidence {
  const node = map?.entries.get(key);
  return {
    ...evidenceAt(site, site.locate(key), node?.line),
    value: `${node === undefined ? 'absent' : displayValue(key, node)} (default ${value})`,
  };
}

function nodeOf(value: Defaults[string]): TreeNode {
  const line = 0;
  if (value === null) return { type: 'null', line };
  if (typeof value === 'string') return { type: 'string', value, line };
  return typeof value === 'boolean' ? { type: 'boolean', value, line } : { type: 'list', items: [], line };
}

function defaultObservation(
  row: Row,
  reading: NonNullable<Reading>,
  evidence: Evidence,
  site: MapSite,
): Observation {
  const { notes = [], ...extras } = site.extras ?? {};
  const own = 'note' in reading && reading.note !== undefined ? [...notes, reading.note] : notes;
  const base = {
    setting: row.setting,
    layer: site.layer,
    origin: 'default',
    evidence,
    ...extras,
    ...(own.length > 0 ? { notes: own } : {}),
  } as const;
  if ('unknown' in reading) return { ...base, unknown: reading.unknown };
  return { ...base, value: reading.value, ...(reading.needs ? { needs: reading.needs } : {}) };
}

/** A place in the document, without a value. */
export function evidenceAt(site: MapSite, locator: string, line = 0): Evidence {
  return {
    input: site.input,
    ...(site.entry === undefined ? {} : { entry: site.entry }),
    locator,
    ...(line > 0 ? { line } : {}),
  };
}
