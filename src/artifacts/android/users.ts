/**
 * `dumpsys user`: who lives on the phone, of which kind, and the restrictions in force for each. The names of users are people's, and
 * are never remembered. `Guest restrictions` and `User types` list restrictions that bind nobody: the reader stops there.
 */
import type { DumpReader, Ending, Parsed } from './dump.ts';

export type UserKind = 'system' | 'secondary' | 'guest' | 'managed' | 'clone' | 'private' | 'other';

export interface PhoneUser {
  readonly id: number;
  readonly kind: UserKind;
  readonly line: number;
  readonly hasOwner: boolean;
  /** In force for this user, with their lines; undefined: the list was not there or broke off. */
  readonly effective: ReadonlyMap<string, number> | undefined;
  readonly effectiveLine: number;
}

export interface PhoneUsers extends Parsed {
  readonly users: ReadonlyMap<number, PhoneUser>;
  /** The list of users was read to its end: who is not in it is not there. */
  readonly isWhole: boolean;
  /** Of a fully managed phone; undefined: not told. */
  readonly deviceOwner: { readonly present: boolean; readonly line: number } | undefined;
  /** Who is in front; undefined: not told. */
  readonly current?: number;
}

/** A name may hold colons and blanks. */
const userStart = /^\s*UserInfo\{(\d{1,9}):(.*):([0-9a-fA-F]{1,8})\}/;
const restriction = /^\s+([a-z][a-z0-9_]{2,80})$/;

/** Android platform, UserManager: `android.os.usertype.…`. Nobody works as `system.HEADLESS`: what binds it binds no person. */
const types: ReadonlyMap<string, UserKind> = new Map([
  ['full.SYSTEM', 'system'],
  ['full.SECONDARY', 'secondary'],
  ['full.GUEST', 'guest'],
  ['full.RESTRICTED', 'secondary'],
  ['profile.MANAGED', 'managed'],
  ['profile.CLONE', 'clone'],
  ['profile.PRIVATE', 'private'],
]);

/** Up to Android 10 only the flags say it (UserInfo): 0x20 managed profile, 4 guest. */
function kindByFlags(id: number, flags: number): UserKind {
  if (id === 0) return 'system';
  if ((flags & 0x20) !== 0) return 'managed';
  return (flags & 4) !== 0 ? 'guest' : 'secondary';
}

/** @param type with or without `android.os.usertype.`; undefined up to Android 10 */
export function kindOfType(type: string | undefined, id: number, flags: number): UserKind {
  if (type === undefined) return kindByFlags(id, flags);
  return types.get(type.replace('android.os.usertype.', '')) ?? 'other';
}

/** More are no phone's. */
const mostUsers = 1000;

interface OpenUser {
  readonly id: number;
  readonly line: number;
  kind: UserKind;
  hasOwner: boolean;
  effective: Map<string, number> | undefined;
  effectiveLine: number;
  /** A line follows the list, so it is whole. */
  isListWhole: boolean;
}

class UsersReader implements DumpReader<PhoneUsers> {
  readonly #users = new Map<number, OpenUser>();
  #user: OpenUser | undefined;
  #list: 'effective' | 'other' | 'none' = 'none';
  #isOver = false;
  #isRepeated = false;
  #deviceOwner: PhoneUsers['deviceOwner'];
  #current: number | undefined;

  line(text: string, number: number): void {
    const owner = /^\s+Device owner id: ?(-?\d{1,9})/.exec(text)?.[1];
    if (owner !== undefined) this.#deviceOwner ??= { present: owner !== '-10000', line: number };
    if (this.#isOver) return;
    if (/^\s*(Guest restrictions|User types)\b/.test(text)) {
      this.#leave();
      this.#isOver = true;
      return;
    }
    const front = this.#user === undefined ? /^Current user: (\d{1,9})$/.exec(text)?.[1] : undefined;
    if (front !== undefined) this.#current ??= Number(front);
    const isStart = text.includes('UserInfo{') && /^\s*UserInfo\{\d/.test(text);
    const [, id, , flags] = isStart ? (userStart.exec(text) ?? []) : [];
    // A name of several lines: whose the lines below are is not known.
    if (isStart && id === undefined) this.#isRepeated = true;
    if (id !== undefined && flags !== undefined) this.#begin(Number(id), flags, number);
    else this.#inUser(text, number);
  }

  end(ending: Ending): PhoneUsers {
    if (ending === 'marked') this.#leave();
    const isWhole = ending === 'marked' || this.#isOver || this.#deviceOwner !== undefined;
    const finished = [...this.#users.values()].map(({ isListWhole, effective, ...rest }) => ({
      ...rest,
      effective: isListWhole ? effective : undefined,
    }));
    return {
      users: new Map(this.#isRepeated ? [] : finished.map((one) => [one.id, one])),
      deviceOwner: this.#deviceOwner,
      ...(this.#current === undefined ? {} : { current: this.#current }),
      isWhole,
      // A user that is missing could have other restrictions.
      broken: ending === 'cut' || this.#isRepeated || finished.length === 0 || !isWhole,
      unknownLines: 0,
    };
  }

  #leave(): void {
    if (this.#user !== undefined && this.#list === 'effective') this.#user.isListWhole = true;
    this.#list = 'none';
  }

  #begin(id: number, flags: string, line: number): void {
    this.#leave();
    if (this.#users.has(id)) this.#isRepeated = true;
    const kind = kindByFlags(id, Number.parseInt(flags, 16));
    this.#user = {
      id,
      line,
      kind,
      hasOwner: false,
      effective: undefined,
      effectiveLine: line,
      isListWhole: false,
    };
    if (this.#users.size < mostUsers) this.#users.set(id, this.#user);
  }

  #inUser(text: string, line: number): void {
    const user = this.#user;
    const name = restriction.exec(text)?.[1];
    if (this.#list !== 'none' && name !== undefined) {
      // `null`: nobody worked out what is in force.
      if (this.#list === 'effective' && name === 'null' && user !== undefined) user.effective = undefined;
      else if (this.#list === 'effective' && name !== 'none') user?.effective?.set(name, line);
      return;
    }
    this.#leave();
    const words = text.trim();
    if (user === undefined || words === '') return;
    const type = /^Type: (\S+)$/.exec(words)?.[1];
    if (words === 'Effective restrictions:') {
      this.#list = 'effective';
      user.effective = new Map();
      user.effectiveLine = line;
    } else if (/restrictions:$/i.test(words)) this.#list = 'other';
    else if (type !== undefined) user.kind = kindOfType(type, user.id, 0);
    else if (words === 'Has profile owner: true') user.hasOwner = true;
  }
}

export function usersReader(): DumpReader<PhoneUsers> {
  return new UsersReader();
}
