/** Forms and attestations as text. */
import type { AttestationFile } from './file.ts';
import { PassmusterError } from '../errors.ts';
import { workbookParts } from '../formats/sheet-write.ts';
import { zipOf } from '../io/archive/zip-write.ts';
import { guarded } from './columns.ts';
import { formatName } from './schema.ts';
import type { FormRow } from './template.ts';

/** In the order in which a person reads and fills them in. */
const written = [
  'id',
  'question',
  'where',
  'answer',
  'answers',
  'setting',
  'subjects',
  'app',
  'account',
  'attestedByRole',
  'attestedById',
  'attestedAt',
  'validFor',
  'method',
  'witnessedByRole',
  'witnessedById',
  'evidenceSha256',
  'statement',
  'rules',
] as const;

type FormCells = Readonly<Partial<Record<(typeof written)[number], string>>>;

/** What a form says before anybody has filled it in. */
function cellsOf(row: FormRow): FormCells {
  return {
    id: row.id,
    question: row.question,
    where: row.where,
    answers: row.answers,
    setting: row.setting,
    subjects: row.subject.replaceAll(';', '\\;'),
    app: row.app ?? '',
    account: row.account ?? '',
    validFor: row.validFor,
    method: 'self-report',
    statement: statementFor(row),
    rules: row.rules.join(' '),
  };
}

/**
 * What writes a form to a file of that name.
 * @throws PassmusterError usage
 */
export function formWriter(path: string): (rows: readonly FormRow[]) => Iterable<string> | Uint8Array {
  if (/\.ya?ml$/i.test(path)) return formYaml;
  if (/\.xlsx$/i.test(path)) return formWorkbook;
  if (/\.csv$/i.test(path)) return formCsv;
  throw new PassmusterError(
    'usage',
    'A form is written as .csv or .xlsx, which spreadsheets open, or as .yaml.',
  );
}

const statementFor = ({ question }: FormRow): string => `Answer to: ${question}`.slice(0, 500);

/** By RFC 4180, with the byte order mark that spreadsheets want, and nothing in it that they would run. */
export function* formCsv(rows: readonly FormRow[]): Generator<string> {
  yield `\uFEFF${written.join(',')}\r\n`;
  for (const row of rows) {
    const cells = cellsOf(row);
    yield `${written.map((name) => quoted(guarded(cells[name] ?? ''))).join(',')}\r\n`;
  }
}

/** The same as a workbook; guarded like CSV, since many save it as that. */
function formWorkbook(rows: readonly FormRow[]): Uint8Array {
  const cells = rows.map(cellsOf).map((row) => written.map((name) => guarded(row[name] ?? '')));
  const columns = written.map((name) => widths[name] ?? 16);
  return zipOf(workbookParts('Form', [written, ...cells], columns));
}

/** In characters. */
const widths: Readonly<Partial<Record<(typeof written)[number], number>>> = {
  id: 30,
  question: 60,
  where: 40,
  answers: 24,
  setting: 28,
};

const quoted = (cell: string): string =>
  /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

/** The same as records whose values are still to be filled in. */
export function* formYaml(rows: readonly FormRow[]): Generator<string> {
  yield `# Fill in value, attestedBy and attestedAt; what stays without a value is left out by "passmuster attest import".\n`;
  yield `schema: ${formatName}\nattestations:\n`;
  for (const row of rows) {
    const { id, setting, subject, app, account, validFor } = row;
    const scope = {
      subjects: [subject],
      ...(app === undefined ? {} : { app }),
      ...(account === undefined ? {} : { account }),
    };
    const comment = [row.question, row.where, `Rules: ${row.rules.join(', ')}`].filter((line) => line !== '');
    yield comment.map((line) => `  # ${oneLine(line)}\n`).join('');
    yield `  - id: ${JSON.stringify(id)}\n    setting: ${setting}\n    value: # ${oneLine(row.answers)}\n`;
    yield `    scope: ${JSON.stringify(scope)}\n    statement: ${JSON.stringify(statementFor(row))}\n`;
    yield `    method: self-report\n    attestedBy: { role: "" }\n    attestedAt: ""\n    validFor: ${validFor}\n`;
  }
}

/** A comment ends with its line; what cannot be seen could end it early. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ');

/** Records for --attestations. */
export function* attestationsYaml(records: readonly AttestationFile[]): Generator<string> {
  yield `schema: ${formatName}\nattestations:${records.length === 0 ? ' []' : ''}\n`;
  for (const record of records) {
    let lead = '  - ';
    for (const [key, value] of Object.entries(record)) {
      yield `${lead}${key}: ${JSON.stringify(value)}\n`;
      lead = '    ';
    }
  }
}

export function* attestationsJson(records: readonly AttestationFile[]): Generator<string> {
  yield `{\n  "schema": ${JSON.stringify(formatName)},\n  "attestations": [`;
  let separator = '\n    ';
  for (const record of records) {
    yield separator + JSON.stringify(record);
    separator = ',\n    ';
  }
  yield `${records.length > 0 ? '\n  ' : ''}]\n}\n`;
}
