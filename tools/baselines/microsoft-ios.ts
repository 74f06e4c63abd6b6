/** Microsoft’s security configuration framework for iOS and iPadOS: GitHub, microsoft/Intune-Config-Frameworks (MIT). */
import type { ProfileFile, RuleFile } from '../../src/profiles/file.ts';
import { by, parametersOf } from './parameters.ts';
import { appleRule, type Given, nistOf, supervised } from './rule.ts';

const references = ['Intune Config Frameworks: iOS/iPadOS, Microsoft'];
const about =
  'From the policies that Microsoft publishes as its framework (GitHub, microsoft/Intune-Config-Frameworks, MIT): values, not words. Not endorsed by Microsoft. Rules with the tag supervised hold for supervised devices only; a policy is judged by all of them, as it does not say for which devices it is. Severities are proposals of Passmuster.';

const withSource = (id: string, given: Given = {}): RuleFile => {
  const made = appleRule(id, given);
  const controls = nistOf(made.setting ?? '');
  return { ...made, ...(Object.keys(controls).length === 0 ? {} : { controls }), references };
};
const everywhere = (ids: string): RuleFile[] =>
  ids
    .trim()
    .split(/\s+/)
    .map((id) => withSource(id));
const whenSupervised = (ids: string): RuleFile[] =>
  ids
    .trim()
    .split(/\s+/)
    .map((id) => withSource(id, supervised));

const level1: ProfileFile = {
  id: 'microsoft-ios-level-1',
  title: 'Microsoft framework for iOS and iPadOS, level 1 (basic)',
  version: '1',
  description: about,
  parameters: parametersOf({
    passcodeLength: 6,
    passcodeAttempts: 10,
    inactivityMinutes: 5,
    graceMinutes: 5,
  }),
  rules: [
    ...everywhere(`airdrop-destination watch-wrist-detection untrusted-certificates enterprise-app-trust managed-app-cloud-data
      local-backup-encryption lock-screen-notifications lock-screen-today-view passcode-simple passcode-required
      safari-fraud-warning lock-screen-siri lock-screen-voice-dialling`),
    withSource('passcode-length', by('passcodeLength')),
    withSource('passcode-attempts', by('passcodeAttempts')),
    withSource('lock-inactivity', by('inactivityMinutes')),
    withSource('lock-grace', by('graceMinutes')),
    ...whenSupervised(`autofill-authentication nearby-device-setup cloud-keychain airprint-stored-credentials
      airprint-certificates airprint-beacons password-proximity-requests password-sharing`),
  ],
};

const level2: ProfileFile = {
  id: 'microsoft-ios-level-2',
  title: 'Microsoft framework for iOS and iPadOS, level 2 (enhanced)',
  version: '1',
  description: `${about} From this level on the framework lets managed apps write contacts into the personal address book, which level 1 does not: no rule asks for that.`,
  extends: 'microsoft-ios-level-1',
  parameters: parametersOf({ minimumIosVersion: '14.8' }),
  rules: [
    ...everywhere(`diagnostic-submission managed-open-in enterprise-book-backup enterprise-book-notes dictation-on-device
      translation-on-device device-integrity`),
    withSource('os-version', by('minimumIosVersion')),
    ...whenSupervised('cloud-documents usb-drives pasteboard-managed'),
  ],
};

const level3: ProfileFile = {
  id: 'microsoft-ios-level-3',
  title: 'Microsoft framework for iOS and iPadOS, level 3 (high)',
  version: '1',
  description: `${about} Not judged, as no setting of Passmuster holds them: changes of the eSIM, the removal of apps, Game Center and its friends, multiplayer games, explicit content, the iTunes Store, and the threat level of Defender.`,
  extends: 'microsoft-ios-level-2',
  tailoring: [
    {
      parameters: { passcodeAttempts: 5, minimumIosVersion: '15.0' },
      rationale: 'Level 3 of the framework asks for 5 attempts and iOS 15.0.',
    },
  ],
  parameters: parametersOf({ passcodeAge: 365, passcodeHistory: 5 }),
  rules: [
    ...everywhere('airplay-outgoing-password handoff screen-capture watch-unlock'),
    withSource('passcode-age', by('passcodeAge')),
    withSource('passcode-history', by('passcodeHistory')),
    ...whenSupervised(`account-modification airdrop app-installation configuration-profile-installation content-erasure
      find-my-friends-settings find-my-friends host-pairing cloud-backup safari-autofill siri airprint network-drives
      vpn-configurations password-autofill clock-automatic`),
  ],
};

export const microsoftIos = [level1, level2, level3];
