/** The formats of lint's output. */
import type { RenderOptions } from '../../report/define.ts';
import type { LintDocument, LintGateResult } from '../document.ts';

export const lintFormats = ['text', 'json', 'sarif'] as const;
export type LintFormat = (typeof lintFormats)[number];

export async function renderLint(
  format: LintFormat,
  document: LintDocument,
  gates: readonly LintGateResult[],
  options: RenderOptions,
): Promise<Iterable<string>> {
  switch (format) {
    case 'json':
      return (await import('./json.ts')).renderJson(document);
    case 'sarif':
      return (await import('./sarif.ts')).renderSarif(document);
    default:
      return (await import('./text.ts')).renderText(document, gates, options);
  }
}
