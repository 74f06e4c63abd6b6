/** The diff itself (schemas/diff.schema.json); findings one a line. */
import type { Diff, DiffEntry } from '../../model/diff.ts';
import type { DiffOptions } from './define.ts';

export function* diffJson({ findings, ...head }: Diff, { details }: DiffOptions): Generator<string> {
  yield JSON.stringify(head, null, 2).slice(0, -2);
  yield ',\n  "findings": [';
  let separator = '\n    ';
  for (const one of findings) {
    yield separator + JSON.stringify(details ? one : withoutEvidence(one));
    separator = ',\n    ';
  }
  yield `${findings.length > 0 ? '\n  ' : ''}]\n}\n`;
}

function withoutEvidence({ before, after, ...rest }: DiffEntry): DiffEntry {
  return {
    ...rest,
    ...(before === undefined ? {} : { before: { ...before, evidence: [] } }),
    ...(after === undefined ? {} : { after: { ...after, evidence: [] } }),
  };
}
