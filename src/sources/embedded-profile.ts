/** A configuration profile that lies in a document of another kind: its places become places of that document. */
import type { EmbeddedProfile } from '../artifacts/apple/embedded.ts';
import { readAppleProfile } from '../artifacts/apple/profile.ts';
import { PassmusterError } from '../errors.ts';
import type { Notice } from '../model/notice.ts';
import type { Observation } from '../model/observation.ts';
import type { Subject } from '../model/subject.ts';
import type { ReadContext } from './define.ts';

export interface EmbeddedReading {
  /** Absent when the profile is for another kind of device, or cannot be read. */
  readonly subject?: Subject;
  readonly observations: readonly Observation[];
  readonly notices: readonly Notice[];
  readonly isReadable: boolean;
  /** `PayloadUUID` of the profile. */
  readonly uuid?: string | undefined;
}

/** @param lines of the document around it */
export function readEmbedded(
  profile: EmbeddedProfile,
  input: string,
  context: ReadContext,
  lines: readonly string[],
): EmbeddedReading {
  const place = placer(profile, lines);
  try {
    const reading = readAppleProfile(profile.bytes, { ...context, input });
    return {
      ...(reading.subject === undefined ? {} : { subject: reading.subject }),
      observations: reading.observations.map(({ evidence: { locator, line, ...rest }, ...one }) => ({
        ...one,
        evidence: { ...rest, ...place(locator, line) },
      })),
      notices: reading.notices.map(({ locator, line, ...one }) => ({ ...one, ...place(locator, line) })),
      isReadable: true,
      uuid: reading.uuid,
    };
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    const message = `A profile in the document cannot be read (${error.code}).`;
    const where = { locator: profile.place, ...(profile.line > 0 ? { line: profile.line } : {}) };
    return {
      observations: [],
      notices: [{ code: 'record-unreadable', message, ...where }],
      isReadable: false,
    };
  }
}

/**
 * Places within the profile become places within the document. The line is that of the key where the text of the profile
 * stands in the document line by line, which is checked; else the line on which the profile begins.
 */
function placer({ place, line, lineOffset }: EmbeddedProfile, lines: readonly string[]) {
  return (locator: string | undefined, inner: number | undefined) => {
    const own = inner === undefined || lineOffset === undefined ? 0 : inner + lineOffset;
    const key = /([^.[\]]+)(?:\[\d+\])*$/.exec(locator ?? '')?.[1];
    const isThere = key !== undefined && lines[own - 1]?.includes(key) === true;
    const shown = isThere ? own : line;
    return {
      locator: locator === undefined ? place : `${place}: ${locator}`,
      ...(shown > 0 ? { line: shown } : {}),
    };
  };
}
