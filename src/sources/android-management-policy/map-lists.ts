/** Fields of a policy whose meaning needs more than one word: the lock screen, the always-on VPN, work contacts. */
import { notConfigured, type Reading, type Row } from '../../artifacts/rows.ts';
import type { ListNode, MapNode } from '../../formats/node.ts';
import type { IdOfType } from '../../settings/catalogue.ts';
import { ambiguous, choice, isDoubtful, memberOfType } from '../../artifacts/google/rows.ts';

/** KeyguardDisabledFeature: every documented word. */
const keyguardWords = new Set([
  'KEYGUARD_DISABLED_FEATURE_UNSPECIFIED',
  'CAMERA',
  'NOTIFICATIONS',
  'UNREDACTED_NOTIFICATIONS',
  'TRUST_AGENTS',
  'DISABLE_FINGERPRINT',
  'DISABLE_REMOTE_INPUT',
  'FACE',
  'IRIS',
  'BIOMETRICS',
  'SHORTCUTS',
  'ALL_FEATURES',
]);

/**
 * A feature is off when its own word or ALL_FEATURES is listed, and on when the list was understood and lacks both.
 * `partly`: words that take away a part of it, so that the list alone decides neither. `implying`: wider words.
 */
function keyguard(
  setting: IdOfType<'boolean'>,
  feature: string,
  partly: readonly string[] = [],
  implying: readonly string[] = [],
): Row {
  const enough = new Set([feature, 'ALL_FEATURES', ...implying]);
  return {
    setting,
    read: (node) => {
      if (node.type !== 'list') return ambiguous;
      const words = wordsOf(node);
      if (words.some((word) => word !== undefined && enough.has(word))) return { value: false };
      if (words.some((word) => word === undefined || !keyguardWords.has(word))) return ambiguous;
      return words.some((word) => word !== undefined && partly.includes(word))
        ? { unknown: 'not-reported', note: 'partly-disabled' }
        : { value: true };
    },
  };
}

const wordsOf = (list: ListNode): (string | undefined)[] =>
  list.items.map((item) => (item.type === 'string' ? item.value : undefined));

/** KeyguardDisabledFeature. UNREDACTED_NOTIFICATIONS hides what notifications say, not that they are there. */
export const keyguardRows: readonly Row[] = [
  keyguard('lock.notificationDetails.allowed', 'UNREDACTED_NOTIFICATIONS', [], ['NOTIFICATIONS']),
  keyguard('lock.fingerprint.allowed', 'DISABLE_FINGERPRINT', [], ['BIOMETRICS']),
  keyguard('lock.face.allowed', 'FACE', [], ['BIOMETRICS']),
  keyguard('lock.iris.allowed', 'IRIS', [], ['BIOMETRICS']),
  keyguard('lock.shortcuts.allowed', 'SHORTCUTS'),
  keyguard('lock.camera.allowed', 'CAMERA'),
  keyguard('lock.notifications.allowed', 'NOTIFICATIONS'),
  keyguard('lock.trustAgents.allowed', 'TRUST_AGENTS'),
  keyguard('lock.biometrics.allowed', 'BIOMETRICS', ['DISABLE_FINGERPRINT', 'FACE', 'IRIS']),
];

/** AlwaysOnVpnPackage. Only `lockdownEnabled` keeps traffic inside the VPN: without it a VPN that is down is bypassed. */
export const alwaysOnVpn: Row = {
  setting: 'network.vpnAlwaysOn',
  read: (node) => {
    if (node.type === 'null') return notConfigured;
    if (node.type !== 'map') return ambiguous;
    if (isDoubtful(node, 'packageName') || isDoubtful(node, 'lockdownEnabled')) return ambiguous;
    const [name, lockdown] = [node.entries.get('packageName'), node.entries.get('lockdownEnabled')];
    if (name === undefined) return notConfigured;
    if (name.type !== 'string' || (lockdown !== undefined && lockdown.type !== 'boolean')) return ambiguous;
    if (name.value === '') return notConfigured;
    return lockdown?.value === true
      ? { value: true }
      : { unknown: 'not-reported', note: 'vpn-without-lockdown' };
  },
};

/**
 * ShowWorkContactsInPersonalProfile. Under DISALLOWED the exemptions are an allow-list of personal apps that read work
 * contacts all the same, and DISALLOWED_EXCEPT_SYSTEM lets the maker's own dialler, messages and contacts apps in: both are
 * neither allowed nor forbidden. UNSPECIFIED must not have exemptions and equals ALLOWED.
 */
