/** Configuration profiles of Jamf Pro in XML and JSON: where in the document each part of one stands. */
import {
  type EmbeddedProfile,
  pointerStyle,
  profilesInTree,
  profilesInXml,
} from '../../artifacts/apple/embedded.ts';
import { elementsOf, textOf, treeOf } from '../../artifacts/jamf/xml-tree.ts';
import { parseJson } from '../../formats/json.ts';
import { type MapNode, memberOf, type TreeNode } from '../../formats/node.ts';
import { readXml } from '../../formats/xml.ts';
import type { XmlElement } from '../../formats/xml-element.ts';

export interface JamfProfile {
  /** The profile with its members, its payload left out. */
  readonly node: MapNode;
  readonly place: string;
  /** Nothing stands where the property list belongs. */
  readonly isEmpty: boolean;
  /** Property lists in the payload: one, unless it is damaged. */
  readonly payloads: readonly EmbeddedProfile[];
}

/** A profile that cannot be looked at. */
export interface NoProfile {
  readonly place: string;
  readonly line: number;
}

/** @throws PassmusterError xml-malformed and its kin, with the line */
export async function profilesInXmlText(text: string): Promise<readonly (JamfProfile | NoProfile)[]> {
  const root = await readXml(text, { allowDoctype: true });
  if (root.name === 'configuration_profile') return [ofElement(root, root.name)];
  return elementsOf(root, 'configuration_profile').map((element, index) =>
    ofElement(element, `${root.name}/configuration_profile[${index + 1}]`),
  );
}

function ofElement(element: XmlElement, place: string): JamfProfile | NoProfile {
  const [general, ...generals] = elementsOf(element, 'general');
  const [payload, ...others] = general === undefined ? [] : elementsOf(general, 'payloads');
  const node = treeOf(general === undefined ? element : without(element, general));
  if (generals.length > 0 || others.length > 0 || node.type !== 'map') return { place, line: element.line };
  const isEmpty =
    payload === undefined || (textOf(payload).trim() === '' && elementsOf(payload).length === 0);
  const payloads = payload === undefined ? [] : [...profilesInXml(payload, `${place}/general`)];
  return { node, place, isEmpty, payloads };
}

/** The payload may be elements, which are no members of the profile. */
function without(element: XmlElement, general: XmlElement): XmlElement {
  const rest = general.children.filter((child) => typeof child === 'string' || child.name !== 'payloads');
  return {
    ...element,
    children: element.children.map((child) => (child === general ? { ...general, children: rest } : child)),
  };
}

/**
 * @param isLines one document a line
 * @throws PassmusterError json-malformed with line and column
 */
export function profilesInJsonText(text: string, isLines: boolean): readonly (JamfProfile | NoProfile)[] {
  if (!isLines) return profilesInJson(parseJson(text), '');
  return text
    .split('\n')
    .flatMap((line, index) =>
      line.trim() === '' ? [] : profilesInJson(parseJson(line, index + 1), `line ${index + 1}: `),
    );
}

function profilesInJson(root: TreeNode, prefix: string): readonly (JamfProfile | NoProfile)[] {
  const [key, inner] = ['configuration_profile', 'configuration_profiles', 'results'].flatMap(
    (name): [string, TreeNode][] => {
      const node = memberOf(root, name);
      return node === undefined ? [] : [[`${prefix}/${name}`, node]];
    },
  )[0] ?? [prefix, root];
  if (inner.type !== 'list') return [ofNode(inner, key)];
  return inner.items.map((item, index) => {
    const wrapped = memberOf(item, 'configuration_profile');
    const place = `${key}/${index}`;
    return wrapped === undefined ? ofNode(item, place) : ofNode(wrapped, `${place}/configuration_profile`);
  });
}

/** The Jamf Pro API keeps the payload in the profile itself, the Classic API below `general`. */
function ofNode(node: TreeNode, place: string): JamfProfile | NoProfile {
  const general = memberOf(node, 'general');
  const owner = memberOf(general, 'payloads') === undefined ? node : general;
  if (node.type !== 'map' || node.repeated.size > 0 || (general?.type === 'map' && general.repeated.size > 0))
    return { place, line: node.line };
  const payload = memberOf(owner, 'payloads');
  const isEmpty = payload === undefined || payload.type === 'null' || isBlankText(payload);
  const path = owner === node ? `${place}/payloads` : `${place}/general/payloads`;
  const payloads = payload === undefined ? [] : [...profilesInTree(payload, pointerStyle, path)];
  return { node, place, isEmpty, payloads };
}

const isBlankText = (node: TreeNode): boolean => node.type === 'string' && node.value.trim() === '';
