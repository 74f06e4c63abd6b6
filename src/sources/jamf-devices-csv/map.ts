/**
 * Columns of Jamf's CSV → canonical settings. Jamf Pro calls them as the administrator wants, so only the names that it proposes
 * are read; dates are in the form of the server's language and read only where they are RFC 3339. Of Jamf School
 * `BackupEnabled` is not read: which backup it means is not documented.
 */
import { foldKey } from '../../artifacts/masking.ts';
import type { RowTable } from '../../artifacts/rows.ts';
import { type MapNode, stringOf } from '../../formats/node.ts';
import type { Inventory } from '../../inventory/define.ts';
import { placesOf } from '../../inventory/place.ts';
import { compromised, osVersion, ownership, said, saidFlag, supervised } from '../../inventory/rows.ts';
import type { Platform } from '../../model/subject.ts';
import { platformOfModel } from '../jamf-device.ts';

/** `Compliant` is also said of a phone without a passcode on which no policy asks for one; a bare `true` may mean either. */
const passcodeStatus = [
  said('passcode.present', {
    present: true,
    'not present': false,
    set: true,
    'not set': false,
    on: true,
    off: false,
    true: null,
    false: null,
    compliant: null,
    'not compliant': null,
  }),
  said('passcode.compliant', {
    'not compliant': false,
    ...nulls('present', 'not present', 'set', 'not set', 'on', 'off', 'true', 'false', 'compliant'),
  }),
];

function nulls(...words: readonly string[]): Readonly<Record<string, null>> {
  return Object.fromEntries(words.map((word) => [word, null] as const));
}

/** What the hardware can do, which protects nothing before there is a passcode (Apple). */
const hardwareEncryption = said('storage.encrypted', {
  'not encrypted': false,
  ...nulls('encrypted', 'supported', 'not supported', 'true', 'false', 'yes', 'no', '0', '1', '2', '3'),
});

const searchFacts: RowTable = {
  'Data Protection': saidFlag('storage.encrypted', { enabled: true, 'not enabled': false, disabled: false }),
  'Device Ownership Type': ownership,
  'Hardware Encryption': hardwareEncryption,
  'Jailbreak Detected': compromised,
  Managed: saidFlag('device.managed', { managed: true, unmanaged: false }),
  'OS Version': osVersion,
  'Passcode Status': passcodeStatus,
  Supervised: supervised,
};

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
    id: ['JSS Mobile Device ID', 'Jamf Pro Mobile Device ID'],
    serial: ['Serial Number'],
    udid: ['UDID'],
    imei: ['IMEI'],
    user: ['Email Address', 'Username'],
    model: ['Model Identifier', 'Model'],
    enrolment: ['Device Ownership Type'],
    lastSeen: { paths: ['Last Inventory Update'], form: 'iso' },
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
