/**
 * `dumpsys user`: who lives on the phone, of which kind, and the restrictions in force for each. The names of users are people's, and
 * are never remembered. `Guest restrictions` and `User types` list restrictions that bind nobody: the reader stops there.
 */
import type { DumpReader, Ending, Parsed } from './android-dump.ts';

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

export function usersReader(): DumpReader<PhoneUsers> {
  const users = new Map<number, OpenUser>();
  let user: OpenUser | undefined;
  let list: 'effective' | 'other' | 'none' = 'none';
  let isOver = false;
  let isRepeated = false;
  let deviceOwner: PhoneUsers['deviceOwner'];
  let current: number | undefined;
  let unknownLines = 0;
  const leave = (): void => {
    if (user !== undefined && list === 'effective') user.isListWhole = true;
    list = 'none';
  };
  const begin = (id: number, flags: string, line: number): void => {
    leave();
    if (users.has(id)) isRepeated = true;
    const kind = kindByFlags(id, Number.parseInt(flags, 16));
    user = { id, line, kind, hasOwner: false, effective: undefined, effectiveLine: line, isListWhole: false };
    if (users.size < 1000) users.set(id, user);
  };
  const inUser = (text: string, line: number): void => {
    const name = restriction.exec(text)?.[1];
    if (list !== 'none' && name !== undefined) {
      // `null`: nobody worked out what is in force.
      if (list === 'effective' && name === 'null' && user !== undefined) user.effective = undefined;
      else if (list === 'effective' && name !== 'none') user?.effective?.set(name, line);
      return;
    }
    leave();
    const words = text.trim();
    if (user === undefined || words === '') return;
    const type = /^Type: (\S+)$/.exec(words)?.[1];
    if (words === 'Effective restrictions:') {
      list = 'effective';
      user.effective = new Map();
      user.effectiveLine = line;
    } else if (/restrictions:$/i.test(words)) list = 'other';
    else if (type !== undefined) user.kind = kindOfType(type, user.id, 0);
    else if (words === 'Has profile owner: true') user.hasOwner = true;
  };
  return {
    line(text, number) {
      const owner = /^\s+Device owner id: ?(-?\d{1,9})/.exec(text)?.[1];
      if (owner !== undefined) deviceOwner ??= { present: owner !== '-10000', line: number };
      if (isOver) return;
      if (/^\s*(Guest restrictions|User types)\b/.test(text)) {
        leave();
        isOver = true;
        return;
      }
      const isStart = text.includes('UserInfo{') && /^\s*UserInfo\{\d/.test(text);
      const [, id, , flags] = isStart ? (userStart.exec(text) ?? []) : [];
      // A name of several lines: whose the lines below are is not known.
      if (isStart && id === undefined) isRepeated = true;
      if (id !== undefined && flags !== undefined) begin(Number(id), flags, number);
      else if (user !== undefined) inUser(text, number);
      else if (/^Current user: \d{1,9}$/.test(text)) current ??= Number(text.slice('Current user: '.length));
      else unknownLines += text.trim() === '' ? 0 : 1;
    },
    end(ending: Ending): PhoneUsers {
      if (ending === 'marked') leave();
      const isWhole = ending === 'marked' || isOver || deviceOwner !== undefined;
      const finished = [...users.values()].map(({ isListWhole, effective, ...rest }) => ({
        ...rest,
        effective: isListWhole ? effective : undefined,
      }));
      return {
        users: new Map(isRepeated ? [] : finished.map((one) => [one.id, one])),
        deviceOwner,
        ...(current === undefined ? {} : { current }),
        isWhole,
        // A work profile that is not shown may be allowed what the owner is not.
        broken: ending === 'cut' || !isWhole || isRepeated || users.size === 0,
        unknownLines,
      };
    },
  };
}
