/** Elements of SpreadsheetML by their local names: some writers give every name a prefix. */
import { plainText, type XmlElement } from './xml-element.ts';

export const localName = ({ name }: XmlElement): string => name.slice(name.indexOf(':') + 1);

export function childrenOf({ children }: XmlElement, name: string): XmlElement[] {
  return children.filter(
    (child): child is XmlElement => typeof child !== 'string' && localName(child) === name,
  );
}

export const firstChild = (element: XmlElement, name: string): XmlElement | undefined =>
  childrenOf(element, name)[0];

/** A text in one piece or in runs of several styles; how it is pronounced (`rPh`) is no part of it. */
export function textOf(element: XmlElement): string {
  return element.children
    .map((child) => {
      if (typeof child === 'string') return '';
      if (localName(child) === 't') return unescapedUnits(plainText(child));
      return localName(child) === 'r' ? textOf(child) : '';
    })
    .join('');
}

/** `_xHHHH_` stands for a unit of UTF-16 that XML cannot hold, or for what only looks so (ST_Xstring, ECMA-376-1 22.9.2.19). */
const unescapedUnits = (text: string): string =>
  text.replaceAll(/_x([\dA-Fa-f]{4})_/g, (_, unit: string) => String.fromCharCode(Number.parseInt(unit, 16)));
