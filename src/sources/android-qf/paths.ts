/**
 * Files of an acquisition (mvt-project/androidqf, its collector modules). Text messages, call logs, files, processes, logs, apps, the
 * backup and the bugreport of the same phone stay closed: the dumps say what is needed.
 */
export const files: ReadonlyMap<string, string> = new Map([
  ['getprop.txt', 'getprop'],
  ['settings_global.txt', 'settings_global'],
  ['settings_secure.txt', 'settings_secure'],
  ['settings_system.txt', 'settings_system'],
]);

/** The output of `dumpsys`: every service, of which few are read. */
export const dumpsysFile = 'dumpsys.txt';
export const acquisitionFile = 'acquisition.json';

export function allows(path: string): boolean {
  return files.has(path) || path === dumpsysFile || path === acquisitionFile;
}
