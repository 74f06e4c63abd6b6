/**
 * The catalogue of messaging and social apps: stable ids and the bundle ids and package names that stand for them. What an app
 * is said to be capable of explains findings; a setting of a phone is never inferred from it.
 */
import data from './catalogue.json' with { type: 'json' };
import type { AppEntry, AppKind } from './entry.ts';

/** An app as rules, waivers and attestations name it. */
export interface CatalogueApp {
  readonly id: string;
  readonly name: string;
  readonly kind: AppKind;
  /** Bundle ids on iOS, package names on Android; compared case-sensitively. */
  readonly ios: readonly string[];
  readonly android: readonly string[];
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test holds the file to its schema
const builtIn = data.apps as readonly AppEntry[];
const entries: AppEntry[] = [...builtIn];
const apps: CatalogueApp[] = entries.map(appOf);
let indexes:
  | { readonly ios: ReadonlyMap<string, string>; readonly android: ReadonlyMap<string, string> }
  | undefined;

/** Every app: those of the program sorted by id, then those that the operator has added. */
export const catalogueApps: readonly CatalogueApp[] = apps;
export const appEntries: readonly AppEntry[] = entries;
export const catalogueLegend: Readonly<
  Record<string, Readonly<Record<string, string>> | readonly string[] | string>
> = data.legend;

/** Puts the operator's apps in force before anything is read; a reading child is given the same. */
export function addApps(added: readonly AppEntry[]): void {
  entries.push(...added);
  apps.push(...added.map(appOf));
  indexes = undefined;
}

/** What was added. */
export const addedApps = (): readonly AppEntry[] => entries.slice(builtIn.length);

/** The catalogue's id for a bundle id or a package name; compared case-sensitively. */
export function appIdOf(family: 'ios' | 'android', native: string): string | undefined {
  indexes ??= { ios: indexOf('ios'), android: indexOf('android') };
  return indexes[family].get(native);
}

const indexOf = (family: 'ios' | 'android'): ReadonlyMap<string, string> =>
  new Map(apps.flatMap((app) => app[family].map((native) => [native, app.id] as const)));

function appOf({ id, name, kind, ios, android }: AppEntry): CatalogueApp {
  const ids = (list: AppEntry['ios']) => list.map((one) => one.id);
  return { id, name, kind, ios: ids(ios), android: ids(android) };
}
