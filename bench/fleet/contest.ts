/** Programs against their peer: whole processes that take turns, so that a machine that slows down slows all of them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { middle } from '../measure.ts';
import { rowOf, type Result, type RowId } from './rows.ts';

export interface Entrant {
  readonly row: RowId;
  readonly args: readonly string[];
  /** Takes away what was written, after the clock has stopped; returns its bytes. */
  readonly clear?: () => number;
}

export interface Contest {
  readonly peer: readonly string[];
  readonly entrants: readonly Entrant[];
  /** How much of what. */
  readonly over: string;
  readonly count?: number;
}

/** @throws Error with what the program said, unless it ends with 0 */
async function secondsOf(args: readonly string[]): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)));
  const [code] = (await once(child, 'close')) as [number | null];
  const seconds = (performance.now() - start) / 1000;
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}: ${said.trim()}`);
  return seconds;
}

/** Every round runs the peer and each of the others once; a ratio is of one round, and the middle one counts. */
export async function contest(
  { peer, entrants, over, count }: Contest,
  rounds: number,
  say: (what: string) => void,
): Promise<Result[]> {
  const peers: number[] = [];
  const times = entrants.map((): number[] => []);
  const written = entrants.map(() => 0);
  for (let round = 1; round <= rounds; round += 1) {
    say(`${entrants.map(({ row }) => row).join(', ')}: round ${round} of ${rounds}`);
    peers.push(await secondsOf(peer));
    for (const [index, { args, clear }] of entrants.entries()) {
      times[index]?.push(await secondsOf(args));
      written[index] = clear?.() ?? 0;
    }
  }
  return entrants.map(({ row }, index): Result => {
    const own = times[index] ?? [];
    const ratios = own.map((seconds, round) => seconds / (peers[round] ?? Number.NaN));
    const seconds = middle(own);
    return {
      row: rowOf(row),
      over,
      measured: middle(ratios),
      range: [Math.min(...ratios), Math.max(...ratios)],
      seconds,
      peerSeconds: middle(peers),
      ...(count === undefined ? {} : { perSecond: count / seconds, written: (written[index] ?? 0) / count }),
    };
  });
}
