/**
 * The whole report, one record a line, for log pipelines and fleets: `run` first, then each subject with its findings as they
 * are found, the inputs, the waivers, and `summary` last. A file that does not end with its summary was cut off. An audit writes
 * it while it reads, and lets rows of one verdict share its text (`verdict`, `series`); rendered from a saved report every finding stands
 * by itself.
 */
import type { Report } from '../model/report.ts';
import type { AuditSink } from '../model/sink.ts';
import type { Reporter } from './define.ts';
import { endLine, headLine, inputLine, SubjectLines } from './ndjson-lines.ts';

export const ndjson: Reporter = { id: 'ndjson', extension: '.ndjson', render };

function* render({
  inputs,
  subjects,
  findings,
  waivers,
  summary,
  gates,
  ...head
}: Report): Generator<string> {
  yield headLine(head);
  const lines = new SubjectLines();
  const bySubject = Map.groupBy(findings, ({ subject }) => subject);
  for (const subject of subjects) yield lines.of({ subject, findings: bySubject.get(subject.id) ?? [] });
  for (const input of inputs) yield inputLine(input);
  yield endLine({ ...(waivers === undefined ? {} : { waivers }), summary, gates });
}

/** Where text goes; a promise holds the audit up. */
export type Write = (text: string) => Promise<void> | void;

/** The same while the audit goes on. @param most series that are remembered: see `ToldSeries` */
export function ndjsonSink(write: Write, most?: number): AuditSink {
  const lines = new SubjectLines(most);
  return {
    begin: (head) => write(headLine(head)),
    subject: (judged) => write(lines.of(judged)),
    input: (record) => write(inputLine(record)),
    end: (end) => write(endLine(end)),
  };
}
