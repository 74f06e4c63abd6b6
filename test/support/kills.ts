/**
 * Writers of a history that are killed at random moments, each time with SIGKILL: what they said was kept has to be there, whole,
 * and nothing else may be there in part.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { openStore } from '../../src/store/open.ts';

const program = join(import.meta.dirname, 'store-writer.ts');

export interface Killed {
  readonly kills: number;
  /** Runs that writers said were kept. */
  readonly acknowledged: number;
  /** Runs that are there: also those whose writer was killed before it could say so. */
  readonly kept: number;
  /** Acknowledged and not there. */
  readonly lost: readonly string[];
  /** There and not as they were written. */
  readonly torn: readonly string[];
  readonly problems: readonly string[];
}

interface End {
  readonly out: string;
  readonly err: string;
  /** Null: it was killed. */
  readonly code: number | null;
}

interface Writer {
  readonly child: ChildProcess;
  /** It has said that a run was kept, or it has ended. */
  readonly atWork: Promise<unknown>;
  readonly ended: Promise<End>;
}

function start(name: string, who: string): Writer {
  const args = ['--disable-warning=ExperimentalWarning', program, name, who, '1000000'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  const first = new Promise((resolve) => child.stdout.once('data', resolve));
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = new Promise<End>((resolve) => child.on('close', (code) => resolve({ out, err, code })));
  return { child, atWork: Promise.race([first, ended]), ended };
}

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** @param name of a fresh history @param writersAtOnce 1 to so many, in turn */
export async function killWriters(
  name: string,
  kills: number,
  { writersAtOnce = 3, longest = 600 }: { readonly writersAtOnce?: number; readonly longest?: number } = {},
): Promise<Killed> {
  const acknowledged = new Set<string>();
  let killed = 0;
  for (let round = 0; killed < kills; round += 1) {
    const count = Math.min((round % writersAtOnce) + 1, kills - killed);
    const writers = Array.from({ length: count }, (_, index) => start(name, `r${round}w${index}`));
    const ends = await Promise.all(
      writers.map(async ({ child, atWork, ended }, index) => {
        // Some are killed while they start or open the history, the others at work, however slow the machine is.
        if ((round + index) % 4 > 0) await atWork;
        await sleep(Math.random() * longest);
        child.kill('SIGKILL');
        return ended;
      }),
    );
    for (const { out, err, code } of ends) {
      if (code !== null) throw new Error(`a writer ended by itself: ${err}`);
      killed += 1;
      // A line that is cut off was not said.
      for (const line of out.split('\n').slice(0, -1)) acknowledged.add(line);
    }
  }
  return { kills: killed, ...(await verdict(name, acknowledged)) };
}

async function verdict(name: string, acknowledged: ReadonlySet<string>): Promise<Omit<Killed, 'kills'>> {
  const store = await openStore(name);
  try {
    const found = new Set<string>();
    const torn: string[] = [];
    for (const { run, digest } of await store.runs()) {
      const report = await store.load(run).catch(() => undefined);
      if (report === undefined) torn.push(`run ${run}`);
      else {
        found.add(`${run} ${report.handling?.marking}`);
        // Kept again it is the same report to the letter, or it becomes another run.
        const again = await store.append(report, 'shared');
        if (again.isNew || again.run !== run) torn.push(`run ${run} of ${digest}`);
      }
    }
    return {
      acknowledged: acknowledged.size,
      kept: found.size,
      lost: [...acknowledged].filter((line) => !found.has(line)),
      torn,
      problems: await store.integrity(),
    };
  } finally {
    await store.close();
  }
}
