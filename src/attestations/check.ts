/** One record against the schema and against what the schema cannot say. Messages name ids, never what people wrote. */
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { catalogueApps } from '../apps/catalogue.ts';
import type { ErrorCode } from '../errors.ts';
import { type Attestation, attestationMethods, type Attester } from '../model/attestation.ts';
import { momentOf, timeOf } from '../model/time.ts';
import { ajv, checkShapeBy, mapOf, pathWords, type Problem, suggestion } from '../profiles/shape.ts';
import { isAttestable } from '../settings/attestable.ts';
import { findSetting, settings } from '../settings/catalogue.ts';
import type { Setting } from '../settings/define.ts';
import { addDuration, parseDuration } from '../model/duration.ts';
import type { AttestationFile, Path, PersonFile, PlacedRecord } from './file.ts';
import { attestationSchema } from './schema.ts';
import { valueNeeds } from './value.ts';

export interface RecordProblem extends Problem {
  readonly code: ErrorCode;
}

const isRecord: ValidateFunction<AttestationFile> = ajv.compile<AttestationFile>({
  ...attestationSchema,
  properties: {
    ...attestationSchema.properties,
    // Names that are looked up here, so that a message does not repeat what may be a text in the wrong cell.
    setting: { type: 'string' },
    method: { type: 'string' },
  },
});
const attestable = settings.filter(isAttestable).map(({ id }) => id);
const day = 86_400_000;

/** How messages call a record: by its id if it has one that may be shown. */
export function recordName({ value, index }: PlacedRecord): string {
  const { id } = mapOf(value);
  return typeof id === 'string' && /^[a-z0-9][a-z0-9._-]{2,63}$/.test(id)
    ? `record \`${id}\``
    : `record number ${index + 1}`;
}

