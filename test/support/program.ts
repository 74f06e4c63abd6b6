/** The built program as a process, for what only a process shows: signals, locks, streams, exit codes. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');
const program = join(root, 'bin', 'run.js');
export const phoneProfile = join(root, 'examples', 'phone-basics.yaml');

interface ProcessOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Number of the user to run as; only root may say. */
  readonly user?: number;
}

const environment = (env: ProcessOptions['env']) => ({
  PATH: process.env['PATH'] ?? '',
  NO_COLOR: '1',
  ...env,
});

export function runProgram(args: readonly string[], { cwd, env, user }: ProcessOptions) {
  return spawnSync(process.execPath, [program, ...args], {
    cwd,
    env: environment(env),
    encoding: 'utf8',
    ...(user === undefined ? {} : { uid: user, gid: user }),
    maxBuffer: 2 ** 28,
  });
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** Standard input stays open until it is ended: a run that reads `-` waits there. */
export function startProgram(args: readonly string[], { cwd, env }: ProcessOptions) {
  const child: ChildProcess = spawn(process.execPath, [program, ...args], { cwd, env: environment(env) });
  let out = '';
  let err = '';
  child.stdout?.on('data', (text) => (out += String(text)));
  child.stderr?.on('data', (text) => (err += String(text)));
  child.stdin?.on('error', () => {}); // the program may have ended
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, out, err }));
  });
  return { child, ended, told: () => err };
}

/** Rows of an Intune device list; every seventh phone is not encrypted. */
export const intuneRows = (count: number): string =>
  JSON.stringify(
    Array.from({ length: count }, (_, index) => ({
      id: `device-${index}`,
      managedDeviceOwnerType: 'company',
      operatingSystem: 'iOS',
      osVersion: '26.1',
      lastSyncDateTime: '2026-11-19T00:00:00Z',
      isEncrypted: index % 7 !== 0,
      jailBroken: 'False',
    })),
  );
