/** What reading yields, and what it may be told. */
import { PassmusterError } from '../errors.ts';
import type { FoundPath } from '../io/files.ts';
import { type Notice, noticeLevel } from '../model/notice.ts';
import type { Observation } from '../model/observation.ts';
import type { InputRecord, InputStatus } from '../model/report.ts';
import type { Links, Token } from '../model/links.ts';
import type { RowPlace } from '../model/sink.ts';
import type { Subject } from '../model/subject.ts';
import type { ReadContext, ReadItem } from '../sources/define.ts';

export interface ReadOptions extends ReadContext {
  /** Called as reading goes on; never slower than once per subject. */
  readonly onProgress?: (progress: Progress) => void;
  /** The policies of a platform are one set, as a phone would have them. */
  readonly together?: boolean;
  /** Tokens of one phone each, as the operator's list of identifiers says. */
  readonly same?: readonly (readonly Token[])[];
  /** What is read, where it was looked for already: the paths do not count then. In the order of their names. */
  readonly found?: readonly FoundPath[];
  /** Devices by pseudonyms made with the identity key, which then has to be there. */
  readonly pseudonymise?: boolean;
}

export interface Progress {
  readonly input: string;
  readonly inputsDone: number;
  readonly inputsAll: number;
  readonly subjects: number;
  /** Of all the work, from 0 to 1, where that is known. */
  readonly share?: number;
}

export interface SubjectEvent {
  readonly kind: 'subject';
  readonly input: string;
  readonly subject: Subject;
  readonly observations: readonly Observation[];
  readonly links?: Links;
  /** Of a row that speaks of the subject alone: where it stands. */
  readonly place?: RowPlace;
  /** A subject of the same identifier was read before in this run. */
  readonly repeated?: true;
  /** The other inputs that speak of the same phone. */
  readonly joined?: readonly string[];
  /** Identifiers by which those call it, where they differ. */
  readonly otherIds?: readonly string[];
}

export interface InputEvent {
  readonly kind: 'input';
  readonly record: InputRecord;
}

/** What speaks of subjects of other files. */
export type SideEvent = Extract<ReadItem, { kind: 'facts' | 'assignment' }> & { readonly input: string };

/** Subjects as they come, and after each input its record. */
export type ReadEvent = SubjectEvent | InputEvent;

/** The same before joining. */
export type RawEvent = ReadEvent | SideEvent;

/** What is known of an input while it is read. */
export interface InputState {
  readonly notices: Notice[];
  source: string;
  subjects: number;
  /** What was said of subjects of other files. */
  sayings: number;
  skipped: number;
  /** The input broke while it was read. */
  broken: boolean;
}

export function newState(): InputState {
  return { notices: [], source: '-', subjects: 0, sayings: 0, skipped: 0, broken: false };
}

/** An expected fault belongs to the input; anything else is a defect and ends the run. */
export function fault(error: unknown, state: InputState): void {
  if (!(error instanceof PassmusterError)) throw error;
  const { line, column, offset } = error.place;
  const where =
    column !== undefined
      ? { locator: `column ${column}` }
      : offset === undefined
        ? {}
        : { locator: `byte ${offset}` };
  state.broken = true;
  state.notices.push({
    code: error.code,
    message: error.message,
    ...where,
    ...(line === undefined ? {} : { line }),
  });
}

export function recordOf(
  path: string,
  digest: { sha256: string; bytes: number },
  state: InputState,
): InputRecord {
  const { source, subjects, skipped, notices, broken } = state;
  const told = broken ? notices.map((one) => withExtent(one, state)) : notices;
  return { path, ...digest, source, status: statusOf(state), subjects, skipped, notices: told };
}

/** How much was read of what broke. */
function withExtent(notice: Notice, { subjects, sayings }: InputState): Notice {
  const read = [
    subjects === 0 ? [] : subjects === 1 ? '1 subject' : `${subjects} subjects`,
    sayings === 0 ? [] : sayings === 1 ? '1 record' : `${sayings} records`,
  ].flat();
  if (read.length === 0 || noticeLevel(notice.code) !== 'error') return notice;
  return { ...notice, message: `${notice.message} What stands before it was read: ${read.join(', ')}.` };
}

/** A stream that broke after it had said something is partial; what broke before yields nothing and is unreadable. */
function statusOf({ source, notices, subjects, sayings, broken }: InputState): InputStatus {
  if (broken) return subjects + sayings > 0 ? 'partial' : 'unreadable';
  if (source === '-') return 'ignored';
  const levels = notices.map(({ code }) => noticeLevel(code));
  if (levels.includes('error')) return 'unreadable';
  return levels.includes('partial') ? 'partial' : 'read';
}
