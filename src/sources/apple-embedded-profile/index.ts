import { hintsAtProfile, payloadWords } from '../../artifacts/apple/hints.ts';
import { appleKind } from '../apple-kinds.ts';
import { jamfKind } from '../jamf-kinds.ts';
import { defineSource, type Detection, type DetectionInput } from '../define.ts';

export default defineSource({
  id: 'apple-embedded-profile',
  title: 'Apple configuration profiles inside other documents',
  platforms: ['ios'],
  recognised:
    'JSON or XML that no other source reads and that holds a configuration profile: as Base64, as text with or without escapes, or as elements',
  detect,
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});

function detect(input: DetectionInput): Detection {
  const { json, text, plist } = input;
  if (text === undefined || jamfKind(input) !== undefined) return 'no';
  const isXml = /^\uFEFF?\s*<[?!a-z]/i.test(text) && !/^\uFEFF?\s*<(!doctype html|html)/i.test(text);
  if (json === undefined ? !isXml || appleKind(plist) !== undefined : isNamed(json)) return 'no';
  // Of property lists only those that hold a profile as data: what names payloads itself is for apple-mobileconfig.
  if (plist !== undefined && payloadWords.test(text)) return 'no';
  return hintsAtProfile(text) ? 'yes' : 'no';
}

/** JSON that says whose it is: Microsoft Graph, events of a management server, our own stream. */
function isNamed(json: NonNullable<DetectionInput['json']>): boolean {
  return [json.keys, ...json.rows.values()].some((row) =>
    [...row].some(
      ([key, value = '']) =>
        key.toLowerCase().startsWith('@odata.') ||
        (key === 'topic' && value.startsWith('mdm.')) ||
        (key === 'schema' && value.startsWith('passmuster-')),
    ),
  );
}
