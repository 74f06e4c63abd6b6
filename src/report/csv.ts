/**
 * One row per finding, then one for each thing that no rule judges (outcome `not-assessed`), RFC 4180: CRLF ends a row and stands nowhere else. A spreadsheet must show text and run nothing:
 * every text is quoted, and what a program could take for a formula is led in by an apostrophe.
 */
import type { Finding } from '../model/finding.ts';
import type { Report, SubjectRecord } from '../model/report.ts';
import { daysBetween } from '../model/time.ts';
import type { WaiverTerms } from '../model/waiver.ts';
import type { Reporter } from './define.ts';
import { ownFacts } from './handling.ts';
import { waiverIndex, waiversOf } from './waivers.ts';
import { harmless, personOf } from './words.ts';

export const csv: Reporter = { id: 'csv', extension: '.csv', render };

type Cell = string | number | boolean | undefined;

/** Columns are only ever added, at the end. Workbooks have the same. */
export const columns: Readonly<
  Record<string, (finding: Finding, subject: SubjectRecord | undefined) => Cell>
> = {
  profile: ({ profile }) => profile,
  rule: ({ rule }) => rule,
  title: ({ title }) => title,
  severity: ({ severity }) => severity,
  outcome: ({ outcome }) => outcome,
  reason: ({ reason }) => reason,
  subject: ({ subject }) => subject,
  kind: (_finding, subject) => subject?.kind,
  platform: (_finding, subject) => subject?.platform,
  setting: ({ setting }) => setting,
  scope: ({ scope }) => scope,
  expected: ({ expected }) => expected,
  actual: ({ actual }) => actual,
  layer: ({ evidence }) => evidence[0]?.layer,
  input: ({ evidence }, subject) => evidence[0]?.input ?? subject?.input,
  entry: ({ evidence }) => evidence[0]?.entry,
  locator: ({ evidence }) => evidence[0]?.locator,
  line: ({ evidence }) => evidence[0]?.line,
  evidence_count: ({ evidence }) => evidence.length,
  waiver: ({ waiver }) => waiver,
  attested: ({ attested }) => attested === true,
  notes: ({ notes }) => notes.join(' '),
  message: ({ message }) => message,
};

/** Of the report, in every row, since rows are copied. */
const ownColumns = ['marking', 'retain_until'];

/** With a history: since when it fails, and for how many days. */
const sinceColumns = ['failing_since', 'failing_days'];
/** Of the waiver that the finding names. */
const waiverColumns: Readonly<Record<string, (waiver: WaiverTerms) => Cell>> = {
  waiver_reason: ({ reason }) => reason,
  waiver_justification: ({ justification }) => justification,
  waiver_compensating: ({ compensating }) => compensating,
  waiver_approved_by: ({ approvedBy }) => personOf(approvedBy),
  waiver_approved_at: ({ approvedAt }) => approvedAt,
  waiver_until: ({ until }) => until,
  waiver_ticket: ({ ticket }) => ticket,
};

function* render(report: Report): Generator<string> {
  const { findings, subjects } = report;
  const records = new Map(subjects.map((record) => [record.id, record]));
  yield csvRow([...Object.keys(columns), ...ownColumns, ...Object.keys(waiverColumns), ...sinceColumns]);
  const waivers = waiverIndex(report);
  const ofWaiver = Object.values(waiverColumns);
  const cells = Object.values(columns);
  const { marking, retainUntil } = ownFacts(report);
  const own = [marking, retainUntil];
  for (const finding of findings) {
    const subject = records.get(finding.subject);
    const [waiver] = waiversOf(finding, waivers);
    yield csvRow([
      ...cells.map((cell) => cell(finding, subject)),
      ...own,
      ...ofWaiver.map((cell) => (waiver === undefined ? undefined : cell(waiver))),
      ...sinceCells(finding, report),
    ]);
  }
  for (const { id, notAssessable = [] } of report.profiles)
    for (const text of notAssessable) {
      const known: Record<string, Cell> = { profile: id, outcome: 'not-assessed', message: text };
      yield csvRow([
        ...Object.keys(columns).map((column) => known[column]),
        ...own,
        ...ofWaiver.map(() => undefined),
        ...sinceColumns.map(() => undefined),
      ]);
    }
}

function sinceCells({ failingSince }: Finding, { asOf }: Report): Cell[] {
  return failingSince === undefined
    ? [undefined, undefined]
    : [failingSince, daysBetween(failingSince, asOf)];
}

/** A row of text that no spreadsheet runs. */
export const csvRow = (cells: readonly Cell[]): string => `${cells.map(cellText).join(',')}\r\n`;

/** Numbers and booleans are ours; text may come from anywhere. */
function cellText(cell: Cell): string {
  if (cell === undefined) return '';
  if (typeof cell !== 'string') return String(cell);
  return `"${cellSafe(cell).replaceAll('"', '""')}"`;
}

/** A text that no spreadsheet runs, and of which nothing is invisible. */
export const cellSafe = (text: string): string => withoutFormula(harmless(text));

/** What begins a formula in Excel, LibreOffice or Google Sheets, also in full width, also after blanks (OWASP). */
function withoutFormula(text: string): string {
  return /^\s*[=+\-@|%＝＋－＠]/u.test(text) ? `'${text}` : text;
}
