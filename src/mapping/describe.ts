/** The ready-made mappings in the words of the list of sources. */
import { familyOf, type PlatformFamily, platforms } from '../model/subject.ts';
import type { MappingFile } from './file.ts';
import { readyMadeFile, readyMadeIds } from './ready-made.ts';

export interface DescribedMapping {
  /** As the source is called in evidence: `mapping:hexnode`. */
  readonly id: string;
  readonly title: string;
  readonly platforms: readonly PlatformFamily[];
  readonly recognised: string;
}

export function readyMadeSources(): readonly DescribedMapping[] {
  return readyMadeIds().map((id) => {
    const file = readyMadeFile(id);
    return {
      id: `mapping:${id}`,
      title: file.title,
      platforms: platformsOf(file),
      recognised: recognisedBy(file),
    };
  });
}

function recognisedBy({ match, rows }: MappingFile): string {
  const where = rows === undefined ? '' : ` in ${rows}`;
  return `${match.format} rows${where} with ${match.keys.join(', ')}; tried when no source claims the file`;
}

function platformsOf({ subject: { platform } }: MappingFile): readonly PlatformFamily[] {
  const named = 'always' in platform ? [platform.always] : Object.values(platform.values);
  return [...new Set(platforms.filter((one) => named.includes(one)).map(familyOf))];
}
