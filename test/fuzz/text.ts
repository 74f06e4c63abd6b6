/** Decoding, whole and as a stream in chunks: both give the same text, or both refuse. */
import { PassmusterError } from '../../src/errors.ts';
import { decodeStream, decodeText } from '../../src/formats/text.ts';
import { attempt, attemptAsync, inChunks, Violation } from './check.ts';

const declared = [undefined, 'utf-8', 'iso-8859-1', 'us-ascii', 'utf-16', 'koi8-r'] as const;

export async function fuzz(data: Uint8Array): Promise<void> {
  const encoding = declared[data.length % declared.length];
  attempt(
    data,
    () => decodeText(data, encoding),
    ({ text }) => requireWellFormed(text),
  );
  const whole = wholeText(data);
  let streamed: string | undefined;
  await attemptAsync(data, async () => {
    let text = '';
    for await (const chunk of decodeStream(inChunks(data))) text += chunk;
    streamed = text;
  });
  if (streamed !== whole) throw new Violation('a stream decodes to something else than the whole');
  await attemptAsync(data, async () => {
    for await (const text of decodeStream(inChunks(data), 'windows-1252')) requireWellFormed(text);
  });
}

function wholeText(data: Uint8Array): string | undefined {
  try {
    return decodeText(data).text;
  } catch (error) {
    if (error instanceof PassmusterError) return undefined;
    throw error;
  }
}

function requireWellFormed(text: string): void {
  if (!text.isWellFormed() && text.length < 1_000_000)
    throw new Violation('text with half of a surrogate pair');
}
