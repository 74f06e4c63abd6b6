/** Binary property lists; what they hold must not depend on the bytes around them in memory. */
import { readBplist } from '../../src/formats/bplist.ts';
import { attempt, checkTree, isPlistKey, Violation } from './check.ts';

export function fuzz(data: Uint8Array): void {
  attempt(
    data,
    () => readBplist(data),
    (tree) => {
      checkTree(tree, isPlistKey);
      if (tree.type === 'data' && tree.value.buffer === data.buffer)
        throw new Violation('a view, not a copy');
    },
  );
}
