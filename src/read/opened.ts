/** Reads one opened input in this process: which source claims it, what that source yields, and the record at the end. */
import { PassmusterError } from '../errors.ts';
import type { OpenInput } from '../io/input.ts';
import type { Notice } from '../model/notice.ts';
import { type Chosen, chooseSource } from '../sources/choose.ts';
import type { ReadContext, ReadItem } from '../sources/define.ts';
import { detectionInput, lineOfCutJson } from '../sources/detect.ts';
import { unmapped } from '../sources/known-products.ts';
import { fault, type InputState, newState, type RawEvent, recordOf } from './events.ts';

export async function* readOpened(input: OpenInput, context: ReadContext): AsyncGenerator<RawEvent> {
  const state = newState();
  try {
    if (isAge(input))
      throw new PassmusterError(
        'input-unreadable',
        'The file is encrypted with age; decrypt it first: age -d -i KEYFILE -o acquisition.zip FILE.',
      );
    if (isTorn(input)) throw new PassmusterError('input-empty', 'The input is empty.');
    const source = await chooseSource(input, context);
    if (source === undefined) {
      await refuseCutJson(input);
      state.notices.push(unclaimed(input));
    } else yield* readSource(input, source, context, state);
  } catch (error) {
    fault(error, state);
  }
  let digest = { sha256: '', bytes: 0 };
  try {
    digest = await input.finish();
  } catch (error) {
    fault(error, state);
  }
  yield { kind: 'input', record: recordOf(input.name, digest, state) };
}

async function* readSource(
  input: OpenInput,
  source: Chosen,
  context: ReadContext,
  state: InputState,
): AsyncGenerator<RawEvent> {
  state.source = source.id;
  yield* itemsOf(input.name, source.read(input, context), state);
}

/** What a reader yields becomes events, and is counted. */
export async function* itemsOf(
  input: string,
  items: AsyncGenerator<ReadItem>,
  state: InputState,
): AsyncGenerator<RawEvent> {
  for await (const item of items) {
    if (item.kind === 'notice') state.notices.push(item.notice);
    else if (item.kind === 'skipped') state.skipped += 1;
    else if (item.kind === 'subject') {
      state.subjects += 1;
      const { kind, ...rest } = item;
      yield { kind, input, ...rest };
    } else {
      state.sayings += 1;
      yield { ...item, input };
    }
  }
}

/** AndroidQF encrypts what it acquires (https://age-encryption.org/v1). Evidence that stays closed is not passed over. */
function isAge({ head }: OpenInput): boolean {
  return Buffer.from(head.subarray(0, 22)).toString('latin1') === 'age-encryption.org/v1\n';
}

/** Empty, and called like something that is read (or standard input): an export that did not arrive. A `.gitkeep` is none. */
function isTorn({ head, name }: OpenInput): boolean {
  return (
    head.length === 0 &&
    (name === '-' || /\.(json|ndjson|csv|xlsx|xml|plist|mobileconfig|zip|tar|t?gz)$/i.test(name))
  );
}

/**
 * A document that ends in the middle may have lost the very key that names it: it is no file of another kind, and an audit
 * without it is not complete.
 */
async function refuseCutJson(input: OpenInput): Promise<void> {
  const line = await lineOfCutJson(input);
  if (line !== undefined)
    throw new PassmusterError('json-malformed', 'The JSON text ends before its root value does.', { line });
}

function unclaimed({ head, name }: OpenInput): Notice {
  const is = (message: string): Notice => ({ code: 'unclaimed', message });
  if (head.length === 0) return is('The file is empty.');
  const product = unmapped(detectionInput(name, head));
  if (product !== undefined) return product;
  if (head[0] === 0x30 && (head[1] ?? 0) >= 0x80)
    return is('DER, but not a signed profile: perhaps a certificate.');
  if (/\.(csv|tsv|xlsx)$/i.test(name))
    return is('No source recognises the content; a mapping can explain it: passmuster mapping new.');
  return is('No source recognises the content.');
}
