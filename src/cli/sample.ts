/** The start of a file that a mapping is to be written for. */
import { basename } from 'node:path';
import { PassmusterError } from '../errors.ts';
import { openPath, reasonOf } from '../io/files.ts';
import type { Sample } from '../mapping/sample.ts';

/** @throws PassmusterError path-unreadable, and the codes of an input */
export async function sampleFile(path: string): Promise<{ readonly name: string; readonly sample: Sample }> {
  const input = await openPath({ kind: 'file', path, name: path }).catch((error: unknown) => {
    throw new PassmusterError('path-unreadable', `Cannot open ${path}: ${reasonOf(error)}.`);
  });
  const { sampleOf } = await import('../sources/mapped-sample.ts');
  try {
    return { name: basename(path), sample: await sampleOf(input) };
  } finally {
    await input.close();
  }
}
