/** Histories of both kinds for tests: a SQLite file, and PostgreSQL where it is installed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type PostgresServer, postgresPrograms, startPostgres } from './postgres.ts';

export interface Kind {
  readonly kind: 'SQLite' | 'PostgreSQL';
  /** Name of a history that nobody has used yet. */
  readonly fresh: () => string;
}

const folder = mkdtempSync(join(tmpdir(), 'passmuster-store-'));
let server: PostgresServer | undefined;
let count = 0;

/** The kinds that this machine can show; registers what starts and stops the server. */
export function storeKinds(): readonly Kind[] {
  beforeAll(async () => {
    if (postgresPrograms !== undefined) server = await startPostgres(postgresPrograms);
  });
  afterAll(() => {
    server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const sqlite: Kind = { kind: 'SQLite', fresh: () => join(folder, `${(count += 1)}.db`) };
  const postgres: Kind = {
    kind: 'PostgreSQL',
    fresh: () => {
      if (server === undefined) throw new Error('the server did not start');
      return server.newDatabase();
    },
  };
  return postgresPrograms === undefined ? [sqlite] : [sqlite, postgres];
}
