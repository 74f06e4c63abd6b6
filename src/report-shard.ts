/** The report of one shard, read line by line: what it says next, and as much of what it has told as is not told again. */
import { PassmusterError } from './errors.ts';
import { readLines } from './formats/lines.ts';
import { openPath } from './io/files.ts';
import type { Finding } from './model/finding.ts';
import type { ReportHead, ShardRecord } from './model/sink.ts';
import {
  type Heard,
  type HeardSubject,
  type HeardVerdict,
  type LineValue,
  ReportEar,
} from './report/ndjson-heard.ts';

/** What of a verdict is counted. */
type Counted = Pick<Finding, 'profile' | 'rule' | 'severity' | 'outcome' | 'attested'>;

/** Verdicts by their names, which are the same in all shards. */
export type CountedVerdicts = Map<string, HeardVerdict<Counted>>;

/** What one shard says next. */
export type Item =
  | (HeardSubject<readonly Counted[]> & { readonly order: number })
  | Extract<Heard<readonly Counted[]>, { type: 'input' | 'summary' }>;

interface Line {
  readonly text: string;
  readonly number: number;
  readonly value: LineValue;
}

export class ShardReader {
  readonly path: string;
  readonly head: ReportHead & { readonly shard: ShardRecord };
  current: Item | undefined;
  readonly #lines: AsyncGenerator<Line>;
  readonly #ear: ReportEar<Counted, readonly Counted[]>;
  /** Heard already, and to come. */
  readonly #ahead: Heard<readonly Counted[]>[] = [];

  private constructor(
    path: string,
    lines: AsyncGenerator<Line>,
    head: ShardReader['head'],
    ear: ReportEar<Counted, readonly Counted[]>,
  ) {
    this.path = path;
    this.head = head;
    this.#lines = lines;
    this.#ear = ear;
  }

  static async open(path: string, verdicts: CountedVerdicts, most: number): Promise<ShardReader> {
    const lines = linesOf(path);
    try {
      const first = await lines.next();
      const value = first.done === true ? {} : first.value.value;
      if (value['type'] !== 'run' || value['shard'] === undefined)
        throw invalid(path, 'it is no NDJSON report of a shard (audit --shard K/N -f ndjson)');
      const { type: _type, ...head } = value;
      const ear = new ReportEar({
        verdict: countedOf,
        series: (all: readonly Counted[]) => all,
        verdicts,
        most,
      });
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its first line says that it is one
      const reader = new ShardReader(path, lines, head as unknown as ShardReader['head'], ear);
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
    this.current = undefined;
    while (this.#ahead.length === 0) {
      const { done, value: line } = await this.#lines.next();
      if (done === true) return this.fail('it breaks off: its summary is missing');
      const heard = this.#ear.add(line.value, line.text);
      if (typeof heard === 'string') return this.fail(`${heard} (line ${line.number})`);
      this.#ahead.push(...heard);
    }
    const next = this.#ahead.shift();
    if (next !== undefined) this.current = this.#item(next);
  }

  #item(heard: Heard<readonly Counted[]>): Item {
    if (heard.type === 'summary' && heard.end.waivers !== undefined)
      return this.fail('it has waivers, which are counted for a whole run only');
    if (heard.type === 'run') return this.fail('it begins a second time');
    if (heard.type !== 'subject') return heard;
    const { order, subject, text } = heard;
    if (typeof order !== 'number' || (subject.kind !== 'device' && subject.kind !== 'policy'))
      return this.fail(`${subject.id} is no subject of a shard`);
    return { ...heard, order, text: text.replace(/,"order":\d+\}\n$/, '}\n') };
  }
}

const countedOf = ({ profile, rule, severity, outcome, attested }: Counted): Counted => ({
  profile,
  rule,
  severity,
  outcome,
  ...(attested === undefined ? {} : { attested }),
});

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
      yield { text: `${text}\n`, number, value: value as LineValue };
    }
  } finally {
    await input.close();
  }
}
