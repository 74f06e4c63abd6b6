/** The facts of one phone from several records of it. */
import { damagedReasons, isKnown, type Observation } from '../model/observation.ts';
import type { Subject } from '../model/subject.ts';
import { timeOf } from '../model/time.ts';
import { day } from './superseded.ts';

/** Facts that decide which rules and demands hold, and the setting that says the same with its witness. */
const judged = {
  osVersion: 'os.version',
  ownership: 'device.ownership',
  supervised: 'device.supervised',
  enrolmentType: undefined,
} as const;

/**
 * Facts that rules look at: what was seen last, where that is one value; records of one day, or without a date, that differ
 * leave the fact open, and so does a doubt about it. What is only shown is taken from the last record that has it. The order
 * of the records changes nothing but the name.
 */
export function mergeSubjects(
  subjects: readonly [Subject, ...Subject[]],
  observations: readonly Observation[],
  asOf: string,
): Subject {
  const now = (timeOf(asOf) ?? 0) + day;
  const records = subjects
    .map((subject): Dated => ({ subject, at: momentOf(subject, now) }))
    .sort((a, b) => a.at - b.at || (JSON.stringify(a.subject) < JSON.stringify(b.subject) ? -1 : 1));
  const merged: { -readonly [Key in keyof Subject]?: Subject[Key] } = {};
  const labels: Record<string, string> = {};
  for (const { subject } of records) {
    Object.assign(merged, subject);
    Object.assign(labels, subject.labels);
  }
  if (!isAgreed('osVersion', records, observations)) delete merged.osVersion;
  if (!isAgreed('ownership', records, observations)) delete merged.ownership;
  if (!isAgreed('supervised', records, observations)) delete merged.supervised;
  if (!isAgreed('enrolmentType', records, observations)) delete merged.enrolmentType;
  const [{ id, platform }] = subjects;
  const isPad = subjects.some((one) => one.platform === 'ipados');
  return { ...merged, kind: 'device', id, platform: isPad ? 'ipados' : platform, labels };
}

interface Dated {
  readonly subject: Subject;
  /** -Infinity where nothing says when the phone was seen, or a date from after the evaluation does. */
  readonly at: number;
}

function momentOf({ lastSeen }: Subject, now: number): number {
  const at = lastSeen === undefined ? undefined : timeOf(lastSeen);
  return at === undefined || at > now ? -Infinity : at;
}

function isAgreed(
  fact: keyof typeof judged,
  records: readonly Dated[],
  observations: readonly Observation[],
): boolean {
  const telling = records.filter(({ subject }) => subject[fact] !== undefined);
  const last = Math.max(...telling.map(({ at }) => at));
  const current = telling.filter(({ at }) => at === -Infinity || at + day >= last);
  if (new Set(current.map(({ subject }) => subject[fact])).size > 1) return false;
  return !observations.some(
    (one) =>
      one.setting === judged[fact] &&
      one.layer === 'observed' &&
      one.superseded !== true &&
      !isKnown(one) &&
      damagedReasons.includes(one.unknown),
  );
}
