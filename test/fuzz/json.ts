/** JSON held against JSON.parse: what we accept it must accept, too, and lines must exist. */
import { parseJson } from '../../src/formats/json.ts';
import { decodeText } from '../../src/formats/text.ts';
import { attempt, checkTree, Violation } from './check.ts';

export function fuzz(data: Uint8Array): void {
  attempt(
    data,
    () => {
      const { text } = decodeText(data);
      return { text, tree: parseJson(text) };
    },
    ({ text, tree }) => {
      checkTree(tree);
      try {
        JSON.parse(text);
      } catch {
        throw new Violation('JSON.parse refuses what was accepted');
      }
    },
  );
}
