/** A configuration profile with whatever lies around it: signature, PEM, Base64, escaped text. */
import { readAppleProfile } from '../../src/artifacts/apple/profile.ts';
import { attempt } from './check.ts';
import { checkObservations } from './sources.ts';

export function fuzz(data: Uint8Array): void {
  attempt(
    data,
    () => readAppleProfile(data, { input: 'input.mobileconfig', asOf: '2026-11-20T23:59:59Z' }),
    ({ observations }) => checkObservations(observations),
  );
}
