/**
 * Merged restrictions as iOS keeps them: `GlobalRestrictions` of the MDM response `Restrictions`, and the property lists
 * EffectiveUserSettings and Truth of a phone. Four buckets: `restrictedBool.<key>.value`, `restrictedValue.<key>.value`,
 * `intersection.<key>.values[]`, `union.<key>.values[]` (Apple, "Device Management", RestrictionsDictionary).
 */
import { append } from '../../formats/append.ts';
import { MapBuilder, type MapNode, type TreeNode } from '../../formats/node.ts';
import type { Layer, Observation } from '../../model/observation.ts';
import { effectiveValues } from './effective-values.ts';
import { appListKeys, payloadTables } from './keys.ts';
import { readAppLists } from './app-lists.ts';
import { foldKey } from '../masking.ts';
import { type MapReading, type MapSite, observeMap } from '../observe-map.ts';
import { apart, notConfigured, type Row, type RowTable } from '../rows.ts';

/** `locate` gets the path within the tree: `restrictedBool.allowCamera.value`. */
export interface EffectiveSite extends Omit<MapSite, 'layer'> {
  /** What the phone follows is observed; what one profile on it adds is installed. */
  readonly layer?: Layer;
}

interface Bucket {
  readonly name: string;
  readonly member: 'value' | 'values';
  readonly table: RowTable;
}

const restrictions = payloadTables['com.apple.applicationaccess'] ?? {};
const passcode = payloadTables['com.apple.mobiledevice.passwordpolicy'] ?? {};

/** Settings that say what is demanded. Any other says how the phone is, which a user chooses where nothing is forced. */
const demands: ReadonlySet<string> = new Set([
  'browser.fraudWarning',
  'classroom.unpromptedObservation',
  'network.managedWifiOnly',
  'printing.trustedTlsRequired',
  'sharing.airDropUnmanaged',
  'sharing.pasteboardManaged',
  'updates.delayed',
]);
const isDemand = (setting: string): boolean => setting.endsWith('.required') || demands.has(setting);

/**
 * In a profile `forceEncryptedBackup: false` is all there is; beside a phone it only says that nothing forces what the user
 * may have chosen. So does `allowUSBRestrictedMode: true`, the state of a phone without any profile.
 */
function asEffective(key: string, row: Row): Row {
  const free = /^(force|require)[A-Z]/.test(key) ? false : key === 'allowUSBRestrictedMode' || undefined;
  if (free === undefined || isDemand(row.setting)) return row;
  return {
    ...row,
    read: (node) => (node.type === 'boolean' && node.value === free ? notConfigured : row.read(node)),
  };
}

const rowsOf = (entry: Row | readonly Row[]): readonly Row[] => ('setting' in entry ? [entry] : entry);

const takesBooleans = (row: Row): boolean =>
  [true, false].some((value) => {
    const reading = row.read({ type: 'boolean', value, line: 0 });
    return reading !== undefined && ('value' in reading || reading.unknown !== 'ambiguous');
  });

/** The rows of profiles by key: a boolean means the same there. */
const booleans: RowTable = Object.fromEntries(
  [...Object.entries(restrictions), ...Object.entries(passcode)]
    .filter(([, entry]) => rowsOf(entry).some(takesBooleans))
    .map(([key, entry]) => [key, rowsOf(entry).map((row) => asEffective(key, row))]),
);

/** The rows of profiles for lists that can be read. */
const appLists = (keys: readonly string[], isReadable: (node: TreeNode) => boolean): RowTable =>
  Object.fromEntries(
    keys.map((key) => [
      key,
      rowsOf(restrictions[key] ?? []).map((row): Row => ({
        ...row,
        read: (node) => (isReadable(node) ? row.read(node) : { unknown: 'ambiguous' }),
      })),
    ]),
  );
const isTexts = (node: TreeNode) => node.type === 'list' && node.items.every(({ type }) => type === 'string');
/** Whether a phone without an allow-list keeps an empty one is unverified; read as a list it would block every app. */
const isSomeTexts = (node: TreeNode) => isTexts(node) && node.type === 'list' && node.items.length > 0;

const buckets: readonly Bucket[] = [
  { name: 'restrictedBool', member: 'value', table: booleans },
  { name: 'restrictedValue', member: 'value', table: effectiveValues },
  { name: 'intersection', member: 'values', table: appLists(appListKeys.allow, isSomeTexts) },
  { name: 'union', member: 'values', table: appLists(appListKeys.deny, isTexts) },
];

/** A key of one bucket that lies in another is not what it is taken for. */
const misplaced = (bucket: Bucket): RowTable =>
  Object.fromEntries(
    buckets
      .filter((other) => other !== bucket)
      .flatMap(({ table }) => Object.entries(table))
      .map(([key, entry]) => [key, rowsOf(entry).map(({ setting }) => apart(setting, () => false))]),
  );
