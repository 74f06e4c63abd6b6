/** JSON cut into elements: what the cutter accepts the whole reader must accept, and the other way round. */
import { PassmusterError } from '../../src/errors.ts';
import { cutJson } from '../../src/formats/json-cut.ts';
import { parseJson } from '../../src/formats/json.ts';
import { decodeText } from '../../src/formats/text.ts';
import { attemptAsync, checkTree, inChunks, Violation } from './check.ts';

export async function fuzz(data: Uint8Array): Promise<void> {
  let isCut = false;
  await attemptAsync(data, async () => {
    for await (const part of cutJson(inChunks(data), (key) => key === 'value'))
      checkTree(part.kind === 'end' ? part.members : part.node);
    isCut = true;
  });
  const whole = readWhole(data);
  // The cutter counts the depth of each element by itself.
  if (whole !== 'nesting-too-deep' && isCut !== (whole === 'read'))
    throw new Violation(`the cutter ${isCut ? 'accepts' : 'refuses'} what the reader does not`);
}

/** Only objects and arrays are cut. */
function readWhole(data: Uint8Array): string {
  try {
    const { type } = parseJson(decodeText(data).text);
    return type === 'map' || type === 'list' ? 'read' : 'scalar';
  } catch (error) {
    if (error instanceof PassmusterError) return error.code;
    throw error;
  }
}
