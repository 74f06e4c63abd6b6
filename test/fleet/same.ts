/** One audit by the ordinary reader and one by threads: what both write has to be the same, byte for byte. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { auditInto, type AuditOptions, headOf } from '../../src/audit.ts';
import { openFleet } from '../../src/fleet/fleet.ts';
import { NotPlain } from '../../src/fleet/not-plain.ts';
import { startThreads } from '../../src/fleet/pool.ts';
import { limits, setLimits } from '../../src/io/limits.ts';
import type { Profile } from '../../src/model/profile.ts';
import type { Report } from '../../src/model/report.ts';
import { ndjsonSink } from '../../src/report/ndjson.ts';
import type { Random } from '../../tools/fuzz/mutate.ts';

export interface Both {
  readonly ordinary: string;
  /** Undefined: the threads leave the inputs to the ordinary reader. */
  readonly threads: string | undefined;
  /** What threads hand to whoever looks at a page. */
  readonly page: Report | undefined;
}

export interface HowOptions {
  readonly profiles: readonly Profile[];
  readonly jobs?: number;
  readonly blockBytes?: number;
  /** The target can begin anew, as a file can and standard output cannot. */
  readonly isFile?: boolean;
  readonly shard?: AuditOptions['shard'];
  /** Series that the report remembers. */
  readonly mostSeries?: number;
  /** Done to the folder once the files have been looked at. */
  readonly meanwhile?: (folder: string) => void;
  /** Where the files go, so that several runs name them alike. */
  readonly folder?: string;
}

/** How the threads go about one fleet of several. */
export const drawn = (random: Random, fleet: number): Partial<HowOptions> => ({
  blockBytes: [700, 5000, 40_000][random.below(3)] ?? 0,
  isFile: fleet % 4 !== 3,
  // In one of three fleets most series are told again and again.
  ...(fleet % 3 === 1 ? { mostSeries: 3 } : {}),
});

/** @param files name → content */
export async function both(
  files: Readonly<Record<string, string | Uint8Array>>,
  how: HowOptions,
): Promise<Both> {
  const folder = how.folder ?? mkdtempSync(join(tmpdir(), 'passmuster-fleet-'));
  mkdirSync(folder, { recursive: true });
  const { fleetBytes, fleetBlockBytes } = limits;
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const paths = Object.keys(files).map((name) => relative(process.cwd(), join(folder, name)));
    setLimits({ fleetBytes: 0, fleetBlockBytes: how.blockBytes ?? fleetBlockBytes });
    const options: AuditOptions = {
      paths,
      profiles: how.profiles,
      asOf: '2026-11-20T23:59:59Z',
      version: '0',
      gate: { failOn: 'low' },
      identityKey: 'of the tests of fleets',
      ...(how.shard === undefined ? {} : { shard: how.shard }),
    };
    let ordinary = '';
    await auditInto(options, [ndjsonSink((text) => void (ordinary += text), how.mostSeries)]);
    return { ordinary, ...(await byThreads(options, how, folder)) };
  } finally {
    setLimits({ fleetBytes, fleetBlockBytes });
    rmSync(folder, { recursive: true, force: true });
  }
}

async function byThreads(
  options: AuditOptions,
  { jobs = 2, isFile = true, mostSeries, meanwhile }: HowOptions,
  folder: string,
): Promise<Pick<Both, 'threads' | 'page'>> {
  const none = { threads: undefined, page: undefined };
  const fleet = await openFleet({
    ...options,
    head: headOf(options),
    threads: startThreads(jobs),
    ...(mostSeries === undefined ? {} : { mostSeries }),
  });
  if (fleet === undefined) return none;
  meanwhile?.(folder);
  let parts: Buffer[] = [];
  const write = async (bytes: Uint8Array): Promise<void> => void parts.push(Buffer.from(bytes));
  const restart = async (): Promise<void> => void (parts = []);
  try {
    const { report } = await fleet.audit({ write, ...(isFile ? { restart } : {}) });
    return { threads: Buffer.concat(parts).toString('utf8'), page: report() };
  } catch (error) {
    if (error instanceof NotPlain) return none;
    throw error;
  } finally {
    await fleet.close();
  }
}
