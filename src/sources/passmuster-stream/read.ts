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
import type { Links } from '../../model/links.ts';
import { appScope, isKnown, type Observation } from '../../model/observation.ts';
import type { InputRecord } from '../../model/report.ts';
import { familyOf, type PlatformFamily, type Subject } from '../../model/subject.ts';
import { findSetting } from '../../settings/catalogue.ts';
import { notice, type ReadItem, skipped, subject } from '../define.ts';
import { streamSchema } from './schema.ts';

type Line =
  | { readonly schema: string }
  | {
      readonly type: 'subject';
      readonly input: string;
      readonly subject: Subject;
      readonly observations: readonly Observation[];
      readonly links?: Links;
    }
  | {
      readonly type: 'facts';
      readonly input: string;
      readonly links: Links;
      readonly observations: readonly Observation[];
    }
  | ({ readonly type: 'assignment'; readonly input: string } & Omit<Assignment, 'kind'>)
  | { readonly type: 'input'; readonly record: EarlierRecord }
  | ({ readonly type: 'end' } & Counts);

type Assignment = Extract<ReadItem, { kind: 'assignment' }>;
/** What the schema asks of a record. */
type EarlierRecord = Pick<InputRecord, 'path' | 'status'> & Partial<Pick<InputRecord, 'skipped'>>;
interface Counts {
  readonly subjects: number;
  readonly facts?: number;
  readonly assignments?: number;
}

export async function* read(input: Input): AsyncGenerator<ReadItem> {
  const validate = await lineValidator();
  const counts = { subjects: 0, facts: 0, assignments: 0 };
  let end: Counts | undefined;
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
    else if (line.type === 'end') end = line;
    else if (line.type === 'input') yield* records.add(line.record, number);
    else {
      counts[counted[line.type]] += 1;
      records.need(line.input);
      yield itemOf(line);
    }
  }
  if (end === undefined)
    yield notice(
      'stream-without-end',
      'The stream has no end line: it was cut off, or its writer was stopped.',
    );
  else
    for (const kind of ['subjects', 'facts', 'assignments'] as const) {
      const declared = end[kind] ?? 0;
      if (declared === counts[kind]) continue;
      yield notice('count-mismatch', `The stream declares ${declared} ${kind} and holds ${counts[kind]}.`);
    }
  yield* records.missing();
}

const counted = { subject: 'subjects', facts: 'facts', assignment: 'assignments' } as const;

function itemOf(line: Extract<Line, { type: 'subject' | 'facts' | 'assignment' }>): ReadItem {
  if (line.type === 'assignment') {
    const { policy, links, none } = line;
    return { kind: 'assignment', policy, links, ...(none === undefined ? {} : { none }) };
  }
  if (line.type === 'facts') {
    const { links, observations } = line;
    return { kind: 'facts', links, observations: [...observations, ...appsOf(observations, families)] };
  }
  const own = [familyOf(line.subject.platform)];
  return subject(line.subject, [...line.observations, ...appsOf(line.observations, own)], line.links);
}

const families: readonly PlatformFamily[] = ['ios', 'android'];

function readLine(text: string, number: number, validate: ValidateFunction): Line | undefined {
  const node = parseJson(text, number);
  if (hasRepeatedKeys(node)) return undefined;
  const value = plainValue(node);
  if (!validate(value)) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema has just said so
  const line = value as Line;
  if ('observations' in line && !line.observations.every(isPossible)) return undefined;
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

  *add({ path, status, skipped: rows = 0 }: EarlierRecord, line: number): Generator<ReadItem> {
    this.#there.add(path);
    for (let row = 0; row < rows; row += 1) yield skipped;
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
function appsOf(observations: readonly Observation[], of: readonly PlatformFamily[]): Observation[] {
  const inventories = observations.filter(({ setting }) => setting === 'apps.installed').filter(isKnown);
  return inventories.flatMap(({ value, ...inventory }) => {
    const ids = new Set(Array.isArray(value) ? value : []);
    const installed = catalogueApps.filter((app) =>
      of.some((family) => app[family].some((id) => ids.has(id))),
    );
    return installed
      .map((app) => appScope(app.id))
      .filter((scope) => !isSaid(observations, scope))
      .map((scope): Observation => ({ ...inventory, setting: 'app.installed', scope, value: true }));
  });
}

/** A doubt about the app is a line of its own, too. */
function isSaid(observations: readonly Observation[], app: string): boolean {
  return observations.some(
    (one) =>
      one.setting === 'app.installed' &&
      (!isKnown(one) || one.value === true) &&
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
