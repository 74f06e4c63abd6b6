/** Values of inputs as texts: whether a difference is one. */

/** What exports write for nothing, the same export now this way, now that. */
const nothing = new Set(['', 'null', '""', "''", '[]', '{}', 'undefined']);

/** The text for comparing: nothing is nothing, and a list is its members. */
function plain(value: string | undefined): string {
  const text = value?.trim() ?? '';
  if (nothing.has(text)) return '';
  if (!text.startsWith('[')) return text;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? JSON.stringify(list.map((one) => JSON.stringify(one)).sort()) : text;
  } catch {
    return text;
  }
}

/** null, an empty list and an empty string are one and the same; so is a list in another order. */
export const isSameValue = (a: string | undefined, b: string | undefined): boolean => plain(a) === plain(b);
