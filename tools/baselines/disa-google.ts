/** DISA STIG Google Android 15 (30 January 2025): COBO V1R2, 36 requirements, and COPE V1R2, 39. Numbers and severities, no prose. */
import type { ProfileFile } from '../../src/profiles/file.ts';
import { type StigRow, stigRules } from './disa-android.ts';
import { parametersOf } from './parameters.ts';

const both: readonly StigRow[] = [
  ['002800 007800', '000154 000169', 'medium', 'security-logging'],
  ['006000', '004066', 'medium', 'passcode-length'],
  ['006100', '004066', 'medium', 'passcode-simple'],
  ['006300', '000057', 'medium', 'lock-inactivity'],
  ['006400', '000044', 'medium', 'passcode-attempts'],
  ['006500', '000366', 'medium', 'unknown-sources'],
  ['006600', '001764', 'medium', 'app-allow-list'],
  ['006700 006750', '000803', 'medium', 'allowed-apps-reviewed'],
  ['006800', '000060', 'medium', 'notification-details'],
  ['007200', '000767', 'medium', 'trust-agents'],
  ['007400', '000381', 'medium', 'developer-settings'],
  ['007700', '000048', 'low', 'banner'],
  ['008400 012200', '002546 002235', 'medium', 'usb-file-transfer'],
  ['008500 008600', '001090', 'medium', 'cloud-backup'],
  ['008700', '001443 002314', 'medium', 'hotspot-password'],
  ['009400', '000381 001761', 'low', 'bluetooth'],
  ['009500', '002536', 'medium', 'wifi-direct'],
  ['009800', '000366', 'medium', 'training'],
  ['009900', '000366', 'medium', 'wifi-sharing'],
  ['009950', '000366', 'medium', 'tethering'],
  ['010000', '000366', 'medium', 'root-certificates'],
  ['010200', '000366', 'medium', 'system-apps-reviewed'],
  ['010400', '000366', 'medium', 'browser-autofill'],
  ['010500', '000366', 'medium', 'password-autofill'],
  ['010600', '000366', 'medium', 'clock-automatic'],
  ['010800', '000366', 'high', 'update-pending'],
  ['010900', '000366', 'low', 'keyboards'],
  ['011000', '000366', 'low', 'common-criteria'],
  ['012300', '000370', 'medium', 'certificate-settings'],
  ['012400', '001090', 'low', 'nearby-streaming'],
  ['012500', '000370', 'high', 'private-space'],
];
const cobo: readonly StigRow[] = [['009000', '002110', 'medium', 'account-modification']];
const cope: readonly StigRow[] = [
  ['008900', '002530 002233', 'medium', 'cross-profile-paste'],
  ['009000 010100', '002110 000366', 'medium', 'account-modification'],
  ['010300', '000366', 'medium', 'corporate-work-profile'],
];

const about = (name: string): string =>
  `By the numbers, CCIs and severities of the Google Android 15 ${name} STIG (version 1, release 2, 30 January 2025), in words of Passmuster; DISA has no part in it. Which setting answers a requirement is our reading. What no setting shows is asked of people (attestation). Bluetooth and tethering may be approved by the authorising official: then take their rules out in a tailoring.`;
const parameters = parametersOf({ passcodeLength: 6, passcodeAttempts: 10, inactivityMinutes: 15 });

const profile = (kind: 'COBO' | 'COPE', rows: readonly StigRow[]): ProfileFile => ({
  id: `disa-stig-google-android-15-${kind.toLowerCase()}`,
  title: `DISA STIG for Google Android 15 (${kind})`,
  version: '1',
  description: about(kind),
  parameters,
  rules: stigRules('GOOG-15-', `Google Android 15 ${kind} STIG, version 1, release 2, DISA`, [
    ...both,
    ...rows,
  ]),
});

export const google = [profile('COBO', cobo), profile('COPE', cope)];
