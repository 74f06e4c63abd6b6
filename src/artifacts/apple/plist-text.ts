/** A property list that stands as elements in other XML, written out again so that the strict reader takes it; every line keeps its number. */
import type { XmlElement } from '../../formats/xml-element.ts';

export function plistText(root: XmlElement): string {
  const writer = new Writer();
  writer.element(root);
  return writer.text;
}

const escapes: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '\r': '&#13;' };
const escaped = (text: string) => text.replace(/[<>&\r]/g, (one) => escapes[one] ?? one);
const containers = new Set(['plist', 'dict', 'array']);

class Writer {
  text = '';
  #line = 1;

  element({ name, attributes, children, line }: XmlElement): void {
    if (line > this.#line) this.#put('\n'.repeat(line - this.#line));
    const written = [...attributes].map(
      ([key, value]) => ` ${key}="${escaped(value).replaceAll('"', '&quot;')}"`,
    );
    this.#put(`<${name}${written.join('')}>`);
    for (const child of children) {
      if (typeof child !== 'string') this.element(child);
      // Blanks between the parts of a dictionary are made anew; other text there is refused by the reader.
      else if (!containers.has(name) || child.trim() !== '') this.#put(escaped(child));
    }
    this.#put(`</${name}>`);
  }

  #put(text: string): void {
    this.text += text;
    this.#line += text.split('\n').length - 1;
  }
}
