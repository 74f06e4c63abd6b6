/** How profiles and the phones that list them find each other, by the words of Apple's "Device Management". */
import { type Identity, tokenOf } from '../artifacts/identity.ts';
import type { Links } from '../model/links.ts';

/** A name is a UDID or, under User Enrolment, the EnrollmentID that stands in its place. */
export const namedBy = (name: string): Identity => [
  ['udid', name],
  ['apple-enrolment', name],
];

export const profileToken = (uuid: string | undefined, key: string | undefined) =>
  tokenOf('apple-profile', uuid, key);

/** A profile that was read for itself is required of the phones that list its `PayloadUUID`: a UUID does not prove the content. */
export function profileLinks(uuid: string | undefined, key: string | undefined): Links | undefined {
  const token = profileToken(uuid, key);
  return token === undefined ? undefined : { to: [token] };
}
