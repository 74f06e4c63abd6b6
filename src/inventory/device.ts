/** One row of a device list → one subject with its observations. */
import { allOf, tokenOf } from '../artifacts/identity.ts';
import { type MapReading, type MapSite, observeMap } from '../artifacts/observe-map.ts';
import type { RowTable } from '../artifacts/rows.ts';
import type { TreeNode } from '../formats/node.ts';
import type { Links } from '../model/links.ts';
import type { Notice } from '../model/notice.ts';
import type { RowPlace } from '../model/sink.ts';
import { isKnown, type Observation, type UnknownReason, withdrawn } from '../model/observation.ts';
import { familyOf, type Platform, type Subject } from '../model/subject.ts';
import { findSetting, type SettingId } from '../settings/catalogue.ts';
import { undecided } from '../settings/observe.ts';
import type { Inventory, Moment, Section } from './define.ts';
import { type DeviceRow, find, findFirst, type Found, isBlank, textAt } from './place.ts';
import { isNothing } from './rows.ts';
import { momentOf, type MomentReading } from './time.ts';

export type DeviceReading =
  | {
      readonly kind: 'device';
      readonly subject: Subject;
      readonly observations: readonly Observation[];
      readonly links: Links;
      readonly place: RowPlace;
      readonly notices: readonly Notice[];
    }
  /** Of another platform. */
  | { readonly kind: 'skipped' }
  /** Nothing in it may be used. */
  | { readonly kind: 'unreadable'; readonly notice: Notice };

/** @param identityKey of the run: without one the device is joined with nothing */
export function readDevice(
  row: DeviceRow,
  inventory: Inventory,
  identityKey: string | undefined,
): DeviceReading {
  const platform = inventory.platform(row.node);
  if (platform === 'other') return { kind: 'skipped' };
  const readings = inventory.sections.map((section) => readSection(row, section, inventory));
  const extra = inventory.extra?.(row);
  const all = extra === undefined ? readings : [...readings, extra];
  const found = all.flatMap(({ observations }) => observations);
  const odd = inventory.strictRows === true ? found.find(isOutside) : undefined;
  if (odd !== undefined) {
    const message = `A value lies outside what its column can hold (${odd.evidence.locator}): the values of the row may have moved, so none of them is used.`;
    return unreadable(row, message);
  }
  if (platform === 'unclear') return unreadable(row, 'A row does not say of which operating system it is.');
  // Products fill in the columns of the other platform too.
  const observations = found.filter(({ setting }) => exists(setting, platform));
  return {
    kind: 'device',
    subject: subjectOf(row, inventory, platform, observations),
    observations,
    links: linksOf(row, inventory, identityKey),
    place: { at: row.place, line: row.node.line },
    notices: all.flatMap(({ notices }) => notices),
  };
}

function unreadable(row: DeviceRow, message: string): DeviceReading {
  const { place, node } = row;
  const where = {
    ...(place === '' ? {} : { locator: place }),
    ...(node.line > 0 ? { line: node.line } : {}),
  };
  return { kind: 'unreadable', notice: { code: 'record-unreadable', message, ...where } };
}

/** A number that stands for a word is as good a value of its column as the word. */
const isOutside = (one: Observation): boolean =>
  !isKnown(one) && one.unknown === 'ambiguous' && one.notes?.includes('undocumented-code') !== true;

function exists(setting: string, platform: Platform): boolean {
  return findSetting(setting)?.proof[familyOf(platform)] !== undefined;
}

function readSection(row: DeviceRow, section: Section, inventory: Inventory): MapReading {
  const { table } = section;
  const { path, found } = sectionIn(row, section);
  const collected = momentAt(row, section.collected ?? inventory.subject.lastSeen);
  const site: MapSite = {
    input: row.input,
    layer: section.layer ?? 'observed',
    locate: (key) => row.locate(path === '' ? key : `${path}/${key}`),
    ...(inventory.ignoreCase === undefined ? {} : { ignoreCase: true }),
    ...('at' in collected ? { extras: { collected: collected.at } } : {}),
  };
  if (found === 'repeated') return unsaid(row, section, site, 'ambiguous');
  if (found === undefined || found.node.type === 'null')
    return unsaid(row, section, site, 'not-collected', found?.node);
  if (found.node.type !== 'map') return unsaid(row, section, site, 'ambiguous', found.node);
  const reading = observeMap(found.node, table, site);
  const reason = section.void?.(row);
  if (reason === undefined) return reading;
  return { ...reading, observations: reading.observations.map((one) => withdrawn(one, reason)) };
}

/** The section under the name that it goes by in this row. */
function sectionIn(
  row: DeviceRow,
  { path, also }: Section,
): { readonly path: string; readonly found: Found } {
  const found = spelledOnce(row, path);
  const other = also === undefined ? undefined : spelledOnce(row, also);
  if (also === undefined || !isFilled(other)) return { path, found };
  return isFilled(found) ? { path, found: 'repeated' } : { path: also, found: other };
}

