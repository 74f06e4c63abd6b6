/** Members of a policy that take more than one word to say one thing: updates, Wi-Fi networks, name resolution. */
import {
  ambiguous,
  choice,
  companyOwned,
  fullyManaged,
  fullyManagedOrCompanyOwned,
  isDoubtful,
  memberOfType,
} from '../../artifacts/google/rows.ts';
import { notConfigured, type Reading, type Row, type RowTable } from '../../artifacts/rows.ts';
import type { MapNode } from '../../formats/node.ts';

/**
 * SystemUpdate. POSTPONE puts updates off for up to 30 days, but not security updates, and in a freeze period no update at all
 * is installed: updates are then neither always automatic nor never.
 */
export function systemUpdates(message: MapNode | undefined): RowTable {
  const setting = 'updates.automaticInstall';
  const row = choice(setting, 'SYSTEM_UPDATE_TYPE_UNSPECIFIED', {
    AUTOMATIC: 'alwaysOn',
    WINDOWED: 'alwaysOn',
  });
  const read: Row['read'] = (node) => {
    if (node.type === 'string' && node.value === 'POSTPONE')
      return { unknown: 'not-reported', note: 'updates-postponed' };
    const reading = row.read(node);
    const isAutomatic = reading !== undefined && 'value' in reading;
    return isAutomatic && message !== undefined ? unlessFrozen(message, reading) : reading;
  };
  return { type: { setting, read } };
}

function unlessFrozen(message: MapNode, reading: Reading): Reading {
  const key = 'freezePeriods';
  if (isDoubtful(message, key)) return ambiguous;
  const node = message.entries.get(key);
  if (node === undefined) return reading;
  if (node.type !== 'list') return ambiguous;
  return node.items.length === 0 ? reading : { unknown: 'not-reported', note: 'freeze-periods' };
}

/** WifiSsidPolicy: "supported on company-owned devices running Android 13 and above". The names are not shown. */
export const wifiPolicy: Row = {
  setting: 'network.wifiPolicy',
  read: (node) => {
    if (node.type === 'null') return { value: 'open' };
    if (node.type !== 'map' || isDoubtful(node, 'wifiSsidPolicyType') || isDoubtful(node, 'wifiSsids'))
      return ambiguous;
    const ssids = node.entries.get('wifiSsids');
    if (ssids !== undefined && ssids.type !== 'list') return ambiguous;
    const count = ssids?.items.length ?? 0;
    const needs = { ...companyOwned, from: '13' };
    const type = node.entries.get('wifiSsidPolicyType');
    if (type !== undefined && type.type !== 'string') return ambiguous;
    switch (type?.value) {
      case undefined:
      case 'WIFI_SSID_POLICY_TYPE_UNSPECIFIED':
        return count === 0 ? { value: 'open' } : ambiguous; // "wifiSsids must not be set"
      case 'WIFI_SSID_DENYLIST':
        return count === 0 ? { value: 'open' } : { value: 'denyList', needs };
      case 'WIFI_SSID_ALLOWLIST':
        return count === 0 ? ambiguous : { value: 'allowList', needs }; // "wifiSsids must not be empty"
      default:
        return ambiguous;
    }
  },
};

/** PrivateDnsSettings. The host "must be set if and only if" it is the mode that names one. */
export const privateDns: Row = {
  setting: 'network.privateDns',
  read: (node) => {
    if (node.type === 'null') return { value: 'userChoice' };
    if (node.type !== 'map' || isDoubtful(node, 'privateDnsMode') || isDoubtful(node, 'privateDnsHost'))
      return ambiguous;
    const mode = node.entries.get('privateDnsMode');
    const host = node.entries.get('privateDnsHost');
    const hasHost = host?.type === 'string' && host.value !== '';
    if ((mode !== undefined && mode.type !== 'string') || (host !== undefined && host.type !== 'string'))
      return ambiguous;
    switch (mode?.value) {
      case undefined:
      case 'PRIVATE_DNS_MODE_UNSPECIFIED':
      case 'PRIVATE_DNS_USER_CHOICE':
        return hasHost ? ambiguous : { value: 'userChoice' };
      case 'PRIVATE_DNS_AUTOMATIC':
        return hasHost
          ? ambiguous
          : { value: 'automatic', needs: { ...fullyManagedOrCompanyOwned, from: '10' } };
      case 'PRIVATE_DNS_SPECIFIED_HOST':
        return hasHost ? { value: 'specifiedHost', needs: { ...fullyManaged, from: '10' } } : ambiguous;
      default:
        return ambiguous;
    }
  },
};

