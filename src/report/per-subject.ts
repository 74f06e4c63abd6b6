/** Reports of one subject, for formats that hold no more, and the names of their files. */
import type { Finding } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { fingerprintOf } from './content-id.ts';

export interface SubjectReport {
  /** Safe as a part of a file name everywhere, and different for each subject. */
  readonly name: string;
  readonly report: Report;
}

/** In the order of the report; the summary stays that of the run. */
export function* perSubject(report: Report): Generator<SubjectReport> {
  const findings = new Map<string, Finding[]>();
  for (const finding of report.findings) {
    const own = findings.get(finding.subject);
    if (own === undefined) findings.set(finding.subject, [finding]);
    else own.push(finding);
  }
  for (const subject of report.subjects)
    yield {
      name: fileNameOf(subject.id),
      report: { ...report, subjects: [subject], findings: findings.get(subject.id) ?? [] },
    };
}

/** Ids come from inputs: what is more than plain small letters gets a hash, so that no two files are one anywhere. */
function fileNameOf(id: string): string {
  if (
    /^[a-z0-9](?:[a-z0-9._-]{0,78}[a-z0-9])?$/.test(id) &&
    !/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/.test(id)
  )
    return id;
  const clean = id.replace(/[^A-Za-z0-9-]+/g, '-').slice(0, 60);
  return `${clean.replace(/^-+|-+$/g, '') || 'subject'}-${fingerprintOf(id).slice(0, 12)}`;
}
