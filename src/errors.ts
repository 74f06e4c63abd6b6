/**
 * The one error class. A code says what is wrong with what; the list is closed, so every code can be documented,
 * tested, and mapped to an exit code (../docs/exit-codes.md).
 */

/** Codes of input faults: the input is set aside, its rules stay unknown, the other inputs go on. */
export const inputCodes = [
  'abx-malformed',
  'archive-limit',
  'archive-malformed',
  'asn1-malformed',
  'bplist-malformed',
  'bplist-too-large',
  'cms-decrypt-failed',
  'cms-detached',
  'cms-malformed',
  'cms-unsupported',
  'csv-malformed',
  'date-invalid',
  'encoding-invalid',
  'input-changed',
  'input-empty',
  'input-too-large',
  'input-unreadable',
  'input-unrecognised',
  'json-malformed',
  'nesting-too-deep',
  'plist-malformed',
  'profile-structure',
  'reader-stopped',
  'sheet-malformed',
  'sqlite-malformed',
  'stream-malformed',
  'xml-dtd-refused',
  'xml-malformed',
  'yaml-malformed',
] as const;

/** Codes of wrong use: the run did not happen. */
export const usageCodes = [
  'apps-invalid',
  'attestation-future',
  'attestation-invalid',
  'config-invalid',
  'gates-invalid',
  'mapping-invalid',
  'output-failed',
  'pack-invalid',
  'parameter-invalid',
  'path-unreadable',
  'profile-invalid',
  'profile-unknown',
  'report-invalid',
  'run-locked',
  'store-failed',
  'store-invalid',
  'usage',
  'waiver-invalid',
] as const;

export type InputCode = (typeof inputCodes)[number];
export type UsageCode = (typeof usageCodes)[number];
export type ErrorCode = InputCode | UsageCode;

/** Where in an input or a profile something is wrong. Lines and columns count from 1, offsets (bytes) from 0. */
export interface Place {
  readonly line?: number;
  readonly column?: number;
  readonly offset?: number;
}

/** An expected failure. `message` is one sentence and never contains text of the input it speaks about. */
export class PassmusterError extends Error {
  readonly code: ErrorCode;
  readonly place: Place;

  constructor(code: ErrorCode, message: string, place: Place = {}) {
    super(message);
    this.name = 'PassmusterError';
    this.code = code;
    this.place = place;
  }
}

/** The words for a place: `line 12, column 3`, `byte 40`, or nothing. */
export function placeText(place: Place): string {
  if (place.line !== undefined) {
    return place.column === undefined ? `line ${place.line}` : `line ${place.line}, column ${place.column}`;
  }
  return place.offset === undefined ? '' : `byte ${place.offset}`;
}
