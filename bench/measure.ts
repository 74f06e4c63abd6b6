/** Runs a Node and tells how long it took and how much memory it and all below it held. Needs Linux. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';

export interface Figures {
  readonly seconds: number;
  readonly mebibytes: number;
}

/** Memory of a process and all below it. */
function memoryOf(root: number): number {
  const parents = new Map<number, number>();
  const bytes = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It has ended in the meantime.
    }
  }
  const isBelow = (pid: number): boolean => pid === root || (pid > 1 && isBelow(parents.get(pid) ?? 0));
  for (const pid of [...parents.keys()].filter(isBelow)) {
    try {
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      bytes.set(pid, Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024);
    } catch {
      // As above.
    }
  }
  return [...bytes.values()].reduce((sum, one) => sum + one, 0);
}

/** @throws Error where the program says that it was used wrongly */
export async function run(args: readonly string[]): Promise<Figures> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, memoryOf(child.pid ?? 0))), 100);
  const [code] = (await once(child, 'exit')) as [number];
  clearInterval(watch);
  if (code === 2) throw new Error(`${args.join(' ')} ended with 2`);
  return { seconds: (performance.now() - start) / 1000, mebibytes: most / 1024 / 1024 };
}

export const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
