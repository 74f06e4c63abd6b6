/**
 * The header of what `adb backup` writes: lines of text before the archive itself (Android platform, BackupManagerService,
 * "writeFullBackupHeader"). It answers whether the backup is encrypted; the archive stays closed.
 */
import type { Observation } from '../../model/observation.ts';
import { type PhoneSite, witness } from './dump.ts';

export interface BackupHeader {
  /** Undefined: a word that is not known. */
  readonly encrypted: boolean | undefined;
  readonly word: string;
}

/** Salts, rounds, vector and key, a line each. */
const keyLines = 5;

/** @returns undefined when the header breaks off or is none */
export function backupHeader(head: string): BackupHeader | undefined {
  const [magic, version, compressed, word, ...rest] = head.split('\n');
  const isHeader =
    magic === 'ANDROID BACKUP' && /^[1-5]$/.test(version ?? '') && /^[01]$/.test(compressed ?? '');
  // The last part has no line end: it is the archive, or a line that breaks off.
  if (!isHeader || word === undefined || rest.length === 0) return undefined;
  if (word === 'none') return { encrypted: false, word };
  if (word !== 'AES-256') return { encrypted: undefined, word: word.slice(0, 20) };
  const isWhole =
    rest.length > keyLines && rest.slice(0, keyLines).every((line) => /^[0-9A-Fa-f]+$/.test(line));
  return isWhole ? { encrypted: true, word } : undefined;
}

export function observeBackupHeader({ encrypted, word }: BackupHeader, site: PhoneSite): Observation {
  const base = {
    setting: 'backup.local.encrypted',
    layer: 'observed',
    origin: 'explicit',
    evidence: witness(site, undefined, { locator: 'header: encryption', line: 4, value: word }),
  } as const;
  return encrypted === undefined ? { ...base, unknown: 'ambiguous' } : { ...base, value: encrypted };
}