/** UserFacingMessage for the lock screen. What it says is not shown. */
export const banner: Row = {
  setting: 'lock.banner',
  shape: true,
  read: (node) => {
    if (node.type === 'null') return { value: false };
    if (node.type !== 'map' || isDoubtful(node, 'defaultMessage')) return ambiguous;
    const text = node.entries.get('defaultMessage');
    if (text === undefined) return { value: false };
    return text.type === 'string' ? { value: text.value.trim() !== '' } : ambiguous;
  },
};

/** "If no admins are specified, the device won't provide factory reset protection." The addresses are not shown. */
export const resetProtection: Row = {
  setting: 'device.factoryResetProtection',
  shape: true,
  read: (node) => {
    if (node.type !== 'list' || node.items.some(({ type }) => type !== 'string')) return ambiguous;
    return { value: node.items.length > 0 };
  },
};

/** PackageNameList: "if this field is present, but the list is empty, then only system" ones are permitted. */
export function permitted(setting: 'apps.inputMethods' | 'apps.accessibilityServices'): Row {
  return {
    setting,
    read: (node) => {
      if (node.type === 'null') return { value: 'any' };
      if (node.type !== 'map' || isDoubtful(node, 'packageNames')) return ambiguous;
      if (!node.entries.has('packageNames')) return { value: 'systemOnly' };
      const names = memberOfType(node, 'packageNames', 'list');
      if (names === undefined || names.items.some(({ type }) => type !== 'string')) return ambiguous;
      return { value: names.items.length === 0 ? 'systemOnly' : 'listed' };
    },
  };
}

/** CredentialProviderPolicyDefault, for apps without a word of their own. */
export const otherProviders: Row = {
  setting: 'passwords.otherProviders.allowed',
  read: (node) => {
    const prefix = 'CREDENTIAL_PROVIDER_DEFAULT_DISALLOWED';
    if (node.type === 'string' && node.value === `${prefix}_EXCEPT_SYSTEM`)
      return { unknown: 'not-reported', note: 'system-apps-exempt' };
    return providers.read(node);
  },
};
const providers = choice(
  'passwords.otherProviders.allowed',
  'CREDENTIAL_PROVIDER_POLICY_DEFAULT_UNSPECIFIED',
  { CREDENTIAL_PROVIDER_DEFAULT_DISALLOWED: false, CREDENTIAL_PROVIDER_DEFAULT_ALLOWED: true },
);

/** AppAutoUpdatePolicy; an app's own `autoUpdateMode` may postpone its updates, and then they are not simply automatic. */
export function appUpdates(policy: MapNode): Row {
  const setting = 'apps.updates.automatic';
  const row = choice(setting, 'APP_AUTO_UPDATE_POLICY_UNSPECIFIED', {
    CHOICE_TO_THE_USER: null,
    NEVER: false,
    WIFI_ONLY: true,
    ALWAYS: true,
  });
  return {
    setting,
    read: (node) => {
      const reading = row.read(node);
      const isAutomatic = reading !== undefined && 'value' in reading && reading.value === true;
      return isAutomatic && hasPostponed(policy)
        ? { unknown: 'not-reported', note: 'updates-postponed' }
        : reading;
    },
  };
}

/** An entry that cannot be read may postpone as well. */
function hasPostponed(policy: MapNode): boolean {
  const list = memberOfType(policy, 'applications', 'list');
  if (list === undefined) return policy.entries.has('applications') || isDoubtful(policy, 'applications');
  return list.items.some((app) => {
    if (app.type !== 'map' || isDoubtful(app, 'autoUpdateMode')) return true;
    const mode = app.entries.get('autoUpdateMode');
    const isPlain = ['AUTO_UPDATE_DEFAULT', 'AUTO_UPDATE_HIGH_PRIORITY', 'AUTO_UPDATE_MODE_UNSPECIFIED'];
    return mode !== undefined && !(mode.type === 'string' && isPlain.includes(mode.value));
  });
}

/** PolicyEnforcementRule: "wipeAction must also be specified" beside blockAction, and the other way round. */
export const enforcement: Row = {
  setting: 'enforcement.fields',
  read: (node) => {
    if (node.type !== 'list') return ambiguous;
    const names: string[] = [];
    for (const rule of node.items) {
      if (rule.type !== 'map' || isDoubtful(rule, 'settingName')) return ambiguous;
      const name = rule.entries.get('settingName');
      const hasBoth = ['blockAction', 'wipeAction'].every((key) => memberOfType(rule, key, 'map'));
      if (name?.type !== 'string' || !hasBoth) return ambiguous;
      names.push(name.value);
    }
    return { value: [...new Set(names)].sort() };
  },
};

/** `null` asks for nothing, as 0 does. */
export const minimumApiLevel: Row = {
  setting: 'os.minimumApiLevel',
  read: (node) => {
    if (node.type === 'null') return notConfigured;
    if (node.type !== 'integer' || typeof node.value === 'bigint' || node.value < 0) return ambiguous;
    return node.value === 0 ? notConfigured : { value: node.value };
  },
};
