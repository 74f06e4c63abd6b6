/**
 * Apple's spelling of payload types and key paths, found again where a product has folded it: Intune's settings catalogue
 * writes `com.apple.applicationaccess_allowcamera`. The names come from Apple's schema, never from the text.
 */
import { declarationFacts, payloadFacts, payloadTypes } from './schema.ts';

/** A payload type for iPhone and iPad, from its name in any case. */
export function payloadSpelled(name: string): string | undefined {
  types ??= new Map(
    payloadTypes()
      .filter((type) => payloadFacts(type) !== undefined)
      .map((type) => [type.toLowerCase(), type]),
  );
  return types.get(name.toLowerCase());
}

let types: ReadonlyMap<string, string> | undefined;

/** The path of a key from its names in any case, joined by `_`; undefined: no such key, or more than one. */
export function keySpelled(type: string, joined: string): readonly string[] | undefined {
  const known = paths.get(type) ?? pathsOf(type);
  paths.set(type, known);
  return known.get(joined.toLowerCase()) ?? undefined;
}

type Paths = ReadonlyMap<string, readonly string[] | null>;
const paths = new Map<string, Paths>();

/** Null where two paths are spelled alike. */
function pathsOf(type: string): Paths {
  const keys = (payloadFacts(type) ?? declarationFacts(type))?.keys ?? {};
  const found = new Map<string, readonly string[] | null>();
  for (const path of Object.keys(keys).filter((one) => !/\[|\*/.test(one))) {
    const folded = path.replaceAll('.', '_').toLowerCase();
    found.set(folded, found.has(folded) ? null : path.split('.'));
  }
  return found;
}
