/** One audit of a folder by the ordinary reader and one by threads: what both write has to be the same, byte for byte. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { audit, auditInto, type AuditOptions, headOf } from '../../src/audit.ts';
import { openFolder } from '../../src/folder/folder.ts';
import { startFolderThreads } from '../../src/folder/pool.ts';
import { NotAlone } from '../../src/folder/not-alone.ts';
import type { Profile } from '../../src/model/profile.ts';
import type { Report } from '../../src/model/report.ts';
import { ndjsonSink } from '../../src/report/ndjson.ts';

export interface Same {
  readonly ordinary: string;
  readonly gates: unknown;
  /** For each number of threads; undefined: they leave the folder to the ordinary reader. */
  readonly threads: readonly (string | undefined)[];
  readonly threadGates: readonly unknown[];
  /** Where they are asked for: the whole report, and what threads give to whoever looks at a page. */
  readonly report?: Report;
  readonly pages: readonly (Report | undefined)[];
}

export interface HowOptions {
  readonly profiles: readonly Profile[];
  readonly jobs?: readonly number[];
  readonly more?: Partial<AuditOptions>;
  /** Files that are named beside the folder. */
  readonly named?: readonly string[];
  readonly isShown?: boolean;
}

/** @param files name in the folder → content, or a folder or file that is copied there */
export async function same(
  files: Readonly<Record<string, string | Uint8Array | { readonly copyOf: string }>>,
  { profiles, jobs = [1, 2], more = {}, named = [], isShown = false }: HowOptions,
): Promise<Same> {
  const folder = mkdtempSync(join(tmpdir(), 'passmuster-folder-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      if (typeof content === 'string' || content instanceof Uint8Array)
        writeFileSync(join(folder, name), content);
      else cpSync(content.copyOf, join(folder, name), { recursive: true });
    }
    const below = (name: string): string => relative(process.cwd(), join(folder, name));
    const options: AuditOptions = {
      paths: [below(''), ...named.map(below)],
      profiles,
      asOf: '2026-11-20T23:59:59Z',
      version: '0',
      gate: { failOn: 'low' },
      identityKey: 'of the tests of folders',
      ...more,
    };
    let ordinary = '';
    const { gates } = await auditInto(options, [ndjsonSink((text) => void (ordinary += text))]);
    const all: Awaited<ReturnType<typeof byThreads>>[] = [];
    for (const count of jobs) all.push(await byThreads(options, count, isShown));
    return {
      ordinary,
      gates,
      threads: all.map(({ text }) => text),
      threadGates: all.map((one) => one.gates),
      ...(isShown ? { report: await audit(options) } : {}),
      pages: all.map(({ page }) => page),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function byThreads(
  options: AuditOptions,
  jobs: number,
  isShown: boolean,
): Promise<{ text: string | undefined; gates: unknown; page: Report | undefined }> {
  const none = { text: undefined, gates: undefined, page: undefined };
  const folder = await openFolder({
    ...options,
    head: headOf(options),
    threads: () => startFolderThreads(jobs),
    fewest: 0,
    isShown,
  });
  if (folder === undefined) return none;
  const parts: Buffer[] = [];
  const write = async (bytes: Uint8Array): Promise<void> => void parts.push(Buffer.from(bytes));
  try {
    const { gates, report: page } = await folder.audit({ write });
    return { text: Buffer.concat(parts).toString('utf8'), gates, page };
  } catch (error) {
    if (error instanceof NotAlone) return none;
    throw error;
  }
}
