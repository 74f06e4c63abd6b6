/**
 * Reads what `passmuster read` wrote: a header, subjects with their observations, input records, an end. Shape:
 * schemas/subject-stream.schema.json. A file without its end is partial; a line that does not fit the shape is unreadable.
 */
import type { ValidateFunction } from 'ajv';
import { catalogueApps } from '../../apps/catalogue.ts';
import { PassmusterError } from '../../errors.ts';
import { readLines } from '../../formats/lines.ts';
import { parseJson } from '../../formats/json.ts';
import { hasRepeatedKeys, plainValue } from '../../formats/node.ts';
import type { Input } from '../../io/input.ts';
import { appScope, isKnown, type Observation } from '../../model/observation.ts';
import type { InputRecord } from '../../model/report.ts';
import { familyOf, type Subject } from '../../model/subject.ts';
import { findSetting } from '../../settings/catalogue.ts';
import { notice, type ReadItem, subject } from '../define.ts';
import { streamSchema } from './schema.ts';

interface SubjectLine {
  readonly type: 'subject';
  readonly input: string;
  readonly subject: Subject;
  readonly observations: readonly Observation[];
}
type Line =
  | { readonly schema: string }
  | SubjectLine
  | { readonly type: 'input'; readonly record: InputRecord }
  | { readonly type: 'end'; readonly subjects: number };

export async function* read(input: Input): AsyncGenerator<ReadItem> {
  const validate = await lineValidator();
  let subjects = 0;
  let end: number | undefined;
  const records = new Records();
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
    else if (line.type === 'input') yield* records.add(line.record, number);
    else {
      subjects += 1;
      records.need(line.input);
      yield subject(line.subject, [...line.observations, ...appsOf(line)]);
    }
  }
  if (end === undefined)
    yield notice(
      'stream-without-end',
      'The stream has no end line: it was cut off, or its writer was stopped.',
    );
  else if (end !== subjects)
    yield notice('count-mismatch', `The stream declares ${end} subjects and holds ${subjects}.`);
  yield* records.missing();
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
  const setting = findSetting(observation.setting);
  const hasScope = observation.scope !== undefined;
  // What is said of no app in particular, or of one app where it is about the phone, would be looked up by no rule.
  if (setting !== undefined && hasScope && setting.scope === 'device') return false;
  if (!('value' in observation)) return true;
  if (setting?.scope === 'app' && !hasScope) return false;
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
class Records {
  readonly #there = new Set<string>();
  readonly #needed = new Set<string>();

  need(input: string): void {
    this.#needed.add(input);
  }

  *add({ path, status }: InputRecord, line: number): Generator<ReadItem> {
    this.#there.add(path);
    if (status === 'partial' || status === 'unreadable')
      yield notice('earlier-input-incomplete', `The input ${path} was ${status} when it was read.`, { line });
  }

  /** A line of an input that was taken out of the stream leaves open whether the input was whole. */
  *missing(): Generator<ReadItem> {
    for (const path of this.#needed)
      if (!this.#there.has(path))
        yield notice(
          'earlier-input-incomplete',
          `The stream does not say whether the input ${path} was whole when it was read.`,
        );
  }
}

/** An inventory that holds an app shows that the app is there, also where the stream does not say so in a line of its own. */
function appsOf({ subject: { platform }, observations }: SubjectLine): Observation[] {
  const inventories = observations.filter(({ setting }) => setting === 'apps.installed').filter(isKnown);
  return inventories.flatMap(({ value, ...inventory }) => {
    const ids = new Set(Array.isArray(value) ? value : []);
    const installed = catalogueApps.filter((app) => app[familyOf(platform)].some((id) => ids.has(id)));
    return installed
      .map((app) => appScope(app.id))
      .filter((scope) => !isSaid(observations, scope))
      .map((scope): Observation => ({ ...inventory, setting: 'app.installed', scope, value: true }));
  });
}

function isSaid(observations: readonly Observation[], app: string): boolean {
  return observations.some(
    (one) =>
      one.setting === 'app.installed' &&
      isKnown(one) &&
      one.value === true &&
      (one.scope === app || one.scope?.startsWith(`${app}@`) === true),
  );
}

let validator: Promise<ValidateFunction> | undefined;

/** Compiled once: that costs more than reading a small stream. */
function lineValidator(): Promise<ValidateFunction> {
  return (validator ??= compileValidator());
}

async function compileValidator(): Promise<ValidateFunction> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  return new Ajv2020({
    strict: true,
    strictRequired: false,
    ownProperties: true,
    allowUnionTypes: true,
  }).compile(streamSchema);
}
