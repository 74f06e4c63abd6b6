/**
 * Numeric restrictions as a device keeps them, bucket `restrictedValue`. A table of its own, because units differ from
 * profiles: `maxInactivity` and `maxGracePeriod` are minutes in a profile and seconds on the device (known from public
 * forensic parsers of EffectiveUserSettings.plist; unverified on new releases, and Apple's text on the `Restrictions`
 * response names no units). Only times that a phone can have in seconds are read, so that minutes are not taken for them.
 */
import type { TreeNode } from '../../formats/node.ts';
import { count, type Row, type RowTable } from '../rows.ts';

/** Apple documents integers; a whole number kept as a real is one. */
function whole(node: TreeNode): TreeNode {
  if (node.type !== 'real' || !Number.isInteger(node.value)) return node;
  return { type: 'integer', value: node.value, line: node.line };
}

const number = (...options: Parameters<typeof count>): Row => {
  const row = count(...options);
  return { ...row, read: (node) => row.read(whole(node)) };
};

/** How "Never" is kept (unverified): the largest 32-bit number. */
const never = 2_147_483_647;

/** Seconds that come in steps; 7 is no time after which an iPhone locks, but it is a number of minutes. */
function seconds(step: number, ...[setting, options]: Parameters<typeof count>): Row {
  const row = number(setting, { ...options, divideBy: 60 });
  const isStep = ({ type, ...rest }: TreeNode) =>
    type === 'integer' && 'value' in rest && (rest.value === never || Number(rest.value) % step === 0);
  return { ...row, read: (node) => (isStep(whole(node)) ? row.read(node) : { unknown: 'ambiguous' }) };
}

/**
 * Ranges: Apple schema, com.apple.mobiledevice.passwordpolicy and com.apple.applicationaccess. The delay of updates is left out:
 * its unit on a device is not known.
 */
export const effectiveValues: RowTable = {
  maxFailedAttempts: number('passcode.maximumFailedAttempts', { from: 2, to: 11 }),
  maxGracePeriod: seconds(60, 'lock.maximumGraceMinutes', { to: 240 * 60 }),
  maxInactivity: seconds(30, 'lock.maximumInactivityMinutes', { to: never, unlimited: [0, never] }),
  maxPINAgeInDays: number('passcode.maximumAgeDays', { to: 730, unlimited: [0] }),
  minComplexChars: number('passcode.complexCharacters', { to: 4 }),
  minLength: number('passcode.minimumLength', { to: 16 }),
  pinHistory: number('passcode.historyLength', { to: 50 }),
  ratingApps: number('content.apps.maximumRating', { to: 1000 }),
  ratingMovies: number('content.movies.maximumRating', { to: 1000 }),
  ratingTVShows: number('content.tvShows.maximumRating', { to: 1000 }),
  safariAcceptCookies: count('browser.cookies', { to: 2, isReal: true }),
};
