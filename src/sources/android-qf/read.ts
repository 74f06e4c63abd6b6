/** Reads an acquisition, file by file of those that paths.ts allows. */
import { noDocuments } from '../../artifacts/android/phone.ts';
import { PassmusterError } from '../../errors.ts';
import { parseJson } from '../../formats/json.ts';
import { memberOf, stringOf } from '../../formats/node.ts';
import { decodeText } from '../../formats/text.ts';
import type { Bundle } from '../../io/bundle.ts';
import type { Notice } from '../../model/notice.ts';
import { timeOf } from '../../model/time.ts';
import { phoneItems, readDumpFile } from '../android-files.ts';
import { readReport, settled } from '../android-report.ts';
import { notice, type ReadContext, type ReadItem } from '../define.ts';
import { acquisitionFile, dumpsysFile, files } from './paths.ts';

export async function* read(bundle: Bundle, { identityKey }: ReadContext): AsyncGenerator<ReadItem> {
  const acquisition = await readAcquisition(bundle);
  if (acquisition === undefined) {
    yield notice('file-unreadable', 'The acquisition does not say when it was made and that it ended.', {
      locator: acquisitionFile,
    });
  } else if (acquisition.completed === undefined) {
    yield notice('section-incomplete', 'The acquisition was not completed.', { locator: acquisitionFile });
  }
  const documents = noDocuments();
  const notices: Notice[] = [];
  for (const [path, service] of files)
    notices.push(...((await readDumpFile(bundle, path, service, documents)) ?? []));
  const stream = await bundle.stream(dumpsysFile);
  if (stream !== undefined) {
    const report = await readReport(stream, documents, dumpsysFile);
    notices.push(...settled(report, documents, dumpsysFile));
  }
  yield* phoneItems(bundle, documents, notices, {
    identityKey,
    collected: acquisition?.completed ?? acquisition?.started,
  });
}

interface Acquisition {
  readonly started?: string;
  readonly completed?: string;
}

async function readAcquisition(bundle: Bundle): Promise<Acquisition | undefined> {
  const bytes = await bundle.bytes(acquisitionFile);
  if (bytes === undefined) return undefined;
  try {
    const tree = parseJson(decodeText(bytes).text);
    const started = dateOf(stringOf(memberOf(tree, 'started')));
    const completed = dateOf(stringOf(memberOf(tree, 'completed')));
    return { ...(started ? { started } : {}), ...(completed ? { completed } : {}) };
  } catch (error) {
    if (error instanceof PassmusterError) return undefined;
    throw error;
  }
}

/** Go writes fractions of a second and the offset of the computer; `0001-01-01` stands for never. */
function dateOf(text: string | undefined): string | undefined {
  if (text === undefined || text.startsWith('0001')) return undefined;
  const time = timeOf(text);
  return time === undefined ? undefined : `${new Date(time).toISOString().slice(0, 19)}Z`;
}
