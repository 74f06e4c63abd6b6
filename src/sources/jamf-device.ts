/** What the device lists of Jamf share, in JSON of both APIs and in XML: lists in a row, apps, groups and profiles, platforms. */
import { evidenceAt, type ListedApp, observeApps } from '../artifacts/apple/apps.ts';
import type { MapReading, MapSite } from '../artifacts/observe-map.ts';
import { memberOf, stringOf, type TreeNode } from '../formats/node.ts';
import { platformOfModel } from '../inventory/apple-model.ts';
import type { Moment } from '../inventory/define.ts';
import { momentAt } from '../inventory/device.ts';
import { type DeviceRow, find, isBlank } from '../inventory/place.ts';
import type { Notice } from '../model/notice.ts';
import type { UnknownReason } from '../model/observation.ts';
import type { Platform } from '../model/subject.ts';
import { undecided } from '../settings/observe.ts';

export interface ListPlace {
  readonly path: string;
  /** What one item is called where it is wrapped: `[{"size": 1, "application": {…}}]` (Classic API in JSON). */
  readonly item: string;
}

interface Item {
  readonly node: TreeNode;
  readonly path: string;
}

/** The items of a list with their places; undefined for what is no list. */
function itemsAt(node: TreeNode, { path, item }: ListPlace): readonly Item[] | undefined {
  if (node.type !== 'list') return undefined;
  return node.items.flatMap((one, index): Item[] => {
    const inner = memberOf(one, item);
    if (inner !== undefined) return [{ node: inner, path: `${path}/${index}/${item}` }];
    const isSize = one.type === 'map' && one.entries.size === 1 && one.entries.has('size');
    return isSize ? [] : [{ node: one, path: `${path}/${index}` }];
  });
}

/** A member of every item as text, for groups and profiles: numbers too. */
export function textsIn(
  row: Pick<DeviceRow, 'node' | 'ignoreCase'>,
  place: ListPlace,
  key: string,
): string[] {
  const found = find(row, place.path);
  if (found === undefined || found === 'repeated') return [];
  return (itemsAt(found.node, place) ?? []).flatMap(({ node }) => {
    const value = memberOf(node, key);
    if (value?.type === 'integer') return [String(value.value)];
    return stringOf(value)?.trim() || [];
  });
}

/** Something stands where a part of the path belongs, and it is no object, or more than one. */
export function isDoubtful(row: DeviceRow, path: string): boolean {
  const parts = path.split('/').slice(0, -1);
  return parts.some((_part, index) => {
    const found = find(row, parts.slice(0, index + 1).join('/'));
    return found === 'repeated' || (found !== undefined && !['map', 'null'].includes(found.node.type));
  });
}

/** Why a moment that stands there is none: the device was never seen. A moment that does not stand there says nothing. */
export function unseenAt(row: DeviceRow, moment: Moment): UnknownReason | undefined {
  const told = momentAt(row, moment);
  return placesOf(moment).some((path) => find(row, path) !== undefined) && 'unknown' in told
    ? told.unknown
    : undefined;
}

const placesOf = ({ paths, or }: Moment): readonly string[] => [
  ...paths,
  ...(or === undefined ? [] : placesOf(or)),
];

/** Jamf writes them in any case. Pads are iOS there, and known by their model. */
export function platformOfSystem(
  system: string | undefined,
  model: string | undefined,
): Platform | 'other' | 'unclear' {
  const word = system?.trim().toLowerCase() ?? '';
  if (word === 'ipados') return 'ipados';
  if (word === 'ios') return platformOfModel(model) === 'ipados' ? 'ipados' : 'ios';
  if (['tvos', 'watchos', 'visionos', 'macos'].includes(word)) return 'other';
  return word === '' || word === 'unknown' ? platformOfModel(model) : 'unclear';
}

export interface AppPlaces extends ListPlace {
  /** Whether the app is managed, in words. */
  readonly status: string;
  readonly collected: Moment;
  /** What to ask for when the list is not there. */
  readonly ask?: string;
  /** The phone tells of managed apps only (Apple, User Enrolment). */
  readonly isLimited: (row: DeviceRow) => boolean;
}

/**
 * The apps of a phone. A server can be set to collect managed apps only, and does not say so in its answers: a list without
 * one app that is not managed shows no absence.
 */
export function readApps(row: DeviceRow, places: AppPlaces): MapReading {
  const { path } = places;
  const collected = momentAt(row, places.collected);
  const site: MapSite = {
    input: row.input,
    layer: 'observed',
    locate: row.locate,
    ...('at' in collected ? { extras: { collected: collected.at } } : {}),
  };
  const found = find(row, path);
  if (found === 'repeated') return unread(row, places, site, 'ambiguous');
  if (found === undefined || isBlank(found.node))
    return places.ask === undefined
      ? { observations: [], notices: [] }
      : unread(row, places, site, 'not-collected');
  const items = itemsAt(found.node, places);
  if (items === undefined) return unread(row, places, site, 'ambiguous');
  const apps = items.map((item) => appOf(item, places.status));
  const listed = apps.filter((app) => 'bundle' in app);
  const isWhole =
    listed.length === apps.length && !places.isLimited(row) && listed.some(({ isManaged }) => !isManaged);
  const listing = { apps: listed, node: found.node, path, isWhole, notes: ['request-not-shown'] };
  return { observations: observeApps(listing, site), notices: apps.flatMap((app) => noticeOf(app, row)) };
}

type AppReading = ListedApp | Item;

/** Words beside `Managed`, `Unmanaged` and none are those of an app on its way, or of one that was refused (Jamf Pro). */
function appOf({ node, path }: Item, status: string): AppReading {
  const identifier = memberOf(node, 'identifier');
  const bundle = node.type === 'map' && node.repeated.size === 0 ? stringOf(identifier)?.trim() : undefined;
  if (identifier === undefined || !bundle) return { node, path };
  const word = memberOf(node, status);
  const said =
    word === undefined || isBlank(word) ? 'unmanaged' : (stringOf(word)?.trim().toLowerCase() ?? '');
  const isThere = said === 'managed' || said === 'unmanaged' || said === 'not managed';
  return {
    bundle,
    node: identifier,
    path: `${path}/identifier`,
    isThere,
    isManaged: said === 'managed',
  };
}

function noticeOf(app: AppReading, row: DeviceRow): Notice[] {
  if ('bundle' in app) return [];
  const { line } = app.node;
  const message = 'An app of the list has no identifier that can be read.';
  return [
    {
      code: 'record-unreadable',
      message,
      locator: row.locate(app.path),
      ...(line > 0 ? { line } : {}),
    },
  ];
}

function unread(row: DeviceRow, { path, ask }: AppPlaces, site: MapSite, unknown: UnknownReason): MapReading {
  const value = unknown === 'not-collected' ? `absent; ask for it: ${ask}` : 'no list, or more than one';
  const evidence = { ...evidenceAt(site, path, row.node), value };
  return {
    observations: [undecided('apps.installed', unknown, 'observed', evidence, site.extras)],
    notices: [],
  };
}
