/** Holds a payload, or a declaration, against the key table: every key with its names, values and effects. */
import { type KeyFacts, knownUpTo } from '../../artifacts/apple/schema.ts';
import { isSecretName } from '../../artifacts/secrets.ts';
import type { ListNode, MapNode, TreeNode } from '../../formats/node.ts';
import type { LintTarget } from '../define.ts';
import type { FindingPlace, Findings } from '../findings.ts';
import { named, quoted } from '../text.ts';
import { type Effect, effectsOf } from './effect.ts';
import type { KnownPayload } from './known.ts';
import { countFault, isOfType, valueFault } from './value.ts';

export interface WalkSite {
  readonly findings: Findings;
  readonly target: LintTarget;
  readonly known: KnownPayload;
  /** The type, for messages. */
  readonly type: string;
  /** Where the payload lies in the document. */
  readonly root: string;
  /** Members that are looked at elsewhere. */
  readonly without?: ReadonlySet<string>;
  /** Values are JSON; their places are not lines of the document. */
  readonly json?: { readonly line: number };
}

/** One dictionary on the way. */
interface Place {
  /** In the key table: '' or `A.` or `A[].`. */
  readonly prefix: string;
  /** In the document. */
  readonly locator: string;
  /** What was already said of what lies around. */
  readonly said: ReadonlySet<string>;
  readonly isHidden: boolean;
}

export function walkPayload(payload: MapNode, site: WalkSite, said: readonly Effect[]): void {
  walkMap(
    payload,
    { prefix: '', locator: site.root, said: new Set(said.map(({ code }) => code)), isHidden: false },
    site,
  );
}

function walkMap(map: MapNode, place: Place, site: WalkSite): void {
  const known = site.known.place(place.prefix);
  for (const [key, value] of map.entries) {
    if (place.prefix === '' && site.without?.has(key) === true) continue;
    const locator = below(place.locator, key);
    const at = placeOf(locator, value, site);
    const facts = known.find(key);
    if (facts !== undefined) walkKey(key, value, facts, at, place, site);
    else if (!known.isOpen) unknownKey(key, at, place, site);
  }
  absentKeys(map, place, site);
}

export const below = (locator: string, key: string): string => (locator === '' ? key : `${locator}.${key}`);

function placeOf(locator: string, node: TreeNode, { json }: WalkSite): FindingPlace {
  return { locator, line: json?.line ?? node.line };
}

function unknownKey(key: string, at: FindingPlace, place: Place, { known, findings, type }: WalkSite): void {
  const names = known.place(place.prefix);
  const twin = names.lookAlike(key);
  if (twin !== undefined) {
    const message = `${quoted(key)} differs from ${twin} only in case or invisible characters.`;
    findings.add('PM1303', message, at, { near: twin });
    return;
  }
  const near = names.near(key);
  // What is newer than the table cannot be told from what does not exist.
  const asOf = `as of iOS ${knownUpTo(known.facts)}`;
  const hint = near === undefined ? '.' : `; did you mean ${near}?`;
  findings.add('PM1302', `${quoted(key)} is no key of ${pathName(place.prefix, type)} ${asOf}${hint}`, at, {
    near,
  });
}

/** Of a word of ours; types of Apple keep theirs. */
const capital = (text: string): string => (text.startsWith('the ') ? `T${text.slice(1)}` : text);

/** Both may be words of the input. */
const pathName = (prefix: string, type: string): string =>
  prefix === '' ? named(type) : `${named(prefix.replace(/\.$/, ''))} in ${named(type)}`;

function walkKey(
  key: string,
  value: TreeNode,
  facts: KeyFacts,
  at: FindingPlace,
  place: Place,
  site: WalkSite,
): void {
  const { findings } = site;
  if (facts.notOnIos === true) {
    const others = facts.elsewhere?.length ? `: it is for ${facts.elsewhere.join(', ')}` : '';
    findings.add('PM1406', `${key} has no effect on iPhone and iPad${others}.`, at);
    return;
  }
  const effects = effectsOf(facts, site.target, false).filter(({ code }) => !place.said.has(code));
  for (const { code, level, text, near } of effects)
    findings.add(code, `${named(key)} ${text}.`, at, { level, near });
  const isHidden = place.isHidden || isSecretName(key);
  // Another version than 1 has a code of its own.
  const { oneOf: _oneOf, ...free } = facts;
  const isVersion = key === 'PayloadVersion' && place.prefix === '';
  const fault = valueFault(isVersion ? free : facts, value, {
    key,
    isHidden,
    isJson: site.json !== undefined,
  });
  if (fault) findings.add(fault.code, `${named(key)} ${fault.text}.`, at, { near: fault.near });
  const path = `${place.prefix}${site.known.at(`${place.prefix}${key}`) === undefined ? '*' : key}`;
  const said = new Set([...place.said, ...effects.map(({ code }) => code)]);
  walkInside(value, path, { prefix: '', locator: at.locator, said, isHidden }, site);
}

/** What lies in a dictionary or array; nothing where the type is wrong or the schema leaves it open. */
function walkInside(value: TreeNode, path: string, place: Place, site: WalkSite): void {
  if (value.type === 'map' && site.known.at(path)?.type === 'dictionary')
    walkMap(value, { ...place, prefix: `${path}.` }, site);
  if (value.type === 'list' && site.known.at(path)?.type === 'array') walkList(value, path, place, site);
}

function walkList(list: ListNode, path: string, place: Place, site: WalkSite): void {
  const item = site.known.at(`${path}[]`);
  if (item === undefined) return;
  const name = path.slice(path.lastIndexOf('.') + 1);
  const count = countFault(item, list.items.length);
  if (count) site.findings.add(count.code, `${name} ${count.text}.`, placeOf(place.locator, list, site));
  for (const [index, node] of list.items.entries()) {
    const locator = `${place.locator}[${index}]`;
    const fault = valueFault(item, node, {
      key: name,
      isHidden: place.isHidden,
      isJson: site.json !== undefined,
    });
    if (fault)
      site.findings.add(fault.code, `An item of ${name} ${fault.text}.`, placeOf(locator, node, site), {
        near: fault.near,
      });
    else if (isOfType(item, node, site.json !== undefined))
      walkInside(node, `${path}[]`, { ...place, locator }, site);
  }
}

function absentKeys(map: MapNode, place: Place, site: WalkSite): void {
  for (const name of site.known.place(place.prefix).required) {
    if (map.entries.has(name) || (place.prefix === '' && site.without?.has(name) === true)) continue;
    const message = `${capital(pathName(place.prefix, site.type))} needs the key ${name}, and it is absent.`;
    site.findings.add('PM1308', message, placeOf(place.locator, map, site));
  }
}
