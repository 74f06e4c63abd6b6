/**
 * The passcode rows that Graph names alike in iosGeneralDeviceConfiguration and iosCompliancePolicy.
 * Source: Microsoft Graph, the reference pages of both resources.
 */
import { count, type RowTable, word } from '../../artifacts/rows.ts';
import { asked } from './map-rows.ts';

export const iosPasscode: RowTable = {
  passcodeBlockSimple: asked('passcode.simple.allowed', false),
  passcodeExpirationDays: count('passcode.maximumAgeDays', { from: 1, to: 65_535 }),
  passcodeMinimumLength: count('passcode.minimumLength', { from: 4, to: 14 }),
  passcodeMinutesOfInactivityBeforeLock: count('lock.maximumGraceMinutes'),
  passcodeMinutesOfInactivityBeforeScreenTimeout: count('lock.maximumInactivityMinutes', { unlimited: [0] }),
  passcodePreviousPasscodeBlockCount: count('passcode.historyLength', { from: 1, to: 24 }),
  passcodeRequired: asked('passcode.required', true),
  passcodeRequiredType: word('passcode.alphanumeric.required', {
    deviceDefault: null,
    numeric: null,
    alphanumeric: true,
  }),
};

/** The keys of Apple's passcode payload that iosGeneralDeviceConfiguration writes with them. */
export const iosPasscodeKeys: Readonly<Record<string, string>> = {
  passcodeBlockSimple: 'allowSimple',
  passcodeExpirationDays: 'maxPINAgeInDays',
  passcodeMinimumLength: 'minLength',
  passcodeMinutesOfInactivityBeforeLock: 'maxGracePeriod',
  passcodeMinutesOfInactivityBeforeScreenTimeout: 'maxInactivity',
  passcodePreviousPasscodeBlockCount: 'pinHistory',
  passcodeRequired: 'forcePIN',
  passcodeRequiredType: 'requireAlphanumeric',
};
