/**
 * Rows that device lists share. Products write one fact as a boolean, a number or a word; what lies outside the words of a
 * column is ambiguous, and what stands for "nothing known" is not reported. Words: verified on exports or from vendors' reports.
 */
import { type Reading, type Row } from '../artifacts/rows.ts';
import type { TreeNode } from '../formats/node.ts';
import type { SettingValue } from '../model/observation.ts';
import { timeOf } from '../model/time.ts';
import type { IdOfType, SettingId } from '../settings/catalogue.ts';
import { momentOf, type TimeForm } from './time.ts';

const ambiguous: Reading = { unknown: 'ambiguous' };
const notReported: Reading = { unknown: 'not-reported' };
const nothing = new Set([
  '',
  '-',
  '--',
  'unknown',
  'n/a',
  'not available',
  'undefined',
  'none',
  '[redacted]',
  '****',
]);

export const isNothingWord = (text: string): boolean => nothing.has(text.trim().toLowerCase());

/** Null, blank, or a word that says that nothing is known. */
export function isNothing(node: TreeNode): boolean {
  return node.type === 'null' || (node.type === 'string' && isNothingWord(node.value));
}

/** The row, where there is something to read. */
export const reported = (row: Row): Row => ({
  ...row,
  read: (node) => (isNothing(node) ? notReported : row.read(node)),
});

/** A word of the list, in any case; booleans and numbers are taken for the words that they are written as. */
export function said(setting: SettingId, words: Readonly<Record<string, SettingValue | null>>): Row {
  const folded = new Map(Object.entries(words).map(([name, value]) => [name.toLowerCase(), value]));
  return reported({
    setting,
    read: (node) => {
      const text = wordOf(node);
      const value = text === undefined ? undefined : folded.get(text);
      if (value === undefined) return ambiguous;
      return value === null ? notReported : { value };
    },
  });
}

function wordOf(node: TreeNode): string | undefined {
  if (node.type === 'string') return node.value.trim().toLowerCase();
  return node.type === 'boolean' || node.type === 'integer' ? String(node.value) : undefined;
}

/** The row, in a column whose words some exports replace by numbers that the vendor does not document. */
export const coded = (row: Row): Row => ({
  ...row,
  read: (node) => {
    const isCode = node.type === 'integer' || (node.type === 'string' && /^\s*\d+\s*$/.test(node.value));
    return isCode ? { unknown: 'ambiguous', note: 'undocumented-code' } : row.read(node);
  },
});

export const yesNo = { true: true, false: false, yes: true, no: false, '1': true, '0': false } as const;

export const saidFlag = (
  setting: IdOfType<'boolean'>,
  words: Readonly<Record<string, boolean | null>> = {},
): Row => said(setting, { ...yesNo, ...words });

export const supervised = saidFlag('device.supervised', {
  supervised: true,
  unsupervised: false,
  'not supervised': false,
});
export const encrypted = saidFlag('storage.encrypted', { encrypted: true, 'not encrypted': false });
export const compromised = saidFlag('device.compromised', {
  normal: false,
  compromised: true,
  jailbroken: true,
});
export const passcodePresent = saidFlag('passcode.present', {
  present: true,
  set: true,
  on: true,
  off: false,
});
export const ownership = said('device.ownership', {
  corporate: 'corporate',
  company: 'corporate',
  institutional: 'corporate',
  personal: 'personal',
  byod: 'personal',
  userenrollment: 'personal',
});

/** `17.4`, `iOS 26.4.0`, `Android 16`, `17.4 (21E219)`: one to four numbers. */
export const osVersion: Row = reported({
  setting: 'os.version',
  read: (node) => {
    const form = /^(?:(?:iOS|iPadOS|Android)\s+)?(\d+(?:\.\d+){0,3})(?:\s*\([0-9A-Za-z.]+\))?$/i;
    const version = node.type === 'string' ? form.exec(node.value.trim())?.[1] : undefined;
    return version === undefined ? ambiguous : { value: version };
  },
});

/** A day, or the moment that a product keeps it as. */
export const securityPatch = (form: TimeForm | 'day'): Row =>
  reported({
    setting: 'os.securityPatch',
    read: (node) => {
      if (form === 'day') return dayOf(node);
      const moment = momentOf(node, form);
      return 'at' in moment ? { value: moment.at.slice(0, 10) } : { unknown: moment.unknown };
    },
  });

function dayOf(node: TreeNode): Reading {
  if (node.type !== 'string') return ambiguous;
  const text = node.value.trim();
  if (/^(0|0000-00-00|1970-01-01|0001-01-01)$/.test(text)) return notReported;
  return /^\d{4}-\d\d-\d\d$/.test(text) && timeOf(text) !== undefined ? { value: text } : ambiguous;
}
