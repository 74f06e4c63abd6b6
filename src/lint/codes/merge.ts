/** PM15xx what several payloads and profiles say together. */
import { type CodePage, documents } from './define.ts';

export const mergeCodes = {
  PM1501: {
    level: 'error',
    title: 'A payload twice that may be there once',
    means: 'A phone takes one payload of this type, and the profile has several.',
    why: 'Apple does not allow it and does not say which one counts: the phone may refuse the profile.',
    mend: 'Keep one.',
    source: documents.schema,
  },
  PM1502: {
    level: 'note',
    title: 'Two profiles of the run have a payload that a phone takes once',
    means: 'A phone takes one payload of this type over all its profiles.',
    why: 'If both profiles reach one phone, one of the two payloads cannot count.',
    mend: 'See to it that a phone gets one of them.',
    source: documents.schema,
  },
  PM1503: {
    level: 'warning',
    otherwise: 'a note when the values stand in two profiles',
    title: 'Two values for one setting',
    means: 'Two payloads set the same key to different values.',
    why: 'Apple warns against managing one restriction in several payloads and does not say which value counts.',
    mend: 'Set the key in one place.',
    source: documents.restrictions,
  },
} as const satisfies Record<string, CodePage>;
