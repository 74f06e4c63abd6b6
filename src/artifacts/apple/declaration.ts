/**
 * Apple's declarations, wherever they lie: JSON files, and `com.apple.declarations` in a configuration profile. Says what
 * they would require. Structure: Apple, "Device Management", declarationbase and declarative/declarations.
 */
import { itemsOf, type MapNode, memberOf, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Notice } from '../../model/notice.ts';
import type { Observation, UnknownReason } from '../../model/observation.ts';
import { declarationExtras } from './declaration-extras.ts';
import { declarationTables, passedOver } from './declaration-keys.ts';
import { undecidedAll } from './doubt.ts';
import { foldKey } from '../masking.ts';
import { needing } from './needs.ts';
import type { MapReading, MapSite } from '../observe-map.ts';
import { observeTree } from '../observe-tree.ts';

export interface DeclarationPlace {
  readonly node: TreeNode;
  /** A JSON pointer below the declaration, as a place in the input. */
  readonly locate: (pointer: string) => string;
}

/** `layer` is `required` unless a phone shows that it has the declarations. */
export type DeclarationSite = Pick<MapSite, 'input' | 'entry' | 'extras'> & Partial<Pick<MapSite, 'layer'>>;

export interface DeclarationReading {
  readonly observations: readonly Observation[];
  readonly notices: readonly Notice[];
}

/** One declaration as far as it was read. */
interface Declaration extends DeclarationReading {
  readonly place: DeclarationPlace;
  readonly type?: string;
  readonly identifier?: string;
}

const activation = 'com.apple.activation.simple';
const configurations = 'StandardConfigurations';

/** All declarations of one set: they are sent to a device together, and several of one type are joined. */
export function readDeclarations(
  places: readonly DeclarationPlace[],
  site: DeclarationSite,
): DeclarationReading {
  const all = places.map((place) => readDeclaration(place, site));
  const repeated = repeatedOf(all);
  const active = activated(all, repeated);
  const isConfigured = all.some(({ type }) => type?.startsWith('com.apple.configuration.') === true);
  return {
    observations: all.flatMap((one) => settled(one, active, repeated)),
    notices: [
      ...all.flatMap(({ notices }) => notices),
      ...all.flatMap((one) => (repeated.has(one.identifier) ? [repetition(one)] : [])),
      ...(active === undefined && isConfigured ? [unactivated] : []),
    ],
  };
}

const unactivated: Notice = {
  code: 'activation-absent',
  message: 'There is no activation beside the configurations: whether a phone applies them is not said here.',
};

/** The last one that was sent replaces the others; which one that is does not stand in them. */
function repeatedOf(all: readonly Declaration[]): ReadonlySet<string | undefined> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { identifier } of all) {
    if (identifier === undefined) continue;
    if (seen.has(identifier)) repeated.add(identifier);
    seen.add(identifier);
  }
  return repeated;
}

function repetition({ place }: Declaration): Notice {
  const message =
    'Two declarations have the same identifier; one replaces the other, and which one is not known.';
  return noticeAt('declaration-repeated', message, place, '/Identifier');
}

type Activity = 'always' | 'conditionally';

/** The configurations that activations name; undefined where the set has no activation. */
function activated(
  all: readonly Declaration[],
  repeated: ReadonlySet<string | undefined>,
): ReadonlyMap<string, Activity> | undefined {
  const activations = all.filter(({ type }) => type === activation);
  if (activations.length === 0) return undefined;
  const active = new Map<string, Activity>();
  for (const { place, identifier } of activations) {
    const payload = memberOf(place.node, 'Payload');
    const how = isCertain(payload) && !repeated.has(identifier) ? 'always' : 'conditionally';
    for (const item of itemsOf(memberOf(payload, configurations))) {
      const name = stringOf(item);
      if (name !== undefined && active.get(name) !== 'always') active.set(name, how);
    }
  }
  return active;
}

/** `Predicate` makes an activation hold for some devices only; what other keys would do is not documented. */
function isCertain(payload: TreeNode | undefined): boolean {
  if (payload?.type !== 'map' || payload.repeated.size > 0) return false;
  return [...payload.entries.keys()].every((key) => key === configurations);
}

/** What was sent is not always in force: it has to be named by an activation, and under one name only. */
function settled(
  { observations, identifier = '' }: Declaration,
  active: ReadonlyMap<string, Activity> | undefined,
  repeated: ReadonlySet<string | undefined>,
): readonly Observation[] {
  if (repeated.has(identifier)) return observations.map((one) => withdrawn(one, 'ambiguous', 'repeated'));
  const how = active === undefined ? 'always' : active.get(identifier);
  if (how === 'always') return observations;
  return how === 'conditionally'
    ? observations.map((one) => withdrawn(one, 'ambiguous', 'activated-conditionally'))
    : observations.map((one) => withdrawn(one, 'not-reported', 'not-activated'));
}

/** A doubt stays a doubt. */
function withdrawn(observation: Observation, unknown: UnknownReason, note: string): Observation {
  if ('unknown' in observation) return observation;
  const { value: _value, needs: _needs, notes = [], ...rest } = observation;
  return { ...rest, notes: [...notes, note], unknown };
}

