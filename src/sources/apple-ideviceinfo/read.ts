/**
 * Reads what a computer asked a phone by cable: the values of `ideviceinfo -x`, of one or several domains. The tool prints one
 * property list for a call, so several calls into one file leave several in it; a domain can also lie under its name.
 */
import { identified, type Identity } from '../../artifacts/identity.ts';
import { foldKey } from '../../artifacts/masking.ts';
import { displayValue, type MapReading, type MapSite, observeMap } from '../../artifacts/observe-map.ts';
import { readPropertyList } from '../../artifacts/apple/packaging.ts';
import { withoutSecrets } from '../../artifacts/secrets.ts';
import { isBplist } from '../../formats/bplist.ts';
import { type MapNode, memberOf, stringOf, type TreeNode } from '../../formats/node.ts';
import { readPlistXml } from '../../formats/plist-xml.ts';
import { decodeText } from '../../formats/text.ts';
import type { Input } from '../../io/input.ts';
import { limits } from '../../io/limits.ts';
import { isKnown, type Observation } from '../../model/observation.ts';
import type { Platform, Subject } from '../../model/subject.ts';
import { undecided } from '../../settings/observe.ts';
import { notice, type ReadContext, type ReadItem, skipped, subject } from '../define.ts';
import { domains, root } from './map.ts';

const flat = Object.assign({ ...root }, ...Object.values(domains));

export async function* read(input: Input, { identityKey }: ReadContext): AsyncGenerator<ReadItem> {
  const documents = documentsIn(await input.bytes(limits.plistXmlBytes));
  const maps = documents.filter((node): node is MapNode => node.type === 'map');
  if (maps.length < documents.length) {
    yield notice('record-unreadable', 'A property list in the file is not a dictionary.');
    return;
  }
  const platform = platformOf(maps);
  if (platform === 'other') {
    yield notice('rows-skipped', 'The values are those of a device that is no phone or tablet.');
    yield skipped;
    return;
  }
  if (platform === 'unclear' || new Set(valuesOf(maps, 'UniqueDeviceID')).size > 1) {
    yield notice('record-unreadable', 'The file holds values of more than one device.');
    return;
  }
  const collected = clockOf(maps);
  const readings = maps.map((map) => observeDocument(map, input.name, collected));
  for (const one of readings.flatMap(({ notices }) => notices)) yield { kind: 'notice', notice: one };
  const observations = readings.flatMap((reading) => reading.observations);
  yield subject(
    subjectOf(maps, platform, input.name, collected, observations),
    observations,
    identified(identityOf(maps), identityKey),
  );
}

/** Names of lockdownd (libimobiledevice). A name with two values in one file identifies nothing. */
function identityOf(maps: readonly MapNode[]): Identity {
  const only = (key: string): string | undefined => {
    const [value, ...others] = new Set(valuesOf(maps, key));
    return others.length === 0 ? value : undefined;
  };
  return [
    ['serial', only('SerialNumber')],
    ['udid', only('UniqueDeviceID')],
    ['imei', only('InternationalMobileEquipmentIdentity')],
    ['imei', only('InternationalMobileEquipmentIdentity2')],
  ];
}

/** Each property list of the file, with lines counted from its start. */
function documentsIn(bytes: Uint8Array) {
  if (isBplist(bytes)) return [withoutSecrets(readPropertyList(bytes))];
  const parts = decodeText(bytes)
    .text.split(/(?=<\?xml[ \t])/)
    .filter((part) => part.trim() !== '');
  let line = 0;
  return parts.map((part) => {
    // The declaration may only stand first; blank lines in its place keep the count.
    const padded = line === 0 ? part : '\n'.repeat(line) + part.replace(/^<\?xml[^>]*\?>/, '');
    line += part.split('\n').length - 1;
    return withoutSecrets(readPlistXml(padded));
  });
}

function observeDocument(map: MapNode, input: string, collected: string | undefined): MapReading {
  const below = (prefix: string): MapSite => ({
    input,
    layer: 'observed',
    locate: (key) => prefix + key,
    extras: { notes: ['unverified-key'], ...(collected === undefined ? {} : { collected }) },
  });
  const readings = [observeMap(map, flat, below(''))];
  for (const [key, last] of map.entries)
    for (const node of map.repeated.get(key) ?? [last]) {
      const domain = Object.keys(domains).find((name) => foldKey(name) === foldKey(key));
      if (domain === undefined) continue;
      const isSound = domain === key && !map.repeated.has(key) && node.type === 'map';
      readings.push(
        isSound
          ? observeMap(node, tableOf(domain), below(`${key}.`))
          : doubtful(domain, key, node, below('')),
      );
    }
  return {
    observations: readings.flatMap(({ observations }) => observations),
    notices: readings.flatMap(({ notices }) => notices),
  };
}

const tableOf = (domain: string) => Object.entries(domains).find(([name]) => name === domain)?.[1] ?? {};

/** A domain that stands twice, is no dictionary or only looks like one: what it says is ambiguous. */
function doubtful(domain: string, key: string, node: TreeNode, site: MapSite): MapReading {
  const line = node.line > 0 ? { line: node.line } : {};
  const evidence = { input: site.input, locator: key, ...line, value: displayValue(key, node) };
  const settings = Object.values(tableOf(domain)).flatMap((rows) => [rows].flat());
  return {
    observations: settings.map((row) =>
      undecided(row.setting, 'ambiguous', site.layer, evidence, site.extras),
    ),
    notices: [],
  };
}

function valuesOf(maps: readonly MapNode[], key: string): string[] {
  return maps.flatMap((map) =>
    (map.repeated.get(key) ?? [memberOf(map, key)]).flatMap((node) => stringOf(node) ?? []),
  );
}

/** A file of one domain alone does not name the device; these domains are asked of phones and tablets. */
function platformOf(maps: readonly MapNode[]): Platform | 'other' | 'unclear' {
  const classes = new Set(valuesOf(maps, 'DeviceClass'));
  const [first = 'iPhone', ...others] = classes;
  if (others.length > 0) return 'unclear';
  if (first === 'iPad') return 'ipados';
  return first === 'iPhone' || first === 'iPod' ? 'ios' : 'other';
}

/** The phone's own clock when it was asked; seconds since 1970. */
function clockOf(maps: readonly MapNode[]): string | undefined {
  const nodes = maps.flatMap((map) =>
    map.repeated.has('TimeIntervalSince1970') ? [] : (memberOf(map, 'TimeIntervalSince1970') ?? []),
  );
  const [node] = nodes;
  if (nodes.length !== 1 || (node?.type !== 'real' && node?.type !== 'integer')) return undefined;
  const seconds = Number(node.value);
  // Between 2007, the first iPhone, and 2100.
  if (!(seconds > 1_167_609_600 && seconds < 4_102_444_800)) return undefined;
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

function subjectOf(
  maps: readonly MapNode[],
  platform: Platform,
  input: string,
  collected: string | undefined,
  observations: readonly Observation[],
): Subject {
  const version = observations.find(({ setting }) => setting === 'os.version');
  const [id] = valuesOf(maps, 'UniqueDeviceID');
  const [model] = valuesOf(maps, 'ProductType');
  return {
    id: id || input,
    kind: 'device',
    platform,
    ...(version && isKnown(version) ? { osVersion: String(version.value) } : {}),
    ...(model ? { model } : {}),
    ...(collected === undefined ? {} : { lastSeen: collected }),
    labels: {},
  };
}
