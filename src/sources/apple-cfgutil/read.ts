/** Reads `cfgutil --format JSON get` or its property list: `{Output: {"0x…": {…}}, Errors}`, one subject a device. */
import { type ListedApp, observeApps } from '../../artifacts/apple/apps.ts';
import { readPropertyList } from '../../artifacts/apple/packaging.ts';
import { identified, onlyText } from '../../artifacts/identity.ts';
import { type MapSite, observeMap } from '../../artifacts/observe-map.ts';
import { withoutSecrets } from '../../artifacts/secrets.ts';
import { parseJson } from '../../formats/json.ts';
import { itemsOf, type MapNode, memberOf, stringOf, type TreeNode } from '../../formats/node.ts';
import { decodeText } from '../../formats/text.ts';
import type { Input } from '../../io/input.ts';
import { limits } from '../../io/limits.ts';
import { isKnown, type Observation } from '../../model/observation.ts';
import type { Platform, Subject } from '../../model/subject.ts';
import { notice, type ReadContext, type ReadItem, skipped, subject } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { appIdentifier, identifiers, profileIdentifiers, properties } from './map.ts';

export async function* read(input: Input, { identityKey }: ReadContext): AsyncGenerator<ReadItem> {
  const isJson = detectionInput(input.name, input.head).json !== undefined;
  const bytes = await input.bytes(limits.plistXmlBytes);
  const tree = withoutSecrets(isJson ? parseJson(decodeText(bytes).text) : readPropertyList(bytes));
  const output = memberOf(tree, 'Output');
  if (
    tree.type !== 'map' ||
    output?.type !== 'map' ||
    tree.repeated.has('Output') ||
    output.repeated.size > 0
  ) {
    const line = output?.line ?? tree.line;
    yield notice('record-unreadable', 'Output is not one dictionary of devices.', {
      locator: isJson ? '/Output' : 'Output',
      ...(line > 0 ? { line } : {}),
    });
    return;
  }
  yield* failures(tree, isJson ? '/Errors' : 'Errors');
  yield* unseenDevices(tree, output, isJson ? '/Errors' : 'Errors');
  yield* failures(output, isJson ? '/Output/Errors' : 'Output.Errors');
  for (const [index, [ecid, device]] of [...output.entries].entries()) {
    if (!/^0x[0-9a-f]+$/i.test(ecid)) {
      if (ecid === 'Errors') continue;
      yield notice('record-unreadable', 'Output holds what is no device by its ECID.', {
        locator: isJson ? '/Output' : 'Output',
        ...(device.line > 0 ? { line: device.line } : {}),
      });
      continue;
    }
    // Not by the key: an ECID names one phone for ever, also where it goes by a pseudonym.
    const place = `*[${index}]`;
    const locate = (path: string) =>
      isJson
        ? `/Output/${place}/${path.replace(/\[(\d+)\]\.?/g, '/$1/').replace(/\/$/, '')}`
        : `Output.${place}.${path}`;
    const site = {
      input: input.name,
      layer: 'observed',
      locate,
      extras: { notes: ['unverified-key'] },
    } as const;
    yield* readDevice(ecid, device, site, identityKey);
  }
}

/** What could not be asked is absent from the answers and decides nothing. */
function* failures(map: MapNode, locator: string): Generator<ReadItem> {
  const errors = memberOf(map, 'Errors');
  if (errors === undefined || (errors.type === 'map' && errors.entries.size === 0)) return;
  const where = { locator, ...(errors.line > 0 ? { line: errors.line } : {}) };
  yield notice('answer-refused', 'Some properties could not be read from a device (Errors).', where);
}

/** A device that errors name and that gave no answer at all is missing from the audit. */
function* unseenDevices(tree: MapNode, output: MapNode, locator: string): Generator<ReadItem> {
  const errors = memberOf(tree, 'Errors');
  if (errors?.type !== 'map') return;
  const named = [...errors.entries.keys()].filter((key) => /^0x[0-9a-f]+$/i.test(key));
  const unseen = named.filter((key) => !output.entries.has(key)).length;
  if (unseen === 0) return;
  const message = `Of ${unseen} of the devices there are errors and no answers.`;
  const where = { locator, ...(errors.line > 0 ? { line: errors.line } : {}) };
  yield notice('count-mismatch', message, where);
}

function* readDevice(
  ecid: string,
  device: TreeNode,
  site: MapSite,
  identityKey: string | undefined,
): Generator<ReadItem> {
  if (device.type !== 'map') {
    yield notice('record-unreadable', 'A device is not a dictionary.', {
      locator: site.locate('').replace(/[/.]$/, ''),
    });
    return;
  }
  const platform = platformOf(device);
  if (platform === 'other') {
    yield skipped;
    return;
  }
  const reading = observeMap(device, properties, site);
  for (const one of reading.notices) yield { kind: 'notice', notice: one };
  const observations = [...reading.observations, ...installedApps(device, site)];
  const identity = identifiers.map(([kind, key]) => [kind, onlyText(device, key)] as const);
  yield subject(
    subjectOf(ecid, device, platform, observations),
    observations,
    identified(identity, identityKey),
  );
}

/** `deviceType` names the model; cfgutil also lists Apple TV. Without it a phone is taken for one. */
function platformOf(device: MapNode): Platform | 'other' {
  const type = stringOf(memberOf(device, 'deviceType')) ?? 'iPhone';
  if (type.startsWith('iPad')) return 'ipados';
  return /^(iPhone|iPod)/.test(type) ? 'ios' : 'other';
}

function installedApps(device: MapNode, site: MapSite): Observation[] {
  const path = 'installedApps';
  const node = device.entries.get(path);
  if (node === undefined || node.type === 'null') return [];
  const items = device.repeated.has(path)
    ? [undefined]
    : itemsOf(node).map((item, index) => listedApp(item, `${path}[${index}].${appIdentifier}`));
  const apps = items.filter((app) => app !== undefined);
  return observeApps(
    { apps, node, path, isWhole: node.type === 'list' && apps.length === items.length },
    site,
  );
}

function listedApp(item: TreeNode, path: string): ListedApp | undefined {
  const node = memberOf(item, appIdentifier);
  const bundle = stringOf(node);
  const isOnce = item.type === 'map' && item.repeated.size === 0;
  return isOnce && node !== undefined && bundle ? { bundle, node, path, isThere: true } : undefined;
}

function subjectOf(
  ecid: string,
  device: MapNode,
  platform: Platform,
  observations: readonly Observation[],
): Subject {
  const known = (setting: string) => {
    const found = observations.find((one) => one.setting === setting);
    return found && isKnown(found) ? found.value : undefined;
  };
  const [version, supervised] = [known('os.version'), known('device.supervised')];
  const model = stringOf(memberOf(device, 'deviceType'));
  const profiles = itemsOf(memberOf(device, 'configurationProfiles')).flatMap((item) =>
    profileIdentifiers.flatMap((key) => stringOf(memberOf(item, key)) ?? []),
  );
  return {
    id: stringOf(memberOf(device, 'UDID')) || ecid,
    kind: 'device',
    platform,
    ...(typeof version === 'string' ? { osVersion: version } : {}),
    ...(model === undefined ? {} : { model }),
    ...(typeof supervised === 'boolean' ? { supervised } : {}),
    labels: profiles.length > 0 ? { profiles: profiles.sort().join(', ') } : {},
  };
}
