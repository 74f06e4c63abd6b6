/**
 * Deprecated fields that still can count. Source: Google, Android Management API, discovery document revision 20260917, the
 * descriptions of the fields and of their successors.
 */
import { ambiguous } from '../../artifacts/google/rows.ts';
import { inverted, type Row } from '../../artifacts/rows.ts';
import type { IdOfType } from '../../settings/catalogue.ts';

/** A deprecated field and the one that took its place. */
export interface Legacy {
  readonly key: string;
  /** Message (absent: the policy itself) and field of the successor. */
  readonly successor: readonly [string | undefined, string];
  readonly rows: readonly Row[];
  /** Documented as what decides where the successor is unspecified: its default then does not speak. */
  readonly isFallback?: true;
}

/**
 * The successor was left out, and its default contradicts what the older field says. Which one the service follows is
 * not documented, so the place is ambiguous; where the two agree, the default speaks.
 */
function contradicts(native: boolean, ...settings: readonly IdOfType<'boolean'>[]): Row[] {
  return settings.map((setting) => ({
    setting,
    read: (node) => (node.type === 'boolean' && node.value !== native ? undefined : ambiguous),
  }));
}

/** Read only where the successor says nothing: beside it they "have no effect" or are "ignored". */
export const legacyFields: readonly Legacy[] = [
  {
    key: 'cameraDisabled',
    successor: [undefined, 'cameraAccess'],
    rows: [inverted('camera.allowed')],
    isFallback: true,
  },
  {
    key: 'unmuteMicrophoneDisabled',
    successor: [undefined, 'microphoneAccess'],
    rows: [inverted('microphone.allowed')],
    isFallback: true,
  },
  // "If wifiConfigDisabled is set to true, this is equivalent to DISALLOW_CONFIGURING_WIFI"; tethering alike.
  {
    key: 'wifiConfigDisabled',
    successor: ['deviceConnectivityManagement', 'configureWifi'],
    rows: [inverted('network.wifiCreation.allowed')],
    isFallback: true,
  },
  {
    key: 'tetheringConfigDisabled',
    successor: ['deviceConnectivityManagement', 'tetheringSettings'],
    rows: [inverted('network.tethering.allowed')],
    isFallback: true,
  },
  {
    key: 'autoTimeRequired',
    successor: [undefined, 'autoDateAndTimeZone'],
    rows: contradicts(true, 'device.clock.automatic'),
  },
  {
    key: 'debuggingFeaturesAllowed',
    successor: ['advancedSecurityOverrides', 'developerSettings'],
    rows: contradicts(true, 'developer.settings.allowed', 'developer.usbDebugging'),
  },
  {
    key: 'safeBootDisabled',
    successor: ['advancedSecurityOverrides', 'developerSettings'],
    rows: contradicts(false, 'device.safeBoot.allowed'),
  },
  {
    key: 'ensureVerifyAppsEnabled',
    successor: ['advancedSecurityOverrides', 'googlePlayProtectVerifyApps'],
    rows: contradicts(false, 'apps.verification.enforced'),
  },
  {
    key: 'usbFileTransferDisabled',
    successor: ['deviceConnectivityManagement', 'usbDataAccess'],
    rows: contradicts(false, 'usb.fileTransfer.allowed'),
  },
];
