/** Reads the main text of a bugreport, and nothing else of it. */
import { noDocuments } from '../../artifacts/android/phone.ts';
import type { Bundle } from '../../io/bundle.ts';
import { phoneItems } from '../android-files.ts';
import { readReport, settled, startOf } from '../android-report.ts';
import { notice, type ReadContext, type ReadItem } from '../define.ts';
import { entryFile, isMainText } from './paths.ts';

export async function* read(bundle: Bundle, { identityKey }: ReadContext): AsyncGenerator<ReadItem> {
  const [path, ...others] = await mainTexts(bundle);
  const stream = path === undefined ? undefined : await bundle.stream(path);
  if (path === undefined || stream === undefined) {
    yield notice('file-missing', 'The main text of the bugreport is not in it.');
    return;
  }
  if (others.length > 0)
    yield notice('entry-not-read', `${others.length} more texts could be the main one; ${path} was read.`);
  const documents = noDocuments();
  const report = await readReport(stream, documents, path);
  const notices = settled(report, documents, path);
  yield* phoneItems(bundle, documents, notices, { identityKey, collected: startOf(report, documents) });
}

/** The one that is named; else every one that could be it, those called bugreport first. */
async function mainTexts(bundle: Bundle): Promise<string[]> {
  const named = Buffer.from((await bundle.bytes(entryFile)) ?? [])
    .toString('utf8')
    .trim();
  if (isMainText(named)) return [named];
  const found = (await bundle.list('')).filter(isMainText);
  const rank = (path: string) => (/^bugreport/i.test(path) ? 0 : 1);
  return found.toSorted((a, b) => rank(a) - rank(b));
}
