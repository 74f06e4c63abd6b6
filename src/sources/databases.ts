/** Databases in a bundle, which were copied while the phone used them. */
import { keepsLog } from '../formats/sqlite-header.ts';
import type { Bundle } from '../io/bundle.ts';

/** The database writes its changes to a log first, and that is not beside it: the last ones are missing. */
export async function lacksLog(bundle: Bundle, path: string): Promise<boolean> {
  const bytes = await bundle.bytes(path);
  if (bytes === undefined || !keepsLog(bytes)) return false;
  return !(await bundle.list(path.slice(0, path.lastIndexOf('/')))).includes(`${path}-wal`);
}
