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
      if (localName(child) === 't') return plainText(child);
      return localName(child) === 'r' ? textOf(child) : '';
    })
    .join('');
}
