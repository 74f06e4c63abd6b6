/** DISA STIG Samsung Android 15 with Knox 3.x, V1R1: COBO, 37 requirements, and COPE, 40. Numbers and severities, no prose. */
import type { ProfileFile } from '../../src/profiles/file.ts';
import { type StigRow, stigRules } from './disa-android.ts';
import { parametersOf } from './parameters.ts';

/** The fix text of 010300 opens the port that its title shuts: the title is followed. 000700 comes with Common Criteria Mode. */
const both: readonly StigRow[] = [
  ['000700 009300', '000185 000366', 'low', 'common-criteria'],
  ['004900', '004066', 'medium', 'passcode-length'],
  ['005000', '004066', 'medium', 'passcode-simple'],
  ['005100', '000057', 'medium', 'lock-inactivity'],
  ['005200', '000765', 'medium', 'trust-agents'],
  ['005300', '000044', 'medium', 'passcode-attempts'],
  ['005400', '000366', 'medium', 'unknown-sources'],
  ['005500', '001764', 'medium', 'app-allow-list'],
  ['005600 005700', '000803', 'medium', 'allowed-apps-reviewed'],
  ['005800', '000060', 'medium', 'notification-details'],
  ['006000', '001199 002235', 'high', 'external-media'],
  ['006100', '000765', 'medium', 'face-unlock'],
  ['006400', '000381', 'medium', 'developer-settings'],
  ['006700', '000048', 'low', 'banner'],
  ['007200 007300 010300', '002546 001090 002235', 'medium', 'usb-file-transfer'],
  ['007400 009200', '001090 000366', 'medium', 'account-modification'],
  ['007700', '001443 002314', 'medium', 'hotspot-password'],
  ['008300', '000381 001761', 'low', 'bluetooth'],
  ['008400', '002536', 'medium', 'wifi-direct'],
  ['008600', '000370', 'medium', 'certificate-settings'],
  ['008900', '000366', 'medium', 'clock-automatic'],
  ['009000', '000366', 'medium', 'root-certificates'],
  ['009100', '000366', 'medium', 'security-logging'],
  ['009400', '000366', 'medium', 'training'],
  ['009500', '000366', 'high', 'update-pending'],
  ['009600', '000366', 'medium', 'certificate-revocation'],
  ['009700', '000366', 'medium', 'wifi-sharing'],
  ['009800', '000366', 'medium', 'system-apps-reviewed'],
  ['010200', '000366', 'low', 'keyboards'],
  ['010400', '001090', 'low', 'nearby-streaming'],
];
const cobo: readonly StigRow[] = [
  ['007500', '001090', 'medium', 'cloud-backup'],
  ['008700', '000366', 'medium', 'management-mode'],
];
const cope: readonly StigRow[] = [
  ['007900', '002530 002233', 'medium', 'cross-profile-paste'],
  ['008800 009900', '000366', 'medium', 'corporate-work-profile'],
  ['010000', '000366', 'medium', 'browser-autofill'],
  ['010100', '000366', 'medium', 'password-autofill'],
];

const about = (name: string): string =>
  `By the numbers, CCIs and severities of the Samsung Android 15 with Knox 3.x ${name} STIG (version 1, release 1), in words of Passmuster; DISA has no part in it. Which setting answers a requirement is our reading. What no setting shows is asked of people (attestation). Removable media may be used where it is encrypted, and Bluetooth where it is approved: then take their rules out in a tailoring.`;
const parameters = parametersOf({ passcodeLength: 6, passcodeAttempts: 10, inactivityMinutes: 15 });

const profile = (kind: 'COBO' | 'COPE', rows: readonly StigRow[]): ProfileFile => ({
  id: `disa-stig-samsung-android-15-${kind.toLowerCase()}`,
  title: `DISA STIG for Samsung Android 15 (${kind})`,
  version: '1',
  description: about(kind),
  parameters,
  rules: stigRules('KNOX-15-', `Samsung Android 15 KPE 3.x ${kind} STIG, version 1, release 1, DISA`, [
    ...both,
    ...rows,
  ]),
});

export const samsung = [profile('COBO', cobo), profile('COPE', cope)];