const tables = new Map(buckets.map((bucket) => [bucket.name, { ...misplaced(bucket), ...bucket.table }]));

/** Is there a bucket in the map? Told by the names that Apple gives them. */
export function isEffective(tree: TreeNode): boolean {
  return tree.type === 'map' && buckets.some(({ name }) => tree.entries.has(name));
}

/** What the merged restrictions say. Keys that are absent say nothing: which ones a phone lists is not documented. */
export function observeEffective(tree: MapNode, site: EffectiveSite): MapReading {
  const whole: MapSite = { ...site, layer: site.layer ?? 'observed' };
  const reading: MapReading = { observations: [], notices: [] };
  for (const [key, node] of tree.entries) {
    const bucket = buckets.find(({ name }) => foldKey(name) === foldKey(key));
    if (bucket === undefined) continue;
    const [only, ...others] = tree.repeated.get(key) ?? [node];
    if (bucket.name !== key || others.length > 0 || only?.type !== 'map') {
      reading.observations.push(doubtOf(key, node, whole));
      reading.notices.push(faultOf(bucket.name, key, node, whole));
      continue;
    }
    const found = readBucket(bucket, only, whole);
    append(reading.observations, found.observations);
    append(reading.notices, found.notices);
  }
  return reading;
}

function readBucket(bucket: Bucket, node: MapNode, site: MapSite): MapReading {
  const { values, odd } = valuesOf(bucket, node);
  const locate = (key: string) =>
    site.locate([bucket.name, key, ...(odd.has(key) ? [] : [bucket.member])].join('.'));
  const own: MapSite = { ...site, locate };
  const reading = observeMap(values, tables.get(bucket.name) ?? {}, own);
  if (bucket.member === 'value') return reading;
  const readable = lists(bucket, values);
  return { ...reading, observations: [...reading.observations, ...readAppLists(readable, appListKeys, own)] };
}

/** The map of keys and values that lies in a bucket of keys and `{value}`. An entry of another shape keeps no readable value. */
function valuesOf({ member }: Bucket, node: MapNode): { values: MapNode; odd: ReadonlySet<string> } {
  const values = new MapBuilder();
  const odd = new Set<string>();
  for (const [key, last] of node.entries)
    for (const entry of node.repeated.get(key) ?? [last]) {
      const found = entry.type === 'map' ? memberValues(entry, member) : [];
      if (found.length === 0) odd.add(key);
      for (const value of found.length === 0 ? [shapeless(entry)] : found) values.add(key, value);
    }
  return { values: values.build(node.line), odd };
}

function memberValues(entry: MapNode, member: string): readonly TreeNode[] {
  return [...entry.entries]
    .filter(([key]) => foldKey(key) === member)
    .flatMap(([key, value]) => (key === member ? (entry.repeated.get(key) ?? [value]) : [shapeless(value)]));
}

/** A dictionary is a wrong value for every row. */
function shapeless(node: TreeNode): MapNode {
  return node.type === 'map' ? node : new MapBuilder().build(node.line);
}

const isUndecided = (reading: ReturnType<Row['read']>) => reading !== undefined && 'unknown' in reading;

/** The app lists of a bucket that its rows have not called into doubt. */
function lists({ table }: Bucket, values: MapNode): MapNode {
  const readable = new MapBuilder();
  for (const [key, value] of values.entries) {
    const rows = Object.hasOwn(table, key) ? rowsOf(table[key] ?? []) : [];
    const isSound = rows.length > 0 && rows.every((row) => !isUndecided(row.read(value)));
    if (isSound && !values.repeated.has(key)) readable.add(key, value);
  }
  return readable.build(values.line);
}

/** A bucket that cannot be read one way may have held any key. */
function doubtOf(key: string, node: TreeNode, site: MapSite): Observation {
  const { input, entry, layer } = site;
  return {
    setting: '*',
    layer,
    origin: 'explicit',
    unknown: 'ambiguous',
    evidence: {
      input,
      ...(entry === undefined ? {} : { entry }),
      locator: site.locate(key),
      ...(node.line > 0 ? { line: node.line } : {}),
    },
    ...site.extras,
  };
}

function faultOf(name: string, key: string, node: TreeNode, site: MapSite): MapReading['notices'][number] {
  const where = { locator: site.locate(key), ...(node.line > 0 ? { line: node.line } : {}) };
  if (name !== key)
    return {
      code: 'key-case-differs',
      message: `A key differs from ${name} only in case or invisible characters; it is not used.`,
      ...where,
    };
  if (node.type !== 'map')
    return { code: 'record-unreadable', message: `The value of ${name} is not a dictionary.`, ...where };
  return { code: 'duplicate-key', message: `The key ${name} stands more than once.`, ...where };
}
