/**
 * `dumpsys appops`: the mode of each operation for an app id of a user, and for each package of it. The first wins over the second
 * (Android platform, AppOpsService). A mode that equals the operation's default is not printed.
 * From Android 9 or 10 on `CAMERA (allow):` and `CAMERA: mode=foreground`; before that `CAMERA: mode=0; time=…` (unverified).
 */
import type { DumpReader, Ending, Parsed } from './dump.ts';

export type OpMode = 'allow' | 'ignore' | 'deny' | 'default' | 'foreground' | 'unknown';

export interface Op {
  readonly mode: OpMode;
  readonly line: number;
}

export interface UidOps {
  readonly ops: ReadonlyMap<string, Op>;
  readonly packages: ReadonlyMap<string, ReadonlyMap<string, Op>>;
  /** Something follows it, so it is whole. */
  readonly closed: boolean;
}

export interface AppOps extends Parsed {
  readonly uids: ReadonlyMap<number, UidOps>;
  /** The dump was read to its end: who is not in it has the default modes. */
  readonly isWhole: boolean;
}

const uidStart = /^ {1,8}Uid (\S{1,32}):\s*$/;
const packageStart = /^\s+Package (\S{1,300}):\s*$/;
const uidMode = /^\s+([A-Z][A-Z0-9_]{1,60}): mode=(\w{1,20})/;
const packageMode = /^\s+([A-Z][A-Z0-9_]{1,60}) \((\w{1,20})[ )/]/;

/** AppOpsManager: MODE_ALLOWED 0, IGNORED 1, ERRORED 2, DEFAULT 3, FOREGROUND 4. */
const modes: ReadonlyMap<string, OpMode> = new Map([
  ['allow', 'allow'],
  ['ignore', 'ignore'],
  ['deny', 'deny'],
  ['errored', 'deny'],
  ['default', 'default'],
  ['foreground', 'foreground'],
  ['0', 'allow'],
  ['1', 'ignore'],
  ['2', 'deny'],
  ['3', 'default'],
  ['4', 'foreground'],
]);

/** `u10a245` is app 10245 of user 10, `u11s1000` the system's 1000 of user 11 (UserHandle.formatUid); else a number. */
export function uidOf(text: string): number | undefined {
  const [, user, kind, id] = /^u(\d{1,5})([ais])(\d{1,5})$/.exec(text) ?? [];
  if (user !== undefined)
    return Number(user) * 100_000 + (kind === 'a' ? 10_000 : kind === 'i' ? 90_000 : 0) + Number(id);
  return /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

interface OpenUid {
  readonly ops: Map<string, Op>;
  readonly packages: Map<string, Map<string, Op>>;
  closed: boolean;
}

interface Wanted {
  readonly apps: ReadonlySet<string>;
  readonly ops: ReadonlySet<string>;
}

export function appOpsReader(wanted: Wanted): DumpReader<AppOps> {
  const uids = new Map<number, OpenUid>();
  let uid: OpenUid | undefined;
  let target: Map<string, Op> | undefined;
  let isRepeated = false;
  let unknownLines = 0;
  const open = (text: string): void => {
    const id = uidOf(text);
    if (uid !== undefined) uid.closed = true;
    if (id === undefined) unknownLines += 1;
    if (id !== undefined && uids.has(id)) isRepeated = true;
    uid = { ops: new Map(), packages: new Map(), closed: false };
    if (id !== undefined) uids.set(id, uid);
    target = uid.ops;
  };
  const put = (op: string, word: string, line: number): void => {
    if (!wanted.ops.has(op) || target === undefined) return;
    const mode = modes.get(word) ?? 'unknown';
    const earlier = target.get(op);
    target.set(op, { mode: earlier === undefined || earlier.mode === mode ? mode : 'unknown', line });
  };
  return {
    line(text, number) {
      const start = text.includes('Uid ') ? uidStart.exec(text)?.[1] : undefined;
      if (start !== undefined) return open(start);
      if (uid === undefined) return;
      const name = text.includes('Package ') ? packageStart.exec(text)?.[1] : undefined;
      if (name !== undefined) {
        target = new Map();
        if (wanted.apps.has(name)) uid.packages.set(name, target);
        return;
      }
      const [, op, word] = uidMode.exec(text) ?? packageMode.exec(text) ?? [];
      if (op !== undefined && word !== undefined) put(op, word, number);
    },
    end(ending: Ending): AppOps {
      const isWhole = ending === 'marked' && uids.size > 0 && !isRepeated;
      if (isWhole && uid !== undefined) uid.closed = true;
      return {
        uids: isRepeated ? new Map() : uids,
        isWhole,
        broken: ending === 'cut' || isRepeated || uids.size === 0,
        unknownLines,
      };
    },
  };
}
