/** The report itself (schemas/report.schema.json): the source of every other rendering. */
import type { Report } from '../model/report.ts';
import type { Reporter } from './define.ts';

export const json: Reporter = {
  id: 'json',
  extension: '.json',
  render,
};

/** Findings one a line, so that the text is never one string and a diff of two reports reads well. */
function* render({ findings, waivers, summary, gates, limits, ...head }: Report): Generator<string> {
  yield JSON.stringify(head, null, 2).slice(0, -2);
  yield ',\n  "findings": [';
  let separator = '\n    ';
  for (const finding of findings) {
    yield separator + JSON.stringify(finding);
    separator = ',\n    ';
  }
  yield `${findings.length > 0 ? '\n  ' : ''}],\n`;
  yield `${JSON.stringify({ waivers, summary, gates, limits }, null, 2).slice(2)}\n`;
}
