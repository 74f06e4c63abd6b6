/** Reads a folder of dumps, file by file of those that paths.ts allows. What is not in it says nothing. */
import { noDocuments } from '../../artifacts/android/phone.ts';
import type { Bundle } from '../../io/bundle.ts';
import type { Notice } from '../../model/notice.ts';
import { timeOf } from '../../model/time.ts';
import { phoneItems, readDumpFile } from '../android-files.ts';
import type { ReadContext, ReadItem } from '../define.ts';
import { collectionFile, isFolder, serviceOf } from './paths.ts';

export async function* read(bundle: Bundle, { identityKey }: ReadContext): AsyncGenerator<ReadItem> {
  const documents = noDocuments();
  const notices: Notice[] = [];
  const paths = await pathsIn(bundle);
  const isMarked = paths.includes(collectionFile);
  for (const path of paths) {
    const service = serviceOf(path);
    if (service === undefined) continue;
    notices.push(...((await readDumpFile(bundle, path, service, documents, isMarked)) ?? []));
  }
  yield* phoneItems(bundle, documents, notices, { identityKey, collected: await collectedAt(bundle) });
}

async function pathsIn(bundle: Bundle): Promise<string[]> {
  const top = await bundle.list('');
  const paths = top.filter((path) => !path.endsWith('/'));
  const folders = top.filter(isFolder);
  // Of two collections in one place nothing says that they are of one phone.
  if (folders.length > 2) return [];
  for (const folder of folders) paths.push(...(await bundle.list(folder.slice(0, -1))));
  return paths;
}

/** `collected: 2026-11-29T10:00:00Z`, by the clock of the computer that collected. */
async function collectedAt(bundle: Bundle): Promise<string | undefined> {
  const bytes = await bundle.bytes(collectionFile);
  const text = Buffer.from(bytes ?? []).toString('latin1');
  const date = /^collected: (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\r?$/m.exec(text)?.[1];
  return date !== undefined && timeOf(date) !== undefined ? date : undefined;
}
