/**
 * Fields of a device report → canonical settings. Source of names and words: Google, Android Management API, discovery
 * document revision 20260917, the messages named. Never `policyCompliant`: it says that the phone follows a policy, not which.
 */
import { ambiguous, choice, isDoubtful } from '../../artifacts/google/rows.ts';
import { apart, flag, type Reading, type Row, type RowTable, textLike } from '../../artifacts/rows.ts';
import type { MapNode, TreeNode } from '../../formats/node.ts';
import type { SettingValue } from '../../model/observation.ts';
import type { SettingId } from '../../settings/catalogue.ts';

const notReported: Reading = { unknown: 'not-reported' };

/** A word for a state. Its unspecified member, and words that say nothing of the setting, are no report. */
function state(
  setting: SettingId,
  unspecified: string,
  words: Readonly<Record<string, SettingValue | null>>,
): Row {
  const row = choice(setting, unspecified, words);
  return {
    setting,
    read: (node) => {
      const reading = row.read(node);
      return reading !== undefined && 'unknown' in reading && reading.note !== undefined
        ? notReported
        : reading;
    },
  };
}

/** Device. `managementMode` and `ownership` are facts of the subject too. */
export const deviceTable: RowTable = {
  // DeviceState, as applied. DELETED "is used in the final status report when the device acknowledges the deletion".
  appliedState: [
    state('device.managed', 'DEVICE_STATE_UNSPECIFIED', {
      ACTIVE: true,
      DISABLED: true,
      LOST: true,
      DELETED: false,
      PROVISIONING: null,
      PREPARING_FOR_MIGRATION: null,
      DEACTIVATED_BY_DEVICE_FINANCE: null,
    }),
    state('device.lostMode', 'DEVICE_STATE_UNSPECIFIED', {
      ACTIVE: false,
      DISABLED: null,
      LOST: true,
      DELETED: null,
      PROVISIONING: null,
      PREPARING_FOR_MIGRATION: null,
      DEACTIVATED_BY_DEVICE_FINANCE: null,
    }),
  ],
  managementMode: state('device.managementMode', 'MANAGEMENT_MODE_UNSPECIFIED', {
    DEVICE_OWNER: 'fullyManaged',
    PROFILE_OWNER: 'workProfile',
  }),
  ownership: state('device.ownership', 'OWNERSHIP_UNSPECIFIED', {
    COMPANY_OWNED: 'corporate',
    PERSONALLY_OWNED: 'personal',
  }),
};

/** DeviceSettings. */
const deviceSettings: RowTable = {
  adbEnabled: flag('developer.usbDebugging'),
  developmentSettingsEnabled: flag('developer.mode'),
  // EncryptionStatus: ACTIVE_DEFAULT_KEY is encrypted with a key that the user did not set; encrypted all the same.
  encryptionStatus: state('storage.encrypted', 'ENCRYPTION_STATUS_UNSPECIFIED', {
    UNSUPPORTED: false,
    INACTIVE: false,
    ACTIVATING: false,
    ACTIVE: true,
    ACTIVE_DEFAULT_KEY: true,
    ACTIVE_PER_USER: true,
  }),
  isDeviceSecure: flag('passcode.present'),
  isEncrypted: flag('storage.encrypted'),
  unknownSourcesEnabled: flag('apps.unknownSources.allowed'),
  verifyAppsEnabled: flag('apps.verification.enforced'),
};

/** SystemUpdateInfo. "It is unknown whether there is a pending system update" below API level 26, among others. */
const systemUpdateInfo: RowTable = {
  updateStatus: state('updates.pending', 'UPDATE_STATUS_UNKNOWN', {
    UP_TO_DATE: false,
    UNKNOWN_UPDATE_AVAILABLE: true,
    SECURITY_UPDATE_AVAILABLE: true,
    OS_UPDATE_AVAILABLE: true,
  }),
};

const unlessBlank = (row: Row): Row => ({
  ...row,
  read: (node) => (node.type === 'string' && node.value === '' ? notReported : row.read(node)),
});

/** SoftwareInfo. */
const softwareInfo: RowTable = {
  androidVersion: unlessBlank(textLike('os.version', /^\d{1,3}(\.\d{1,3}){0,3}$/)),
  securityPatchLevel: unlessBlank(
    textLike('os.securityPatch', /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/),
  ),
  systemUpdateInfo: apart('updates.pending', ({ type }) => type === 'map'),
};

/** CommonCriteriaModeInfo. */
const commonCriteriaModeInfo: RowTable = {
  commonCriteriaModeStatus: state('device.commonCriteriaMode', 'COMMON_CRITERIA_MODE_STATUS_UNKNOWN', {
    COMMON_CRITERIA_MODE_DISABLED: false,
    COMMON_CRITERIA_MODE_ENABLED: true,
  }),
};

/** SecurityRisk: what the Play Integrity API found. The last one says that a strong proof is missing, not that one failed. */
const risks = new Map([
  ['UNKNOWN_OS', true],
  ['COMPROMISED_OS', true],
  ['HARDWARE_BACKED_EVALUATION_FAILED', false],
]);

/** SecurityPosture. AT_RISK alone does not say at which: its details do. */
function securityPosture(message: MapNode | undefined): RowTable {
  const setting = 'device.compromised';
  const row = state(setting, 'POSTURE_UNSPECIFIED', {
    SECURE: false,
    AT_RISK: null,
    POTENTIALLY_COMPROMISED: true,
  });
  const read = (node: TreeNode): Reading => {
    const details = message === undefined ? [] : risksOf(message);
    if (details === undefined || (node.type === 'string' && node.value === 'SECURE' && details.length > 0))
      return ambiguous;
    if (node.type !== 'string' || node.value !== 'AT_RISK') return row.read(node);
    return details.includes(true) ? { value: true } : { unknown: 'not-reported', note: 'posture-at-risk' };
  };
  return { devicePosture: { setting, read } };
}

/** Whether each named risk is a failed check; undefined: the details cannot be read. */
function risksOf(message: MapNode): boolean[] | undefined {
  const node = message.entries.get('postureDetails');
  if (isDoubtful(message, 'postureDetails') || (node !== undefined && node.type !== 'list')) return undefined;
  const found: boolean[] = [];
  for (const item of node?.items ?? []) {
    if (item.type !== 'map' || isDoubtful(item, 'securityRisk')) return undefined;
    const risk = item.entries.get('securityRisk');
    const isFailed = risk?.type === 'string' ? risks.get(risk.value) : undefined;
    if (isFailed === undefined) return undefined;
    found.push(isFailed);
  }
  return found;
}

type TableOf = (message: MapNode | undefined) => RowTable;

/** Members of a device with rows of their own, and their members. Each is there only where the policy asks for it. */
export const messages: Readonly<Record<string, TableOf>> = {
  commonCriteriaModeInfo: () => commonCriteriaModeInfo,
  deviceSettings: () => deviceSettings,
  securityPosture,
  softwareInfo: () => softwareInfo,
  'softwareInfo/systemUpdateInfo': () => systemUpdateInfo,
};
