/** Files of waivers as one set: each waiver checked, and all of them together. */
import { createHash } from 'node:crypto';
import { parseDuration } from '../model/duration.ts';
import type { Path, PlacedRecord } from '../attestations/file.ts';
import type { AttestationInput, ReadFile } from '../attestations/load.ts';
import { PassmusterError } from '../errors.ts';
import { decodeText } from '../formats/text.ts';
import { readYaml, type YamlFile } from '../formats/yaml.ts';
import { limits } from '../io/limits.ts';
import type { Waiver } from '../model/waiver.ts';
import { ajv, checkShapeBy, mapOf, pathWords, type Problem, problemLines } from '../profiles/shape.ts';
import { checkWaiver, problemAt } from './check.ts';
import type { HeadFile } from './file.ts';
import { headSchema } from './schema.ts';

/** How long a waiver lives where its file says nothing: a product default. */
export const usualLifetime = 'P1Y';
/** Problems that are told one by one. */
const shownProblems = 50;

/** A waiver and where its parts stand. */
export interface PlacedWaiver {
  readonly waiver: Waiver;
  readonly record: PlacedRecord;
}

export interface LoadedWaivers {
  /** Those that a later one replaces are left out. */
  readonly placed: readonly PlacedWaiver[];
  readonly superseded: readonly Waiver[];
  readonly files: readonly ReadFile[];
  /** As `name:line:column: message`, in the order of the files. */
  readonly problems: readonly string[];
}

/** Everything that is in order, and every problem. */
export function readWaivers(inputs: readonly AttestationInput[], asOf: string): LoadedWaivers {
  const problems: string[] = [];
  const all: PlacedWaiver[] = [];
  const files: ReadFile[] = [];
  for (const { name, bytes } of inputs) {
    const before = all.length;
    try {
      for (const one of checked(name, opened(bytes), asOf))
        if ('problems' in one) problems.push(...problemLines(name, one.problems));
        else all.push(one);
    } catch (error) {
      if (!(error instanceof PassmusterError)) throw error;
      const { line = 1, column = 1 } = error.place;
      problems.push(...problemLines(name, [{ message: error.message, line, column }]));
    }
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    files.push({ path: name, sha256, bytes: bytes.length, records: all.length - before });
  }
  // An id that is missing because its waiver is wrong would be a second problem of the same.
  if (problems.length === 0) problems.push(...acrossWaivers(all));
  const replaced = new Set(all.flatMap(({ waiver }) => waiver.supersedes ?? []));
  const placed = all.filter(({ waiver }) => !replaced.has(waiver.id));
  const superseded = all.flatMap(({ waiver }) => (replaced.has(waiver.id) ? [waiver] : []));
  return { placed, superseded, files, problems };
}

/** @throws PassmusterError waiver-invalid with every problem, one a line */
export function loadWaivers(inputs: readonly AttestationInput[], asOf: string): LoadedWaivers {
  const loaded = readWaivers(inputs, asOf);
  throwProblems(loaded.problems);
  return loaded;
}

/** @throws PassmusterError waiver-invalid where there are any */
export function throwProblems(problems: readonly string[]): void {
  if (problems.length === 0) return;
  const more = problems.length - shownProblems;
  const rest = more > 0 ? [`and ${more} more`] : [];
  throw new PassmusterError('waiver-invalid', [...problems.slice(0, shownProblems), ...rest].join('\n'));
}

const opened = (bytes: Uint8Array): YamlFile =>
  readYaml(decodeText(bytes).text, 'waiver-invalid', limits.yamlCharacters);

const isHead = ajv.compile<HeadFile>(headSchema);

function* checked(
  input: string,
  file: YamlFile,
  asOf: string,
): Generator<PlacedWaiver | { problems: readonly Problem[] }> {
  const head = checkShapeBy(isHead, file, {
    nameOf: (path) => (path.length === 0 ? 'The file' : pathWords(path)),
    patterns: {},
  });
  if ('problems' in head) return yield head;
  const { maxLifetime: own, waivers } = head.content;
  const maxLifetime = parseDuration(own ?? usualLifetime);
  if (maxLifetime === undefined) {
    const message = '`maxLifetime` has to be an ISO 8601 duration of whole numbers, as P90D, P6M or P1Y.';
    return yield { problems: [{ message, ...file.placeOf(['maxLifetime']) }] };
  }
  const lifetimeWords = `a waiver lives ${own ?? usualLifetime} at most (${own === undefined ? '`maxLifetime` of the file can say otherwise' : '`maxLifetime` of the file'})`;
  for (const [index, value] of waivers.entries()) {
    const placeOf = (path: Path) => file.placeOf(['waivers', index, ...path]);
    const record: PlacedRecord = { value, index, placeOf };
    const one = checkWaiver(record, { input, asOf, maxLifetime, lifetimeWords });
    yield 'problems' in one ? one : { waiver: one.waiver, record };
  }
}

/** The members that a waiver has as it is written. */
export const givenOf = ({ record }: PlacedWaiver): ReadonlySet<string> =>
  new Set(Object.keys(mapOf(record.value)));

/** An id twice, and a waiver that replaces itself, over others or at once. */
function* acrossWaivers(all: readonly PlacedWaiver[]): Generator<string> {
  const byId = new Map<string, Waiver>();
  const tell = ({ waiver, record }: PlacedWaiver, key: string, words: string) =>
    problemLines(waiver.place.input, [problemAt(record, [key], words)]);
  for (const one of all) {
    const first = byId.get(one.waiver.id);
    if (first === undefined) byId.set(one.waiver.id, one.waiver);
    else
      yield* tell(one, 'id', `stands twice; the first is in ${first.place.input}, line ${first.place.line}`);
  }
  for (const one of all)
    if (isCircular(one.waiver, byId)) yield* tell(one, 'supersedes', 'leads back to itself');
}

function isCircular(start: Waiver, byId: ReadonlyMap<string, Waiver>): boolean {
  const walked = new Set<string>();
  for (let at: Waiver | undefined = start; at?.supersedes !== undefined; at = byId.get(at.supersedes)) {
    if (at.supersedes === start.id) return true;
    if (walked.has(at.id)) return false; // a ring further on, which is told there
    walked.add(at.id);
  }
  return false;
}
