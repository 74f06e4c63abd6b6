/** One of the threads that read a fleet: does a task after the other as its parent orders. */
import { parentPort, workerData } from 'node:worker_threads';
import { addApps } from '../apps/catalogue.ts';
import { PopulationTally } from '../evaluate/population.ts';
import { setLimits } from '../io/limits.ts';
import { Answers } from './answers.ts';
import { FileReader } from './file-reader.ts';
import { type Counts, RowAudit } from './row-audit.ts';
import { NotPlain } from './not-plain.ts';
import { Worst } from './worst.ts';
import type { NamedVerdict } from '../report/ndjson-lines.ts';
import type { Answer, CountedFinding, FinishAnswer, Setup, Task, VerdictCount } from './tasks.ts';

class Worker {
  readonly #setup: Setup;
  readonly #answers = new Answers();
  #counts: Counts;
  readonly #sent = new Set<string>();
  #reader: FileReader | undefined;
  #audit: RowAudit | undefined;

  constructor(setup: Setup) {
    this.#setup = setup;
    this.#counts = this.#begin();
  }

  /** Counts nothing so far; what was learned stays. */
  #begin(): Counts {
    const { context, staleAfterDays } = this.#setup;
    const answers = this.#answers;
    answers.reset();
    this.#sent.clear();
    const population = new PopulationTally({ asOf: context.asOf, staleAfterDays });
    this.#counts = { answers, others: new Map(), findings: [], population, worst: new Worst(), devices: 0 };
    this.#audit?.count(this.#counts);
    return this.#counts;
  }

  async do(task: Task): Promise<Answer> {
    if (task.kind === 'finish') return this.#finish();
    const reader = await this.#readerOf(task.block.file);
    if (task.kind === 'census') return reader.census(task.block, task.first);
    if (task.kind === 'find')
      return { kind: 'find', rows: reader.find(task.block, task.first, task, new Set(task.hashes)) };
    this.#audit ??= new RowAudit(reader, this.#setup, this.#counts, this.#sent);
    return this.#audit.block(task);
  }

  /** Files come one after the other. */
  async #readerOf(number: number): Promise<FileReader> {
    const file = this.#setup.files[number];
    if (file === undefined) throw new Error('no such file');
    if (this.#reader?.file === file) return this.#reader;
    this.#reader?.close();
    this.#audit = undefined;
    this.#reader = await FileReader.open(file, this.#setup.context);
    return this.#reader;
  }

  #finish(): FinishAnswer {
    const { answers, others, findings, population, worst, devices } = this.#counts;
    const counts = new Map<string, VerdictCount & { times: number }>();
    const add = ({ id, verdict }: NamedVerdict, times: number): void => {
      const known = counts.get(id);
      if (known === undefined) counts.set(id, { id, counted: countedOf(verdict), times });
      else known.times += times;
    };
    for (const { verdicts, times } of answers.all) for (const verdict of verdicts.flat()) add(verdict, times);
    for (const { verdict, times } of others.values()) add(verdict, times);
    const answer: FinishAnswer = {
      kind: 'finish',
      verdicts: [...counts.values()].filter(({ times }) => times > 0),
      findings: findings.map(countedOf),
      devices,
      population: population.figures(0),
      worst: worst.all,
    };
    this.#begin();
    return answer;
  }
}

const countedOf = ({ profile, rule, severity, outcome, attested }: CountedFinding): CountedFinding => ({
  profile,
  rule,
  severity,
  outcome,
  ...(attested === undefined ? {} : { attested }),
});

const port = parentPort;
if (port !== null) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what fleet/pool.ts hands over
  const setup = workerData as Setup;
  setLimits(setup.limits);
  addApps(setup.apps);
  const worker = new Worker(setup);
  port.on('message', (task: Task) => {
    worker
      .do(task)
      .catch((error: unknown): Answer =>
        error instanceof NotPlain
          ? { kind: 'not-plain', why: error.message }
          : { kind: 'defect', message: error instanceof Error ? (error.stack ?? error.message) : 'unknown' },
      )
      .then((answer) => port.postMessage(answer, transferred(answer)))
      .catch((error: unknown) =>
        queueMicrotask(() => {
          throw error; // ends the thread, which its parent is told
        }),
      );
  });
}

function transferred(answer: Answer): ArrayBuffer[] {
  const bytes = answer.kind === 'audit' ? answer.bytes : answer.kind === 'census' ? answer.hashes : undefined;
  return bytes?.buffer instanceof ArrayBuffer ? [bytes.buffer] : [];
}
