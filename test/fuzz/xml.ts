/** XML that is no property list, in each mode of its reader. */
import { decodeText } from '../../src/formats/text.ts';
import { readXml } from '../../src/formats/xml.ts';
import type { XmlElement } from '../../src/formats/xml-element.ts';
import { limits } from '../../src/io/limits.ts';
import { attemptAsync, Violation } from './check.ts';

const modes = [
  {},
  { severalRoots: true },
  { allowDoctype: true },
  { strictScalars: false },
  { allowStylesheet: true },
] as const;

export async function fuzz(data: Uint8Array): Promise<void> {
  await attemptAsync(
    data,
    () => readXml(decodeText(data).text, modes[data.length % modes.length]),
    (root) => checkElement(root, 0),
  );
}

export function checkElement(element: XmlElement, depth: number): void {
  if (depth > limits.documentDepth + 1) throw new Violation('elements deeper than the limit');
  if (element.name === '' || element.line < 0) throw new Violation('an element without name or line');
  for (const [name, value] of element.attributes)
    if (!name.isWellFormed() || !value.isWellFormed()) throw new Violation('half of a surrogate pair');
  for (const child of element.children) {
    if (typeof child !== 'string') checkElement(child, depth + 1);
    else if (!child.isWellFormed()) throw new Violation('half of a surrogate pair');
  }
}
