/** The names that the key table knows at one place of a payload, and which of them must be there. */
import {
  appleTable,
  inherited,
  type KeyFacts,
  type PayloadFacts,
  payloadTypes,
} from '../../artifacts/apple/schema.ts';
import { foldKey } from '../../artifacts/masking.ts';
import { longestName, NameLookUps } from '../look-ups.ts';

/** One place: the payload itself, a dictionary in it, the elements of an array. */
export interface KnownKeys {
  /** Names that the table does not know say nothing. */
  readonly isOpen: boolean;
  find(name: string): KeyFacts | undefined;
  /** The known name that this one looks like, apart from case and invisible characters. */
  lookAlike(name: string): string | undefined;
  near(name: string): string | undefined;
  readonly required: readonly string[];
}

/** A payload or declaration, place by place. */
export class KnownPayload {
  readonly facts: PayloadFacts;
  readonly #keys: Readonly<Record<string, KeyFacts>>;
  readonly #places = new Map<string, KnownKeys>();
  readonly #budget: LookUps;

  constructor(facts: PayloadFacts, hasCommon: boolean, budget: LookUps) {
    this.facts = facts;
    this.#keys = hasCommon ? { ...appleTable().common.keys, ...facts.keys } : facts.keys;
    this.#budget = budget;
  }

  /** The facts at a path, with those it inherits. */
  at(path: string): KeyFacts | undefined {
    const own = Object.hasOwn(this.#keys, path) ? this.#keys[path] : undefined;
    return own && inherited(own, this.facts);
  }

  /** @param prefix '' for the payload, `A.` for a dictionary, `A[].` for elements */
  place(prefix: string): KnownKeys {
    const known = this.#places.get(prefix) ?? this.#placeOf(prefix);
    this.#places.set(prefix, known);
    return known;
  }

  #placeOf(prefix: string): KnownKeys {
    const names = Object.keys(this.#keys)
      .filter((path) => path.startsWith(prefix) && !/[.[]/.test(path.slice(prefix.length)))
      .map((path) => path.slice(prefix.length));
    const free = this.at(`${prefix}*`);
    const plain = names.filter((name) => name !== '*');
    const folded = new Map(plain.map((name) => [foldKey(name), name]));
    const facts = new Map(plain.map((name) => [name, this.at(`${prefix}${name}`)]));
    return {
      isOpen: (plain.length === 0 && free === undefined) || (prefix === '' && this.facts.partial === true),
      find: (name) => facts.get(name) ?? free,
      lookAlike: (name) => (name.length > longestName ? undefined : folded.get(foldKey(name))),
      near: (name) => this.#budget.near(name, plain),
      required: plain.filter((name) => facts.get(name)?.required === true),
    };
  }
}

/** What is known and looked up while one document is linted. */
export class LookUps {
  readonly #names = new NameLookUps();
  readonly #payloads = new Map<PayloadFacts, KnownPayload>();

  /** The same for all payloads of a type. @param hasCommon the keys that every payload has belong to it */
  payload(facts: PayloadFacts, hasCommon: boolean): KnownPayload {
    const known = this.#payloads.get(facts) ?? new KnownPayload(facts, hasCommon, this);
    this.#payloads.set(facts, known);
    return known;
  }

  near(name: string, names: readonly string[]): string | undefined {
    return this.#names.near(name, names);
  }

  nearType(type: string): string | undefined {
    return this.near(type, payloadTypes());
  }
}
