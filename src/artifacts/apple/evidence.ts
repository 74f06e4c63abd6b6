/** The witness of a key of an Apple document, for code that reads it without a row. */
import type { TreeNode } from '../../formats/node.ts';
import type { Evidence } from '../../model/observation.ts';
import { displayValue, type MapSite } from '../observe-map.ts';

/** Without a node: the place where the key would stand. */
export function evidenceAt(
  site: Pick<MapSite, 'input' | 'entry' | 'locate'>,
  key: string,
  node: TreeNode | undefined,
): Evidence {
  return {
    input: site.input,
    ...(site.entry === undefined ? {} : { entry: site.entry }),
    locator: site.locate(key),
    ...(node && node.line > 0 ? { line: node.line } : {}),
    ...(node ? { value: displayValue(key, node) } : {}),
  };
}
