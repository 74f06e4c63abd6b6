/**
 * Three short dumps about the lock of the phone and its backup: `lock_settings`, `trust`, `backup`. What they say of other users than
 * the first is not the phone's. Names of users stand in quotes and are never remembered.
 * Android platform: LockSettingsService.dump, TrustManagerService.dump, UserBackupManagerService.dump. The form of `lock_settings`
 * from Android 11 on is unverified; a word that is not known is ambiguous.
 */
import type { DumpReader, Ending, Parsed } from './dump.ts';

export interface Word {
  readonly value: string;
  readonly line: number;
}

/** By name; a name that stands twice with different values has the value undefined. */
export interface ShortDump extends Parsed {
  readonly kind: 'lock_settings' | 'trust' | 'backup';
  readonly words: ReadonlyMap<string, Word | undefined>;
}

class Words {
  readonly map = new Map<string, Word | undefined>();
  add(key: string, value: string, line: number): void {
    const earlier = this.map.get(key);
    const differs = this.map.has(key) && earlier?.value !== value;
    this.map.set(key, differs ? undefined : { value, line });
  }
}

/** Lines of the user 0, until another user begins. */
export function lockSettingsReader(): DumpReader<ShortDump> {
  const words = new Words();
  let user: string | undefined;
  // Its form differs, so that a user is enough to tell it from the words of a command that failed.
  const isEmpty = () => user === undefined;
  return shortReader('lock_settings', { words, isEmpty }, (text, line) => {
    const begun = /^\s*User (\d{1,9})\b/.exec(text)?.[1];
    if (begun !== undefined) user = begun;
    if (user !== '0') return;
    const [, key, value] = /^\s*(CredentialType|SID|SP Handle)\s*[:=]\s*(\S{1,40})\s*$/.exec(text) ?? [];
    if (key !== undefined && value !== undefined) words.add(key, value.toUpperCase(), line);
  });
}

export function trustReader(): DumpReader<ShortDump> {
  const words = new Words();
  return shortReader('trust', { words }, (text, line) => {
    const [, user, managed] =
      /\(id=(\d{1,9}), flags=\S{1,12}\).{0,40}?trustManaged=([01])\b/.exec(text) ?? [];
    if (user === '0' && managed !== undefined) words.add('trustManaged', managed, line);
  });
}

export function backupReader(): DumpReader<ShortDump> {
  const words = new Words();
  return shortReader('backup', { words }, (text, line) => {
    const state = /^Backup Manager is (enabled|disabled) \//.exec(text)?.[1];
    if (state !== undefined) words.add('state', state, line);
    const transport = /^\s+\* ([\w.]{1,200}\/[\w.$]{1,200})\s*$/.exec(text)?.[1];
    if (transport !== undefined) words.add('transport', transport, line);
  });
}

interface ShortState {
  readonly words: Words;
  /** Nothing that is expected in it was there. */
  readonly isEmpty?: () => boolean;
}

function shortReader(
  kind: ShortDump['kind'],
  { words: { map }, isEmpty = () => map.size === 0 }: ShortState,
  line: (text: string, number: number) => void,
): DumpReader<ShortDump> {
  return {
    line,
    end: (ending: Ending) => ({
      kind,
      words: map,
      broken: ending === 'cut' || isEmpty(),
      unknownLines: 0,
    }),
  };
}
