/**
 * Provisioning extras → canonical settings. Source: Android, android.app.admin.DevicePolicyManager, EXTRA_PROVISIONING_…:
 * https://developer.android.com/reference/android/app/admin/DevicePolicyManager. What an absent SKIP_ENCRYPTION means is not
 * verified, so nothing is read out of its absence.
 */
import { ambiguous } from '../../artifacts/google/rows.ts';
import { inverted, type Row, type RowTable } from '../../artifacts/rows.ts';
import type { MapNode } from '../../formats/node.ts';

const prefix = 'android.app.extra.PROVISIONING_';
export const extra = (name: string): string => `${prefix}${name}`;

/** DEVICE_ADMIN_PACKAGE_DOWNLOAD_LOCATION. The address is not shown: it may hold a token. */
const download: Row = {
  setting: 'enrolment.downloadEncrypted',
  shape: true,
  read: (node) => {
    if (node.type !== 'string') return ambiguous;
    const scheme = /^(https?):\/\//i.exec(node.value)?.[1]?.toLowerCase();
    return scheme === undefined ? ambiguous : { value: scheme === 'https' };
  },
};

/** A SHA-256 in URL-safe Base64: of the package, or of the certificate that signed it. */
const checksum: Row = {
  setting: 'enrolment.packageVerified',
  read: (node) => {
    if (node.type !== 'string') return ambiguous;
    return /^[A-Za-z0-9_-]{43}=?$/.test(node.value) ? { value: true } : ambiguous;
  },
};

export const extras: RowTable = {
  [extra('DEVICE_ADMIN_PACKAGE_DOWNLOAD_LOCATION')]: download,
  [extra('DEVICE_ADMIN_PACKAGE_CHECKSUM')]: checksum,
  [extra('DEVICE_ADMIN_SIGNATURE_CHECKSUM')]: checksum,
  [extra('SKIP_ENCRYPTION')]: inverted('enrolment.encryptionKept'),
};

const checksums = ['DEVICE_ADMIN_PACKAGE_CHECKSUM', 'DEVICE_ADMIN_SIGNATURE_CHECKSUM'].map(extra);
export const location = extra('DEVICE_ADMIN_PACKAGE_DOWNLOAD_LOCATION');

/** "Either this or … must be present" beside a download location. */
export function lacksChecksum(bundle: MapNode): boolean {
  const keys = [...bundle.entries.keys()].map((key) => key.toUpperCase());
  return bundle.entries.has(location) && !checksums.some((key) => keys.includes(key.toUpperCase()));
}
