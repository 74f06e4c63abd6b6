/** The subjects of a run, in the order of its report. */
import type { SubjectName, SubjectRecord } from '../model/report.ts';
import type { Driver, Row } from './define.ts';
import { NumberReader, NumberWriter } from './numbers.ts';
import { unpacked } from './runs.ts';
import { textIn, textsOf } from './texts.ts';

/** Numbers of texts: the id, the record, and the list of what was judged on it. */
export interface RunSubject {
  readonly subject: number;
  readonly record: number;
  readonly items: number;
}

const parts = ['subject', 'record', 'items'] as const;

export function subjectNumbers(subjects: readonly RunSubject[]): Uint8Array {
  const numbers = new NumberWriter();
  const last = { subject: 0, record: 0, items: 0 };
  numbers.add(subjects.length);
  for (const one of subjects)
    for (const part of parts) {
      numbers.addSigned(one[part] - last[part]);
      last[part] = one[part];
    }
  return numbers.bytes();
}

export function subjectsIn(row: Row): RunSubject[] {
  const numbers = new NumberReader(unpacked(row['subjects']));
  const last = { subject: 0, record: 0, items: 0 };
  return Array.from({ length: numbers.next() }, () => {
    for (const part of parts) last[part] += numbers.nextSigned();
    return { ...last };
  });
}

/** Subjects of the first run that are not in the second. */
export async function subjectsBeyond(driver: Driver, row: Row, other: Row): Promise<SubjectName[]> {
  const there = new Set(subjectsIn(other).map(({ subject }) => subject));
  const gone = subjectsIn(row).filter(({ subject }) => !there.has(subject));
  const texts = await textsOf(
    driver,
    gone.map(({ record }) => record),
  );
  return gone.map(({ record }) => {
    const { id, kind, labels } = JSON.parse(textIn(texts, record)) as SubjectRecord;
    const { title } = labels;
    return { id, kind, ...(title === undefined ? {} : { title }) };
  });
}
