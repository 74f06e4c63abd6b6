/** What checks over several profiles need of one: identifiers, payloads that a phone takes once, merged settings. */
import { payloadFacts } from '../../artifacts/apple/schema.ts';
import { type MapNode, memberOf, stringOf, type TreeNode } from '../../formats/node.ts';
import type { LintPlace, LintTraits } from '../define.ts';
import { shownValue } from '../text.ts';
import type { NamedPayload } from './structure.ts';
import { isPlaceholder } from './value.ts';
import { below } from './walk.ts';

/** Payloads whose keys a phone merges over all profiles. None of their keys holds a secret. */
const merged: ReadonlySet<string> = new Set([
  'com.apple.applicationaccess',
  'com.apple.mobiledevice.passwordpolicy',
]);

export function traitsOf(profile: MapNode, payloads: readonly NamedPayload[]): LintTraits {
  const identifier = textAt(profile, 'PayloadIdentifier', '');
  return {
    ...(identifier === undefined ? {} : { identifier }),
    uuids: [{ node: profile, locator: '' }, ...payloads].flatMap(
      ({ node, locator }) => textAt(node, 'PayloadUUID', locator) ?? [],
    ),
    singletons: payloads.flatMap(singleton),
    settings: payloads.flatMap(settings),
  };
}

function textAt(node: MapNode, key: string, locator: string): (LintPlace & { value: string }) | undefined {
  const member = node.entries.get(key);
  const value = stringOf(member);
  if (member === undefined || value === undefined || value === '' || isPlaceholder(value)) return undefined;
  return { value, ...placeAt(member, below(locator, key)) };
}

const placeAt = ({ line }: TreeNode, locator: string): LintPlace => ({
  locator,
  ...(line > 0 ? { line } : {}),
});

function singleton({ node, locator }: NamedPayload): LintTraits['singletons'] {
  const type = stringOf(memberOf(node, 'PayloadType'));
  if (type === undefined || payloadFacts(type)?.multiple !== false) return [];
  return [{ type, ...placeAt(node, locator) }];
}

/** Numbers, texts and switches: lists are joined by rules of their own. */
function settings({ node, locator }: NamedPayload): LintTraits['settings'] {
  const type = stringOf(memberOf(node, 'PayloadType'));
  if (type === undefined || !merged.has(type)) return [];
  const facts = payloadFacts(type)?.keys ?? {};
  return [...node.entries]
    .filter(([key, value]) => Object.hasOwn(facts, key) && !['list', 'map', 'data'].includes(value.type))
    .map(([key, value]) => ({
      setting: `${type} ${facts[key]?.replacedBy ?? key}`,
      key,
      shown: shownValue(key, value, false),
      ...placeAt(value, below(locator, key)),
    }));
}
