/** Files of attestations as one set of records: each checked, and all of them together. */
import { createHash } from 'node:crypto';
import { PassmusterError } from '../errors.ts';
import type { Attestation } from '../model/attestation.ts';
import { mapOf, problemLines } from '../profiles/shape.ts';
import { checkRecord, type RecordProblem } from './check.ts';
import type { AttestationFile, PlacedRecord } from './file.ts';
import { openRecords } from './open.ts';

/** Problems that are told one by one. */
const shownProblems = 50;

/** A file as it was opened. */
export interface AttestationInput {
  /** As messages and reports call it. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A file that was read, for the list of inputs. */
export interface ReadFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly records: number;
}

export interface LoadedAttestations {
  /** Those that a later record replaces are left out. */
  readonly records: readonly Attestation[];
  readonly superseded: number;
  /** Rows of forms without an answer. */
  readonly blank: number;
  readonly files: readonly ReadFile[];
  /** What stands in forms, whole; empty unless they were asked for. */
  readonly contents: readonly AttestationFile[];
}

export interface LoadOptions {
  /** RFC 3339, UTC. */
  readonly asOf: string;
  /** Forms are taken, too; what they leave blank is counted. */
  readonly forms?: boolean;
  /** For rows of forms that leave it blank. */
  readonly fill?: FormDefaults;
}

export interface FormDefaults {
  readonly role?: string;
  /** RFC 3339, or a day. */
  readonly at?: string;
}

/** A record and what is needed to say where it stands. */
interface Loaded {
  readonly attestation: Attestation;
  readonly placeOf: PlacedRecord['placeOf'];
  readonly file: string;
}

/** @throws PassmusterError attestation-invalid, or attestation-future, with problems as `name:line:column: message`, one a line */
export async function loadAttestations(
  inputs: readonly AttestationInput[],
  options: LoadOptions,
): Promise<LoadedAttestations> {
  const problems = new Problems();
  const loaded: Loaded[] = [];
  const files: ReadFile[] = [];
  const contents: AttestationFile[] = [];
  let blank = 0;
  for (const { name, bytes } of inputs) {
    const opened = await openRecords(name, bytes);
    if (opened.isForm && options.forms !== true)
      throw new PassmusterError(
        'attestation-invalid',
        `${name} is a form. Read it back with "passmuster attest import ${name} -o attestations.yaml".`,
      );
    blank += opened.blank;
    const before = loaded.length;
    for (const record of opened.records) {
      if (options.forms === true && isBlank(record)) {
        blank += 1;
        continue;
      }
      const checked = checkRecord(filled(record, options.fill), name, options.asOf);
      if ('attestation' in checked) {
        loaded.push({
          attestation: checked.attestation,
          placeOf: (path) => record.placeOf(path),
          file: name,
        });
        if (options.forms === true) contents.push(checked.content);
      } else problems.add(name, checked.problems);
    }
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    files.push({ path: name, sha256, bytes: bytes.length, records: loaded.length - before });
  }
  // An id that is missing because its record is wrong would be a second problem of the same.
  if (problems.isEmpty) for (const { file, problem } of acrossRecords(loaded)) problems.add(file, [problem]);
  problems.throwAny();
  const replaced = new Set(loaded.flatMap(({ attestation }) => attestation.supersedes ?? []));
  const all = loaded.map(({ attestation }) => attestation);
  const records = all.filter(({ id }) => !replaced.has(id));
  return { records, superseded: all.length - records.length, blank, files, contents };
}

/** What whoever reads the form back says of all rows that leave it open. */
function filled(record: PlacedRecord, { role, at }: FormDefaults = {}): PlacedRecord {
  const given = mapOf(record.value);
  const isUnsigned = (mapOf(given['attestedBy'])['role'] ?? '') === '';
  const isUndated = (given['attestedAt'] ?? '') === '';
  const value = {
    ...given,
    ...(role !== undefined && isUnsigned ? { attestedBy: { ...mapOf(given['attestedBy']), role } } : {}),
    ...(at !== undefined && isUndated ? { attestedAt: at } : {}),
  };
  return role === undefined && at === undefined ? record : { ...record, value };
}

/** Of a form in YAML; a row of CSV without an answer does not come so far. */
function isBlank({ value }: PlacedRecord): boolean {
  const answer = mapOf(value)['value'];
  return answer === null || answer === '';
}

/** An id twice, and chains of replacement that lead nowhere or round. */
function* acrossRecords(loaded: readonly Loaded[]): Generator<{ file: string; problem: RecordProblem }> {
  const byId = new Map<string, Loaded>();
  const tell = ({ file, placeOf }: Loaded, key: string, message: string) => ({
    file,
    problem: { message, code: 'attestation-invalid' as const, ...placeOf([key]) },
  });
  for (const one of loaded) {
    const { id } = one.attestation;
    const first = byId.get(id);
    if (first === undefined) byId.set(id, one);
    else {
      const { input, line } = first.attestation.place;
      yield tell(one, 'id', `The record \`${id}\` stands twice; the first is in ${input}, line ${line}.`);
    }
  }
  const ending = new Set<string>();
  for (const one of loaded) {
    const { id, setting, supersedes } = one.attestation;
    if (supersedes === undefined) continue;
    const older = byId.get(supersedes)?.attestation;
    if (older === undefined)
      yield tell(
        one,
        'supersedes',
        `Record \`${id}\` supersedes \`${supersedes}\`, which is in no file of this run.`,
      );
    else if (older.setting !== setting)
      yield tell(
        one,
        'supersedes',
        `Record \`${id}\` supersedes \`${supersedes}\`, which is about another setting.`,
      );
    else if (isCircular(one.attestation, byId, ending))
      yield tell(one, 'supersedes', `Record \`${id}\` supersedes itself, over others or at once.`);
  }
}

/** @param ending ids whose chains are known to end; each is walked once */
function isCircular(start: Attestation, byId: ReadonlyMap<string, Loaded>, ending: Set<string>): boolean {
  const walked = new Set<string>();
  for (let at: Attestation | undefined = start; at !== undefined;) {
    if (ending.has(at.id)) break;
    if (walked.has(at.id)) return true;
    walked.add(at.id);
    at = at.supersedes === undefined ? undefined : byId.get(at.supersedes)?.attestation;
  }
  for (const id of walked) ending.add(id);
  return false;
}

class Problems {
  readonly #lines: string[] = [];
  #count = 0;
  #code: RecordProblem['code'] | undefined;

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  add(file: string, problems: readonly RecordProblem[]): void {
    for (const problem of problems) {
      this.#count += 1;
      this.#code ??= problem.code;
      if (this.#lines.length < shownProblems) this.#lines.push(...problemLines(file, [problem]));
    }
  }

  throwAny(): void {
    if (this.#code === undefined) return;
    const more = this.#count - this.#lines.length;
    const rest = more > 0 ? [`and ${more} more`] : [];
    throw new PassmusterError(this.#code, [...this.#lines, ...rest].join('\n'));
  }
}