export function workContacts(message: MapNode | undefined): Row {
  const setting = 'contacts.managedToUnmanaged.allowed';
  const prefix = 'SHOW_WORK_CONTACTS_IN_PERSONAL_PROFILE_';
  const row = choice(setting, `${prefix}UNSPECIFIED`, {
    [`${prefix}DISALLOWED`]: false,
    [`${prefix}ALLOWED`]: true,
  });
  return {
    setting,
    read: (node) => {
      if (node.type === 'string' && node.value === `${prefix}DISALLOWED_EXCEPT_SYSTEM`)
        return { unknown: 'not-reported', note: 'system-apps-exempt' };
      const reading = row.read(node);
      const isForbidden = reading !== undefined && 'value' in reading && reading.value === false;
      return isForbidden ? exempted(message) : reading;
    },
  };
}

function exempted(message: MapNode | undefined): Reading {
  const key = 'exemptionsToShowWorkContactsInPersonalProfile';
  if (message === undefined || (!message.entries.has(key) && !isDoubtful(message, key)))
    return { value: false };
  const list = memberOfType(message, key, 'map');
  if (list === undefined || isDoubtful(list, 'packageNames')) return ambiguous;
  const names = list.entries.get('packageNames');
  if (names === undefined) return { value: false };
  if (names.type !== 'list') return ambiguous;
  return names.items.length === 0 ? { value: false } : { unknown: 'not-reported', note: 'exemptions-listed' };
}

/** LogType: on when its word is listed, off when the list was understood and lacks it. */
export const usageLog: readonly Row[] = [
  logged('logging.security.enabled', 'SECURITY_LOGS'),
  logged('logging.network.enabled', 'NETWORK_ACTIVITY_LOGS'),
];

function logged(setting: IdOfType<'boolean'>, type: string): Row {
  const known = new Set<string | undefined>([
    'LOG_TYPE_UNSPECIFIED',
    'SECURITY_LOGS',
    'NETWORK_ACTIVITY_LOGS',
  ]);
  return {
    setting,
    read: (node) => {
      if (node.type !== 'list') return ambiguous;
      const words = wordsOf(node);
      if (words.includes(type)) return { value: true };
      return words.every((word) => known.has(word)) ? { value: false } : ambiguous;
    },
  };
}

/** PersonalUsagePolicies `maxDaysWithWorkOff`: 0 is off; less than 3 "returns an error". */
export const daysOff: Row = {
  setting: 'workProfile.maximumDaysOff',
  read: (node) => {
    if (node.type === 'null') return { unknown: 'not-reported', note: 'no-limit' };
    if (node.type !== 'integer' || typeof node.value === 'bigint') return ambiguous;
    if (node.value === 0) return { unknown: 'not-reported', note: 'no-limit' };
    return node.value < 3 ? ambiguous : { value: node.value };
  },
};

/** PersonalPlayStoreMode. BLACKLIST is the older word for BLOCKLIST, under which only apps marked BLOCKED are kept off. */
export function personalStore(message: MapNode | undefined): Row {
  const setting = 'personal.installPolicy';
  const blocked = blocksApps(message);
  const denial = blocked === undefined ? 'doubtful' : blocked ? 'denyList' : 'open';
  const row = choice(setting, 'PLAY_STORE_MODE_UNSPECIFIED', {
    BLACKLIST: denial,
    BLOCKLIST: denial,
    ALLOWLIST: 'allowList',
  });
  return {
    setting,
    read: (node) => {
      const reading = row.read(node);
      const isDoubt = reading !== undefined && 'value' in reading && reading.value === 'doubtful';
      return isDoubt ? ambiguous : reading;
    },
  };
}

/** Whether an entry of `personalApplications` is BLOCKED; undefined: the list cannot be read. */
function blocksApps(message: MapNode | undefined): boolean | undefined {
  const key = 'personalApplications';
  if (message === undefined) return false;
  if (isDoubtful(message, key)) return undefined;
  const node = message.entries.get(key);
  if (node === undefined) return false;
  if (node.type !== 'list') return undefined;
  const types = node.items.map((item) => {
    if (item.type !== 'map' || isDoubtful(item, 'installType')) return undefined;
    const type = item.entries.get('installType');
    return type === undefined ? 'AVAILABLE' : type.type === 'string' ? type.value : undefined;
  });
  if (types.includes(undefined)) return undefined;
  return types.includes('BLOCKED');
}
