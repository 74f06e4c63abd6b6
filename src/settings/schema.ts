/** How schemas of ours name a setting: one of the catalogue's, or the statement about a control. */
import { controlForm, controlStart, longestControlId } from './control.ts';

const type = 'string';

/** @param ids of the catalogue that fit the place */
export const settingName = (ids: readonly string[]) => ({
  type,
  maxLength: longestControlId,
  pattern: String.raw`^(?!statement\.control\.)|${controlForm}`,
  if: { type, pattern: controlStart },
  else: { enum: ids },
});
