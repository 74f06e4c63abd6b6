/**
 * Items of Apple's status reports → canonical settings: what a phone itself says of its state.
 * Source of names, values and meaning: Apple, "Device Management" schema, declarative/status, iOS 18.3; enrolment type and
 * Lockdown Mode: iOS 27.
 */
import type { TreeNode } from '../../formats/node.ts';
import type { SettingValue } from '../../model/observation.ts';
import type { SettingId } from '../../settings/catalogue.ts';
import { needing } from '../row-terms.ts';
import { count, flag, type Reading, type Row, type RowTable, textLike } from '../rows.ts';

const ambiguous: Reading = { unknown: 'ambiguous' };
const notReported: Reading = { unknown: 'not-reported' };

/** What a text says; words that Apple does not document are ambiguous. */
function said(setting: SettingId, meaning: (text: string) => SettingValue | null | undefined): Row {
  return {
    setting,
    read: (node) => {
      const value = node.type === 'string' ? meaning(node.value) : undefined;
      if (value === undefined) return ambiguous;
      return value === null ? notReported : { value };
    },
  };
}

const words =
  (values: Readonly<Record<string, SettingValue | null>>) =>
  (text: string): SettingValue | null | undefined =>
    Object.hasOwn(values, text) ? values[text] : undefined;

const version = /^\d+(\.\d+)*$/;
/** "When there are no passcode policies on the device, this value is true", also without any passcode. */
const compliant = needing(flag('passcode.compliant'), true, [{ setting: 'passcode.present', value: true }]);

/** Path of an item → rows. */
export const statusItems: RowTable = {
  'passcode.is-present': flag('passcode.present'),
  'passcode.is-compliant': compliant,
  'device.operating-system.version': textLike('os.version', version),
  // `a` in a status report, `(a)` elsewhere.
  'device.operating-system.supplemental.extra-version': said('os.supplementalVersion', (text) => {
    const letter = /^\(?([a-z])\)?$/.exec(text)?.[1];
    return text === '' ? null : letter;
  }),
  'mdm.enrollment-type': [
    // Without a management server a phone may still be supervised.
    said('device.supervised', words({ none: null, supervised: true, device: false, user: false })),
    said('device.managed', words({ none: false, supervised: true, device: true, user: true })),
  ],
  'security.lockdown-mode': flag('device.lockdownMode'),
  // "This string is empty if no update is pending." A letter may follow the version.
  'softwareupdate.pending-version.os-version': [
    said('updates.pending', (text) => text !== ''),
    said('updates.pendingVersion', (text) => (text === '' ? null : version.exec(text)?.[0])),
  ],
  'softwareupdate.install-state': said(
    'updates.installState',
    words(
      Object.fromEntries(
        ['none', 'waiting', 'downloading', 'prepared', 'installing', 'failed'].map((word) => [word, word]),
      ),
    ),
  ),
  'softwareupdate.failure-reason.count': count('updates.failureCount'),
  // "Or an empty string if there's no enrolled beta program."
  'softwareupdate.beta-enrollment': said('updates.beta.enrolled', (text) => text !== ''),
};

/** Items that tell what kind of device it is. */
export const deviceFacts = [
  'device.identifier.serial-number',
  'device.identifier.udid',
  'device.model.family',
  'device.model.identifier',
  'device.operating-system.family',
  'diskmanagement.filevault.enabled',
] as const;

/** Arrays of which a report holds what changed: by `identifier`, and with `_removed` for what went. */
export const statusLists = ['app.managed.list', 'mdm.app', 'management.declarations.configurations'] as const;
export type StatusList = (typeof statusLists)[number];

/** States that say for certain whether the app is there, and whether it is managed. The others are on their way. */
export const appStates: Readonly<Record<string, { installed: boolean; managed?: boolean }>> = {
  managed: { installed: true, managed: true },
  'managed-but-uninstalled': { installed: false },
  'user-installed-app': { installed: true, managed: false },
};

/** Why a configuration that was sent is not in force; undefined where it is. */
export function whyInactive(active: TreeNode | undefined, valid: TreeNode | undefined): string | undefined {
  if (valid?.type === 'string' && valid.value === 'invalid') return 'is invalid';
  if (active?.type !== 'boolean' || valid?.type !== 'string')
    return 'does not say whether it is active and valid';
  if (!active.value) return 'is not active';
  return valid.value === 'valid' ? undefined : 'is not known to be valid';
}
