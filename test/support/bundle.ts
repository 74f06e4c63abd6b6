/** A bundle in memory that does what the gate does: opens what the source names, refuses the rest, and keeps account of both. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bundle } from '../../src/io/bundle.ts';
import type { Notice } from '../../src/model/notice.ts';
import { isKnown, type Observation } from '../../src/model/observation.ts';
import type { Subject } from '../../src/model/subject.ts';
import type { BundleSource, ReadContext } from '../../src/sources/define.ts';
import type { Files } from '../../tools/fixtures/apple-backup.ts';
import { inPieces } from './bytes.ts';

export interface BundleReading {
  readonly subject: Subject | undefined;
  readonly observations: readonly Observation[];
  readonly notices: readonly Notice[];
  readonly skipped: number;
  /** Paths as the source asked for them, and where they lie. */
  readonly asked: readonly string[];
  readonly opened: readonly string[];
}

const context: ReadContext = { asOf: '2026-11-29T12:00:00Z' };

/** Reads to the end. A path that the source itself does not allow fails the test. */
export async function readBundle(
  source: BundleSource,
  files: Files,
  { name = 'phone', ...own }: Partial<ReadContext> & { name?: string } = {},
): Promise<BundleReading> {
  let folder: string | undefined;
  const [asked, opened]: [string[], string[]] = [[], []];
  const find = (path: string): Uint8Array | undefined => {
    if (!source.allows(path)) throw new Error(`${source.id} asked for ${path}`);
    asked.push(path);
    const place = source.place?.(path) ?? path;
    if (files.has(place)) opened.push(place);
    return files.get(place);
  };
  const isNamed = (path: string) => source.allows(path) || source.names?.(path) === true;
  const bundle: Bundle = {
    name,
    bytes: async (path) => find(path),
    stream: async (path) => {
      const content = find(path);
      return content === undefined ? undefined : inPieces(content, [4096]);
    },
    copy: async (path) => {
      const content = find(path);
      if (content === undefined) return undefined;
      folder ??= mkdtempSync(join(tmpdir(), 'passmuster-memory-bundle-'));
      const copied = join(folder, String(asked.length));
      writeFileSync(copied, content);
      const log = files.get(source.place?.(`${path}-wal`) ?? `${path}-wal`);
      if (log !== undefined) writeFileSync(`${copied}-wal`, log);
      return copied;
    },
    list: async (at) =>
      below([...files.keys()], at === '' ? '' : `${at}/`)
        .filter(isNamed)
        .sort(),
  };
  const observations: Observation[] = [];
  const notices: Notice[] = [];
  let subject: Subject | undefined;
  let skipped = 0;
  try {
    for await (const item of source.read(bundle, { ...context, ...own })) {
      if (item.kind === 'notice') notices.push(item.notice);
      else if (item.kind === 'skipped') skipped += 1;
      else if (item.kind === 'subject') {
        subject = item.subject;
        observations.push(...item.observations);
      }
    }
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
  return { subject, observations, notices, skipped, asked, opened };
}

/** Names right below a folder, folders with `/` at their end. */
function below(paths: readonly string[], folder: string): string[] {
  const inside = paths.filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length));
  return [...new Set(inside.map((path) => folder + path.replace(/\/.*$/, '/')))];
}

/** What was said of a setting: `observed: true`, `installed: ?encrypted`. Repeated words once. */
export function said(
  { observations }: Pick<BundleReading, 'observations'>,
  setting: string,
  app?: string,
): string[] {
  const scope = app === undefined ? undefined : `app:${app}`;
  const own = observations.filter((one) => one.setting === setting && one.scope === scope);
  return [
    ...new Set(
      own.map((one) => `${one.layer}: ${isKnown(one) ? JSON.stringify(one.value) : `?${one.unknown}`}`),
    ),
  ];
}
