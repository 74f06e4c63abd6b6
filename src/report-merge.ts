/**
 * Joins the reports of all shards of a fleet into the report of the whole: line by line, so that it does not matter how large they
 * are, and byte for byte what one run would have written.
 */
import { PassmusterError } from './errors.ts';
import { Count } from './evaluate/count.ts';
import type { GateOptions } from './evaluate/gate.ts';
import { readLines } from './formats/lines.ts';
import { openPath } from './io/files.ts';
import type { Finding } from './model/finding.ts';
import type { InputRecord, Summary } from './model/report.ts';
import type { ReportEnd, ReportHead, ShardRecord } from './model/sink.ts';
import type { SubjectKind } from './model/subject.ts';
import { endLine, headLine } from './report/ndjson-lines.ts';
import { HeardSeries, mostSeries, type Named, type Series, ToldSeries } from './report/ndjson-series.ts';

/** Takes the lines of the whole report. */
export type WriteLine = (text: string) => Promise<void> | void;

/** A verdict, and what of it is counted. */
interface CountedVerdict extends Named {
  readonly counted: Counted;
}

interface CountedSeries extends Series {
  readonly verdicts: readonly CountedVerdict[];
}

type Counted = Pick<Finding, 'profile' | 'rule' | 'severity' | 'outcome' | 'attested'>;

/** What one shard says next. */
type Item =
  | {
      readonly type: 'subject';
      readonly order: number;
      readonly kind: SubjectKind;
      readonly text: string;
      readonly series: readonly CountedSeries[];
      readonly findings: readonly { readonly text: string; readonly counted: Counted }[];
    }
  | { readonly type: 'input'; readonly text: string; readonly record: InputRecord }
  | { readonly type: 'summary'; readonly summary: Summary; readonly devices: number };

interface Line {
  readonly text: string;
  readonly number: number;
  readonly value: Readonly<Record<string, unknown>>;
}

/**
 * @param most series that the report remembers, as the shards did: see `ToldSeries`
 * @throws PassmusterError report-invalid for what is no report of a shard, or does not go with the others; path-unreadable
 */
export async function mergeShards(
  paths: readonly string[],
  write: WriteLine,
  most = mostSeries,
): Promise<ReportEnd> {
  const verdicts = new Map<string, CountedVerdict>();
  const shards = await Promise.all(paths.map((path) => ShardReader.open(path, verdicts, most)));
  const { shard, ...head } = wholeOf(shards);
  const weighted = head.profiles.map(({ id, advisory, rules }) => ({
    id,
    ...(advisory === undefined ? {} : { advisory }),
    rules: rules.map((rule) => withWeight(rule.id, shard.weights[`${id} ${rule.id}`])),
  }));
  const { staleAfterDays } = shard;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the same version of the program, which is checked
  const gate = shard.gate as GateOptions;
  const count = new Count({ profiles: weighted, asOf: head.asOf, gate, staleAfterDays });
  await write(headLine(head));
  const told = new ToldSeries(most);
  for (;;) {
    const next = firstSubject(shards);
    if (next !== undefined) {
      const { item, reader } = next;
      for (const { counted } of item.series.flatMap((series) => series.verdicts))
        count.finding(item.kind, counted);
      await write(item.series.map((series) => told.linesOf(series)).join('') + item.text);
      for (const { text, counted } of item.findings) {
        await write(text);
        count.finding(item.kind, counted);
      }
      await reader.advance();
      continue;
    }
    const items = shards.map(({ current }) => current);
    const [first] = items;
    if (first?.type === 'summary') break;
    if (first?.type !== 'input' || items.some((one) => one?.type !== 'input' || one.text !== first.text))
      throw new PassmusterError('report-invalid', 'The shards are not of the same inputs.');
    count.input(first.record);
    await write(first.text);
    for (const reader of shards) await reader.advance();
  }
  for (const { current, fail } of shards) {
    if (current?.type !== 'summary') return fail('it ends before its summary');
    count.devices(current.devices);
    count.population.merge(current.summary.population);
  }
  const end = count.end();
  await write(endLine(end));
  return end;
}

const withWeight = (id: string, weight: number | undefined) =>
  weight === undefined ? { id } : { id, weight };

/** Of the subjects that come next the one that the whole run would have written first. */
function firstSubject(shards: readonly ShardReader[]) {
  let first: { item: Extract<Item, { type: 'subject' }>; reader: ShardReader } | undefined;
  for (const reader of shards) {
    const { current } = reader;
    if (current?.type === 'subject' && (first === undefined || current.order < first.item.order))
      first = { item: current, reader };
  }
  return first;
}

/** The head of the whole, where the shards are all of it and each once. */
function wholeOf(shards: readonly ShardReader[]): ReportHead & { readonly shard: ShardRecord } {
  const [first] = shards;
  if (first === undefined) throw new PassmusterError('usage', 'Name the reports of all shards.');
  const { of } = first.head.shard;
  const numbers = shards.map(({ head }) => head.shard.number);
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter((one) => !numbers.includes(one));
  if (missing.length > 0 || shards.length !== of)
    throw new PassmusterError(
      'report-invalid',
      missing.length > 0
        ? `Of ${of} shards ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`
        : `A shard stands twice; there are ${of}.`,
    );
  const bare = ({ head }: ShardReader): string =>
    JSON.stringify({ ...head, shard: { ...head.shard, number: 0 } });
  const other = shards.find((reader) => bare(reader) !== bare(first));
  if (other !== undefined) return other.fail(`it is of another run than ${first.path}`);
  return first.head;
}

