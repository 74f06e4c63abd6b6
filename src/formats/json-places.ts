/** Which keys the objects of a JSON text have, place by place, as far as its start shows. Detection only, never evidence. */

/** Keys of all objects seen at a place, lower case: `''` for the root or its rows, `data/devices` for what lies deeper. */
export type JsonPlaces = ReadonlyMap<string, ReadonlySet<string>>;

interface Frame {
  readonly isObject: boolean;
  /** Names from the root down; the elements of an array have its place. */
  readonly place: string;
  readonly keys: Set<string>;
  key: string | undefined;
}

/** More places than an export has; a text made to have more gains nothing. */
const mostPlaces = 256;
const mostDepth = 64;
const token = /[{}[\],]|"((?:[^"\\\u0000-\u001f]|\\.)*)"/g;

export function jsonPlaces(text: string): JsonPlaces {
  const places = new Map<string, Set<string>>();
  const stack: Frame[] = [];
  for (const [mark, string] of text.matchAll(token)) {
    const top = stack.at(-1);
    if (mark === '{' || mark === '[') {
      if (stack.length >= mostDepth) break;
      stack.push(opened(mark === '{', top, places));
    } else if (mark === '}' || mark === ']') stack.pop();
    else if (mark === ',' && top !== undefined) top.key = undefined;
    else if (string !== undefined && top?.isObject === true && top.key === undefined) {
      top.key = string;
      top.keys.add(string.toLowerCase());
    }
  }
  return places;
}

function opened(isObject: boolean, parent: Frame | undefined, places: Map<string, Set<string>>): Frame {
  const below = parent?.isObject === true ? (parent.key ?? '') : '';
  const place = [parent?.place ?? '', below].filter((name) => name !== '').join('/');
  const keys = places.get(place) ?? new Set<string>();
  if (isObject && places.size < mostPlaces) places.set(place, keys);
  return { isObject, place, keys, key: undefined };
}
