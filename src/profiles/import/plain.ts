/** Careful looks into plain values of a stranger's file: what is not of the expected type is not there. */

export type PlainMap = Readonly<Record<string, unknown>>;

export function mapAt(value: unknown, ...keys: readonly string[]): PlainMap | undefined {
  const found = valueAt(value, ...keys);
  return isMap(found) ? found : undefined;
}

export function valueAt(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (at, key) => (isMap(at) && Object.hasOwn(at, key) ? at[key] : undefined),
    value,
  );
}

export function textAt(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = valueAt(value, ...keys);
  return typeof found === 'string' ? found : undefined;
}

/** The texts and numbers of a list, or the one that stands in its place. */
export function textsAt(value: unknown, ...keys: readonly string[]): string[] {
  const found = valueAt(value, ...keys);
  const list: readonly unknown[] = Array.isArray(found) ? found : [found];
  return list.flatMap((one) => (typeof one === 'string' || typeof one === 'number' ? [String(one)] : []));
}

export function listAt(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const found = valueAt(value, ...keys);
  return Array.isArray(found) ? found : [];
}

const isMap = (value: unknown): value is PlainMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
