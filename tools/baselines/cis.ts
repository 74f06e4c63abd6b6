/**
 * CIS Apple iOS and iPadOS 26 Benchmark, by number: numbers, levels and values as NIST mSCP (branch ios_26) records them, of a
 * draft. No words of CIS. Sections 2.x are for devices of end users, 3.x for those of the institution.
 */
import type { ProfileFile, RuleFile } from '../../src/profiles/file.ts';
import { by, parametersOf } from './parameters.ts';
import { appleRule, type Given } from './rule.ts';
import { appleControls, appleTopic } from './topics.ts';

const references = [
  'CIS Apple iOS and iPadOS 26 Benchmark (draft), by number',
  'macOS Security Compliance Project, branch ios_26, NIST',
];
const about =
  'By the numbers of the CIS Apple iOS and iPadOS 26 Benchmark, as the macOS Security Compliance Project of NIST records them from a draft; the words are those of Passmuster, and CIS has no part in it. Numbers that begin with 2 are for devices of end users, with 3 for devices of the institution; a rule that has the latter alone holds for corporate devices. Not judged are the recommendations that are to be looked at by a person: a message of consent, removal of the profile, managed Safari domains, MAC randomisation, VPN, notifications of managed apps, and letters in the passcode. Severities are proposals of Passmuster.';

const compared: Readonly<Record<string, Given>> = {
  'passcode.minimumLength': by('passcodeLength'),
  'passcode.maximumFailedAttempts': by('passcodeAttempts'),
  'lock.maximumInactivityMinutes': by('inactivityMinutes'),
  'lock.maximumGraceMinutes': by('graceMinutes'),
};

function rulesOf(level: number): RuleFile[] {
  return [...appleControls].flatMap(([setting, { cis, level: own, nist }]) => {
    if (cis.length === 0 || own !== level) return [];
    const isInstitutionOnly = cis.every((number) => number.startsWith('3.'));
    const made = appleRule(appleTopic(setting), compared[setting]);
    return [
      {
        ...made,
        ...(isInstitutionOnly
          ? { appliesTo: { platform: ['ios'] as const, ownership: ['corporate'] as const } }
          : {}),
        references,
        controls: { cis, ...(nist.length === 0 ? {} : { 'nist-800-53r5': nist }) },
      },
    ];
  });
}

const level1: ProfileFile = {
  id: 'cis-ios-level-1',
  title: 'CIS iOS and iPadOS 26, level 1 (numbers of a draft)',
  version: '1',
  description: about,
  parameters: parametersOf({ passcodeLength: 6, passcodeAttempts: 6, inactivityMinutes: 2, graceMinutes: 0 }),
  rules: rulesOf(1),
};

const level2: ProfileFile = {
  id: 'cis-ios-level-2',
  title: 'CIS iOS and iPadOS 26, level 2 (numbers of a draft)',
  version: '1',
  description: about,
  extends: 'cis-ios-level-1',
  rules: rulesOf(2),
};

export const cis = [level1, level2];