/** @returns the record as far as the run needs it, or every problem of it */
export function checkRecord(
  record: PlacedRecord,
  input: string,
  asOf: string,
): { attestation: Attestation; content: AttestationFile } | { problems: RecordProblem[] } {
  const shape = checkShapeBy(isRecord, record, {
    nameOf: (path) =>
      path.length === 0 ? capital(recordName(record)) : `${pathWords(path)} of ${recordName(record)}`,
    patterns: {
      id: 'letters, digits, dots, underscores or hyphens (that of a record 3 to 64, and small)',
      supersedes: 'the id of a record',
      sha256: '64 hexadecimal digits',
      mediaType: 'a media type, as image/png',
    },
  });
  if ('problems' in shape)
    return { problems: shape.problems.map((problem) => ({ ...problem, code: 'attestation-invalid' })) };
  const checker = new RecordChecker(record, shape.content, asOf);
  const ends = checker.check();
  if (ends === undefined || checker.problems.length > 0) return { problems: checker.problems };
  const { content } = shape;
  return { content, attestation: attestationOf(content, ends, { input, line: record.placeOf([]).line }) };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

interface Ends {
  readonly at: number;
  readonly end: number;
}

function attestationOf(file: AttestationFile, { at, end }: Ends, place: Attestation['place']): Attestation {
  const { id, setting, value, scope, method, attestedBy, witnessedBy, evidence = [], supersedes } = file;
  return {
    id,
    setting,
    value,
    scope,
    method,
    by: shown(attestedBy),
    ...(witnessedBy === undefined ? {} : { witness: shown(witnessedBy) }),
    at: momentOf(at),
    until: momentOf(end),
    evidence: evidence.map(({ sha256 }) => sha256.toLowerCase()),
    ...(supersedes === undefined ? {} : { supersedes }),
    place,
  };
}

const shown = ({ role, id }: PersonFile): Attester => ({ role, ...(id === undefined ? {} : { id }) });

class RecordChecker {
  readonly problems: RecordProblem[] = [];
  readonly #record: PlacedRecord;
  readonly #file: AttestationFile;
  readonly #asOf: string;

  constructor(record: PlacedRecord, file: AttestationFile, asOf: string) {
    this.#record = record;
    this.#file = file;
    this.#asOf = asOf;
  }

  check(): Ends | undefined {
    const { setting: id, value, method } = this.#file;
    const setting = findSetting(id);
    if (setting === undefined) this.#problem(['setting'], `names no setting${suggestion(id, attestable)}`);
    else if (!isAttestable(setting)) this.#problem(['setting'], `\`${id}\` cannot be stated by a person`);
    else {
      const needs = valueNeeds(setting, value);
      if (needs !== undefined) this.#problem(['value'], `has to be ${needs}, as \`${id}\` is`);
      this.#checkScope(setting);
    }
    if (!attestationMethods.some((one) => one === method))
      this.#problem(['method'], `has to be one of ${attestationMethods.join(', ')}`);
    this.#checkMethod();
    const ends = this.#ends();
    if (ends !== undefined && setting?.type === 'date') this.#checkDate(value, ends);
    return ends;
  }

  #checkScope({ id, scope, organisationWide }: Setting): void {
    const { subjects, group, everyone, app, account } = this.#file.scope;
    const given = [subjects, group, everyone].filter((one) => one !== undefined).length;
    if (given !== 1)
      this.#problem(['scope'], 'has to have exactly one of `subjects`, `group` and `everyone`');
    if (everyone === true && organisationWide !== true)
      this.#problem(
        ['scope', 'everyone'],
        `goes with statements about the whole organisation; \`${id}\` is none`,
      );
    if (scope === 'app' && app === undefined)
      this.#problem(['scope'], `lacks \`app\`, because \`${id}\` is a setting of an app`);
    if (scope === 'device' && app !== undefined)
      this.#problem(['scope', 'app'], `is one app too many: \`${id}\` is a setting of the phone`);
    const apps = catalogueApps.map((one) => one.id);
    if (app !== undefined && !apps.includes(app))
      this.#problem(['scope', 'app'], `names no app of the catalogue${suggestion(app, apps)}`);
    if (account !== undefined && app === undefined)
      this.#problem(['scope', 'account'], 'belongs to an `app`, and none is named');
  }

  #checkMethod(): void {
    const { method, witnessedBy, evidence } = this.#file;
    if ((method === 'witnessed' || method === 'screenshot') && witnessedBy === undefined)
      this.#problem(['method'], `is \`${method}\`, which needs \`witnessedBy\``);
    if ((method === 'screenshot' || method === 'document') && evidence === undefined)
      this.#problem(['method'], `is \`${method}\`, which needs \`evidence\``);
  }

  /** When it begins and ends; a record from after the evaluation is refused, to the second. */
  #ends(): Ends | undefined {
    const { attestedAt, validFor, expiresAt } = this.#file;
    const at = timeOf(attestedAt);
    if (at === undefined) {
      this.#problem(['attestedAt'], 'has to be an RFC 3339 time with an offset, or a day, as 2026-11-03');
      return undefined;
    }
    if (at > (timeOf(this.#asOf) ?? Number.NaN))
      this.#problem(
        ['attestedAt'],
        `lies after ${this.#asOf}, the time of the evaluation (attestation-future)`,
        'attestation-future',
      );
    if ((validFor === undefined) === (expiresAt === undefined)) {
      this.#problem([], 'has to have exactly one of `validFor` and `expiresAt`');
      return undefined;
    }
    const end = validFor === undefined ? this.#expiry(expiresAt ?? '', at) : this.#lifetime(validFor, at);
    return end === undefined ? undefined : { at, end };
  }

  #expiry(expiresAt: string, at: number): number | undefined {
    const end = timeOf(expiresAt);
    if (end === undefined)
      this.#problem(['expiresAt'], 'has to be an RFC 3339 time with an offset, or a day, as 2026-12-03');
    else if (end <= at) this.#problem(['expiresAt'], 'does not lie after `attestedAt`');
    return end;
  }

  #lifetime(validFor: string, at: number): number | undefined {
    const duration = parseDuration(validFor);
    const end = duration === undefined ? undefined : addDuration(at, duration);
    if (end === undefined)
      this.#problem(
        ['validFor'],
        'has to be an ISO 8601 duration of whole numbers, longer than nothing, as P30D, P3M or P1Y',
      );
    return end;
  }

  /** A day that is still to come has not happened. Zones differ by less than a day. */
  #checkDate(value: unknown, { at }: Ends): void {
    const time = typeof value === 'string' ? timeOf(value) : undefined;
    if (time !== undefined && time > at + day) this.#problem(['value'], 'lies after `attestedAt`');
  }

  #problem(path: Path, words: string, code: ErrorCode = 'attestation-invalid'): void {
    const name = recordName(this.#record);
    const subject = path.length === 0 ? capital(name) : `${pathWords(path)} of ${name}`;
    this.problems.push({ message: `${subject} ${words}.`, code, ...this.#record.placeOf(path) });
  }
}
