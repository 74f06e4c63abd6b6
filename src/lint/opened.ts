/** Lints one opened input: which linter claims it, what that linter says, and the digest at the end. All of it is plain JSON. */
import { PassmusterError } from '../errors.ts';
import type { OpenInput } from '../io/input.ts';
import { detectionInput } from '../sources/detect.ts';
import type { LintContext, Linter, LintReport, LintResult } from './define.ts';
import { linters } from './registry.ts';

/** An expected fault belongs to the input; anything else is a defect and is thrown. */
export async function lintOpened(input: OpenInput, context: LintContext): Promise<LintReport> {
  let result: Omit<LintReport, 'path' | 'sha256' | 'bytes'>;
  let digest = { sha256: '', bytes: 0 };
  try {
    if (input.head.length === 0 && /\.mobileconfig$/i.test(input.name))
      throw new PassmusterError('input-empty', 'The input is empty.');
    const linter = linterOf(input);
    result = linter === undefined ? unclaimed : resultOf(linter, await linter.lint(input, context));
    digest = await input.finish();
  } catch (error) {
    await input.close().catch(() => undefined);
    result = broken(error);
  }
  return { path: input.name, ...digest, ...result };
}

function linterOf(input: OpenInput): Linter | undefined {
  const facts = detectionInput(input.name, input.head);
  const answers = linters.map((linter) => linter.detect(facts));
  const yes = answers.indexOf('yes');
  return linters[yes >= 0 ? yes : answers.indexOf('maybe')];
}

const unclaimed = {
  linter: '-',
  status: 'ignored',
  findings: [],
  leftOut: 0,
  problem: { code: 'unclaimed', message: 'No linter recognises the content.' },
} as const;

function resultOf(linter: Linter, result: LintResult): Omit<LintReport, 'path' | 'sha256' | 'bytes'> {
  const problem = { code: 'unclaimed', message: 'The file is no configuration profile.' };
  return { linter: linter.id, ...result, ...(result.status === 'ignored' ? { problem } : {}) };
}

/** What broke while it was read has no findings: they would tell of a document that nobody has seen whole. */
export function broken(error: unknown): Omit<LintReport, 'path' | 'sha256' | 'bytes'> {
  if (!(error instanceof PassmusterError)) throw error;
  const { line, offset } = error.place;
  const problem = {
    code: error.code,
    message: error.message,
    ...(line === undefined ? {} : { line }),
    ...(offset === undefined ? {} : { locator: `byte ${offset}` }),
  };
  return { linter: '-', status: 'unreadable', findings: [], leftOut: 0, problem };
}

/** A backup or a diagnostic archive: what lies in it is not opened to look for profiles. */
export function closedBundle(path: string): LintReport {
  const message = 'A backup or diagnostic archive of a phone is not looked into; audit reads it.';
  const problem = { code: 'unclaimed', message };
  return { path, sha256: '', bytes: 0, linter: '-', status: 'ignored', findings: [], leftOut: 0, problem };
}
