import { readAppleProfile } from '../../artifacts/apple/profile.ts';
import { limits } from '../../io/limits.ts';
import type { Input } from '../../io/input.ts';
import { profileLinks } from '../apple-identity.ts';
import { type ReadContext, type ReadItem, skipped, subject } from '../define.ts';

export async function* read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  const bytes = await input.bytes(limits.plistXmlBytes);
  const reading = readAppleProfile(bytes, { ...context, input: input.name });
  for (const notice of reading.notices) yield { kind: 'notice', notice };
  if (reading.subject)
    yield subject(reading.subject, reading.observations, profileLinks(reading.uuid, context.identityKey));
  else yield skipped;
}
