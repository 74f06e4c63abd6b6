/**
 * Reads what `passmuster read` wrote: a header, subjects with their observations, input records, an end. Shape:
 * schemas/subject-stream.schema.json. A file without its end is partial; a line that does not fit the shape is unreadable.
 */
import type { ValidateFunction } from 'ajv';
import { PassmusterError } from '../../errors.ts';
import { readLines } from '../../formats/lines.ts';
import { parseJson } from '../../formats/json.ts';
import { hasRepeatedKeys, plainValue } from '../../formats/node.ts';
import type { Input } from '../../io/input.ts';
import type { Observation } from '../../model/observation.ts';
import type { InputRecord } from '../../model/report.ts';
import type { Subject } from '../../model/subject.ts';
import { findSetting } from '../../settings/catalogue.ts';
import { notice, type ReadItem, subject } from '../define.ts';
import { streamSchema } from './schema.ts';

type Line =
  | { readonly schema: string }
  | { readonly type: 'subject'; readonly subject: Subject; readonly observations: readonly Observation[] }
  | { readonly type: 'input'; readonly record: InputRecord }
  | { readonly type: 'end'; readonly subjects: number };

export async function* read(input: Input): AsyncGenerator<ReadItem> {
  const validate = await lineValidator();
  let subjects = 0;
  let end: number | undefined;
  for await (const { text, number } of readLines(input.stream())) {
    if (text.trim() === '') continue;
    if (end !== undefined)
      throw new PassmusterError('stream-malformed', 'Lines follow the end of the stream.', { line: number });
    const line = readLine(text, number, validate);
    if (line === undefined)
      yield notice('record-unreadable', 'A line does not have the shape of the stream; it is left out.', {
        line: number,
      });
    else if ('schema' in line) continue;
    else if (line.type === 'end') end = line.subjects;
    else if (line.type === 'input') yield* inputNotices(line.record, number);
    else {
      subjects += 1;
      yield subject(line.subject, line.observations);
    }
  }
  if (end === undefined)
    yield notice(
      'stream-without-end',
      'The stream has no end line: it was cut off, or its writer was stopped.',
    );
  else if (end !== subjects)
    yield notice('count-mismatch', `The stream declares ${end} subjects and holds ${subjects}.`);
}

function readLine(text: string, number: number, validate: ValidateFunction): Line | undefined {
  const node = parseJson(text, number);
  if (hasRepeatedKeys(node)) return undefined;
  const value = plainValue(node);
  if (!validate(value)) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema has just said so
  const line = value as Line;
  if ('type' in line && line.type === 'subject' && !line.observations.every(isPossible)) return undefined;
  return line;
}

/** The value must be one that the setting can have: nothing in a stream is taken on trust. */
function isPossible(observation: Observation): boolean {
  if (!('value' in observation)) return true;
  const setting = findSetting(observation.setting);
  const { value } = observation;
  switch (setting?.type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return typeof value === 'number' && Number.isSafeInteger(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'list':
      return Array.isArray(value);
    case 'choice':
      return typeof value === 'string' && setting.values?.includes(value) === true;
    case 'version':
    case 'date':
    case 'text':
      return typeof value === 'string';
    case undefined:
      return false;
  }
}

/** What was incomplete when it was read stays incomplete when the stream is read again. */
function* inputNotices(record: InputRecord, line: number): Generator<ReadItem> {
  if (record.status === 'partial' || record.status === 'unreadable') {
    yield notice(
      'earlier-input-incomplete',
      `The input ${record.path} was ${record.status} when it was read.`,
      { line },
    );
  }
}

async function lineValidator(): Promise<ValidateFunction> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  return new Ajv2020({
    strict: true,
    strictRequired: false,
    ownProperties: true,
    allowUnionTypes: true,
  }).compile(streamSchema);
}
