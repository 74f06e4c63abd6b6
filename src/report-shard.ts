/** The report of one shard, read line by line: what it says next, and as much of what it has told as is not told again. */
import { PassmusterError } from './errors.ts';
import { readLines } from './formats/lines.ts';
import { openPath } from './io/files.ts';
import type { Finding } from './model/finding.ts';
import type { InputRecord, Summary } from './model/report.ts';
import type { ReportHead, ShardRecord } from './model/sink.ts';
import type { SubjectKind } from './model/subject.ts';
import { HeardSeries, type Named, type Series } from './report/ndjson-series.ts';

/** A verdict, and what of it is counted. */
export interface CountedVerdict extends Named {
  readonly counted: Counted;
}

interface CountedSeries extends Series {
  readonly verdicts: readonly CountedVerdict[];
}

type Counted = Pick<Finding, 'profile' | 'rule' | 'severity' | 'outcome' | 'attested'>;

/** What one shard says next. */
export type Item =
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

export class ShardReader {
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
    try {
      const first = await lines.next();
      const value = first.done === true ? {} : first.value.value;
      if (value['type'] !== 'run' || value['shard'] === undefined)
        throw invalid(path, 'it is no NDJSON report of a shard (audit --shard K/N -f ndjson)');
      const { type: _type, ...head } = value;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its first line says that it is one
      const reader = new ShardReader(path, lines, head as unknown as ShardReader['head'], verdicts, most);
      await reader.advance();
      return reader;
    } catch (error) {
      await lines.return(undefined);
      throw error;
    }
  }

  /** Gives up what is left. */
  async close(): Promise<void> {
    await this.#lines.return(undefined);
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
  try {
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
  } finally {
    await input.close();
  }
}
