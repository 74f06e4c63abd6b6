/** A mapping in the words of the list of sources. */
import { familyOf, type PlatformFamily, platforms } from '../model/subject.ts';
import type { MappingFile } from './file.ts';

export function recognisedBy({ match, rows }: MappingFile): string {
  const where = rows === undefined ? '' : ` in ${rows}`;
  return `${match.format} rows${where} with ${match.keys.join(', ')}; tried when no source claims the file`;
}

export function platformsOf({ subject: { platform } }: MappingFile): PlatformFamily[] {
  const named = 'always' in platform ? [platform.always] : Object.values(platform.values);
  return [...new Set(platforms.filter((one) => named.includes(one)).map(familyOf))];
}
