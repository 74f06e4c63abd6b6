/** What an audit profile says about waivers of its rules: its own words beside those of the profile that it extends. */
import { parseDuration } from '../model/duration.ts';
import { timeOf } from '../model/time.ts';
import type { WaiverPolicy, WaiverReason } from '../model/waiver.ts';
import type { WaiverPolicyFile, WaiverReasonFile } from './file.ts';
import type { Path } from './shape.ts';

type Tell = (message: string, path: Path) => void;

/** @param tell told of durations and days that are none */
export function waiverPolicy(
  base: WaiverPolicy | undefined,
  own: WaiverPolicyFile | undefined,
  tell: Tell,
): WaiverPolicy | undefined {
  if (own === undefined) return base;
  checkDuration(own.maxLifetime, ['waivers', 'maxLifetime'], tell);
  for (const [code, reason] of Object.entries(own.reasons ?? {})) checkReason(code, reason, tell);
  const { reasons = {}, ...rest } = own;
  return {
    never: [],
    ...base,
    ...rest,
    reasons: {
      ...base?.reasons,
      ...Object.fromEntries(Object.entries(reasons).map(([code, reason]) => [code, reasonOf(reason)])),
    },
  };
}

const reasonOf = (reason: WaiverReasonFile): WaiverReason => ({ needs: [], values: {}, ...reason });

function checkReason(code: string, { until, maxLifetime }: WaiverReasonFile, tell: Tell): void {
  const path: Path = ['waivers', 'reasons', code];
  if (code === 'other') tell('`other` is the reason that needs no declaration.', path);
  if (until !== undefined && (until.length !== 10 || timeOf(until) === undefined))
    tell('`until` has to be a calendar day, as 2025-12-31.', [...path, 'until']);
  checkDuration(maxLifetime, [...path, 'maxLifetime'], tell);
}

function checkDuration(text: string | undefined, path: Path, tell: Tell): void {
  if (text !== undefined && parseDuration(text) === undefined)
    tell('`maxLifetime` has to be an ISO 8601 duration of whole numbers, as P90D, P6M or P1Y.', path);
}
