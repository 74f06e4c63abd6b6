/**
 * A mapping becomes an inventory: each place of the mapping is looked up in the native row, and what stands there becomes a
 * member of a flat row that is called after its setting. The engine of device lists does the rest.
 */
import type { RowTable } from '../artifacts/rows.ts';
import { MapBuilder, type MapNode, stringOf, type TreeNode } from '../formats/node.ts';
import type { Inventory, Section } from '../inventory/define.ts';
import type { Envelope } from '../inventory/envelope.ts';
import type { DeviceRow } from '../inventory/place.ts';
import { isNothing } from '../inventory/rows.ts';
import { layers, type Layer } from '../model/observation.ts';
import { familyOf, type Platform, platforms } from '../model/subject.ts';
import { findSetting, type SettingId } from '../settings/catalogue.ts';
import type { Setting } from '../settings/define.ts';
import { observeListedApps } from './apps.ts';
import { extractBy } from './extract.ts';
import { fieldRow } from './field.ts';
import type { FieldFile, MappingFile, PlaceFile } from './file.ts';
import { flat } from './flat.ts';
import { type ReadMoment, momentReader } from './moment.ts';
import { foldName, personalKind, type PersonalKind } from './names.ts';
import { guarded, shownWords } from './codes.ts';
import { type Found, findPlace, type Walk, walksOf } from './place.ts';
import { uncollected } from './uncollected.ts';

/** A row as it stands in the file. */
export interface NativeRow {
  readonly node: MapNode;
  readonly place: string;
  readonly input: string;
  readonly locate: (walk: Walk) => string;
}

export interface CompiledMapping {
  readonly file: MappingFile;
  readonly inventory: Inventory;
  readonly envelope: Envelope;
  /** The row that the inventory reads. */
  readonly project: (row: NativeRow) => DeviceRow;
  /** Is the key or column in a place of the mapping? Folded to lower case. */
  readonly uses: ReadonlySet<string>;
}

interface Member {
  readonly key: string;
  readonly walks: readonly Walk[];
  /** The only words that may be shown, where the column may hold codes. */
  readonly words?: ReadonlySet<string>;
}

export function compileMapping(file: MappingFile): CompiledMapping {
  const fields = fieldsOf(file);
  const members = membersOf(file, fields);
  const moment = file.subject.lastSeen === undefined ? undefined : momentReader(file.subject.lastSeen);
  return {
    file,
    inventory: inventoryOf(file, fields),
    envelope: envelopeOf(file),
    project: (row) => project(row, members, moment),
    uses: new Set(members.flatMap(({ walks }) => walks.map(([first = '']) => first.toLowerCase()))),
  };
}

interface MappedField {
  readonly setting: Setting<SettingId>;
  readonly field: FieldFile;
}

/** The settings of the mapping, with those that the subject's own facts stand for. */
function fieldsOf({ subject, settings = {} }: MappingFile): readonly MappedField[] {
  const given = [
    ...(subject.osVersion === undefined ? [] : [['os.version', subject.osVersion] as const]),
    ...(subject.ownership === undefined ? [] : [['device.ownership', subject.ownership] as const]),
    ...Object.entries(settings),
  ];
  return given.flatMap(([id, field]) => {
    const setting = settingOf(id);
    return setting === undefined ? [] : [{ setting, field }];
  });
}

function settingOf(id: string): Setting<SettingId> | undefined {
  const setting = findSetting(id);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the catalogue holds no other ids
  return setting as Setting<SettingId> | undefined;
}

function membersOf({ subject, apps }: MappingFile, fields: readonly MappedField[]): readonly Member[] {
  const at = (key: string, place: PlaceFile | undefined): Member[] =>
    place === undefined ? [] : [{ key, walks: walksOf(place) }];
  const { platform, labels = {} } = subject;
  const ids = walksOf(subject.id);
  const isKind = (kind: PersonalKind) => (walk: Walk) => personalKind(walk.at(-1) ?? '') === kind;
  const personal = (kind: 'serial' | 'udid' | 'imei', place: PlaceFile | undefined): Member[] => {
    const walks = place === undefined ? ids.filter(isKind(kind)) : walksOf(place);
    return walks.length === 0 ? [] : [{ key: flat[kind], walks }];
  };
  return [
    { key: flat.id, walks: ids.filter((walk) => personalKind(walk.at(-1) ?? '') === undefined) },
    // What identifies a phone anywhere joins its records, and is no name for it.
    ...personal('serial', subject.serial),
    ...personal('udid', subject.udid),
    ...personal('imei', subject.imei),
    ...at(flat.user, subject.user),
    ...('always' in platform ? [] : at(flat.platform, platform)),
    ...at(flat.model, subject.model),
    ...at(flat.lastSeen, subject.lastSeen),
    ...Object.entries(labels).flatMap(([label, place]) => at(`${flat.label}${label}`, place)),
    ...at(flat.apps, apps?.list),
    ...fields.map(({ setting, field }) => {
      const words = shownWords(setting, field);
      return { key: setting.id, walks: walksOf(field), ...(words === undefined ? {} : { words }) };
    }),
  ];
}

