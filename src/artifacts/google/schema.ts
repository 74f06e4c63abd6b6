/**
 * What Google's discovery document says about the messages of an Android policy and of a device report:
 * `schemas/google/fields.json`, written by tools/generate-google-schemas.ts. Facts only. Read when first asked for, and once.
 */
import { readPackageFile } from '../../io/package-files.ts';

export interface FieldFacts {
  /** `message`: an object whose fields stand under the name in `message`. `any`: whatever JSON can hold. */
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'any' | 'message';
  readonly message?: string;
  /** An array of such values. */
  readonly list?: true;
  /** An object of such values under free names. */
  readonly map?: true;
  readonly format?: 'int32' | 'int64' | 'float' | 'byte' | 'google-duration' | 'google-datetime';
  readonly oneOf?: readonly string[];
  readonly readOnly?: true;
  readonly deprecated?: true;
  /** Words of `oneOf` that are deprecated, each with the one that took its place, or null. */
  readonly deprecatedValues?: Readonly<Record<string, string | null>>;
  /** Path from the policy of the field that took its place; written by hand, for Google says it in prose. */
  readonly replacedBy?: string;
  /** Google says that the field does nothing. */
  readonly noEffect?: true;
}

export interface MessageFacts {
  readonly deprecated?: true;
  readonly fields: Readonly<Record<string, FieldFacts>>;
}

export interface GoogleTable {
  /** The revision of the discovery document, a date. */
  readonly revision: string;
  readonly messages: Readonly<Record<string, MessageFacts>>;
}

let table: GoogleTable | undefined;

export function googleTable(): GoogleTable {
  table ??= parseTable(new TextDecoder().decode(readPackageFile('schemas/google/fields.json')));
  return table;
}

/** Our own file, held to its shape by a test; nothing else is read here. */
function parseTable(text: string): GoogleTable {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(text) as GoogleTable;
}

/** The fields of a message, under their names; a name that no message has gives none. */
export function fieldsOf(message: string): ReadonlyMap<string, FieldFacts> {
  const { messages } = googleTable();
  return new Map(Object.entries(Object.hasOwn(messages, message) ? (messages[message]?.fields ?? {}) : {}));
}
