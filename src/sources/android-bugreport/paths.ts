/**
 * Where things lie in a bugreport (Android platform, dumpstate: "Bugreport file format"). Only the main text is opened: logs,
 * traces, pictures of the screen and copies of files (`FS/`) stay closed.
 */
import type { BundleNames } from '../../io/bundle.ts';

/** Names the main text. */
export const entryFile = 'main_entry.txt';

const marks = [entryFile, 'version.txt', 'dumpstate_log.txt', 'FS'];
const mainText = /^(bugreport|dumpstate)[\w.()+ -]{0,200}\.(txt|log)$/i;
/** Beside the main text lie the log of the tool itself, and what the board says. */
const beside = /^dumpstate_(log|board)|^bugreport-progress/i;

export function isMainText(path: string): boolean {
  return mainText.test(path) && !beside.test(path);
}

/** Without a mark it is read too, as the text that it is. */
export function isBugreport(names: BundleNames): boolean {
  return names.top.some(isMainText) && marks.some((mark) => names.has(mark));
}

export function allows(path: string): boolean {
  return path === entryFile || isMainText(path);
}
