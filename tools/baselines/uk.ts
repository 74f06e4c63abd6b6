/**
 * NCSC Android pack: GitHub, ukncsc/Device-Security-Guidance-Configuration-Packs (Apache-2.0). Cyber Essentials: Requirements for
 * IT Infrastructure (updates within 14 days, no more than 10 guesses, 6 characters to unlock a device).
 */
import type { ProfileFile, RuleFile } from '../../src/profiles/file.ts';
import { by, parametersOf } from './parameters.ts';
import { appleRule, type Given, rule } from './rule.ts';

const pack = ['Device Security Guidance Configuration Packs: Google Android, NCSC'];
const ids = `app-allow-list screen-capture work-documents cross-profile-paste location-sharing app-verification usb-file-transfer
  unknown-sources developer-settings vpn-settings factory-reset clock-automatic safe-boot user-creation user-removal
  account-modification lock-screen-camera notification-details passcode-required passcode-alphanumeric`;

const ncscAndroid: ProfileFile = {
  id: 'uk-ncsc-android',
  title: 'NCSC configuration pack for Android',
  version: '1',
  description:
    'Derived from the table of Android settings of the Device Security Guidance Configuration Packs of the National Cyber Security Centre (GitHub, ukncsc/Device-Security-Guidance-Configuration-Packs); not endorsed by the NCSC. Its publisher last tested it on Android 11. Rules are there for what the table switches off or demands and a policy or phone can show. Not judged is what it leaves open (trust agents, fingerprints, notifications, the microphone, memory cards, roaming, tethering, credentials, Bluetooth, Wi-Fi, sync), and what only the console of Google Workspace knows: wiping after 20 days without contact, wiping by the user, endpoint verification, private apps, auditing of apps, and the blocking of devices that are not certified. Severities are proposals of Passmuster.',
  rules: [
    ...ids.split(/\s+/).map((id) => rule(id, 'android')),
    rule('permission-default', 'android', { is: { atLeast: 'prompt' }, values: ['prompt', 'grant'] }),
    rule('passcode-complex-characters', 'android', { is: { atLeast: 1 }, values: [1, 0] }),
    rule('management', 'android', { appliesTo: { platform: ['android'], kind: ['device'] } }),
  ].map((made) => ({ ...made, references: pack })),
};

/** The five themes of the scheme; it has no numbers. */
const themes = {
  secure: 'secure configuration',
  updates: 'security update management',
  malware: 'malware protection',
} as const;

const device: Given = { appliesTo: { kind: ['device'] } };
const asked = (theme: keyof typeof themes, made: RuleFile): RuleFile => ({
  ...made,
  references: ['Cyber Essentials: Requirements for IT Infrastructure, NCSC'],
  controls: { 'cyber-essentials': [themes[theme]] },
});

const cyberEssentials: ProfileFile = {
  id: 'uk-cyber-essentials-mobile',
  title: 'Cyber Essentials on phones and tablets',
  version: '1',
  description:
    'What the Requirements for IT Infrastructure of the Cyber Essentials scheme ask of phones and tablets and a phone, policy or person can show, in words of Passmuster; not endorsed by the NCSC. Controls are named by the theme of the scheme, which has no numbers. The scheme asks that serious weaknesses are fixed within 14 days of the update: no export tells the days between the two, so a statement answers for it, and beside it stand an update that waits, the age of the patch level and a delay by management. Which versions are supported changes: the versions here are defaults of Passmuster, to be set as parameters. The scheme accepts that a phone slows down guessing instead of erasing itself, which iOS and Android do: the rule on attempts is of low severity and may be taken out. Severities are proposals of Passmuster.',
  parameters: parametersOf(
    {
      passcodeLength: 6,
      passcodeAttempts: 10,
      minimumIosVersion: '18.0',
      minimumAndroidVersion: '14.0',
      patchAgeDays: 45,
      updateDelayDays: 14,
    },
    'default of Passmuster',
  ),
  rules: [
    asked('updates', rule('os-version', 'ios', { ...by('minimumIosVersion'), id: 'os-version-ios' })),
    asked(
      'updates',
      rule('os-version', 'android', { ...by('minimumAndroidVersion'), id: 'os-version-android' }),
    ),
    asked('updates', rule('security-patch-age', 'android', by('patchAgeDays'))),
    asked('updates', rule('update-pending', 'both', device)),
    asked('updates', rule('update-delay', 'ios', by('updateDelayDays'))),
    asked('updates', rule('updates-in-time', 'both', { attestable: { maxAge: 'P90D' } })),
    asked('secure', rule('passcode-present', 'both', device)),
    asked('secure', rule('passcode-required', 'both', { appliesTo: { kind: ['policy'] } })),
    asked('secure', rule('passcode-length', 'both', by('passcodeLength'))),
    asked('secure', rule('passcode-attempts', 'both', { ...by('passcodeAttempts'), severity: 'low' })),
    asked('malware', rule('unknown-sources', 'android')),
    asked('malware', rule('app-verification', 'android')),
    asked('malware', rule('device-integrity', 'both')),
    asked('malware', appleRule('enterprise-app-trust')),
    asked('malware', rule('app-marketplaces', 'ios')),
    asked('malware', rule('app-web-distribution', 'ios')),
  ],
};

export const uk = [ncscAndroid, cyberEssentials];
