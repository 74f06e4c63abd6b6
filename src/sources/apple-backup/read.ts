/** Reads a backup: its plain property lists, and then file by file what its table of contents names and paths.ts allows. */
import { unread } from '../../artifacts/apple/documents.ts';
import { identified } from '../../artifacts/identity.ts';
import { type MapReading, type MapSite, observeMap } from '../../artifacts/observe-map.ts';
import { openForeignDatabase } from '../../formats/sqlite.ts';
import type { Bundle } from '../../io/bundle.ts';
import type { Notice } from '../../model/notice.ts';
import { isKnown, type Observation } from '../../model/observation.ts';
import type { Subject } from '../../model/subject.ts';
import {
  faultOf,
  joined,
  type PhoneFile,
  type PhoneSite,
  placeOf,
  readPhoneFile,
  reasonOf,
  withoutFile,
} from '../apple-files.ts';
import { readProfiles, unseenProfiles } from '../apple-profiles.ts';
import { type ReadContext, type ReadItem, subject } from '../define.ts';
import { isAppContainer, readAppContainers } from './containers.ts';
import { readContainers, readInstalledApps } from './apps.ts';
import { type BackupHead, readHead } from './head.ts';
import {
  files,
  info,
  lockdown,
  manifest,
  newLocationClients,
  publicSettings,
  withoutManagement,
} from './map.ts';
import { allows, configuration, isStub, manifestDatabase, paths } from './paths.ts';

export async function* read(bundle: Bundle, context: ReadContext): AsyncGenerator<ReadItem> {
  const head = await readHead(bundle);
  const site: PhoneSite = {
    input: bundle.name,
    ...(head.collected === undefined ? {} : { collected: head.collected }),
    ...(context.keys ? { keys: context.keys } : {}),
  };
  const plain = readPlain(head, site);
  const inside = head.isEncrypted ? sealed(site) : await readInside(bundle, site);
  const apps = head.info === undefined ? [] : readInstalledApps(head.info, site);
  const held = [...apps, ...inside.observations].map((one) => (head.isFinished ? one : cutOff(one)));
  const observations = [
    ...plain.observations,
    ...readContainers(head.manifest, site),
    ...besideManifest(locationOf(head, withoutAbsence(held, head)), plain.observations),
  ];
  for (const notice of [...head.notices, ...managementNotice(head), ...plain.notices, ...inside.notices])
    yield { kind: 'notice', notice };
  yield subject(subjectOf(head, observations), observations, identified(head.identity, context.identityKey));
}

function readPlain(head: BackupHead, site: PhoneSite): MapReading {
  const at = placeOf('Manifest.plist', site);
  const locate = (key: string) => `Lockdown.${key}`;
  return joined([
    observeMap(head.manifest, manifest, at),
    encryptionUnsaid(head, at),
    head.lockdown && observeMap(head.lockdown, lockdown, { ...at, locate }),
    head.info && observeMap(head.info, info, placeOf('Info.plist', site)),
  ]);
}

/** Every backup says whether it is encrypted; where one does not, that profiles demand it shows nothing of it. */
function encryptionUnsaid({ manifest: { entries } }: BackupHead, at: MapSite): MapReading | undefined {
  if (entries.has('IsEncrypted')) return undefined;
  return { observations: unread(['backup.local.encrypted'], 'incomplete', at), notices: [] };
}

/** An encrypted backup shows that it is encrypted, and nothing of what lies in its files. */
function sealed(site: PhoneSite): MapReading {
  const message =
    'The backup is encrypted: only its plain property lists were read, and no password is taken.';
  const notice: Notice = { code: 'backup-encrypted', message, locator: 'Manifest.plist: IsEncrypted' };
  return joined([
    unseenProfiles(manifestDatabase, 'encrypted', site, notice),
    ...files.map((file) => withoutFile(file, 'encrypted', site)),
  ]);
}

async function readInside(bundle: Bundle, site: PhoneSite): Promise<MapReading> {
  const { listed, domains, ...failure } = await readContents(bundle);
  const readings: (MapReading | undefined)[] = [];
  for (const file of files) readings.push(await readListed(bundle, file, listed, site));
  if (readings[0] === undefined) readings.push(await readListed(bundle, publicSettings, listed, site));
  if (listed === undefined) {
    const { notice, unknown = 'incomplete' } = failure;
    readings.push(unseenProfiles(manifestDatabase, unknown, site, notice));
  } else {
    const list = paths.payloadManifest;
    const stubs = [...listed].filter(isStub).sort();
    readings.push(await readProfiles(bundle, { stubs, list, isListThere: listed.has(list) }, site));
  }
  readings.push(readAppContainers(domains ?? new Set(), site));
  return joined(readings);
}

