/** The element that XML yields in both its forms: text, and Android's binary one. */

export interface XmlElement {
  /** As written, with the namespace prefix: `a:b`. `#document` around several roots: no element can be called so. */
  readonly name: string;
  /** Values are decoded. Names are data, hence a Map. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Elements and decoded text in their order. Text is kept as it stands, blanks too; it is never empty or in pieces. */
  readonly children: readonly (XmlElement | string)[];
  /** Of the opening tag, counts from 1; 0 where the format has no lines. */
  readonly line: number;
}

/** Shared by all elements without attributes: most have none. */
export const noAttributes: ReadonlyMap<string, string> = new Map();

/** The roots of a document that may have several, always wrapped, so that callers meet one shape. */
export function wrapRoots(roots: readonly XmlElement[]): XmlElement {
  return { name: '#document', attributes: noAttributes, children: roots, line: roots[0]?.line ?? 0 };
}

/** Nothing but what XML calls white space (XML 1.0, 2.3). */
export function isXmlBlank(text: string): boolean {
  return !/[^ \t\r\n]/.test(text);
}

/** The text right in an element, without that of the elements in it. */
export function plainText({ children }: XmlElement): string {
  return children.filter((child) => typeof child === 'string').join('');
}
