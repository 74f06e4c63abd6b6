/** Lints what lies in an archive. The archive itself has nothing to lint; entries that were not read make it partial. */
import type { OpenInput } from '../io/input.ts';
import type { ArchiveEnd, Walked } from '../read/archive-walk.ts';
import type { LintReport } from './define.ts';
import { broken, closedBundle } from './opened.ts';

export async function* lintArchive(
  walk: AsyncGenerator<Walked>,
  lint: (input: OpenInput) => Promise<LintReport>,
): AsyncGenerator<LintReport> {
  for await (const met of walk) {
    if (met.kind === 'input' || met.kind === 'document') yield await lint(met.input);
    else if (met.kind === 'damaged') yield { path: met.path, sha256: '', bytes: 0, ...broken(met.error) };
    else yield met.kind === 'bundle' ? closedBundle(met.bundle.name) : archiveReport(met);
  }
}

function archiveReport({ name: path, digest, remarks, faults: [fault] }: ArchiveEnd): LintReport {
  if (fault !== undefined) return { path, ...digest, ...broken(fault) };
  const own = { path, ...digest, linter: 'archive', findings: [], leftOut: 0 };
  const lost = remarks.filter((remark) => remark.kind === 'skipped' && remark.lost).length;
  if (lost === 0) return { ...own, status: 'linted' };
  const problem = { code: 'entry-not-read', message: `${lost} of the entries were not read.` };
  return { ...own, status: 'partial', problem };
}
