/**
 * The lines of findings as a text with holes: what differs between two subjects of which the same is said is who they are, what their
 * inputs are called, and the lines in which it stands.
 */
import type { Finding } from '../model/finding.ts';
import type { Observation } from '../model/observation.ts';
import type { Subject } from '../model/subject.ts';
import { line } from '../report/ndjson-lines.ts';

/** Numbers and names that stand for what is filled in. Should one of them stand in the evidence, the counts do not agree. */
const markedLine = 8_000_000_000_000_000;
const markedId = 'passmuster subject 1f6f1c8a0d';
const markedInput = 'passmuster input 5b0e77c2d4';

export interface Hole {
  readonly is: 'subject' | 'input' | 'line';
  /** Of the observation whose line it is, among those that were marked. */
  readonly place: number;
}

export interface Template {
  /** One more than there are holes. */
  readonly parts: readonly Uint8Array[];
  readonly holes: readonly Hole[];
}

export const markedSubject = (subject: Subject): Subject => ({ ...subject, id: markedId });

/** The observation as it is, but for its place. @param place among all that are marked */
export function marked(one: Observation, input: string, place: number): Observation {
  const { evidence } = one;
  return {
    ...one,
    evidence: {
      ...evidence,
      ...(evidence.input === input ? { input: markedInput } : {}),
      ...(evidence.line === undefined ? {} : { line: markedLine + place }),
    },
  };
}

const marks = new RegExp(`"(?:${markedId}|${markedInput})"|\\b8\\d{15}\\b`);

/** @returns undefined where the holes cannot be told for certain */
export function templateOf(findings: readonly Finding[]): Template | undefined {
  const text = findings.map((finding) => line('finding', finding)).join('');
  const parts: Uint8Array[] = [];
  const holes: Hole[] = [];
  let rest = text;
  for (let found = marks.exec(rest); found !== null; found = marks.exec(rest)) {
    const [mark] = found;
    parts.push(Buffer.from(rest.slice(0, found.index)));
    rest = rest.slice(found.index + mark.length);
    if (mark === `"${markedId}"`) holes.push({ is: 'subject', place: 0 });
    else if (mark === `"${markedInput}"`) holes.push({ is: 'input', place: 0 });
    else holes.push({ is: 'line', place: Number(mark) - markedLine });
  }
  parts.push(Buffer.from(rest));
  return isWhole(findings, holes) ? { parts, holes } : undefined;
}

/** As many holes of each kind as there should be. */
function isWhole(findings: readonly Finding[], holes: readonly Hole[]): boolean {
  const count = (kind: Hole['is']): number => holes.filter(({ is }) => is === kind).length;
  const evidence = findings.flatMap((finding) => finding.evidence);
  const isMarked = ({ line: at = 0 }: { readonly line?: number }): boolean => at >= markedLine;
  return (
    count('subject') === findings.length &&
    count('input') === evidence.filter(({ input }) => input === markedInput).length &&
    count('line') === evidence.filter(isMarked).length
  );
}
