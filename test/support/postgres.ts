/** A PostgreSQL server of its own for a test, where Debian's package is installed; it listens on this machine alone and is thrown away. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const installed = '/usr/lib/postgresql';

/** Folder of `initdb` and `pg_ctl`; undefined where there is none. */
export const postgresPrograms = existsSync(installed)
  ? readdirSync(installed)
      .map((version) => join(installed, version, 'bin'))
      .findLast((folder) => existsSync(join(folder, 'initdb')))
  : undefined;

export interface PostgresServer {
  /** Of a new, empty database. */
  newDatabase(): string;
  stop(): void;
}

/** The server refuses to run as root. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (what: string, name: string) =>
    spawnSync('id', [what, name], { encoding: 'utf8' }).stdout.trim();
  const user = id('-u', 'postgres') === '' ? 'nobody' : 'postgres';
  return { uid: Number(id('-u', user)), gid: Number(id('-g', user)) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

export async function startPostgres(programs: string): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'passmuster-postgres-'));
  const user = unprivileged();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const port = await freePort();
  const run = (program: string, ...args: readonly string[]) =>
    execFileSync(join(programs, program), args, {
      ...user,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8', HOME: folder },
    });
  run('initdb', '-D', data, '-A', 'trust', '-U', 'passmuster', '--no-sync', '-E', 'UTF8');
  const settings = `-k ${folder} -p ${port} -c listen_addresses=127.0.0.1 -c max_connections=60`;
  run('pg_ctl', '-D', data, '-o', settings, '-l', join(folder, 'log'), '-w', 'start');
  let count = 0;
  return {
    newDatabase() {
      count += 1;
      const name = `history${count}`;
      run('createdb', '-h', '127.0.0.1', '-p', String(port), '-U', 'passmuster', name);
      return `postgres://passmuster@127.0.0.1:${port}/${name}`;
    },
    stop() {
      run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
