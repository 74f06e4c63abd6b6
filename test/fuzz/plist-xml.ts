/** Property lists in XML. */
import { readPlistXml } from '../../src/formats/plist-xml.ts';
import { decodeText } from '../../src/formats/text.ts';
import { attempt, checkTree, isPlistKey } from './check.ts';

export function fuzz(data: Uint8Array): void {
  attempt(
    data,
    () => readPlistXml(decodeText(data).text),
    (tree) => checkTree(tree, isPlistKey),
  );
}
