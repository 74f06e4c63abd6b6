/** The document itself, findings one a line. */
import type { LintDocument } from '../document.ts';

export function* renderJson({ findings, summary, ...head }: LintDocument): Generator<string> {
  yield JSON.stringify(head, null, 2).slice(0, -2);
  yield ',\n  "findings": [';
  let separator = '\n    ';
  for (const finding of findings) {
    yield separator + JSON.stringify(finding);
    separator = ',\n    ';
  }
  yield `${findings.length > 0 ? '\n  ' : ''}],\n`;
  yield `${JSON.stringify({ summary }, null, 2).slice(2)}\n`;
}
