/** Exports in YAML: a sound tree, and a look at its start that never says more than the whole. */
import type { TreeNode } from '../../src/formats/node.ts';
import { decodeText } from '../../src/formats/text.ts';
import { peekYaml } from '../../src/formats/yaml-peek.ts';
import { parseYaml } from '../../src/formats/yaml-tree.ts';
import { attempt, checkTree, Violation } from './check.ts';

export function fuzz(data: Uint8Array): void {
  attempt(data, () => peekYaml(Buffer.from(data).toString('utf8')));
  attempt(
    data,
    () => parseYaml(decodeText(data).text),
    (tree: TreeNode) => {
      checkTree(tree);
      if (tree.line < 1) throw new Violation('a tree without its line');
    },
  );
}
