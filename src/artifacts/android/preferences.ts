/**
 * A file of `shared_prefs`: `<map>` with an element for each value, `<string name="k">v</string>`, `<int name="k" value="1" />` and so
 * on (Android platform, SharedPreferencesImpl and XmlUtils). Only wanted keys are taken; of a key that holds a secret or a number of a
 * person nothing but whether it holds anything.
 */
import { PassmusterError } from '../../errors.ts';
import type { XmlElement } from '../../formats/xml-element.ts';
import { foldKey } from '../masking.ts';
import type { AndroidXml } from './xml.ts';

const types = ['string', 'int', 'long', 'float', 'boolean', 'set', 'null'] as const;
type PreferenceType = (typeof types)[number] | 'other';

export interface Preference {
  /** Up to the colon: behind it stands an account in some keys. */
  readonly key: string;
  readonly type: PreferenceType;
  /** Of a secret: empty or not. */
  readonly text: string;
  readonly line: number;
  /** The name stands twice in the file, or only looks like the key. */
  readonly isDoubtful: boolean;
}

/** Key → whether what it holds is kept from everything that follows. */
export type WantedKeys = ReadonlyMap<string, { readonly isSecret: boolean }>;

/** In the place of a secret that is there. */
export const isThere = 'set';

/** @throws PassmusterError xml-malformed for what is no `<map>` */
export function preferencesOf({ root }: AndroidXml, wanted: WantedKeys): Preference[] {
  const roots = elementsOf(root);
  const [map] = roots;
  if (map?.name !== 'map' || roots.length !== 1)
    throw new PassmusterError('xml-malformed', 'The file is not one <map> of preferences.');
  const folded = new Map([...wanted.keys()].map((key) => [foldKey(key), key]));
  const elements = elementsOf(map).map((element) => ({
    element,
    name: element.attributes.get('name') ?? '',
  }));
  const counts = new Map<string, number>();
  for (const { name } of elements) counts.set(name, (counts.get(name) ?? 0) + 1);
  return elements.flatMap(({ element, name }): Preference[] => {
    const cut = keyOf(name);
    const key = wanted.has(cut) ? cut : folded.get(foldKey(cut));
    if (key === undefined) return [];
    const isRepeated = counts.get(name) !== 1;
    const value = valueOf(element);
    const text = wanted.get(key)?.isSecret === true && value.text !== '' ? isThere : value.text;
    return [{ key, ...value, text, line: element.line, isDoubtful: isRepeated || key !== cut }];
  });
}

/** `gdrive_last_successful_backup_encrypted:` and an e-mail address: only what is before it is a name of the app's. */
const keyOf = (name: string): string => name.split(':')[0] ?? '';

const elementsOf = (parent: XmlElement): XmlElement[] =>
  parent.children.filter((child) => typeof child !== 'string');

function valueOf({ name, attributes, children }: XmlElement): Pick<Preference, 'type' | 'text'> {
  const type = types.find((one) => one === name) ?? 'other';
  if (type === 'set')
    return { type, text: children.some((child) => typeof child !== 'string') ? isThere : '' };
  if (type === 'null') return { type, text: '' };
  if (type !== 'string') {
    const text = attributes.get('value');
    return text === undefined ? { type: 'other', text: '' } : { type, text };
  }
  const isText = children.every((child) => typeof child === 'string');
  return { type: isText ? type : 'other', text: isText ? children.join('') : isThere };
}
