/** One of the threads that read a fleet: does a task after the other as its parent orders. */
import { parentPort, workerData } from 'node:worker_threads';
import { addApps } from '../apps/catalogue.ts';
import { PopulationTally } from '../evaluate/population.ts';
import { useCompiledRows } from '../formats/row-module.ts';
import { setLimits } from '../io/limits.ts';
import { Answers } from './answers.ts';
import { FileReader } from './file-reader.ts';
import { type Counts, RowAudit } from './row-audit.ts';
import { NotPlain } from './not-plain.ts';
import { Worst } from './worst.ts';
import type { NamedVerdict } from '../report/ndjson-lines.ts';
import type {
  Answer,
  BlockAnswer,
  CountedFinding,
  FinishAnswer,
  FoundBlock,
  FoundTable,
  Leave,
  Order,
  Pass,
  Setup,
  VerdictCount,
} from './tasks.ts';
import { Relay } from './relay.ts';
import type { Block } from './blocks.ts';

/** A block whose turn it is. */
interface Turn {
  readonly block: Block;
  readonly leave: Leave;
  readonly table?: FoundTable;
}

class Worker {
  readonly #setup: Setup;
  readonly #answers = new Answers();
  #counts: Counts;
  readonly #sent = new Set<string>();
  #reader: FileReader | undefined;
  readonly #leaves: Leave[] = [];
  readonly #found: FoundBlock[] = [];
  #wake: () => void = () => undefined;
  #audit: RowAudit | undefined;
  /** What was told before does not count any more. */
  #hasFinished = false;

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

  async do(order: Exclude<Order, { kind: 'setup' | 'end' }>): Promise<Answer | undefined> {
    if (order.kind === 'finish') return this.#finish();
    if (order.kind === 'found') {
      this.#found.push(order);
      this.#wake();
      return undefined;
    }
    if (order.kind !== 'leave') return this.#pass(order);
    if (order.announced.length > 0) {
      this.#answers.announce(order.announced);
      this.#audit?.announce(order.announced);
    }
    this.#leaves.push(order);
    this.#wake();
    return undefined;
  }

  /** Takes blocks of the file as long as there are any. */
  async #pass(pass: Pass): Promise<Answer> {
    const relay = pass.position && new Relay(pass.position);
    try {
      const reader = await this.#readerOf(pass.file);
      const use = this.#useOf(pass, reader);
      for await (const { block, leave, table } of relay
        ? this.#relayedBlocks(reader, relay)
        : this.#sentBlocks(reader))
        answer({ ...use(block, leave), ...(table === undefined ? {} : { table }) });
      return { kind: 'done' };
    } catch (error) {
      relay?.fail();
      throw error;
    }
  }

  /** Blocks that are found here, in turns with other threads. */
  async *#relayedBlocks(reader: FileReader, relay: Relay): AsyncGenerator<Turn> {
    for (;;) {
      const leave = await this.#next(this.#leaves);
      const block = relay.next((position) => reader.find(position));
      if (block === undefined) return void this.#leaves.push(leave);
      yield { block, leave };
    }
  }

  /** Blocks that were found elsewhere. */
  async *#sentBlocks(reader: FileReader): AsyncGenerator<Turn> {
    for (;;) {
      const leave = await this.#next(this.#leaves);
      const { block, table } = await this.#next(this.#found);
      reader.take(block, table);
      yield { block, leave, table };
      if (block.isEnd) return;
    }
  }

  #useOf(pass: Pass, reader: FileReader): (block: Block, leave: Leave) => BlockAnswer {
    reader.scanner.purpose({
      numbers: pass.kind === 'audit',
      // Rows that are found elsewhere are hashed when they are printed.
      hashes: pass.position !== undefined && (pass.kind !== 'audit' || pass.isFirst),
    });
    if (pass.kind === 'census') return (block) => ({ kind: 'census', block, hashes: reader.hashes(block) });
    if (pass.kind === 'find') {
      const wanted = new Set(pass.hashes);
      return (block) => ({ kind: 'find', block, rows: reader.having(wanted, block) });
    }
    const audit = (this.#audit ??= new RowAudit(reader, this.#setup, this.#counts, this.#sent));
    const { isFirst } = pass;
    const held = new Set(pass.held);
    if (this.#hasFinished) audit.forget();
    this.#hasFinished = false;
    return (block, leave) => audit.block(block, { held, isFirst }, leave);
  }

  /** Waits for what is sent. */
  async #next<One>(sent: One[]): Promise<One> {
    for (;;) {
      const next = sent.shift();
      if (next !== undefined) return next;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Files come one after the other. */
  async #readerOf(number: number): Promise<FileReader> {
    const file = this.#setup.files[number];
    if (file === undefined) throw new Error('no such file');
    if (this.#reader?.file === file) return this.#reader;
    this.#reader?.close();
    this.#audit?.settle();
    this.#audit = undefined;
    this.#reader = await FileReader.open(file, this.#setup.context);
    return this.#reader;
  }

  #finish(): FinishAnswer {
    this.#audit?.settle();
    this.#hasFinished = true;
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

/** Bytes are handed over, not copied. */
function answer(one: Answer): void {
  const parts = [
    ...('hashes' in one ? [one.hashes] : []),
    ...('bytes' in one ? [one.bytes] : []),
    ...('table' in one && one.table !== undefined ? [one.table.words] : []),
  ];
  parentPort?.postMessage(
    one,
    parts.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : [])),
  );
}

const failureOf = (error: unknown): Answer =>
  error instanceof NotPlain
    ? { kind: 'not-plain', why: error.message }
    : { kind: 'defect', message: error instanceof Error ? (error.stack ?? error.message) : 'unknown' };

if (workerData instanceof WebAssembly.Module) useCompiledRows(workerData);

let worker: Worker | undefined;

async function take(order: Order): Promise<Answer | undefined> {
  if (order.kind === 'end') {
    parentPort?.close();
    return undefined;
  }
  if (order.kind !== 'setup') return worker?.do(order);
  setLimits(order.setup.limits);
  addApps(order.setup.apps);
  worker = new Worker(order.setup);
  return undefined;
}

parentPort?.on('message', (order: Order) => {
  take(order)
    .catch(failureOf)
    .then((one) => one && answer(one))
    .catch((error: unknown) =>
      queueMicrotask(() => {
        throw error; // ends the thread, which its parent is told
      }),
    );
});
