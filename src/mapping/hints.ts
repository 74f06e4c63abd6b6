/** What is no mistake in a mapping and makes it say less than it could. */
import type { MappingFile } from './file.ts';
import { personalKind } from './names.ts';
import { walksOf } from './place.ts';

export function hints({ subject, settings = {}, complete, match, apps }: MappingFile): string[] {
  const found: string[] = [];
  if (walksOf(subject.id).every((walk) => personalKind(walk.at(-1) ?? '') !== undefined))
    found.push(
      'the only identifiers name a person or a phone, so reports call devices by their rows; name an identifier of the list.',
    );
  if (subject.kind === 'device' && subject.lastSeen === undefined)
    found.push('without `lastSeen` nobody can tell how old the facts are.');
  if (
    subject.serial === undefined &&
    subject.udid === undefined &&
    subject.imei === undefined &&
    subject.kind === 'device'
  )
    found.push(
      'without `serial`, `udid` or `imei` nothing is joined with what other files say of the same phone.',
    );
  if (match.format !== 'csv' && complete === undefined)
    found.push('without `complete` a page is taken for the whole list.');
  if (Object.keys(settings).length === 0 && apps === undefined && subject.osVersion === undefined)
    found.push('nothing is mapped but the devices themselves.');
  return found;
}
