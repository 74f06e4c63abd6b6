/**
 * The peer of the profile row: `plist` parses every file of a folder, and nothing else.
 *
 *   node bench/fleet/peers/parse-plists.ts FOLDER
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'plist';

const folder = process.argv[2] ?? '';
let dictionaries = 0;
for (const name of readdirSync(folder))
  if (typeof parse(readFileSync(join(folder, name), 'utf8')) === 'object') dictionaries += 1;
process.stdout.write(`${dictionaries}\n`);