function project(row: NativeRow, members: readonly Member[], moment: ReadMoment | undefined): DeviceRow {
  const builder = new MapBuilder();
  const walks = new Map<string, Walk>();
  for (const { key, walks: ways, words } of members) {
    const found = findPlace(row.node, ways);
    walks.set(key, found?.walk ?? ways[0] ?? []);
    if (found === undefined) continue;
    if (key === flat.lastSeen && moment !== undefined) addMoment(builder, found, moment);
    else for (const node of found.nodes) builder.add(key, words === undefined ? node : guarded(node, words));
  }
  return {
    node: builder.build(row.node.line),
    place: row.place,
    locate: (key) => row.locate(walks.get(key) ?? []),
    input: row.input,
    ignoreCase: false,
  };
}

/** The engine is handed the moment in its own form; what cannot be read stays unreadable. */
function addMoment(builder: MapBuilder, { nodes }: Found, read: ReadMoment): void {
  const [node, ...others] = nodes;
  if (node === undefined) return;
  const reading = others.length > 0 ? ({ unknown: 'ambiguous' } as const) : read(node);
  const { line } = node;
  if ('at' in reading) builder.add(flat.lastSeen, { type: 'string', value: reading.at, line });
  else if (reading.unknown === 'ambiguous') builder.add(flat.lastSeen, { type: 'string', value: '?', line });
  else if (!isNothing(node)) builder.add(flat.never, { type: 'boolean', value: true, line });
}

function inventoryOf(file: MappingFile, fields: readonly MappedField[]): Inventory {
  const { id, product = id, subject, apps, mask = [] } = file;
  const masked = new Set(mask.map(foldName));
  const isMasked = (field: FieldFile) =>
    walksOf(field).some(
      (walk) => masked.has(foldName(walk.at(-1) ?? '')) || personalKind(walk.at(-1) ?? '') !== undefined,
    );
  const byLayer = Map.groupBy(fields, ({ field }) => field.layer ?? defaultLayer(file));
  const sections = layers.flatMap((layer): Section[] => {
    const own = byLayer.get(layer) ?? [];
    const table: RowTable = Object.fromEntries(
      own.map(({ setting, field }) => [setting.id, fieldRow(setting, field, isMasked(field))] as const),
    );
    return own.length === 0
      ? []
      : [{ path: '', table, layer, ...(layer === 'observed' ? { void: neverSeen } : {}) }];
  });
  const layerOf = new Map(
    fields.map(({ setting, field }) => [setting.id, field.layer ?? defaultLayer(file)] as const),
  );
  const platformOf = platformReader(file);
  return {
    product,
    platform: platformOf,
    subject: {
      id: [flat.id],
      serial: [flat.serial],
      udid: [flat.udid],
      imei: [flat.imei],
      user: [flat.user],
      model: [flat.model],
      lastSeen: { paths: [flat.lastSeen], form: 'iso' },
      labels: Object.fromEntries(
        Object.keys(subject.labels ?? {}).map((label) => [label, `${flat.label}${label}`]),
      ),
    },
    sections,
    extra: (row) => {
      const platform = platformOf(row.node);
      const isPhone = platform !== 'other' && platform !== 'unclear';
      const listed = apps && isPhone ? observeListedApps(row, apps, familyOf(platform)) : undefined;
      return {
        observations: [...uncollected(row, layerOf), ...(listed?.observations ?? [])],
        notices: listed?.notices ?? [],
      };
    },
  };
}

const defaultLayer = ({ subject }: MappingFile): Layer =>
  subject.kind === 'policy' ? 'required' : 'observed';

/** A device that was never seen has reported nothing, whatever its columns are filled with. */
const neverSeen = ({ node }: DeviceRow) =>
  node.entries.has(flat.never) ? ('not-reported' as const) : undefined;

function platformReader({ subject: { platform } }: MappingFile): Inventory['platform'] {
  const known = (word: string | undefined): Platform | undefined => platforms.find((one) => one === word);
  if ('always' in platform) {
    const always = known(platform.always);
    return () => always ?? 'unclear';
  }
  const words = new Map(Object.entries(platform.values).map(([word, value]) => [word.toLowerCase(), value]));
  const extract = platform.extract === undefined ? (text: string) => text : extractBy(platform.extract);
  return (row) => {
    const node = row.repeated.has(flat.platform) ? undefined : row.entries.get(flat.platform);
    if (node === undefined || isNothing(node)) return 'unclear';
    const value = words.get(extract(platformWord(node) ?? '')?.toLowerCase() ?? '');
    if (value === 'skip') return 'other';
    return known(value) ?? (platform.otherwise === 'skip' ? 'other' : 'unclear');
  };
}

/** Some products number their platforms. */
function platformWord(node: TreeNode): string | undefined {
  return node.type === 'integer' ? String(node.value) : stringOf(node)?.trim();
}

function envelopeOf({ complete = {} }: MappingFile): Envelope {
  const path = (text: string | undefined) => (text === undefined ? [] : [text.slice(2).replaceAll('.', '/')]);
  return {
    rows: [],
    next: path(complete.next),
    totals: path(complete.total),
    counts: path(complete.count),
    ...(complete.pageSizes === undefined ? {} : { pageSizes: complete.pageSizes }),
  };
}
