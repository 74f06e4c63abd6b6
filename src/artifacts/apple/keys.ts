/**
 * Keys of Apple configuration profiles → canonical settings, payload by payload.
 * Source of names, types, ranges and meaning: Apple, "Device Management" schema (mdm/profiles), iOS 18.3 to 27.
 */
import { appListRows } from './app-lists.ts';
import { accountRows, accountTables } from './keys-accounts.ts';
import { notificationRows } from './notification-payload.ts';
import { passcode } from './keys-passcode.ts';
import { restrictions } from './keys-restrictions.ts';
import { apart, type RowTable } from '../rows.ts';

/** Twins of the same meaning under other names; the older spellings still occur (Apple schema, 14.5 and 15.0). */
export const appListKeys = {
  deny: ['blockedAppBundleIDs', 'blacklistedAppBundleIDs'],
  allow: ['allowListedAppBundleIDs', 'whitelistedAppBundleIDs'],
} as const;

/** `EncryptionType`: the words that Apple documents. */
export const wifiEncryption = ['WPA2', 'WPA3', 'WPA', 'WEP', 'Any', 'None'];
/** `TLSAllowTrustExceptions` was removed in iOS 8: it shows nothing and is not here. */
const wifi: RowTable = {
  EncryptionType: apart(
    'network.wifiEncrypted',
    (node) => node.type === 'string' && wifiEncryption.includes(node.value),
  ),
};

/** Payload type → keys. App lists, Wi-Fi and accounts need more than a row; see apple-payloads.ts. */
export const payloadTables: Readonly<Record<string, RowTable>> = {
  'com.apple.applicationaccess': { ...restrictions, ...appListRows(appListKeys) },
  'com.apple.mobiledevice.passwordpolicy': passcode,
  'com.apple.wifi.managed': wifi,
  'com.apple.notificationsettings': notificationRows,
  ...Object.fromEntries(Object.entries(accountTables).map(([type, table]) => [type, accountRows(table)])),
};
