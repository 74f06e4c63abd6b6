/** Reads a sysdiagnose archive, file by file of those that paths.ts allows. Most of what is not in it says nothing. */
import { type MapReading, observeMap } from '../../artifacts/observe-map.ts';
import { readPropertyList } from '../../artifacts/apple/packaging.ts';
import { memberOf, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Bundle } from '../../io/bundle.ts';
import type { Notice } from '../../model/notice.ts';
import { isKnown, type Observation } from '../../model/observation.ts';
import type { Subject } from '../../model/subject.ts';
import { timeOf } from '../../model/time.ts';
import {
  faultOf,
  inFile,
  joined,
  type PhoneFile,
  type PhoneSite,
  placeOf,
  readPhoneFile,
  withoutFile,
} from '../apple-files.ts';
import { readProfiles } from '../apple-profiles.ts';
import { notice, type ReadContext, type ReadItem, skipped, subject } from '../define.ts';
import { files, otherSystems, systemVersion } from './map.ts';
import { isStub, paths, shared } from './paths.ts';

export async function* read(bundle: Bundle, context: ReadContext): AsyncGenerator<ReadItem> {
  const name = archiveName(bundle.name);
  const site: PhoneSite = {
    input: bundle.name,
    ...(name.collected === undefined ? {} : { collected: name.collected }),
    ...(context.keys ? { keys: context.keys } : {}),
  };
  const system = await readSystem(bundle, site);
  if (otherSystems.test(system.product)) {
    yield notice('rows-skipped', 'The archive is of another system than iOS or iPadOS.', {
      locator: `${paths.systemVersion}: ProductName`,
    });
    yield skipped;
    return;
  }
  const readings: (MapReading | undefined)[] = [system.reading];
  for (const file of files) readings.push(await readExpected(bundle, file, site));
  const stubs = (await bundle.list(shared)).filter(isStub);
  // A phone with profiles has a list of them, too.
  const isListThere = stubs.length > 0 ? true : undefined;
  readings.push(await readProfiles(bundle, { stubs, list: paths.payloadManifest, isListThere }, site));
  const { observations, notices } = joined(readings);
  for (const one of notices) yield { kind: 'notice', notice: one };
  yield subject(subjectOf(name, observations, site), observations);
}

/**
 * The archive has no table of contents. A phone always has merged restrictions, so an archive without them lost them on its
 * way; what its profiles demand is then not what it follows for certain. The other files may well be absent.
 */
async function readExpected(
  bundle: Bundle,
  file: PhoneFile,
  site: PhoneSite,
): Promise<MapReading | undefined> {
  const reading = await readPhoneFile(bundle, file, site);
  if (reading !== undefined || file.path !== paths.effectiveSettings) return reading;
  const message = 'The archive has no effective settings: what the phone follows is not shown.';
  const missing: Notice = { code: 'file-missing', message, locator: file.path };
  return { ...withoutFile(file, 'incomplete', site), notices: [missing] };
}

interface System {
  /** `ProductName`, empty where it is not told. */
  readonly product: string;
  readonly reading: MapReading;
}

async function readSystem(bundle: Bundle, site: PhoneSite): Promise<System> {
  const path = paths.systemVersion;
  const none: MapReading = { observations: [], notices: [] };
  try {
    const bytes = await bundle.bytes(path);
    if (bytes === undefined) return { product: '', reading: none };
    const tree: TreeNode = readPropertyList(bytes);
    const product = stringOf(memberOf(tree, 'ProductName')) ?? '';
    if (tree.type !== 'map') return { product, reading: none };
    const { observations, notices } = observeMap(tree, systemVersion, placeOf(path, site));
    return { product, reading: { observations, notices: notices.map((one) => inFile(path, one)) } };
  } catch (error) {
    return { product: '', reading: { ...none, notices: [faultOf(path, error)] } };
  }
}

const nameForm =
  /sysdiagnose_(\d{4})\.(\d\d)\.(\d\d)_(\d\d)-(\d\d)-(\d\d)([+-]\d\d)(\d\d)_[\w.-]*?(?=\.tar|\.tgz|\.zip|\/|$)/g;

interface ArchiveName {
  readonly id: string;
  readonly isTablet: boolean;
  readonly collected?: string;
}

/**
 * `sysdiagnose_2026.11.28_09-30-00+0100_iPhone-OS_iPhone_23B85`: when, which system, which kind of device, which build. The
 * phone gives the archive this name; the files that are read hold neither a date nor an identifier of the phone.
 */
function archiveName(path: string): ArchiveName {
  // The last one: in an archive that is the folder that the phone made, before it the file that holds it.
  const [id, ...parts] = [...path.matchAll(nameForm)].at(-1) ?? [];
  if (id === undefined) return { id: path, isTablet: false };
  const [year, month, day, hour, minute, second, zone, rest] = parts;
  const time = timeOf(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}:${rest}`);
  return {
    id,
    isTablet: /_iPad_/.test(id),
    ...(time === undefined ? {} : { collected: `${new Date(time).toISOString().slice(0, 19)}Z` }),
  };
}

function subjectOf(name: ArchiveName, observations: readonly Observation[], site: PhoneSite): Subject {
  const known = (setting: string) => observations.find((one) => one.setting === setting && isKnown(one));
  const [version, supervised] = [known('os.version'), known('device.supervised')].map((one) =>
    one !== undefined && isKnown(one) ? one.value : undefined,
  );
  return {
    id: name.id,
    kind: 'device',
    platform: name.isTablet ? 'ipados' : 'ios',
    ...(typeof version === 'string' ? { osVersion: version } : {}),
    ...(typeof supervised === 'boolean' ? { supervised } : {}),
    ...(site.collected === undefined ? {} : { lastSeen: site.collected }),
    labels: {},
  };
}
