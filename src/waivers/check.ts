/** One waiver against the schema and against what the schema cannot say. Messages name ids, never what people wrote. */
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { catalogueApps } from '../apps/catalogue.ts';
import { addDuration, type Duration } from '../model/duration.ts';
import type { Path, PersonFile, PlacedRecord } from '../attestations/file.ts';
import type { Attester } from '../model/attestation.ts';
import { momentOf, timeOf } from '../model/time.ts';
import type { Waiver, WaiverSelect } from '../model/waiver.ts';
import { ajv, checkShapeBy, mapOf, pathWords, type Problem, suggestion } from '../profiles/shape.ts';
import type { OneOrMore, SelectFile, WaiverFile } from './file.ts';
import { waiverSchema } from './schema.ts';

const isWaiver: ValidateFunction<WaiverFile> = ajv.compile<WaiverFile>(waiverSchema);

/** How messages call a waiver: by its id if it has one that may be shown. */
export function waiverName({ value, index }: PlacedRecord): string {
  const { id } = mapOf(value);
  return typeof id === 'string' && /^[a-z0-9][a-z0-9._-]{2,63}$/.test(id)
    ? `waiver \`${id}\``
    : `waiver number ${index + 1}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A problem of a waiver at a path in it. */
export function problemAt(record: PlacedRecord, path: Path, words: string): Problem {
  const name = waiverName(record);
  const subject = path.length === 0 ? capital(name) : `${pathWords(path)} of ${name}`;
  return { message: `${subject} ${words}.`, ...record.placeOf(path) };
}

interface CheckOptions {
  readonly input: string;
  /** RFC 3339, UTC. */
  readonly asOf: string;
  /** Of the file, or what holds without one; with the words for it. */
  readonly maxLifetime: Duration;
  readonly lifetimeWords: string;
}

/** @returns the waiver as the run needs it, or every problem of it */
export function checkWaiver(
  record: PlacedRecord,
  options: CheckOptions,
): { waiver: Waiver } | { problems: Problem[] } {
  const shape = checkShapeBy(isWaiver, record, {
    nameOf: (path) =>
      path.length === 0 ? capital(waiverName(record)) : `${pathWords(path)} of ${waiverName(record)}`,
    patterns,
  });
  if ('problems' in shape) return shape;
  const { content } = shape;
  const problems = [
    ...scopeProblems(record, content),
    ...peopleProblems(record, content),
    ...textProblems(record, content),
    ...dayProblems(record, content, options),
  ];
  if (problems.length > 0) return { problems: problems.sort((a, b) => a.line - b.line) };
  return { waiver: waiverOf(content, { input: options.input, line: record.placeOf([]).line }) };
}

const patterns = {
  id: 'small letters, digits, dots, underscores or hyphens (that of a waiver 3 to 64; of a person also capitals)',
  supersedes: 'the id of a waiver',
  rules: 'ids of rules, as `passcode-length`',
  reason: 'a code of small letters and hyphens, as `other`',
  profile: 'the id of an audit profile',
  approvedAt: 'a calendar day, as 2027-02-28',
  from: 'a calendar day, as 2027-02-28',
  until: 'a calendar day, as 2027-02-28',
  osVersion: 'a comparison in quotes, as "<18" or ">=17 <18"',
};

function* scopeProblems(record: PlacedRecord, { scope }: WaiverFile): Generator<Problem> {
  const { subjects, select, everyone, app, account } = scope;
  const given = [subjects, select, everyone].filter((one) => one !== undefined).length;
  if (given !== 1)
    yield problemAt(record, ['scope'], 'has to have exactly one of `subjects`, `select` and `everyone`');
  const apps = catalogueApps.map(({ id }) => id);
  for (const one of listOf(app) ?? [])
    if (!apps.includes(one))
      yield problemAt(record, ['scope', 'app'], `names no app of the catalogue${suggestion(one, apps)}`);
  if (account !== undefined && app === undefined)
    yield problemAt(record, ['scope', 'account'], 'belongs to an `app`, and none is named');
}

/** Nobody approves what they have asked for. */
function* peopleProblems(record: PlacedRecord, { approvedBy, requestedBy }: WaiverFile): Generator<Problem> {
  if (requestedBy === undefined) return;
  if (requestedBy.id === undefined || approvedBy.id === undefined)
    yield problemAt(
      record,
      [approvedBy.id === undefined ? 'approvedBy' : 'requestedBy'],
      'lacks `id`: with it can be told that another person approved than asked',
    );
  else if (requestedBy.id === approvedBy.id)
    yield problemAt(
      record,
      ['approvedBy', 'id'],
      'is that of who asked for it; another person has to approve',
    );
}

function* textProblems(record: PlacedRecord, file: WaiverFile): Generator<Problem> {
  for (const key of ['justification', 'compensating'] as const) {
    const text = file[key];
    if (text !== undefined && text.trim().length < 10)
      yield problemAt(record, [key], 'needs at least ten characters that say why');
  }
  for (const key of ['owner', 'approvedBy', 'requestedBy'] as const)
    if (file[key] !== undefined && file[key].role.trim() === '')
      yield problemAt(record, [key, 'role'], 'is blank');
}

function* dayProblems(
  record: PlacedRecord,
  file: WaiverFile,
  { asOf, maxLifetime, lifetimeWords }: CheckOptions,
): Generator<Problem> {
  const { approvedAt, until, from = approvedAt } = file;
  const isDay = (day: string): boolean => startOf(day) !== undefined;
  for (const key of ['approvedAt', 'from', 'until'] as const) {
    const day = file[key];
    if (day !== undefined && !isDay(day))
      yield problemAt(record, [key], `is ${day}, which is no day of the calendar`);
  }
  if (isDay(approvedAt) && approvedAt > asOf.slice(0, 10))
    yield problemAt(record, ['approvedAt'], `lies after ${asOf}, the time of the evaluation`);
  if (!isDay(from) || !isDay(until)) return;
  if (until < from) yield problemAt(record, ['until'], 'lies before the first day');
  else if (isLonger(from, until, maxLifetime))
    yield problemAt(record, ['until'], `is too late: from ${from} on ${lifetimeWords}`);
}

/** Milliseconds of the first moment of a day; undefined for what is none. */
export const startOf = (day: string): number | undefined => (day.length === 10 ? timeOf(day) : undefined);

/** Does a waiver that holds from one day to another, both included, live longer? */
export function isLonger(from: string, until: string, most: Duration): boolean {
  const end = addDuration(startOf(from) ?? 0, most);
  return end !== undefined && until >= momentOf(end).slice(0, 10);
}

export function listOf<Value>(value: OneOrMore<Value> | undefined): readonly Value[] | undefined {
  if (value === undefined) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a list of values is no value
  return Array.isArray(value) ? (value as readonly Value[]) : [value as Value];
}

function waiverOf(file: WaiverFile, place: Waiver['place']): Waiver {
  const { subjects, select, everyone, app, account } = file.scope;
  const { requestedBy, accepts, owner, approvedBy, approvedAt, from = approvedAt, ...rest } = file;
  const apps = listOf(app);
  return {
    ...rest,
    scope: {
      ...(subjects === undefined ? {} : { subjects: new Set(subjects) }),
      ...(select === undefined ? {} : { select: selectOf(select) }),
      ...(everyone === undefined ? {} : { everyone }),
      ...(apps === undefined ? {} : { app: apps }),
      ...(account === undefined ? {} : { account }),
    },
    owner: shown(owner),
    approvedBy: shown(approvedBy),
    ...(requestedBy === undefined ? {} : { requestedBy: shown(requestedBy) }),
    approvedAt,
    from,
    ...(accepts === undefined ? {} : { accepts: { actual: String(accepts.actual) } }),
    place,
  };
}

const shown = ({ role, id }: PersonFile): Attester => ({ role, ...(id === undefined ? {} : { id }) });

function selectOf({ supervised, osVersion, labels, ...lists }: SelectFile): WaiverSelect {
  const listed = Object.entries(lists).map(([name, value]) => [name, listOf<string>(value)]);
  return {
    ...(Object.fromEntries(listed) as Pick<WaiverSelect, 'kind' | 'platform' | 'model'>),
    ...(supervised === undefined ? {} : { supervised }),
    ...(osVersion === undefined ? {} : { osVersion }),
    ...(labels === undefined
      ? {}
      : {
          labels: Object.fromEntries(
            Object.entries(labels).map(([name, values]) => [name, listOf(values) ?? []]),
          ),
        }),
  };
}
