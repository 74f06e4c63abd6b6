/**
 * Ids of the settings catalogue for iPhone and iPad: a payload type of Apple (or Intune's name for a declaration), `_`, and
 * the path of a key in lower case, joined by `_`. Apple's spelling is found again in Apple's schema, and the keys are then
 * read as those of a profile are: one table serves both.
 */
import { observeDeclaration } from '../../artifacts/apple/declaration.ts';
import { observePayload } from '../../artifacts/apple/payloads.ts';
import { keySpelled, payloadSpelled } from '../../artifacts/apple/spelling.ts';
import type { MapReading, MapSite } from '../../artifacts/observe-map.ts';
import { append } from '../../formats/append.ts';
import { MapBuilder, type MapNode } from '../../formats/node.ts';
import type { Observation } from '../../model/observation.ts';
import { type CatalogueInstance, type CatalogueSetting, settingsIn, unsetTokens } from './catalogue.ts';

/** Intune's names of declarations, as published policies have them. */
const declarations: Readonly<Record<string, string>> = {
  audioaccessory: 'com.apple.configuration.audio-accessory.settings',
  externalintelligencesettings: 'com.apple.configuration.external-intelligence.settings',
  intelligencesettings: 'com.apple.configuration.intelligence.settings',
  safari: 'com.apple.configuration.safari.settings',
  sirisettings: 'com.apple.configuration.siri.settings',
  softwareupdate: 'com.apple.configuration.softwareupdate.settings',
};

/** A setting whose id names a key of Apple's. */
interface AppleSetting extends Pick<CatalogueSetting, 'node' | 'pointer' | 'id'> {
  readonly path: readonly string[];
}
/** One payload or declaration as the policy makes it. */
interface ApplePayload {
  readonly type: string;
  readonly isDeclaration: boolean;
  readonly settings: AppleSetting[];
  /** Some of its ids name no key that is known: what is absent may stand there. */
  hasUnknown: boolean;
}

export interface CatalogueReading extends MapReading {
  /** Settings whose ids are not known. */
  readonly unknown: readonly CatalogueSetting[];
}

/** @param site without `locate`: places are those of the settings */
export function observeAppleCatalogue(
  instances: readonly CatalogueInstance[],
  site: Omit<MapSite, 'locate'>,
): CatalogueReading {
  const reading = { observations: [], notices: [], unknown: [] } as {
    readonly observations: MapReading['observations'];
    readonly notices: MapReading['notices'];
    readonly unknown: CatalogueSetting[];
  };
  for (const settings of documentsIn(instances))
    for (const payload of payloadsOf(settings, reading.unknown)) {
      const { observations, notices } = observe(payload, site);
      append(reading.observations, observations);
      append(reading.notices, notices);
    }
  return reading;
}

/** Each element of an outermost collection is a payload of its own; settings outside of one are one together. */
function documentsIn(instances: readonly CatalogueInstance[]): (readonly CatalogueSetting[])[] {
  const loose = instances.filter((one) => one.kind === 'setting');
  const grouped = instances.flatMap((one) => (one.kind === 'group' ? one.elements.map(settingsIn) : []));
  return loose.length === 0 ? grouped : [...grouped, loose];
}

function payloadsOf(settings: readonly CatalogueSetting[], unknown: CatalogueSetting[]): ApplePayload[] {
  const payloads = new Map<string, ApplePayload>();
  for (const setting of settings) {
    const { node, id } = setting;
    const at = id.indexOf('_');
    const [prefix, key] = [id.slice(0, Math.max(at, 0)), id.slice(at + 1)];
    const isDeclaration = Object.hasOwn(declarations, prefix);
    const type = isDeclaration ? declarations[prefix] : payloadSpelled(prefix);
    const path = type === undefined ? undefined : keySpelled(type, key);
    if (type === undefined || path === undefined) unknown.push(setting);
    if (type === undefined) continue;
    const payload = payloads.get(type) ?? { type, isDeclaration, settings: [], hasUnknown: false };
    payloads.set(type, payload);
    if (path === undefined) payload.hasUnknown = true;
    else if (node.type !== 'string' || !unsetTokens.includes(node.value))
      payload.settings.push({ ...setting, path });
  }
  return [...payloads.values()];
}

function observe(payload: ApplePayload, site: Omit<MapSite, 'locate'>): MapReading {
  const { type, isDeclaration, settings, hasUnknown } = payload;
  const [first] = settings;
  if (first === undefined) return { observations: [], notices: [] };
  const keys = new Map<string, string>();
  /** A key that is absent has the place of the payload's first one. */
  const locate = (key: string): string => {
    const path = key.split('/');
    const own = settings.find((setting) => path.every((name, index) => setting.path[index] === name));
    const locator = own === undefined ? `${first.pointer}: ${type}/${key}` : `${own.pointer}: ${own.id}`;
    keys.set(locator, key);
    return locator;
  };
  const read = isDeclaration ? observeDeclaration : observePayload;
  const tree = treeOf(settings, 0, first.node.line);
  const reading = read(type, tree, { ...site, locate }, (locator) => keys.get(locator) ?? locator);
  return hasUnknown ? { ...reading, observations: reading.observations.map(undefaulted) } : reading;
}

/** The keys of Apple's document; the same id twice is a key that stands twice. */
function treeOf(settings: readonly AppleSetting[], depth: number, line: number): MapNode {
  const builder = new MapBuilder();
  for (const name of new Set(settings.map(({ path }) => path[depth] ?? ''))) {
    const own = settings.filter(({ path }) => path[depth] === name);
    const deeper = own.filter(({ path }) => path.length > depth + 1);
    for (const { path, node } of own) if (path.length === depth + 1) builder.add(name, node);
    const [first] = deeper;
    if (first !== undefined) builder.add(name, treeOf(deeper, depth + 1, first.node.line));
  }
  return builder.build(line);
}

/** What holds while a key is absent is not known beside an id that could be that key. */
function undefaulted(observation: Observation): Observation {
  if (observation.origin !== 'default' || !('value' in observation)) return observation;
  const { value: _value, needs: _needs, ...rest } = observation;
  return { ...rest, origin: 'explicit', unknown: 'ambiguous' };
}
