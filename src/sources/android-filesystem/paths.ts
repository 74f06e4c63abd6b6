/**
 * Where Android keeps the documents that are read (Android platform, the services named in artifacts/android/xml.ts). Messages,
 * pictures and everything else of an extraction stays closed; what is read of apps is in app-paths.ts.
 */
import { allowsOfApp } from './app-paths.ts';

const system = 'data/system';

export const listFile = `${system}/packages.xml`;
export const opsFile = `${system}/appops.xml`;
export const userListFile = `${system}/users/userlist.xml`;
/** Of the system partition; the names of both layouts. */
export const buildFiles = ['system/build.prop', 'system/system/build.prop'] as const;

export const userFiles = {
  user: (id: number) => `${system}/users/${id}.xml`,
  states: (id: number) => `${system}/users/${id}/package-restrictions.xml`,
  settings: (id: number, namespace: string) => `${system}/users/${id}/settings_${namespace}.xml`,
  /** Up to Android 10, and from 11 on. */
  oldGrants: (id: number) => `${system}/users/${id}/runtime-permissions.xml`,
  grants: (id: number) => `${permissions(id)}/runtime-permissions.xml`,
  /** From Android 15 on the grants are here, and an old file may have stayed beside. */
  access: (id: number) => `${permissions(id)}/access.abx`,
};

export const permissions = (id: number): string => `data/misc_de/${id}/apexdata/com.android.permission`;

const known: ReadonlySet<string> = new Set([listFile, opsFile, userListFile, ...buildFiles]);
const ofUsers =
  /^data\/(system\/users\/\d{1,5}(\.xml|\/(package-restrictions|runtime-permissions|settings_(global|secure|system))\.xml)|misc_de\/\d{1,5}\/apexdata\/com\.android\.permission\/(runtime-permissions\.xml|access\.abx))$/;

export function allows(path: string): boolean {
  return known.has(path) || ofUsers.test(path) || allowsOfApp(path);
}
