/** PM11xx and PM12xx: repeated keys, UUIDs, versions, empty payloads. */
import { appleTable } from '../../artifacts/apple/schema.ts';
import { type MapNode, memberOf, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Findings } from '../findings.ts';
import { quoted } from '../text.ts';
import { isPlaceholder } from './value.ts';
import { below } from './walk.ts';

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Every key in the tree that stands more than once.
 * @param inside the line of the element that the tree was found in, where its own lines are not those of the document
 */
export function repeatedKeys(node: TreeNode, locator: string, findings: Findings, inside?: number): void {
  if (node.type === 'list')
    for (const [index, item] of node.items.entries())
      repeatedKeys(item, `${locator}[${index}]`, findings, inside);
  if (node.type !== 'map') return;
  for (const [key, values] of node.repeated) {
    const lines = inside === undefined ? values.map(({ line }) => line).filter((line) => line > 0) : [];
    const where = lines.length === 0 ? '' : ` (lines ${lines.slice(0, 5).join(', ')})`;
    const message = `${quoted(key)} stands ${values.length} times${where}; which one a phone follows is not known.`;
    findings.add('PM1101', message, { locator: below(locator, key), line: lines.at(-1) ?? inside ?? 0 });
  }
  for (const [key, value] of node.entries) repeatedKeys(value, below(locator, key), findings, inside);
}

/** The members that tell a payload or profile from others. Their absence and types are the walk's. */
export function frame(payload: MapNode, locator: string, findings: Findings): void {
  const uuid = payload.entries.get('PayloadUUID');
  if (uuid?.type === 'string' && !uuidForm.test(uuid.value) && !isPlaceholder(uuid.value))
    findings.add('PM1202', `PayloadUUID is ${quoted(uuid.value)}, which is no UUID.`, {
      locator: below(locator, 'PayloadUUID'),
      line: uuid.line,
    });
  const version = payload.entries.get('PayloadVersion');
  if (version?.type === 'integer' && Number(version.value) !== 1)
    findings.add(
      'PM1203',
      `PayloadVersion is ${version.value}; the only version that Apple documents is 1.`,
      {
        locator: below(locator, 'PayloadVersion'),
        line: version.line,
      },
    );
}

/** Besides the keys that every payload has. */
export function isEmptyPayload(payload: MapNode): boolean {
  const common = appleTable().common.keys;
  return [...payload.entries.keys()].every((key) => Object.hasOwn(common, key));
}

export interface NamedPayload {
  readonly node: MapNode;
  readonly locator: string;
}

/** UUIDs and identifiers that stand twice among the payloads and, for UUIDs, the profile itself. */
export function sharedNames(profile: MapNode, payloads: readonly NamedPayload[], findings: Findings): void {
  const all = [{ node: profile, locator: '' }, ...payloads];
  for (const { value, first, again } of repeats(all, 'PayloadUUID'))
    findings.add('PM1204', `The UUID ${quoted(value)} also stands at ${first}.`, again);
  for (const { value, first, again } of repeats(payloads, 'PayloadIdentifier'))
    findings.add('PM1205', `The identifier ${quoted(value)} also stands at ${first}.`, again);
}

function repeats(payloads: readonly NamedPayload[], member: string) {
  const firsts = new Map<string, string>();
  const found: { value: string; first: string; again: { locator: string; line: number } }[] = [];
  for (const { node, locator } of payloads) {
    const value = stringOf(memberOf(node, member));
    if (value === undefined || value === '' || isPlaceholder(value)) continue;
    const place = below(locator, member);
    const folded = member === 'PayloadUUID' ? value.toLowerCase() : value;
    const first = firsts.get(folded);
    if (first === undefined) firsts.set(folded, place);
    else found.push({ value, first, again: { locator: place, line: memberOf(node, member)?.line ?? 0 } });
  }
  return found;
}
