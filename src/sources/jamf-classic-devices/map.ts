/**
 * Mobile devices of Jamf's Classic API → canonical settings. In XML every value is text; JSON has booleans, numbers and texts
 * for the same facts. Words: seen in answers of servers.
 */
import type { SecurityKeys } from '../../artifacts/apple/security.ts';
import { apart, type Row, type RowTable } from '../../artifacts/rows.ts';
import type { TreeNode } from '../../formats/node.ts';
import {
  compromised,
  isNothing,
  osVersion,
  ownership,
  passcodePresent,
  reported,
  said,
  saidFlag,
  supervised,
} from '../../inventory/rows.ts';
import { momentOf, type TimeForm } from '../../inventory/time.ts';

const lastCloudBackup = (form: TimeForm): Row => ({
  setting: 'backup.cloud.lastDate',
  read: (node) => {
    const moment = momentOf(node, form);
    return 'at' in moment ? { value: moment.at } : moment;
  },
});

/** Of the whole device below `general`, of a list in the row itself. */
export const listed: RowTable = {
  managed: saidFlag('device.managed'),
  supervised,
};

export const general: RowTable = {
  ...listed,
  cloud_backup_enabled: saidFlag('backup.cloud.enabled'),
  device_locator_service_enabled: saidFlag('device.findMy.enabled'),
  device_ownership_level: ownership,
  diagnostic_submission: saidFlag('diagnostics.submission.enabled', { enabled: true, 'not enabled': false }),
  // The same moment twice; the other spelling is of the server's zone.
  last_cloud_backup_date_epoch: lastCloudBackup('epoch-ms'),
  os_version: osVersion,
};

function flagOf(node: TreeNode): boolean | undefined {
  if (node.type === 'boolean') return node.value;
  const text = node.type === 'string' ? node.value.trim().toLowerCase() : '';
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** Apple's number, or the words that Jamf has for 3. */
function numberOf(node: TreeNode): number | undefined {
  if (node.type === 'string' && /^block-level and file-level encryption$/i.test(node.value.trim())) return 3;
  if (node.type === 'integer') return Number(node.value);
  return node.type === 'string' && /^\s*\d\s*$/.test(node.value) ? Number(node.value) : undefined;
}

const isFlag = (node: TreeNode): boolean => flagOf(node) !== undefined;

/** `data_protection` is what the server concludes; `hardware_encryption` counts beside the passcode, as Apple documents it. */
export const security: RowTable = {
  activation_lock_enabled: saidFlag('device.activationLock'),
  data_protection: saidFlag('storage.encrypted'),
  hardware_encryption: reported(apart('storage.encrypted', (node) => numberOf(node) !== undefined)),
  jailbreak_detected: compromised,
  lost_mode_enabled: saidFlag('device.lostMode', { 'unsupervised device': null }),
  passcode_compliant: reported(apart('passcode.compliant', isFlag)),
  passcode_compliant_with_profile: reported(apart('passcode.compliant', isFlag)),
  // A word for a time, documented by Apple for shared devices alone: which times it stands for is not known.
  passcode_lock_grace_period_enforced: said('lock.maximumGraceMinutes', { immediate: null }),
  passcode_present: passcodePresent,
};

export const securityKeys: SecurityKeys = {
  passcodePresent: 'passcode_present',
  passcodeCompliant: 'passcode_compliant',
  passcodeCompliantWithProfiles: 'passcode_compliant_with_profile',
  hardwareEncryption: 'hardware_encryption',
  flagOf,
  numberOf,
  isNothing,
};

export const network: RowTable = { data_roaming_enabled: saidFlag('network.dataRoaming.enabled') };
