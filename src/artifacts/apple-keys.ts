/**
 * Keys of Apple configuration profiles → canonical settings, payload by payload.
 * Source of names, types, ranges and meaning: Apple, "Device Management" schema (mdm/profiles), iOS 18.3 to 27.
 */
import type { TreeNode } from '../formats/node.ts';
import { accountRows, accountTables } from './apple-keys-accounts.ts';
import { passcode } from './apple-keys-passcode.ts';
import { restrictions } from './apple-keys-restrictions.ts';
import { apart, type Row, type RowTable, texts } from './rows.ts';

/** Twins of the same meaning under other names; the older spellings still occur (Apple schema, 14.5 and 15.0). */
export const appListKeys = {
  deny: ['blockedAppBundleIDs', 'blacklistedAppBundleIDs'],
  allow: ['allowListedAppBundleIDs', 'whitelistedAppBundleIDs'],
} as const;

/** A list that cannot be read one way is a doubt about every app. */
const isAppList = (node: TreeNode) =>
  node.type === 'list' && node.items.every(({ type }) => type === 'string');
const appList: readonly Row[] = [apart('apps.installPolicy', isAppList), apart('app.blocked', isAppList)];
const listRows = (keys: readonly string[], row: Row): RowTable =>
  Object.fromEntries(keys.map((key) => [key, [...appList, row]]));
const appLists: RowTable = {
  ...listRows(appListKeys.deny, texts('apps.denyList')),
  ...listRows(appListKeys.allow, texts('apps.allowList')),
};

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
  'com.apple.applicationaccess': { ...restrictions, ...appLists },
  'com.apple.mobiledevice.passwordpolicy': passcode,
  'com.apple.wifi.managed': wifi,
  ...Object.fromEntries(Object.entries(accountTables).map(([type, table]) => [type, accountRows(table)])),
};
