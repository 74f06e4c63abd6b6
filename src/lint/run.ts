/** Lints every path of a run: files, folders, globs, standard input, and the entries of archives. */
import { archiveKind } from '../io/archive/index.ts';
import { findPaths, type FoundPath, openPath } from '../io/files.ts';
import type { OpenInput } from '../io/input.ts';
import { walkArchiveFile, walkArchiveStream } from '../read/archive-walk.ts';
import { bundleOf } from '../read/bundle.ts';
import { acrossFindings } from './across.ts';
import { lintArchive } from './archive.ts';
import type { LintCode } from './codes.ts';
import type { LintContext, LintFinding, LintReport } from './define.ts';
import { broken, closedBundle, lintOpened } from './opened.ts';

/** How one opened input is linted: here, or in a process of its own. */
export type LintOne = (input: OpenInput, context: LintContext) => Promise<LintReport>;

export interface LintOptions {
  readonly context: LintContext;
  readonly ignored: ReadonlySet<LintCode>;
  /** Without it everything is linted in this process. */
  readonly lint?: LintOne;
}

/**
 * Reports in the order of their paths, with the findings that several documents have together.
 * @throws PassmusterError path-unreadable before anything is read, when a named path cannot be opened
 */
export async function lintPaths(paths: readonly string[], options: LintOptions): Promise<LintReport[]> {
  const lint = options.lint ?? lintOpened;
  const reports: LintReport[] = [];
  for (const found of await findPaths(paths, bundleOf))
    for await (const report of lintPath(found, (input) => lint(input, options.context)))
      reports.push(isNamed(found) ? mustBeRecognised(report, found.name) : report);
  const across = acrossFindings(reports);
  return reports.map((report) => ({
    ...report,
    findings: inOrder([...report.findings, ...(across.get(report.path) ?? [])]).filter(
      ({ code }) => !options.ignored.has(code),
    ),
  }));
}

const isNamed = (found: FoundPath): boolean =>
  found.kind === 'stdin' || (found.kind === 'file' && found.named === true);

async function* lintPath(
  found: FoundPath,
  lint: (input: OpenInput) => Promise<LintReport>,
): AsyncGenerator<LintReport> {
  const unread = { path: found.name, sha256: '', bytes: 0 };
  if (found.kind === 'link') {
    const problem = {
      code: 'symbolic-link',
      message: 'A symbolic link or special file inside a folder is not followed.',
    };
    yield { ...unread, linter: '-', status: 'ignored', findings: [], leftOut: 0, problem };
    return;
  }
  if (found.kind === 'bundle') {
    yield closedBundle(found.name);
    return;
  }
  let input: OpenInput;
  try {
    input = await openPath(found);
  } catch (error) {
    yield { ...unread, ...broken(error) };
    return;
  }
  const kind = archiveKind(input.head);
  if (kind === undefined) yield await lint(input);
  else if (found.kind === 'stdin')
    yield* lintArchive(walkArchiveStream(input, { name: found.name, kind }, { holds: false }), lint);
  else {
    await input.close(); // an archive is read from its end, so it is opened for reading anywhere
    yield* lintArchive(walkArchiveFile(found.path, { name: found.name, kind }, { holds: false }), lint);
  }
}

/** In a folder a file that is no profile is ignored; one that was named was expected to be linted. */
function mustBeRecognised(report: LintReport, name: string): LintReport {
  if (report.status !== 'ignored' || report.path !== name) return report;
  const message = `This input was named and is nothing to lint: ${report.problem?.message ?? ''}`;
  return { ...report, status: 'unreadable', problem: { code: 'input-unrecognised', message } };
}

/** By line, then place, then code: the order of the file. Findings without a line come first. */
function inOrder(findings: LintFinding[]): LintFinding[] {
  const by = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return findings.sort(
    (a, b) =>
      (a.line ?? 0) - (b.line ?? 0) ||
      by(a.locator, b.locator) ||
      by(a.code, b.code) ||
      by(a.message, b.message),
  );
}
