/**
 * Properties of `cfgutil get` → canonical settings. Apple documents the command and not the meaning of its properties; names
 * and types are those seen in public scripts [unverified], so every claim carries the note `unverified-key`.
 */
import { flag, type Row, type RowTable, textLike } from '../../artifacts/rows.ts';

/** A property that could not be asked is null. */
const reported = (row: Row): Row => ({
  ...row,
  read: (node) => (node.type === 'null' ? { unknown: 'not-reported' } : row.read(node)),
});

const tableOf = (rows: Readonly<Record<string, Row>>): RowTable =>
  Object.fromEntries(Object.entries(rows).map(([key, row]) => [key, reported(row)]));

/** A supervising computer may pair where others may not, so "allowed" says nothing about them. */
const pairing: Row = {
  setting: 'device.hostPairing.allowed',
  read: (node) => {
    if (node.type !== 'boolean') return { unknown: 'ambiguous' };
    return node.value ? { unknown: 'not-reported' } : { value: false };
  },
};

export const properties = tableOf({
  backupWillBeEncrypted: flag('backup.local.encrypted'),
  cloudBackupsAreEnabled: flag('backup.cloud.enabled'),
  firmwareVersion: textLike('os.version', /^\d+(\.\d+){0,3}$/),
  isSupervised: flag('device.supervised'),
  pairingAllowed: pairing,
  passcodeProtected: flag('passcode.present'),
});

/** Names under which an app and a profile carry their identifier. */
export const appIdentifier = 'bundleIdentifier';
export const profileIdentifiers = ['identifier', 'PayloadIdentifier'] as const;

/** Properties that name the phone, and their kinds. */
export const identifiers = [
  ['serial', 'serialNumber'],
  ['udid', 'UDID'],
  ['imei', 'IMEI'],
  ['imei', 'IMEI2'],
] as const;
