/** The core of NIST SP 800-124r2 on phones: our selection, with the numbers of SP 800-53 that NIST mSCP (branch ios_26) gives. */
import type { ProfileFile, RuleFile } from '../../src/profiles/file.ts';
import { by, parametersOf } from './parameters.ts';
import { appleRule, type Given, nistOf, rule } from './rule.ts';

const references = [
  {
    title:
      'SP 800-124 revision 2, Guidelines for Managing the Security of Mobile Devices in the Enterprise, NIST',
    url: 'https://doi.org/10.6028/NIST.SP.800-124r2',
  },
];

const withSource = (made: RuleFile): RuleFile => {
  const controls = made.setting === undefined ? {} : nistOf(made.setting);
  return { ...made, references, ...(Object.keys(controls).length === 0 ? {} : { controls }) };
};
const both = (id: string, given?: Given) => withSource(rule(id, 'both', given));
const ios = (id: string) => withSource(appleRule(id));
const android = (id: string, given?: Given) => withSource(rule(id, 'android', given));
const device: Given = { appliesTo: { kind: ['device'] } };

export const nist: readonly ProfileFile[] = [
  {
    id: 'nist-800-124r2-core',
    title: 'Core of NIST SP 800-124r2',
    version: '1',
    description:
      'What NIST SP 800-124 revision 2 recommends and a phone or policy can show: a selection by Passmuster, in its own words. The publication sets no values: those here are defaults of Passmuster, to be set as parameters. It has no numbered controls; those of SP 800-53 revision 5 are given where the macOS Security Compliance Project of NIST relates the setting to them. Severities are proposals of Passmuster.',
    parameters: parametersOf(
      { passcodeLength: 6, passcodeAttempts: 10, inactivityMinutes: 5, patchAgeDays: 90 },
      'default of Passmuster',
    ),
    rules: [
      both('management', device),
      both('passcode-required'),
      both('passcode-length', by('passcodeLength')),
      both('passcode-simple'),
      both('passcode-attempts', by('passcodeAttempts')),
      both('lock-inactivity', by('inactivityMinutes')),
      both('storage-encryption'),
      both('device-integrity'),
      both('update-pending', device),
      android('security-patch-age', by('patchAgeDays')),
      both('work-documents'),
      android('unknown-sources'),
      android('app-verification'),
      android('usb-debugging'),
      android('certificate-settings'),
      android('cloud-backup'),
      android('lock-screen-notifications'),
      ios('enterprise-app-trust'),
      ios('configuration-profile-installation'),
      ios('untrusted-certificates'),
      ios('local-backup-encryption'),
      ios('managed-app-cloud-data'),
      withSource(rule('wifi-encryption', 'ios')),
    ],
  },
];
