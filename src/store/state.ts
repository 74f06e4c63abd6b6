/**
 * A finding as a text that stays the same while nothing happens: without its subject, its place, and the last contact of the
 * phone. Equal texts are kept once, for all phones and all runs. `restored` makes the finding of it again, to the letter.
 */
import type { Finding, FindingEvidence } from '../model/finding.ts';
import type { SubjectRecord } from '../model/report.ts';
import { momentOf, timeOf } from '../model/time.ts';
import { locatorPattern, pathPattern } from '../model/place.ts';
import { type PlaceReader, type PlaceWriter, recordMark } from './places.ts';

/** What stands for digits that change from run to run, and for the last contact. */
const digitsMark = '\u0002';
const contactMark = '\u0003';
const marks = /[\u0001-\u0003]/;

export interface State {
  readonly text: string;
  /** In a moving text: the digits, in their order. */
  readonly digits: readonly string[];
}

/** As it is kept. `kept: whole` where a text holds our own marks: nothing is taken out of it. */
interface StoredFinding extends Omit<Finding, 'failingSince' | 'failingGap'> {
  readonly kept?: 'whole';
}

/**
 * @param isMoving the digits of what it says stand apart: a finding that differs from the last run in nothing else is no change
 */
export function stateOf(finding: Finding, lastSeen: string | undefined, isMoving: boolean): State {
  const { failingSince: _since, failingGap: _gap, ...told } = finding;
  if (isMarked(finding)) return { text: JSON.stringify({ ...told, subject: '', kept: 'whole' }), digits: [] };
  const digits: string[] = [];
  const said = (text: string): string => {
    const rest = lastSeen === undefined ? text : text.replaceAll(lastSeen, contactMark);
    if (!isMoving) return rest;
    return rest.replace(/\d+/g, (found) => {
      digits.push(found);
      return digitsMark;
    });
  };
  const stored: StoredFinding = {
    ...told,
    subject: '',
    message: said(told.message),
    ...(told.actual === undefined ? {} : { actual: said(told.actual) }),
    evidence: told.evidence.map((one) => storedEvidence(one, said)),
  };
  return { text: JSON.stringify(stored), digits };
}

function storedEvidence(one: FindingEvidence, said: (text: string) => string): FindingEvidence {
  const { input, locator, line, value } = one;
  return {
    ...one,
    input: pathPattern(input),
    locator: locatorPattern(locator, recordMark),
    ...(line === undefined ? {} : { line: 0 }),
    ...(value === undefined ? {} : { value: said(value) }),
  };
}

const isMarked = ({ message, actual, evidence }: Finding): boolean =>
  marks.test(message) ||
  (actual !== undefined && marks.test(actual)) ||
  evidence.some(({ locator, value }) => marks.test(locator) || (value !== undefined && marks.test(value)));

/** Where its evidence lies, for a finding that `stateOf` made a text of. */
export function addPlaces(finding: Finding, places: PlaceWriter): void {
  if (isMarked(finding)) return;
  for (const one of finding.evidence) places.add(one);
}

/** Two texts that differ in digits alone. */
export function moving(text: string): string {
  const stored = JSON.parse(text) as StoredFinding;
  if (stored.kept === 'whole') return text;
  const said = (words: string): string => words.replace(/\d+/g, digitsMark);
  return JSON.stringify({
    ...stored,
    message: said(stored.message),
    ...(stored.actual === undefined ? {} : { actual: said(stored.actual) }),
    evidence: stored.evidence.map((one) =>
      one.value === undefined ? one : { ...one, value: said(one.value) },
    ),
  });
}

/** A text, read once for all findings that have it. */
export interface Template {
  readonly finding: StoredFinding;
  readonly hasPlaces: boolean;
}

export function templateOf(text: string): Template {
  const finding = JSON.parse(text) as StoredFinding;
  return { finding, hasPlaces: finding.kept !== 'whole' };
}

/** @param digits the next digits of the run */
export function restored(
  { finding, hasPlaces }: Template,
  subject: { readonly id: string; readonly lastSeen?: string },
  places: PlaceReader,
  digits: () => string,
): Finding {
  if (!hasPlaces) {
    const { kept: _kept, ...told } = finding;
    return { ...told, subject: subject.id };
  }
  const said = (text: string): string =>
    text.replaceAll(digitsMark, digits).replaceAll(contactMark, subject.lastSeen ?? '');
  const { message, actual } = finding;
  return {
    ...finding,
    subject: subject.id,
    message: said(message),
    ...(actual === undefined ? {} : { actual: said(actual) }),
    evidence: finding.evidence.map((one) => {
      const placed = places.place(one);
      return one.value === undefined ? placed : { ...placed, value: said(one.value) };
    }),
  };
}

/** A subject without its inputs and its last contact; these are written to the numbers of the run. */
export function recordText(record: SubjectRecord): string {
  const { input, joined, lastSeen } = record;
  return JSON.stringify({
    ...record,
    input: pathPattern(input),
    ...(joined === undefined ? {} : { joined: joined.map(pathPattern) }),
    ...(lastSeen === undefined || !isWholeSecond(lastSeen) ? {} : { lastSeen: '' }),
  });
}

const secondsOf = (text: string): number => Math.floor((timeOf(text) ?? 0) / 1000);
const isWholeSecond = (text: string): boolean =>
  timeOf(text) !== undefined && momentOf(secondsOf(text) * 1000) === text;

/** @param asOf of the run */
export function addRecord(
  { input, joined = [], lastSeen }: SubjectRecord,
  asOf: string,
  places: PlaceWriter,
): void {
  const { numbers, paths } = places;
  for (const path of [input, ...joined]) numbers.add(paths.rankOf(path));
  if (lastSeen !== undefined && isWholeSecond(lastSeen))
    numbers.addSigned(secondsOf(asOf) - secondsOf(lastSeen));
}

export function restoredRecord(text: string, asOf: string, { numbers, paths }: PlaceReader): SubjectRecord {
  const stored = JSON.parse(text) as SubjectRecord;
  const path = (pattern: string): string => paths.pathOf(pattern, numbers.next());
  const record = { ...stored, input: path(stored.input) };
  const joined = stored.joined?.map(path);
  const placed = joined === undefined ? record : { ...record, joined };
  if (stored.lastSeen !== '') return placed;
  return { ...placed, lastSeen: momentOf((secondsOf(asOf) - numbers.nextSigned()) * 1000) };
}