class ShardReader {
  readonly path: string;
  readonly head: ReportHead & { readonly shard: ShardRecord };
  current: Item | undefined;
  readonly #lines: AsyncGenerator<Line>;
  readonly #verdicts: Map<string, CountedVerdict>;
  readonly #series: HeardSeries<CountedSeries>;
  #ahead: Line | undefined;

  private constructor(
    path: string,
    lines: AsyncGenerator<Line>,
    head: ShardReader['head'],
    verdicts: Map<string, CountedVerdict>,
    most: number,
  ) {
    this.path = path;
    this.head = head;
    this.#lines = lines;
    this.#verdicts = verdicts;
    this.#series = new HeardSeries(most);
  }

  static async open(path: string, verdicts: Map<string, CountedVerdict>, most: number): Promise<ShardReader> {
    const lines = linesOf(path);
    const first = await lines.next();
    const value = first.done === true ? {} : first.value.value;
    if (value['type'] !== 'run' || value['shard'] === undefined)
      throw invalid(path, 'it is no NDJSON report of a shard (audit --shard K/N -f ndjson)');
    const { type: _type, ...head } = value;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its first line says that it is one
    const reader = new ShardReader(path, lines, head as unknown as ShardReader['head'], verdicts, most);
    await reader.advance();
    return reader;
  }

  readonly fail = (why: string): never => {
    throw invalid(this.path, why);
  };

  /** Goes on to the next subject, input or end; what is told on the way is kept. */
  async advance(): Promise<void> {
    for (let line = await this.#next(); line !== undefined; line = await this.#next()) {
      const { value, text } = line;
      if (value['type'] === 'verdict') {
        const id = String(value['id']);
        this.#verdicts.set(id, { id, text, counted: countedOf(value) });
        continue;
      }
      if (value['type'] === 'series') {
        this.#series.add({ id: String(value['id']), text, verdicts: this.#verdictsIn(line) });
        continue;
      }
      this.current = await this.#item(line);
      return;
    }
    this.current = undefined;
    this.fail('it breaks off: its summary is missing');
  }

  #verdictsIn({ value: { verdicts }, number }: Line): CountedVerdict[] {
    if (!Array.isArray(verdicts)) return this.fail(`line ${number} is no series`);
    const missing = (id: string) => this.fail(`the verdict ${id} does not stand in it`);
    return verdicts.map(String).map((id) => this.#verdicts.get(id) ?? missing(id));
  }

  #seriesOf(ids: readonly string[]): CountedSeries[] {
    const missing = (id = '') => this.fail(`the series ${id} does not stand in it`);
    return this.#series.named(ids).map((one, index) => one ?? missing(ids[index]));
  }

  async #item({ value, text, number }: Line): Promise<Item> {
    switch (value['type']) {
      case 'subject': {
        const {
          order,
          kind,
          verdicts = [],
        } = value as { order?: unknown; kind?: unknown; verdicts?: unknown };
        if (typeof order !== 'number' || (kind !== 'device' && kind !== 'policy') || !Array.isArray(verdicts))
          return this.fail(`line ${number} is no subject of a shard`);
        const bare = text.replace(/,"order":\d+\}\n$/, '}\n');
        return {
          type: 'subject',
          order,
          kind,
          text: bare,
          series: this.#seriesOf(verdicts.map(String)),
          findings: await this.#findings(),
        };
      }
      case 'input': {
        const { type: _type, ...record } = value;
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- equal in all shards, and written as it is
        return { type: 'input', text, record: record as unknown as InputRecord };
      }
      case 'summary': {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of a report whose head was checked
        const summary = value as unknown as Summary;
        return { type: 'summary', summary, devices: summary.population.devices };
      }
      case 'waiver':
        return this.fail('it has waivers, which are counted for a whole run only');
      default:
        return this.fail(`line ${number} is of no kind that a shard has`);
    }
  }

  async #findings() {
    const found: { text: string; counted: Counted }[] = [];
    for (let line = await this.#next(); line !== undefined; line = await this.#next()) {
      if (line.value['type'] !== 'finding') {
        this.#ahead = line;
        break;
      }
      found.push({ text: line.text, counted: countedOf(line.value) });
    }
    return found;
  }

  async #next(): Promise<Line | undefined> {
    const { done, value } =
      this.#ahead === undefined ? await this.#lines.next() : { done: false, value: this.#ahead };
    this.#ahead = undefined;
    return done === true ? undefined : value;
  }
}

function countedOf(value: Readonly<Record<string, unknown>>): Counted {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a finding of our own
  const { profile, rule, severity, outcome, attested } = value as unknown as Counted;
  return { profile, rule, severity, outcome, ...(attested === undefined ? {} : { attested }) };
}

const invalid = (path: string, why: string): PassmusterError =>
  new PassmusterError('report-invalid', `${path} cannot be joined: ${why}.`);

async function* linesOf(path: string): AsyncGenerator<Line> {
  const input = await openPath({ kind: 'file', path, name: path }).catch(() => {
    throw new PassmusterError('path-unreadable', `Cannot open ${path}.`);
  });
  for await (const { text, number, ended } of readLines(input.stream())) {
    if (!ended) throw invalid(path, 'its last line does not end');
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw invalid(path, `line ${number} is no JSON`);
    }
    if (typeof value !== 'object' || value === null) throw invalid(path, `line ${number} is no object`);
    yield { text: `${text}\n`, number, value: value as Readonly<Record<string, unknown>> };
  }
}
