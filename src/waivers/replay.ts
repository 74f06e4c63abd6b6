/** Waivers on a report that was saved: what they would have done in that run. */
import type { Finding } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { waiverNotes } from '../model/waiver.ts';
import type { GrantedWaivers } from './match.ts';

/** @returns the findings of the report with the waivers in force, whatever others it was made with */
export function replayed({ subjects, findings }: Report, waivers: GrantedWaivers): Finding[] {
  const bySubject = Map.groupBy(findings, ({ subject }) => subject);
  return subjects.flatMap((subject) =>
    waivers.appliedTo(subject, (bySubject.get(subject.id) ?? []).map(unwaived)),
  );
}

const codes: readonly string[] = Object.values(waiverNotes);

/** As it was before any waiver. */
function unwaived(finding: Finding): Finding {
  const { waiver: _one, otherWaivers: _others, ...rest } = finding;
  return {
    ...rest,
    outcome: finding.outcome === 'waived' ? 'fail' : finding.outcome,
    notes: finding.notes.filter((note) => !codes.includes(note)),
  };
}