/** A section that stands a second time in another case is none: which of them counts is not known. */
const spelledOnce = (row: DeviceRow, path: string): Found =>
  find({ node: row.node, ignoreCase: true }, path) === 'repeated' ? 'repeated' : find(row, path);

const isFilled = (found: Found): boolean =>
  found !== undefined && (found === 'repeated' || found.node.type !== 'null');

/** A section that was not asked for tells nothing; where the product can be asked for it, that is said setting by setting. */
function unsaid(
  row: DeviceRow,
  { path, table, ask }: Section,
  site: MapSite,
  unknown: UnknownReason,
  node?: TreeNode,
): MapReading {
  if (unknown === 'not-collected' && ask === undefined) return { observations: [], notices: [] };
  const line = node?.line ?? row.node.line;
  const evidence = {
    input: row.input,
    locator: row.locate(path),
    ...(line > 0 ? { line } : {}),
    value: unknown === 'not-collected' ? `absent; ask for it: ${ask}` : 'no object, or more than one',
  };
  const settings = new Set(settingsOf(table));
  return {
    observations: [...settings].map((setting) =>
      undecided(setting, unknown, site.layer, evidence, site.extras),
    ),
    notices: [],
  };
}

const settingsOf = (table: RowTable): SettingId[] =>
  Object.values(table).flatMap((rows) =>
    'setting' in rows ? [rows.setting] : rows.map(({ setting }) => setting),
  );

/** The moment, where all the places that hold one agree. */
export function momentAt(row: DeviceRow, { paths, form, or }: Moment): MomentReading {
  let first: MomentReading | undefined;
  for (const path of paths) {
    const found = find(row, path);
    if (found === 'repeated') return { unknown: 'ambiguous' };
    if (found === undefined || isBlank(found.node)) continue;
    const told = momentOf(found.node, form);
    if (first !== undefined && JSON.stringify(first) !== JSON.stringify(told))
      return { unknown: 'ambiguous' };
    first = told;
  }
  return first ?? (or === undefined ? { unknown: 'not-reported' } : momentAt(row, or));
}

function subjectOf(
  row: DeviceRow,
  { subject: places }: Inventory,
  platform: Platform,
  observations: readonly Observation[],
): Subject {
  const known = (setting: string) => {
    const found = observations.find((one) => one.setting === setting && one.scope === undefined);
    return found !== undefined && isKnown(found) ? found.value : undefined;
  };
  const [version, ownership, supervised] = ['os.version', 'device.ownership', 'device.supervised'].map(known);
  const lastSeen = momentAt(row, places.lastSeen);
  const model = plainAt(row, places.model);
  const enrolment = plainAt(row, places.enrolment);
  const type = enrolment === undefined ? undefined : places.enrolmentType?.(enrolment, row);
  const labels = Object.entries(places.labels ?? {}).flatMap(([label, path]) => {
    const text = textAt(row, [path]);
    return text === undefined ? [] : [[label, text] as const];
  });
  return {
    id: plainAt(row, places.id) ?? (row.place.startsWith('row') ? row.place : `row ${row.place || '1'}`),
    kind: 'device',
    platform,
    ...(typeof version === 'string' ? { osVersion: version } : {}),
    ...(model ? { model } : {}),
    ...(ownership === 'corporate' || ownership === 'personal' ? { ownership } : {}),
    ...(typeof supervised === 'boolean' ? { supervised } : {}),
    ...(enrolment ? { enrolment } : {}),
    ...(type === undefined ? {} : { enrolmentType: type }),
    ...('at' in lastSeen ? { lastSeen: lastSeen.at } : {}),
    labels: Object.fromEntries(labels),
  };
}

/** A word that may be shown: not what stands for nothing, and no address, which a shifted row or a script may put there. */
function plainAt(row: DeviceRow, paths: readonly string[] | undefined): string | undefined {
  const node = findFirst(row, paths);
  const text = node === undefined || isNothing(node) ? undefined : textAt(row, paths);
  return text?.includes('@') === true ? undefined : text;
}

function linksOf(row: DeviceRow, { product, subject: places }: Inventory, key: string | undefined): Links {
  const own = (kind: string, paths: readonly string[] | undefined) => tokenOf(kind, textAt(row, paths), key);
  const is = [
    own(`${product}-device`, places.id),
    own('serial', places.serial),
    own('udid', places.udid),
    own('imei', places.imei),
    ...Object.entries(places.others ?? {}).map(([kind, paths]) => own(kind, paths)),
  ].filter((token) => token !== undefined);
  const groups = places.groups?.(row.node) ?? [];
  const of = [
    allOf(product),
    own('user', places.user),
    ...groups.map(({ kind, value }) => tokenOf(kind, value, key)),
  ].filter((token) => token !== undefined);
  return { is, of };
}
