/** Events of a webhook, one object, an array or one a line; the answer lies in each of them as Base64. */
import { readPropertyList } from '../../artifacts/apple/packaging.ts';
import { withoutSecrets } from '../../artifacts/secrets.ts';
import { PassmusterError } from '../../errors.ts';
import type { JsonPeek } from '../../formats/json-peek.ts';
import { atLine, memberOf, stringOf } from '../../formats/node.ts';
import type { Input } from '../../io/input.ts';
import { timeOf } from '../../model/time.ts';
import { notice, type ReadItem } from '../define.ts';
import { type JsonRecord, jsonRecords, pointerTo } from '../json-records.ts';
import { type Answer, readAnswer } from './answer.ts';

type NoticeItem = Extract<ReadItem, { kind: 'notice' }>;

export async function* answersOfEvents(
  input: Input,
  peek: JsonPeek,
  asOf: string,
): AsyncGenerator<Answer | NoticeItem> {
  for await (const record of jsonRecords(input, peek, [])) yield answerOf(record, input.name, asOf);
}

const events = ['acknowledge_event', 'checkin_event'];
const strictBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function answerOf(record: JsonRecord, input: string, asOf: string): Answer | NoticeItem {
  const { node } = record;
  const unreadable = (message: string, locator = record.pointer || '/'): NoticeItem =>
    asNotice(notice('record-unreadable', message, { locator, line: node.line }));
  const present = events.filter((key) => memberOf(node, key) !== undefined);
  const [name] = present;
  const event = name === undefined ? undefined : memberOf(node, name);
  if (name === undefined || node.type !== 'map' || event?.type !== 'map')
    return unreadable('An event does not hold the message of a device.');
  if (present.length > 1 || node.repeated.size > 0 || event.repeated.size > 0)
    return unreadable('An event holds a key twice or two messages; which of them is meant is not known.');
  const payload = memberOf(event, 'raw_payload');
  const text = stringOf(payload);
  const pointer = `${pointerTo(record, name)}/raw_payload`;
  if (payload === undefined || text === undefined || !strictBase64.test(text))
    return unreadable('The message in an event is not Base64.', pointer);
  try {
    const bytes = new Uint8Array(Buffer.from(text, 'base64'));
    const tree = withoutSecrets(atLine(readPropertyList(bytes), payload.line));
    if (tree.type !== 'map') return unreadable('The message in an event is not a dictionary.', pointer);
    const created = stringOf(memberOf(node, 'created_at'));
    return readAnswer(tree, {
      input,
      asOf,
      locate: (path) => `${pointer}: ${path}`,
      ...(created === undefined || timeOf(created) === undefined ? {} : { collected: utc(created) }),
    });
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    return unreadable(`The message in an event cannot be read (${error.code}).`, pointer);
  }
}

const utc = (moment: string): string => `${new Date(moment).toISOString().slice(0, 19)}Z`;

function asNotice(item: ReadItem): NoticeItem {
  if (item.kind !== 'notice') throw new Error('no notice');
  return item;
}