function readDeclaration(place: DeclarationPlace, site: DeclarationSite): Declaration {
  const { node } = place;
  if (node.type !== 'map') return unreadable(place, site, 'A declaration is not an object.');
  const fault = structureFault(node);
  if (fault !== undefined) return { ...unreadable(place, site, fault), ...nameOf(node) };
  const type = stringOf(memberOf(node, 'Type'));
  const identifier = stringOf(memberOf(node, 'Identifier'));
  if (type === undefined || identifier === undefined)
    return unreadable(place, site, 'A declaration does not say its type or its identifier.');
  return { place, type, identifier, ...readTyped(type, node, place, site) };
}

const members = ['Type', 'Identifier', 'ServerToken', 'Payload'];

/** Keys on which the whole meaning rests. Declarations are case-sensitive: a look-alike is another key. */
function structureFault({ entries, repeated }: MapNode): string | undefined {
  for (const key of entries.keys()) {
    const known = members.find((member) => foldKey(member) === foldKey(key));
    if (known === undefined) continue;
    if (known !== key)
      return `A key differs from ${known} only in case or invisible characters; it is not used.`;
    if (repeated.has(key)) return `The key ${key} of a declaration stands more than once.`;
  }
  return undefined;
}

function nameOf(node: MapNode): { identifier?: string } {
  const identifier = stringOf(memberOf(node, 'Identifier'));
  return identifier === undefined || node.repeated.has('Identifier') ? {} : { identifier };
}

function readTyped(
  type: string,
  node: MapNode,
  place: DeclarationPlace,
  site: DeclarationSite,
): DeclarationReading {
  const table = Object.hasOwn(declarationTables, type) ? declarationTables[type] : undefined;
  const payload = memberOf(node, 'Payload');
  if (table === undefined && !isPassedOver(type)) return readForeign(type, place, site);
  if (payload?.type !== 'map')
    return unreadable(place, site, 'The Payload of a declaration is missing or not an object.');
  const mapSite: MapSite = {
    ...site,
    layer: site.layer ?? 'required',
    locate: (key) => place.locate(`/Payload/${key}`),
  };
  const keyOf = (locator: string) => locator.split('/Payload/').at(-1) ?? locator;
  const reading = observeDeclaration(type, payload, mapSite, keyOf);
  const passed = noticeAt(
    'declaration-passed-over',
    'A declaration says nothing about a setting that is judged.',
    place,
    '/Type',
  );
  return {
    observations: reading.observations,
    notices: [...reading.notices, ...(table === undefined && type !== activation ? [passed] : [])],
  };
}

/**
 * The keys of one declaration, in whatever document they stand.
 * @param keyOf the path `A/B` of an observation's key from its locator, as `locate` of the site made it
 */
export function observeDeclaration(
  type: string,
  payload: MapNode,
  site: MapSite,
  keyOf: (locator: string) => string,
): MapReading {
  const table = Object.hasOwn(declarationTables, type) ? declarationTables[type] : undefined;
  const { observations, notices } = observeTree(payload, table ?? {}, site);
  const all = [...observations, ...declarationExtras(type, payload, site)];
  const pathOf = (locator: string) => keyOf(locator).replaceAll('/', '.');
  return { observations: needing(all, type, payload, pathOf), notices };
}

const isPassedOver = (type: string): boolean =>
  passedOver.some((known) => (known.endsWith('.') ? type.startsWith(known) : type === known));

/** Types without keys that could be read here. */
function readForeign(type: string, place: DeclarationPlace, site: DeclarationSite): DeclarationReading {
  if (/^com\.apple\.configuration\.legacy(\.interactive)?$/.test(type)) {
    const message = 'A declaration only names the address of a profile; what that demands is not known.';
    return {
      observations: [doubt(place, site, '/Payload/ProfileURL')],
      notices: [noticeAt('declaration-legacy', message, place, '/Type')],
    };
  }
  const known = [...Object.keys(declarationTables), activation, 'com.apple.configuration.legacy'].find(
    (one) => foldKey(one) === foldKey(type),
  );
  if (known !== undefined)
    return unreadable(
      place,
      site,
      `The type of a declaration differs from ${known} only in case or invisible characters.`,
    );
  const message = 'The type of a declaration is not known; what it demands is not read.';
  return { observations: [], notices: [noticeAt('declaration-unknown', message, place, '/Type')] };
}

function unreadable(place: DeclarationPlace, site: DeclarationSite, message: string): Declaration {
  return {
    place,
    observations: [doubt(place, site, '')],
    notices: [noticeAt('declaration-unreadable', message, place, '')],
  };
}

const doubt = (place: DeclarationPlace, site: DeclarationSite, pointer: string): Observation =>
  undecidedAll('unreadable', site, placeOf(place, pointer));

function noticeAt(code: Notice['code'], message: string, place: DeclarationPlace, pointer: string): Notice {
  return { code, message, ...placeOf(place, pointer) };
}

function placeOf({ node, locate }: DeclarationPlace, pointer: string): { locator: string; line?: number } {
  const line = memberOf(node, pointer.slice(1))?.line ?? node.line;
  return { locator: locate(pointer), ...(line > 0 ? { line } : {}) };
}
