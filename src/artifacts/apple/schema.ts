/**
 * What Apple's schema says about payloads, their keys, and declarations: `schemas/apple/keys.json`, written by
 * tools/generate-apple-schemas.ts. Facts only. The table is read when it is first asked for, and once.
 */
import { readPackageFile } from '../../io/package-files.ts';

export type Mode = 'allowed' | 'required' | 'forbidden' | 'ignored';
export type Enrolment = 'supervised' | 'device' | 'user' | 'local';
export type ValueType =
  | 'string'
  | 'integer'
  | 'real'
  | 'boolean'
  | 'date'
  | 'data'
  | 'array'
  | 'dictionary'
  | 'any';

/** Since when and where something works, on iPhone and iPad. Absent means that Apple does not say. */
export interface SystemFacts {
  readonly introduced?: string;
  readonly deprecated?: string;
  readonly removed?: string;
  readonly supervised?: boolean;
  /** Under User Enrollment. */
  readonly userEnrolment?: Mode;
  /** False: only a management server can install it. */
  readonly manualInstall?: boolean;
  readonly sharedIpad?: Mode;
  /** Of declarations: the enrolments that accept it. */
  readonly enrolments?: readonly Enrolment[];
}

export interface KeyFacts extends SystemFacts {
  readonly type: ValueType;
  readonly subtype?: 'url' | 'hostname' | 'email';
  readonly required?: true;
  /** What holds while the key is absent: a description, never a choice of the administrator. */
  readonly default?: string | number | boolean;
  readonly min?: number;
  readonly max?: number;
  readonly oneOf?: readonly (string | number)[];
  /** A regular expression. */
  readonly format?: string;
  /** Of an element: how many of it the array takes, fewest and most. */
  readonly repetition?: readonly [number, number];
  /** How declarations of the same type are joined. */
  readonly combine?: Combine;
  readonly assetTypes?: readonly string[];
  /** Works without supervision; Apple has said that it will need it. */
  readonly supervisionAnnounced?: true;
  /** The path of the key that took its place, in the same payload. */
  readonly replacedBy?: string;
  /** The declaration that took its place: type, and the path of the key where it is known. */
  readonly declaration?: { readonly type: string; readonly key?: string; readonly inverted?: true };
  /** The systems it is for, when it is not for iPhone and iPad. */
  readonly elsewhere?: readonly string[];
  readonly notOnIos?: true;
}

export type Combine =
  | 'boolean-or'
  | 'boolean-and'
  | 'number-min'
  | 'number-max'
  | 'enum-first'
  | 'enum-last'
  | 'first'
  | 'array-append'
  | 'set-union'
  | 'set-intersection';

/** A payload or declaration. Keys by path: `A.B` in a dictionary, `A[]` an element of an array, `A.*` any other key. */
export interface PayloadFacts extends SystemFacts {
  /** False: a second payload of the type is an error. */
  readonly multiple?: boolean;
  /** Of declarations: how several of the type are applied. */
  readonly apply?: 'single' | 'multiple' | 'combined';
  /** Keys exist that the table does not know. */
  readonly partial?: true;
  /** The iOS release up to which its keys are known, where it is not that of the checkout. */
  readonly upTo?: string;
  /** The payload type that took its place. */
  readonly replacedBy?: string;
  readonly keys: Readonly<Record<string, KeyFacts>>;
}

export interface AppleTable {
  /** The iOS release of the checkout, and the one up to which later facts were added. */
  readonly release: string;
  readonly upTo: string;
  readonly topLevel: PayloadFacts;
  readonly common: PayloadFacts;
  readonly payloads: Readonly<Record<string, PayloadFacts>>;
  /** Payload types that are not for iPhone and iPad, with the systems that have them. */
  readonly elsewhere: Readonly<Record<string, readonly string[]>>;
  readonly declarations: Readonly<Record<string, PayloadFacts>>;
}

let table: AppleTable | undefined;

export function appleTable(): AppleTable {
  table ??= parseTable(new TextDecoder().decode(readPackageFile('schemas/apple/keys.json')));
  return table;
}

/** Our own file, held to its shape by a test; nothing else is read here. */
function parseTable(text: string): AppleTable {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(text) as AppleTable;
}

const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

/** A payload type of iPhone and iPad; `Configuration` is the profile itself. */
export function payloadFacts(type: string): PayloadFacts | undefined {
  return type === 'Configuration' ? appleTable().topLevel : own(appleTable().payloads, type);
}

export function declarationFacts(type: string): PayloadFacts | undefined {
  return own(appleTable().declarations, type);
}

/** The systems of a payload type that is not for iPhone and iPad. */
export function elsewhereOf(type: string): readonly string[] | undefined {
  return own(appleTable().elsewhere, type);
}

/** Of keys that have a name in the schema: every document asks for them again, and gets the same object. */
const knownFacts = new WeakMap<PayloadFacts, Map<string, KeyFacts>>();

/**
 * The facts of one key with those it inherits from its payload. Array elements are `[]` whatever their index: `A[].B`.
 * A key below a dictionary with free keys has the facts of `*`.
 */
export function keyFacts(type: string, path: string): KeyFacts | undefined {
  const payload = payloadFacts(type) ?? declarationFacts(type);
  if (payload === undefined) return undefined;
  const known = knownFacts.get(payload) ?? new Map<string, KeyFacts>();
  knownFacts.set(payload, known);
  const found = known.get(path);
  if (found !== undefined) return found;
  const facts =
    own(payload.keys, path) ??
    (payload === appleTable().topLevel ? undefined : own(appleTable().common.keys, path));
  if (facts === undefined) {
    const free = freeKey(payload, path);
    return free && inherited(free, payload);
  }
  const made = inherited(facts, payload);
  known.set(path, made);
  return made;
}

function freeKey(payload: PayloadFacts, path: string): KeyFacts | undefined {
  const at = path.lastIndexOf('.');
  return own(payload.keys, at < 0 ? '*' : `${path.slice(0, at)}.*`);
}

/** The key's own facts over those of the payload. */
export function inherited(facts: KeyFacts, payload: PayloadFacts): KeyFacts {
  const {
    keys: _keys,
    multiple: _multiple,
    apply: _apply,
    partial: _partial,
    upTo: _upTo,
    replacedBy: _replaced,
    ...system
  } = payload;
  return { ...system, ...facts };
}

/** The iOS release up to which the keys of a payload or declaration are known. */
export function knownUpTo(payload: PayloadFacts): string {
  return payload.upTo ?? appleTable().release;
}

/** All known payload types, of every system. */
export function payloadTypes(): string[] {
  return [...Object.keys(appleTable().payloads), ...Object.keys(appleTable().elsewhere)];
}

/** The names that may stand beside each other at a path of a payload: '' for its first level, `A.`, `A[].`. */
export function namesAt(type: string, prefix: string): string[] {
  const payload = payloadFacts(type) ?? declarationFacts(type);
  const common =
    prefix === '' && payload !== undefined && payload !== appleTable().topLevel
      ? appleTable().common.keys
      : {};
  return [...Object.keys(payload?.keys ?? {}), ...Object.keys(common)]
    .filter((path) => path.startsWith(prefix))
    .map((path) => path.slice(prefix.length))
    .filter((name) => name !== '*' && !/[.[]/.test(name));
}
