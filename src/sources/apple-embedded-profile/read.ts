/** Reads every configuration profile that lies in a document of another kind; each is one policy. */
import {
  type EmbeddedProfile,
  keyPathStyle,
  pointerStyle,
  profilesInTree,
  profilesInXml,
} from '../../artifacts/apple/embedded.ts';
import { readPropertyList } from '../../artifacts/apple/packaging.ts';
import { parseJson } from '../../formats/json.ts';
import { decodeText } from '../../formats/text.ts';
import { readXml } from '../../formats/xml.ts';
import type { Input } from '../../io/input.ts';
import { limits } from '../../io/limits.ts';
import { profileLinks } from '../apple-identity.ts';
import { type DetectionInput, notice, type ReadContext, type ReadItem, skipped, subject } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { readEmbedded } from '../embedded-profile.ts';

export async function* read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  const { json, plist } = detectionInput(input.name, input.head);
  const bytes = await input.bytes();
  const { text } = decodeText(bytes);
  const lines = text.split('\n');
  let found = 0;
  for (const profile of await profilesIn(bytes, text, { json, plist })) {
    found += 1;
    if (found > limits.embeddedProfiles) {
      yield notice('record-unreadable', `The document holds more than ${limits.embeddedProfiles} profiles.`);
      return;
    }
    yield* readProfile(profile, input.name, context, lines);
  }
  if (found === 0)
    yield notice(
      'record-unreadable',
      'The document seems to hold a configuration profile, and none can be read.',
    );
}

async function profilesIn(
  bytes: Uint8Array,
  text: string,
  { json, plist }: Pick<DetectionInput, 'json' | 'plist'>,
): Promise<Iterable<EmbeddedProfile>> {
  if (plist !== undefined) return profilesInTree(readPropertyList(bytes), keyPathStyle);
  if (json === undefined) return profilesInXml(await readXml(text, { allowDoctype: true }));
  return json.lines ? profilesInLines(text) : profilesInTree(parseJson(text), pointerStyle);
}

/** One JSON value a line. */
function* profilesInLines(text: string): Generator<EmbeddedProfile> {
  for (const [index, line] of text.split('\n').entries())
    if (line.trim() !== '')
      yield* profilesInTree(parseJson(line, index + 1), pointerStyle, `line ${index + 1}: `);
}

function* readProfile(
  profile: EmbeddedProfile,
  input: string,
  context: ReadContext,
  lines: readonly string[],
): Generator<ReadItem> {
  const reading = readEmbedded(profile, input, context, lines);
  for (const one of reading.notices) yield { kind: 'notice', notice: one };
  if (reading.subject !== undefined)
    yield subject(reading.subject, reading.observations, profileLinks(reading.uuid, context.identityKey));
  else if (reading.isReadable) yield skipped;
}
