/**
 * Small property lists that an iPhone or iPad keeps about itself, wherever they lie: a backup, a diagnostic archive.
 * Apple documents none of them. Names and types of the keys are those that public forensic readers use and that Apple's
 * own frameworks write, so each observation carries the note `unverified-key`; a value of another type is ambiguous.
 */
import { PassmusterError } from '../../errors.ts';
import type { TreeNode } from '../../formats/node.ts';
import { isKnown, type Observation } from '../../model/observation.ts';
import { readPropertyList } from './packaging.ts';
import { type MapReading, type MapSite, observeMap } from '../observe-map.ts';
import { flag, type Reading, type Row, type RowTable } from '../rows.ts';

export const unverified = 'unverified-key';

/**
 * `CloudConfigurationDetails.plist`: what the phone was set up with. The keys are those of an enrolment profile (Apple,
 * "Device Management", Profile: `is_supervised`, `allow_pairing`) in another spelling.
 */
export const cloudConfiguration: RowTable = {
  IsSupervised: flag('device.supervised'),
  AllowPairing: flag('device.hostPairing.allowed'),
};

/** `com.apple.mobile.ldbackup.plist`: the backup service. Seen on iOS 12 to 18. */
export const cloudBackup: RowTable = {
  CloudBackupEnabled: flag('backup.cloud.enabled'),
  LastCloudBackupDate: { setting: 'backup.cloud.lastDate', read: cocoaTime },
};

/** `.GlobalPreferences.plist`. The key appears when Lockdown Mode is first used: without it nothing is said. */
export const globalPreferences: RowTable = {
  LDMGlobalEnabled: flag('device.lockdownMode'),
};

/** `FMIPStateInfo.plist`: Find My. The kind of Lost Mode is a number; 0 is what is written while there is none. */
export const findMyState: RowTable = {
  fmipActive: flag('device.findMy.enabled'),
  fmipLostModeType: { setting: 'device.lostMode', read: lostMode },
};

/** @throws PassmusterError of the formats, or plist-malformed for what is no dictionary */
export function readHandsetPlist(bytes: Uint8Array, table: RowTable, site: MapSite): MapReading {
  const tree = readPropertyList(bytes);
  if (tree.type !== 'map')
    throw new PassmusterError('plist-malformed', 'The property list is not a dictionary.');
  const { notes = [], ...extras } = site.extras ?? {};
  return observeMap(tree, table, { ...site, extras: { ...extras, notes: [...notes, unverified] } });
}

/**
 * The same for `CloudConfigurationDetails.plist`. Only a supervised phone refuses to pair (Apple, "Device Management":
 * `allow_pairing` needs supervision), so `AllowPairing: false` beside another `IsSupervised` has no effect.
 */
export function readCloudConfiguration(bytes: Uint8Array, site: MapSite): MapReading {
  const { observations, notices } = readHandsetPlist(bytes, cloudConfiguration, site);
  const isForbidden = (one: Observation) =>
    one.setting === 'device.hostPairing.allowed' && isKnown(one) && one.value === false;
  return {
    observations: observations.map((one) =>
      isForbidden(one) ? { ...one, needs: { supervised: true } } : one,
    ),
    notices,
  };
}

/** Seconds between 1970 and 2001, where Cocoa's clock starts. */
const cocoaEpoch = 978_307_200;
/** Autumn 2011, when iCloud began, and the end of the century: a number outside is no time of a cloud backup. */
const [earliest, latest] = [1_317_427_200, 4_102_444_800];

/** Seconds since 2001, whole or not; the newer property lists hold a date. */
function cocoaTime(node: TreeNode): Reading {
  if (node.type === 'date') return { value: node.value };
  if (node.type !== 'integer' && node.type !== 'real') return { unknown: 'ambiguous' };
  const seconds = Math.floor(Number(node.value)) + cocoaEpoch;
  if (seconds < earliest || seconds >= latest) return { unknown: 'ambiguous' };
  return { value: `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z` };
}

function lostMode(node: TreeNode): Reading {
  const isKind = node.type === 'integer' && node.value >= 0 && node.value <= 16;
  return isKind ? { value: node.value !== 0 } : { unknown: 'ambiguous' };
}

/** The settings that a table can decide, each once. */
export function settingsOf(table: RowTable): Row['setting'][] {
  const rows = Object.values(table).flatMap((entry) => ('setting' in entry ? [entry] : entry));
  return [...new Set(rows.map(({ setting }) => setting))];
}
