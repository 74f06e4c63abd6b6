/** The columns of attestations as CSV: which part of a record a cell is. docs/attestations.md lists them. */

import type { Path } from './file.ts';

interface Column {
  readonly path: Path;
  /** Cells that hold several, separated by semicolons. */
  readonly list?: true;
  /** `true` or `yes`. */
  readonly flag?: true;
}

/** By the name that the header has, in the order in which they are written. */
export const columns: Readonly<Record<string, Column>> = {
  id: { path: ['id'] },
  setting: { path: ['setting'] },
  value: { path: ['value'] },
  subjects: { path: ['scope', 'subjects'], list: true },
  group: { path: ['scope', 'group'] },
  everyone: { path: ['scope', 'everyone'], flag: true },
  app: { path: ['scope', 'app'] },
  account: { path: ['scope', 'account'] },
  statement: { path: ['statement'] },
  method: { path: ['method'] },
  attestedByRole: { path: ['attestedBy', 'role'] },
  attestedById: { path: ['attestedBy', 'id'] },
  attestedByName: { path: ['attestedBy', 'name'] },
  witnessedByRole: { path: ['witnessedBy', 'role'] },
  witnessedById: { path: ['witnessedBy', 'id'] },
  witnessedByName: { path: ['witnessedBy', 'name'] },
  attestedAt: { path: ['attestedAt'] },
  validFor: { path: ['validFor'] },
  expiresAt: { path: ['expiresAt'] },
  appVersion: { path: ['seen', 'appVersion'] },
  osVersion: { path: ['seen', 'osVersion'] },
  evidenceSha256: { path: ['evidence'], list: true },
  supersedes: { path: ['supersedes'] },
};

/** Of a form, for the person who fills it in; `answer` stands for `value`. */
export const formColumns = ['answer', 'question', 'where', 'answers', 'rules'] as const;

/** Spreadsheets run a cell that begins with one of these. https://owasp.org/www-community/attacks/CSV_Injection */
const formula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20']/u;

/** An apostrophe before what a spreadsheet would run: it shows the text and runs nothing. */
export const guarded = (text: string): string => (formula.test(text) ? `'${text}` : text);

/** The cell as it was before `guarded`. */
export const unguarded = (cell: string): string =>
  cell.startsWith("'") && formula.test(cell.slice(1)) ? cell.slice(1) : cell;
