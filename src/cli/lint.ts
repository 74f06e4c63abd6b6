/** How lint's results are written, and its codes read from flags. */
import { PassmusterError } from '../errors.ts';
import { isLintCode, type LintCode, lintCodes } from '../lint/codes.ts';
import type { LintDocument, LintGateResult } from '../lint/document.ts';
import { type LintFormat, renderLint } from '../lint/format/registry.ts';
import { codePage } from '../lint/page.ts';
import { nearest } from '../profiles/nearest.ts';
import type { RenderOptions } from '../report/define.ts';
import { writeChunks, writeFileWhole, writeOut } from './write-out.ts';

/** @throws PassmusterError usage for a code that does not exist */
function lintCodeOf(text: string): LintCode {
  const code = text.toUpperCase();
  if (isLintCode(code)) return code;
  const near = nearest(code, lintCodes);
  throw new PassmusterError(
    'usage',
    `There is no lint code ${text}${near === undefined ? '; docs/lint lists them.' : `; did you mean ${near}?`}`,
  );
}

/** @throws PassmusterError usage */
export const lintCodesOf = (texts: readonly string[]): ReadonlySet<LintCode> =>
  new Set(texts.map(lintCodeOf));

/** Prints the page of a code. @throws PassmusterError usage */
export async function explainCode(text: string): Promise<0> {
  await writeOut(codePage(lintCodeOf(text)));
  return 0;
}

interface LintOutput extends RenderOptions {
  readonly format: LintFormat;
  readonly file: string | undefined;
  readonly quiet: boolean;
}

/** To the file or standard output; with -q and text only the gates that are not met. */
export async function writeLint(
  document: LintDocument,
  gates: readonly LintGateResult[],
  { format, file, quiet, ...options }: LintOutput,
): Promise<void> {
  if (file !== undefined) {
    const plain = { ...options, color: false };
    await writeFileWhole(file, await renderLint(format, document, gates, plain));
  } else if (!quiet || format !== 'text')
    return writeChunks(await renderLint(format, document, gates, options));
  if (quiet || file !== undefined) {
    const unmet = gates.filter(({ met }) => !met).map(({ text }) => `gate ${text}\n`);
    await writeOut(unmet.join('') || 'gates met\n');
  }
}
