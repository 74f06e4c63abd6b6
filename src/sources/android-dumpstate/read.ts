import { noDocuments } from '../../artifacts/android/phone.ts';
import type { Input } from '../../io/input.ts';
import { phoneItems } from '../android-files.ts';
import { readReport, settled, startOf } from '../android-report.ts';
import type { ReadContext, ReadItem } from '../define.ts';

export async function* read(input: Input, { identityKey }: ReadContext): AsyncGenerator<ReadItem> {
  const documents = noDocuments();
  const report = await readReport(input.stream(), documents);
  const notices = settled(report, documents, 'text');
  yield* phoneItems(input, documents, notices, { identityKey, collected: startOf(report, documents) });
}
