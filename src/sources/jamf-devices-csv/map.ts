/**
 * Columns of Jamf's CSV → canonical settings. Jamf Pro calls them as the administrator wants, so only the names that it proposes
 * are read; dates are in the form of the server's language and read only where that is ISO 8601, without a zone as UTC. Of Jamf School
 * `BackupEnabled` is not read: which backup it means is not documented.
 */
import { foldKey } from '../../artifacts/masking.ts';
import type { Row, RowTable } from '../../artifacts/rows.ts';
import { type MapNode, stringOf } from '../../formats/node.ts';
import { platformOfModel } from '../../inventory/apple-model.ts';
import type { Inventory } from '../../inventory/define.ts';
import { placesOf } from '../../inventory/place.ts';
import {
  compromised,
  osVersion,
  ownership,
  reported,
  said,
  saidFlag,
  supervised,
} from '../../inventory/rows.ts';
import type { Platform } from '../../model/subject.ts';
import type { IdOfType } from '../../settings/catalogue.ts';

function nulls(...words: readonly string[]): Readonly<Record<string, null>> {
  return Object.fromEntries(words.map((word) => [word, null] as const));
}

/** `Yes` and `No`, and the words of the Classic API for the same. */
const enabled = (setting: IdOfType<'boolean'>): Row =>
  saidFlag(setting, { enabled: true, 'not enabled': false, disabled: false, 'unsupervised device': null });

/** `Compliant` is also said of a phone without a passcode on which no policy asks for one; a bare `true` may mean either. */
const presence = nulls('present', 'not present', 'set', 'not set', 'on', 'off', 'true', 'false');
const compliance = { 'not compliant': false, compliant: null } as const;
const passcodeStatus = [
  said('passcode.present', {
    ...presence,
    present: true,
    'not present': false,
    set: true,
    'not set': false,
    on: true,
    off: false,
    ...nulls('compliant', 'not compliant'),
  }),
  said('passcode.compliant', { ...presence, ...compliance }),
];

const capability = said('storage.encrypted', {
  'not encrypted': false,
  ...nulls('encrypted', 'supported', 'not supported', 'true', 'false', 'yes', 'no', '0', '1', '2', '3'),
});

/** What the hardware can do, which protects nothing before there is a passcode (Apple): `Block-level and file-level …`. */
const hardwareEncryption: Row = {
  ...capability,
  read: (node) => {
    const isLevel = node.type === 'string' && /^(block|file|both)\b[\w &,-]*$/i.test(node.value.trim());
    return isLevel ? { unknown: 'not-reported' } : capability.read(node);
  },
};

/** Seconds as text. */
const grace: Row = reported({
  setting: 'lock.maximumGraceMinutes',
  read: (node) => {
    const seconds = node.type === 'string' ? /^\s*(\d{1,9})\s*$/.exec(node.value)?.[1] : undefined;
    return seconds === undefined ? { unknown: 'ambiguous' } : { value: Number(seconds) / 60 };
  },
});

export const searchFacts: RowTable = {
  'Activation Lock Enabled': enabled('device.activationLock'),
  'App Analytics Enabled': enabled('diagnostics.appAnalytics.enabled'),
  'Data Protection': enabled('storage.encrypted'),
  'Data Roaming Enabled': enabled('network.dataRoaming.enabled'),
  'Device Locator Service Enabled': enabled('device.findMy.enabled'),
  'Device Ownership Type': ownership,
  'Diagnostic and Usage Reporting Enabled': enabled('diagnostics.submission.enabled'),
  'Hardware Encryption': hardwareEncryption,
  'iCloud Backup Enabled': enabled('backup.cloud.enabled'),
  'Jailbreak Detected': compromised,
  'Lost Mode Enabled': enabled('device.lostMode'),
  Managed: saidFlag('device.managed', { managed: true, unmanaged: false }),
  'OS Version': osVersion,
  'Passcode Compliance': said('passcode.compliant', compliance),
  'Passcode Compliance with Profile(s)': said('passcode.compliant', compliance),
  'Passcode Lock Grace Period Enforced (seconds)': grace,
  'Passcode Status': passcodeStatus,
  'Personal Hotspot Enabled': enabled('network.personalHotspot.enabled'),
  Supervised: supervised,
};

/** Columns that tell one device from another. */
export const searchIdentity = {
  id: ['JSS Mobile Device ID', 'Jamf Pro Mobile Device ID'],
  serial: ['Serial Number'],
  udid: ['UDID'],
  imei: ['IMEI'],
} as const;

function textOf(row: MapNode, column: string): string | undefined {
  const [only, ...others] = placesOf(row, column, true);
  return others.length > 0 ? undefined : stringOf(only?.[1])?.trim() || undefined;
}

/** A search lists mobile devices; without a column for the model they are taken for phones. */
function searchPlatform(row: MapNode): Platform | 'other' | 'unclear' {
  const models = ['Model Identifier', 'Model'].flatMap((column) => textOf(row, column) ?? []);
  const known = models.map(platformOfModel).find((platform) => platform !== 'unclear');
  if (known !== undefined) return known;
  const prefix = /^(tvOS|watchOS|visionOS|macOS|iPadOS)\b/i.exec(textOf(row, 'OS Version') ?? '')?.[1];
  if (prefix === undefined) return 'ios';
  return foldKey(prefix) === 'ipados' ? 'ipados' : 'other';
}

export const searchInventory: Inventory = {
  product: 'jamf',
  ignoreCase: true,
  strictRows: true,
  platform: searchPlatform,
  subject: {
    ...searchIdentity,
    user: ['Email Address', 'Username'],
    model: ['Model Identifier', 'Model'],
    enrolment: ['Device Ownership Type'],
    lastSeen: { paths: ['Last Inventory Update'], form: 'utc' },
  },
  sections: [{ path: '', table: searchFacts }],
};

/** `OsVersion` names the system: `iOS 26.4.0`. */
function schoolPlatform(row: MapNode): Platform | 'other' | 'unclear' {
  const system = /^[A-Za-z]+/.exec(textOf(row, 'OsVersion') ?? '')?.[0].toLowerCase();
  if (system === 'ios' || system === 'ipados') return system;
  return system !== undefined && /^(tvos|macos|watchos|visionos)$/.test(system) ? 'other' : 'unclear';
}

/** Jamf School lists no identifier of its own: rows go by their number, and are joined by what the phone is. */
export const schoolInventory: Inventory = {
  product: 'jamf-school',
  ignoreCase: true,
  strictRows: true,
  platform: schoolPlatform,
  subject: {
    id: [],
    serial: ['SerialNumber'],
    udid: ['DeviceUDID'],
    enrolment: ['EnrollType'],
    lastSeen: { paths: [], form: 'iso' },
  },
  sections: [{ path: '', table: { IsSupervised: supervised, OsVersion: osVersion } }],
};
