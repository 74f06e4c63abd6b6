/**
 * DISA STIG Apple iOS and iPadOS 26, by number: numbers, CCIs, severities and values as NIST mSCP (branch ios_26, baseline ios_stig)
 * records them. Errors of that record are not taken over: see the comments.
 */
import type { ProfileFile, RuleFile } from '../../src/profiles/file.ts';
import { by, parametersOf } from './parameters.ts';
import { appleRule, type Given, rule } from './rule.ts';
import { appleControls, appleTopic } from './topics.ts';

const references = [
  'Apple iOS/iPadOS 26 STIG, version 1, release 1, DISA',
  'macOS Security Compliance Project, branch ios_26, NIST',
];

/** Not a key on iOS (Apple, Restrictions); and two that the sum below replaces. */
const without = new Set([
  'airPlay.incomingPassword.required',
  'lock.maximumGraceMinutes',
  'lock.maximumInactivityMinutes',
]);

const compared: Readonly<Record<string, Given>> = {
  'passcode.minimumLength': by('passcodeLength'),
  'passcode.maximumFailedAttempts': by('passcodeAttempts'),
  'passcode.historyLength': by('passcodeHistory'),
};

/** The record switches the notes of Exchange on where its title switches them off: the title is followed. */
const keys: RuleFile[] = [...appleControls].flatMap(([setting, { stig, cci, nist, severity = 'medium' }]) => {
  if (stig.length === 0 || without.has(setting)) return [];
  const made = appleRule(appleTopic(setting), compared[setting]);
  return [
    {
      ...made,
      severity,
      references,
      controls: {
        'disa-stig': stig,
        ...(cci.length === 0 ? {} : { cci }),
        ...(nist.length === 0 ? {} : { 'nist-800-53r5': nist }),
      },
    },
  ];
});

/** DISA asks for both together, over all profiles. */
const lock: RuleFile = {
  ...rule('lock-inactivity', 'ios', {
    sum: ['lock.maximumGraceMinutes', 'lock.maximumInactivityMinutes'],
    is: { between: [1, 15] },
    values: [5, 60],
    title: 'The phone asks for its passcode soon after it was used last',
    examples: {
      pass: [{ 'lock.maximumGraceMinutes': 5, 'lock.maximumInactivityMinutes': 5 }],
      fail: [{ 'lock.maximumGraceMinutes': 15, 'lock.maximumInactivityMinutes': 15 }],
    },
  }),
  references,
  controls: { 'disa-stig': ['AIOS-26-006800'], cci: ['CCI-000057'], 'nist-800-53r5': ['AC-11', 'IA-11'] },
};

/** What the benchmark asks besides keys of profiles: number, topic. */
const others: readonly (readonly [string, string])[] = [
  ['AIOS-26-007400', 'allowed-apps-reviewed'],
  ['AIOS-26-008400', 'banner-shown'],
  ['AIOS-26-009200', 'local-backup-off'],
  ['AIOS-26-009800', 'multi-user-off'],
  ['AIOS-26-009900 AIOS-26-010000', 'unenrolment-erases'],
  ['AIOS-26-011200', 'update-pending'],
  ['AIOS-26-011600', 'family-sharing'],
  ['AIOS-26-011700', 'location-not-shared'],
  ['AIOS-26-011900', 'training'],
  ['AIOS-26-012000', 'work-photos'],
  ['AIOS-26-012650', 'watches-managed'],
  ['AIOS-26-013200', 'supervision'],
  ['AIOS-26-013500', 'profiles-locked'],
  ['AIOS-26-014700', 'root-certificates'],
  ['AIOS-26-015500', 'beta-updates'],
  ['AIOS-26-016300', 'siri-suggestions'],
  ['AIOS-26-017700', 'threat-defence'],
  ['AIOS-26-018300', 'wifi-aware-off'],
];

const seen = new Set(['update-pending', 'supervision', 'beta-updates']);
const rest = others.map(([numbers, id]): RuleFile => ({
  ...rule(
    id,
    'ios',
    seen.has(id)
      ? { appliesTo: { platform: ['ios'], kind: ['device'] } }
      : { attestable: { maxAge: 'P365D' } },
  ),
  references,
  controls: { 'disa-stig': numbers.split(' ') },
}));

export const disaIos: readonly ProfileFile[] = [
  {
    id: 'disa-stig-ios',
    title: 'DISA STIG for iOS and iPadOS 26',
    version: '1',
    description:
      'By the numbers of the Apple iOS/iPadOS 26 STIG (version 1, release 1), as the macOS Security Compliance Project of NIST records them: numbers, severities and values, in words of Passmuster; DISA has no part in it. What no setting shows is asked of people (attestation); where the record has no severity the rule is medium. Left out is the password for AirPlay to the device, which iOS does not have. AIOS-26-015500 stands in the record for two requirements.',
    parameters: parametersOf({ passcodeLength: 6, passcodeAttempts: 10, passcodeHistory: 2 }),
    rules: [...keys, lock, ...rest],
  },
];
