/** Lints the policies of a file one at a time, each against the table of Google's fields. */
import { memberOf, stringOf } from '../../formats/node.ts';
import type { Input } from '../../io/input.ts';
import { detectionInput } from '../../sources/detect.ts';
import { jsonRecords } from '../../sources/json-records.ts';
import type { LintResult } from '../define.ts';
import { Findings } from '../findings.ts';
import { NameLookUps } from '../look-ups.ts';
import { PolicyWalk } from './walk.ts';

const unpeeked = { root: 'array', keys: new Map(), rows: new Map(), lines: false, closed: true } as const;

/** @throws PassmusterError of the formats when the document cannot be read */
export async function lintPolicies(input: Input): Promise<LintResult> {
  const peek = detectionInput(input.name, input.head).json ?? unpeeked;
  const findings = new Findings(input.name);
  const budget = new NameLookUps();
  const records = jsonRecords(input, peek, ['policies']);
  let next = await records.next();
  for (; next.done !== true; next = await records.next()) {
    const { node, pointer } = next.value;
    if (node.type !== 'map') {
      findings.add('PM2201', 'A policy is not an object.', { locator: pointer, line: node.line });
      continue;
    }
    if (/^enterprises\/[^/]+\/devices\//.test(stringOf(memberOf(node, 'name')) ?? '')) continue;
    new PolicyWalk(node, pointer, findings, budget).run();
  }
  const rest = next.value?.entries.get('nextPageToken');
  const isPage = rest !== undefined && !(rest.type === 'string' && rest.value === '') && rest.type !== 'null';
  return { status: isPage ? 'partial' : 'linted', findings: findings.list, leftOut: findings.leftOut };
}
