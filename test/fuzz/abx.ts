/** Android's binary XML. */
import { isAbx, readAbx } from '../../src/formats/abx.ts';
import { attempt } from './check.ts';
import { checkElement } from './xml.ts';

export function fuzz(data: Uint8Array): void {
  isAbx(data);
  attempt(
    data,
    () => readAbx(data, data.length % 2 === 0 ? {} : { severalRoots: true }),
    (root) => checkElement(root, 0),
  );
}
