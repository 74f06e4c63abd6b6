/** One payload: its type, its effects as a whole, its keys. */
import {
  appleTable,
  elsewhereOf,
  type PayloadFacts,
  payloadFacts,
  payloadTypes,
} from '../../artifacts/apple/schema.ts';
import { foldKey } from '../../artifacts/masking.ts';
import { type MapNode, memberOf, stringOf, type TreeNode } from '../../formats/node.ts';
import type { LintTarget } from '../define.ts';
import type { Findings } from '../findings.ts';
import { named, quoted } from '../text.ts';
import { declarations } from './declarations.ts';
import { dependencies } from './dependencies.ts';
import { effectsOf } from './effect.ts';
import type { LookUps } from './known.ts';
import { frame, isEmptyPayload } from './structure.ts';
import { below, walkPayload } from './walk.ts';

export interface PayloadSite {
  readonly findings: Findings;
  readonly target: LintTarget;
  readonly budget: LookUps;
}

/** True when the node is a payload that says of which type it is. */
export function lintPayload(node: TreeNode, locator: string, site: PayloadSite): node is MapNode {
  const { findings } = site;
  const at = { locator, line: node.line };
  if (node.type !== 'map') {
    findings.add('PM1201', 'The payload is not a dictionary.', at);
    return false;
  }
  const type = stringOf(memberOf(node, 'PayloadType'));
  if (type === undefined || node.repeated.has('PayloadType')) {
    findings.add('PM1201', 'The payload does not say of which type it is.', at);
    return false;
  }
  frame(node, locator, findings);
  const facts = payloadFacts(type);
  if (facts === undefined || type === 'Configuration') unknownType(type, node, locator, site);
  else knownType(type, facts, node, locator, site);
  return true;
}

function knownType(
  type: string,
  facts: PayloadFacts,
  node: MapNode,
  locator: string,
  site: PayloadSite,
): void {
  const effects = effectsOf(facts, site.target, true);
  const at = typePlace(node, locator);
  for (const { code, level, text, near } of effects)
    site.findings.add(code, `The payload ${named(type)} ${text}.`, at, { level, near });
  if (isEmptyPayload(node) && Object.keys(facts.keys).length > 0)
    site.findings.add('PM1208', `The payload ${named(type)} sets nothing.`, { locator, line: node.line });
  const known = site.budget.payload(facts, true);
  walkPayload(node, { ...site, known, type, root: locator }, effects);
  dependencies(type, node, locator, site.findings);
  if (type === 'com.apple.declarations') declarations(node, locator, site);
}

const typePlace = (node: MapNode, locator: string) => ({
  locator: below(locator, 'PayloadType'),
  line: memberOf(node, 'PayloadType')?.line ?? 0,
});

const commonOnly: PayloadFacts = { keys: {}, partial: true };

/** Of such a payload only the keys are looked at that every payload has. */
function unknownType(type: string, node: MapNode, locator: string, site: PayloadSite): void {
  const at = typePlace(node, locator);
  const others = elsewhereOf(type);
  const twin = payloadTypes().find((known) => foldKey(known) === foldKey(type));
  if (others !== undefined) {
    const message =
      others.length === 0
        ? `Apple’s schema does not say that the payload ${named(type)} is for iPhone and iPad.`
        : `The payload ${named(type)} is not for iPhone and iPad: it is for ${others.join(', ')}.`;
    site.findings.add('PM1405', message, at);
  } else if (twin !== undefined) {
    const message = `${quoted(type)} differs from ${twin} only in case or invisible characters.`;
    site.findings.add('PM1303', message, at, { near: twin });
  } else {
    const near = site.budget.nearType(type);
    const hint = near === undefined ? '.' : `; did you mean ${near}?`;
    site.findings.add(
      'PM1301',
      `${quoted(type)} is no payload type of Apple’s as of iOS ${appleTable().release}${hint}`,
      at,
      { near },
    );
  }
  const known = site.budget.payload(commonOnly, true);
  walkPayload(node, { ...site, known, type, root: locator }, []);
}
