import { isBplist } from '../../formats/bplist.ts';
import { isCms } from '../../formats/cms.ts';
import { appleKind } from '../apple-kinds.ts';
import { defineSource, type Detection, type DetectionInput } from '../define.ts';

/** Words that every configuration profile holds, in XML and as ASCII strings in binary form. */
const marks = /PayloadType|PayloadContent|PayloadIdentifier/;

/** Asked for once: a folder may hold thousands of profiles. */
let reader: Promise<typeof import('./read.ts')> | undefined;

export default defineSource({
  id: 'apple-mobileconfig',
  title: 'Apple configuration profile',
  platforms: ['ios'],
  recognised:
    'a property list (XML, binary, CMS-signed, PEM or Base64) with PayloadType; by content, whatever the file is called',
  detect,
  async *read(input, context) {
    yield* (await (reader ??= import('./read.ts'))).read(input, context);
  },
});

function detect({ head, text, name, plist }: DetectionInput): Detection {
  if (isCms(head)) return 'yes';
  const kind = appleKind(plist);
  if (kind === 'profile') return 'yes';
  if (kind !== undefined) return byName(name); // an answer of a device, which may list profiles
  if (isBplist(head)) return marks.test(Buffer.from(head).toString('latin1')) ? 'yes' : byName(name);
  if (text !== undefined && /^\s*-----BEGIN (PKCS7|CMS)-----/.test(text)) return 'yes';
  const isEscaped = text !== undefined && /^\uFEFF?\s*&lt;/.test(text) && /plist/.test(text.slice(0, 4096));
  if (text !== undefined && (plist !== undefined || isEscaped) && marks.test(text)) return 'yes';
  if (
    text !== undefined &&
    /^MI[A-Za-z0-9+/]{60}/.test(text) &&
    isCms(Buffer.from(text.slice(0, 64), 'base64'))
  )
    return 'yes';
  return byName(name);
}

/** A file of that name which is none must not pass in silence: the reader says what it is instead. */
function byName(name: string): Detection {
  return /\.mobileconfig$/i.test(name) ? 'maybe' : 'no';
}
