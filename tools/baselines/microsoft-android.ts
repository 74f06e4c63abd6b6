/** Microsoft’s security configuration framework for Android Enterprise: GitHub, microsoft/Intune-Config-Frameworks (MIT). */
import type { ProfileFile, RuleFile } from '../../src/profiles/file.ts';
import { by, parametersOf } from './parameters.ts';
import { type Given, rule } from './rule.ts';

const references = ['Intune Config Frameworks: Android Enterprise, Microsoft'];
const about =
  'From the policies that Microsoft publishes as its framework (GitHub, microsoft/Intune-Config-Frameworks, MIT): values, not words. Not endorsed by Microsoft. Rules with the tag fully-managed hold where the whole phone is managed, those with the tag work-profile where a work profile is; a policy is judged by all of them, as it does not say for which phones it is. Severities are proposals of Passmuster.';

const modes = {
  'fully-managed': {
    when: { setting: 'device.managementMode', is: 'fullyManaged' },
    tags: ['fully-managed'],
  },
  'work-profile': { when: { setting: 'device.managementMode', is: 'workProfile' }, tags: ['work-profile'] },
} as const;

const withSource = (id: string, given: Given = {}): RuleFile => ({
  ...rule(id, 'android', given),
  references,
});
const where = (mode: keyof typeof modes, id: string, given: Given = {}): RuleFile =>
  withSource(id, { ...given, ...modes[mode] });
const several = (mode: keyof typeof modes | undefined, ids: string): RuleFile[] =>
  ids
    .trim()
    .split(/\s+/)
    .map((id) => (mode === undefined ? withSource(id) : where(mode, id)));

const level1: ProfileFile = {
  id: 'microsoft-android-level-1',
  title: 'Microsoft framework for Android Enterprise, level 1 (basic)',
  version: '1',
  description: `${about} The framework has no level 1 for work profiles on personal phones: for them begin with level 2.`,
  parameters: parametersOf({
    passcodeLength: 6,
    passcodeAttempts: 10,
    inactivityMinutes: 5,
    minimumAndroidVersion: '9.0',
    workPasscodeLength: 6,
    workPasscodeAttempts: 10,
  }),
  rules: [
    ...several(
      undefined,
      'passcode-required passcode-simple storage-encryption device-integrity app-verification',
    ),
    withSource('passcode-length', by('passcodeLength')),
    withSource('lock-inactivity', by('inactivityMinutes')),
    withSource('os-version', by('minimumAndroidVersion')),
    where('fully-managed', 'passcode-attempts', by('passcodeAttempts')),
    ...several(
      'fully-managed',
      'usb-file-transfer external-media certificate-settings factory-reset automatic-app-updates automatic-system-updates',
    ),
    where('work-profile', 'work-passcode-simple'),
    where('work-profile', 'work-passcode-length', by('workPasscodeLength')),
    where('work-profile', 'work-passcode-attempts', by('workPasscodeAttempts')),
  ],
};

const level2: ProfileFile = {
  id: 'microsoft-android-level-2',
  title: 'Microsoft framework for Android Enterprise, level 2 (enhanced)',
  version: '1',
  description: `${about} Not judged: Google accounts and the accounts that may sign in after a reset, new accounts and screenshots inside the work profile, and security providers that are up to date.`,
  extends: 'microsoft-android-level-1',
  tailoring: [
    {
      parameters: { passcodeAttempts: 5 },
      rationale: 'Level 2 of the framework asks for 5 attempts on phones that are managed as a whole.',
    },
  ],
  parameters: parametersOf({ passcodeAge: 365, passcodeHistory: 5 }),
  rules: [
    where('fully-managed', 'passcode-age', by('passcodeAge')),
    where('fully-managed', 'passcode-history', by('passcodeHistory')),
    ...several('fully-managed', 'user-creation user-removal'),
    ...several(
      'work-profile',
      'usb-debugging unknown-sources work-documents cross-profile-paste work-passcode-required',
    ),
  ],
};

const level3: ProfileFile = {
  id: 'microsoft-android-level-3',
  title: 'Microsoft framework for Android Enterprise, level 3 (high)',
  version: '1',
  description: `${about} Not judged: what level 2 leaves out, the hotspot and changes of the clock, and inside the work profile its notifications and trust agents, the search of work contacts, the threat level of Defender, and apps from unknown sources outside the work profile. The framework asks for weaker attestation of work profiles here than in level 2; there are no rules on how a phone attests itself.`,
  extends: 'microsoft-android-level-2',
  tailoring: [
    {
      parameters: { workPasscodeAttempts: 5, minimumAndroidVersion: '11.0' },
      rationale: 'Level 3 of the framework asks for 5 attempts in the work profile and Android 11.',
    },
  ],
  rules: [
    ...several('fully-managed', 'nfc-beam trust-agents lock-screen-notifications'),
    where('work-profile', 'passcode-age', { ...by('passcodeAge'), id: 'work-phone-passcode-age' }),
    where('work-profile', 'passcode-history', {
      ...by('passcodeHistory'),
      id: 'work-phone-passcode-history',
    }),
  ],
};

export const microsoftAndroid = [level1, level2, level3];