/** A file that the table of contents does not name is a remnant of an earlier backup, and one that it names has to be there. */
async function readListed(
  bundle: Bundle,
  file: PhoneFile,
  listed: ReadonlySet<string> | undefined,
  site: PhoneSite,
): Promise<MapReading | undefined> {
  if (listed?.has(file.path) === false) return undefined;
  const reading = await readPhoneFile(bundle, file, site);
  if (reading !== undefined || listed === undefined) return reading;
  const message = 'A file that the backup lists is not there.';
  const notice: Notice = { code: 'file-missing', message, locator: file.path };
  return { ...withoutFile(file, 'incomplete', site), notices: [notice] };
}

interface Contents {
  /** Of the files that may be opened; undefined when there is no table of contents. */
  readonly listed?: ReadonlySet<string>;
  /** Of the containers that are looked for. */
  readonly domains?: ReadonlySet<string>;
  readonly notice?: Notice;
  readonly unknown?: ReturnType<typeof reasonOf>;
}

/** Table `Files` of `Manifest.db`. Flag 1 is a file, 2 a folder, 4 a link (public forensic readers). */
async function readContents(bundle: Bundle): Promise<Contents> {
  try {
    const path = await bundle.copy(manifestDatabase);
    if (path === undefined) {
      const message = 'The backup has no Manifest.db: which profiles the phone has is not known.';
      return { notice: { code: 'file-missing', message, locator: manifestDatabase } };
    }
    return listedIn(path);
  } catch (error) {
    return { notice: faultOf(manifestDatabase, error), unknown: reasonOf(error) };
  }
}

function listedIn(path: string): Pick<Contents, 'listed' | 'domains'> {
  const database = openForeignDatabase(path);
  try {
    const [listed, domains] = [new Set<string>(), new Set<string>()];
    for (const { cells } of database.table('Files', ['domain', 'relativePath', 'flags']).rows()) {
      const file = `${String(cells.get('domain'))}-${String(cells.get('relativePath'))}`;
      if (cells.get('flags') === 1 && allows(file)) listed.add(file);
      const domain = String(cells.get('domain'));
      if (isAppContainer(domain)) domains.add(domain);
    }
    return { listed, domains };
  } finally {
    database.close();
  }
}

/**
 * What a merged restriction says about a state that `Manifest.plist` shows is a demand and no second state: that profiles
 * force encryption does not make a backup encrypted that is not.
 */
function besideManifest(inside: readonly Observation[], shown: readonly Observation[]): Observation[] {
  const proven = new Set(shown.filter(isKnown).map(({ setting }) => setting));
  return inside.map((one) =>
    one.layer === 'observed' && proven.has(one.setting) ? { ...one, layer: 'installed' } : one,
  );
}

/** From an unfinished backup: files of different times, or none yet. */
function cutOff(observation: Observation): Observation {
  if (!isKnown(observation)) return observation;
  const { value: _value, ...place } = observation;
  return { ...place, unknown: 'incomplete' };
}

/** From iOS 27 on a backup is silent about supervision; that it says no is then no answer. */
function withoutAbsence(observations: readonly Observation[], head: BackupHead): Observation[] {
  if (!isSilent(head)) return [...observations];
  return observations.map((one) => {
    if (one.setting !== 'device.supervised' || !isKnown(one) || one.value === true) return one;
    const { value: _value, ...place } = one;
    return { ...place, unknown: 'not-reported' };
  });
}

/** From iOS 17 on what the numbers of the location clients say is not known; nor where the version is not. */
function locationOf({ version }: BackupHead, observations: readonly Observation[]): Observation[] {
  const isOld = version !== undefined && Number(version.split('.')[0]) < newLocationClients;
  if (isOld) return [...observations];
  return observations.map((one) => {
    if (one.setting !== 'app.permission.location' || !isKnown(one)) return one;
    const { value: _value, ...place } = one;
    return { ...place, unknown: 'ambiguous' };
  });
}

/** Where the version is not known either, it may be one of the silent ones. */
const isSilent = ({ version }: BackupHead) =>
  version === undefined || Number(version.split('.')[0]) >= withoutManagement;

function managementNotice(head: BackupHead): Notice[] {
  if (!isSilent(head)) return [];
  const message = `From iOS ${withoutManagement} on a backup leaves out enrolment, profiles and supervision; that none is in it shows nothing.`;
  return [{ code: 'management-not-in-backup', message, locator: configuration.domain }];
}

function subjectOf(head: BackupHead, observations: readonly Observation[]): Subject {
  const supervised = observations.filter(({ setting }) => setting === 'device.supervised');
  const [only] = supervised;
  const isSupervised =
    only !== undefined && isKnown(only) && supervised.length === 1 ? only.value : undefined;
  return {
    ...head.name,
    kind: 'device',
    ...(head.version === undefined ? {} : { osVersion: head.version }),
    ...(typeof isSupervised === 'boolean' ? { supervised: isSupervised } : {}),
    ...(head.collected === undefined ? {} : { lastSeen: head.collected }),
    labels: {},
  };
}
