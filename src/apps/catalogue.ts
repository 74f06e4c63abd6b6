/** The catalogue of messaging and social apps: stable ids and the bundle ids and package names that stand for them. */
import data from './catalogue.json' with { type: 'json' };

/** An app as rules, waivers and attestations name it. */
export interface CatalogueApp {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** Bundle ids on iOS, package names on Android; compared case-sensitively. */
  readonly ios: readonly string[];
  readonly android: readonly string[];
}

/** Every app, sorted by id. */
export const catalogueApps: readonly CatalogueApp[] = data.apps.map(({ id, name, kind, ios, android }) => ({
  id,
  name,
  kind,
  ios: ios.map((entry) => entry.id),
  android: android.map((entry) => entry.id),
}));
