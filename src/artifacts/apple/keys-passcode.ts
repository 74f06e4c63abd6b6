/** Passcode rules: the profile payload, whose rows the declaration shares under other names. */
import { count, flag, type RowTable } from '../rows.ts';

/**
 * com.apple.mobiledevice.passwordpolicy. Minutes for times. 0 means no limit for inactivity and age; a grace period of 0
 * means at once, the strictest; `maxFailedAttempts` 11 never wipes and is kept as a number, so any sensible rule fails it.
 */
export const passcode = {
  allowSimple: flag('passcode.simple.allowed'),
  forcePIN: flag('passcode.required'),
  maxFailedAttempts: count('passcode.maximumFailedAttempts', { from: 2, to: 11 }),
  maxGracePeriod: count('lock.maximumGraceMinutes', { to: 240 }),
  maxInactivity: count('lock.maximumInactivityMinutes', { to: 15, unlimited: [0] }),
  maxPINAgeInDays: count('passcode.maximumAgeDays', { to: 730, unlimited: [0] }),
  minComplexChars: count('passcode.complexCharacters', { to: 4 }),
  minLength: count('passcode.minimumLength', { to: 16 }),
  pinHistory: count('passcode.historyLength', { from: 1, to: 50 }),
  requireAlphanumeric: flag('passcode.alphanumeric.required'),
} as const satisfies RowTable;
