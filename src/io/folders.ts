/** Looks for files by their names below a folder that somebody else made: a checkout of a project. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PassmusterError } from '../errors.ts';
import { reasonOf } from './files.ts';

/** Far more than any checkout that is imported from has. */
const most = 100_000;
const deepest = 8;

/**
 * Paths of all files below the folder, by their place in it with `/`, sorted. Links and hidden folders are not followed.
 * @throws PassmusterError path-unreadable
 */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  const queue = [''];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const entry of await entriesOf(join(folder, at), folder)) {
      const place = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.isFile()) found.push(place);
      else if (entry.isDirectory() && !entry.name.startsWith('.') && place.split('/').length <= deepest)
        queue.push(place);
      if (found.length + queue.length > most)
        throw new PassmusterError('path-unreadable', `The folder ${folder} holds more than ${most} files.`);
    }
  }
  return found.sort();
}

async function entriesOf(path: string, folder: string) {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    throw new PassmusterError('path-unreadable', `Cannot open ${folder}: ${reasonOf(error)}.`);
  }
}
