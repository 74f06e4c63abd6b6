/**
 * Files of a collection over adb: `getprop.txt`, `settings_global.txt`, `dumpsys_package.txt` and so on, at the top
 * (docs/collect-android.md), or in the two folders that android_triage makes (RealityNet/android_triage).
 */
import type { BundleNames } from '../../io/bundle.ts';

/** Written by our script: when the phone was read. */
export const collectionFile = 'passmuster-collection.txt';

/** Commands of their own, and services that dumpsys asks; artifacts/android/services.ts has a reader for each. */
const commands = ['getprop', 'settings_global', 'settings_secure', 'settings_system'] as const;
const dumped = [
  'settings',
  'package',
  'appops',
  'user',
  'device_policy',
  'lock_settings',
  'trust',
  'backup',
] as const;

/** File name → service or command. */
const services: ReadonlyMap<string, string> = new Map([
  ...commands.map((name) => [`${name}.txt`, name] as const),
  ...dumped.map((name) => [`dumpsys_${name}.txt`, name] as const),
]);

/** Begins with the date of the collection. */
const triageFolder = /^[\w.-]{1,60}_(info|dumpsys)$/;

export function isShellFolder(names: BundleNames): boolean {
  const has = (path: string) => names.has(path);
  const isOurs = has('getprop.txt') && (has('dumpsys_package.txt') || has('settings_global.txt'));
  const folder = (kind: string) =>
    names.top.find((name) => triageFolder.test(name) && name.endsWith(`_${kind}`)) ?? '';
  return isOurs || (has(`${folder('info')}/getprop.txt`) && folder('dumpsys') !== '');
}

/** The service that a path is of; undefined for every other file. */
export function serviceOf(path: string): string | undefined {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  const isPlace = parts.length === 0 || (parts.length === 1 && triageFolder.test(parts[0] ?? ''));
  return isPlace ? services.get(name) : undefined;
}

/** Nothing but the files above, and the folders that are looked into. */
export function allows(path: string): boolean {
  return path === collectionFile || serviceOf(path) !== undefined || isFolder(path);
}

export const isFolder = (path: string): boolean => path.endsWith('/') && triageFolder.test(path.slice(0, -1));
