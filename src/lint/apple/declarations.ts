/**
 * Declarations in a profile: `Declarations`, an array of data, each a declaration as JSON (Apple, "Device Management",
 * Declarations payload). They are held against the key table like payloads; their lines are that of the data element.
 */
import { appleTable, declarationFacts } from '../../artifacts/apple/schema.ts';
import { PassmusterError } from '../../errors.ts';
import { parseJson } from '../../formats/json.ts';
import { type DataNode, itemsOf, type MapNode, memberOf, stringOf } from '../../formats/node.ts';
import { decodeText } from '../../formats/text.ts';
import type { LintTarget } from '../define.ts';
import type { FindingPlace, Findings } from '../findings.ts';
import { named, quoted } from '../text.ts';
import { effectsOf } from './effect.ts';
import type { LookUps } from './known.ts';
import { repeatedKeys } from './structure.ts';
import { walkPayload } from './walk.ts';

export interface DeclarationSite {
  readonly findings: Findings;
  readonly target: LintTarget;
  readonly budget: LookUps;
}

export function declarations(payload: MapNode, locator: string, site: DeclarationSite): void {
  const list = memberOf(payload, 'Declarations');
  const count = itemsOf(list).length;
  const at = { locator: `${locator}.Declarations`, line: list?.line ?? 0 };
  if (count > 0)
    site.findings.add('PM1212', `The profile carries ${count} declaration${count === 1 ? '' : 's'}.`, at);
  for (const [index, node] of itemsOf(list).entries())
    if (node.type === 'data') declaration(node, `${at.locator}[${index}]`, site);
}

function declaration(node: DataNode, locator: string, site: DeclarationSite): void {
  const at: FindingPlace = { locator, line: node.line };
  const tree = treeOf(node, at, site.findings);
  if (tree === undefined) return;
  const type = stringOf(memberOf(tree, 'Type'));
  const payload = memberOf(tree, 'Payload');
  if (type === undefined || payload?.type !== 'map') {
    site.findings.add('PM1102', 'The declaration has no Type or no Payload.', at);
    return;
  }
  repeatedKeys(tree, locator, site.findings, node.line);
  const facts = declarationFacts(type);
  if (facts === undefined) {
    const near = site.budget.near(type, Object.keys(appleTable().declarations));
    const hint = near === undefined ? '.' : `; did you mean ${near}?`;
    site.findings.add('PM1312', `${quoted(type)} is no known declaration${hint}`, at, { near });
    return;
  }
  const effects = effectsOf(facts, site.target, true);
  for (const { code, level, text, near } of effects)
    site.findings.add(code, `The declaration ${named(type)} ${text}.`, at, { level, near });
  const known = site.budget.payload(facts, false);
  walkPayload(
    payload,
    { ...site, known, type, root: `${locator}.Payload`, json: { line: node.line } },
    effects,
  );
}

function treeOf(node: DataNode, at: FindingPlace, findings: Findings): MapNode | undefined {
  try {
    const tree = parseJson(decodeText(node.value).text);
    if (tree.type === 'map') return tree;
    findings.add('PM1102', 'The declaration is no JSON object.', at);
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    findings.add('PM1102', 'The declaration is not JSON.', at);
  }
  return undefined;
}
