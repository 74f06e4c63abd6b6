/** Where reports go that are written while the audit goes on: lines to files and standard output, and pages that are made of them. */
import type { GateResult, Report } from '../model/report.ts';
import { PageOfLines } from '../report/html-lines.ts';
import type { Output } from './output.ts';
import { GrowingFile } from './growing-file.ts';
import { writeBytes, writeOut } from './write-out.ts';

interface Taker {
  text(text: string): Promise<void>;
  bytes(bytes: Uint8Array): Promise<void>;
  readonly restart?: () => Promise<void>;
}

export interface Target {
  readonly format: string;
  readonly taker: Taker;
}

const standardOutput: Taker = { text: writeOut, bytes: writeBytes };

/** Takes the lines of a report. */
export interface LinesTarget {
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Forgets what was written; absent: what went to standard output cannot be taken back. */
  readonly restart?: () => Promise<void>;
}

/** What is told of an audit when it has ended. */
export interface Audited {
  readonly gates: readonly GateResult[];
  /** Of what a person is shown. */
  readonly report?: Report;
}

/** Gives the lines of its report. */
export type LinesAudit = (target: LinesTarget) => Promise<Audited>;

/** Files appear when all has ended well. */
export async function writing<Result>(
  outputs: readonly Output[],
  work: (targets: readonly Target[]) => Promise<Result>,
): Promise<Result> {
  const files: GrowingFile[] = [];
  const targets = outputs.map(({ format, file }): Target => {
    if (file === undefined) return { format, taker: standardOutput };
    const taker = new GrowingFile(file);
    files.push(taker);
    return { format, taker };
  });
  try {
    for (const file of files) await file.open();
    const result = await work(targets);
    for (const file of files) await file.done();
    return result;
  } catch (error) {
    for (const file of files) await file.giveUp();
    throw error;
  }
}

/** The same for work that gives lines: pages are made of them, and written when it has ended. */
export function writingLines(outputs: readonly Output[], work: LinesAudit): Promise<Audited> {
  return writing(outputs, async (targets) => {
    const pages = targets.flatMap(({ format, taker }) =>
      format === 'html' ? [{ page: new PageOfLines(), taker }] : [],
    );
    const lines = targets.flatMap(({ format, taker }) => (format === 'html' ? [] : [takerOfLines(taker)]));
    const result = await work(together([...lines, ...pages.map(({ page }) => takerOfPage(page))]));
    for (const { page, taker } of pages) for (const text of page.text()) await taker.text(text);
    return result;
  });
}

const takerOfLines = (taker: Taker): LinesTarget => {
  const { restart } = taker;
  return { write: (bytes) => taker.bytes(bytes), ...(restart === undefined ? {} : { restart }) };
};

const takerOfPage = (page: PageOfLines): LinesTarget => ({
  write: async (bytes) => page.write(bytes),
  restart: async () => page.restart(),
});

function together(targets: readonly LinesTarget[]): LinesTarget {
  const restarts = targets.flatMap(({ restart }) => restart ?? []);
  return {
    write: async (bytes) => {
      for (const target of targets) await target.write(bytes);
    },
    ...(restarts.length < targets.length
      ? {}
      : {
          restart: async () => {
            for (const restart of restarts) await restart();
          },
        }),
  };
}
