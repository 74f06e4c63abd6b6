import { backupHeader, observeBackupHeader } from '../../artifacts/android/backup-header.ts';
import type { Input } from '../../io/input.ts';
import { nameOf, phoneItem } from '../android-files.ts';
import { notice, type ReadItem } from '../define.ts';

/** A header takes less: the longest line is the key, of 200 characters. */
const longestHeader = 4096;

export async function* read(input: Input): AsyncGenerator<ReadItem> {
  const header = backupHeader(Buffer.from(input.head.subarray(0, longestHeader)).toString('latin1'));
  if (header === undefined) {
    yield notice('record-unreadable', 'The header of the backup breaks off.');
    return;
  }
  if (header.encrypted === undefined)
    yield notice('record-unreadable', 'The header names an encryption that is not known.', { line: 4 });
  const observations = [observeBackupHeader(header, { input: input.name })];
  yield phoneItem({ observations, facts: {}, serials: [] }, { id: nameOf(input.name) });
}
