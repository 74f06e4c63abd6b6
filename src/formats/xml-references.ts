/** References in XML: the five predefined entities and characters by number (XML 1.0, 4.1 and 4.6). There are no others. */

const predefined: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** What stands for the name between `&` and `;`, or undefined when nothing does. */
export function referenceText(name: string): string | undefined {
  const digits = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(name);
  if (digits === null) return predefined.get(name);
  const [, hex, decimal] = digits;
  const code = hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16);
  return isXmlCharacter(code) ? String.fromCodePoint(code) : undefined;
}

/** The text with each reference replaced, once: `&amp;lt;` is `&lt;`. Undefined when a reference stands for nothing. */
export function decodeReferences(text: string): string | undefined {
  if (!text.includes('&')) return text;
  let sound = true;
  const decoded = text.replace(/&([^&;]*)(;?)/g, (_reference, name: string, end: string) => {
    const value = end === '' ? undefined : referenceText(name);
    sound &&= value !== undefined;
    return value ?? '';
  });
  return sound ? decoded : undefined;
}

/** XML 1.0, 2.2: the characters that a document may hold, also as references. */
function isXmlCharacter(code: number): boolean {
  return (
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x1_0000 && code <= 0x10_ffff)
  );
}
