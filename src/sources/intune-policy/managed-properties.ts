/**
 * The settings of one app as Google's EMM API writes them: a list of properties, each with a key and one value of a named
 * type. Turned into the object that they stand for. Source: Google Play EMM API, ManagedConfiguration and ManagedProperty.
 */
import { PassmusterError } from '../../errors.ts';
import { parseJson } from '../../formats/json.ts';
import { atLine, itemsOf, MapBuilder, type MapNode, stringOf, type TreeNode } from '../../formats/node.ts';
import { decodeText } from '../../formats/text.ts';
import { bytesOf } from './base64.ts';
import { isPresent, memberIn } from '../../artifacts/intune/members.ts';

const list = 'managedProperty';

/** @returns undefined where the text is no such object, or a property of it cannot be read */
export function managedSettings(node: TreeNode): MapNode | undefined {
  const tree = node.type === 'map' ? node : decoded(node);
  const properties = memberIn(tree, list, '')?.node;
  return tree?.type === 'map' ? settingsOf(properties, node.line) : undefined;
}

function decoded(node: TreeNode): TreeNode | undefined {
  const bytes = bytesOf(node);
  if (bytes === undefined) return undefined;
  try {
    return atLine(parseJson(decodeText(bytes).text.replace(/^\uFEFF/, '')), node.line);
  } catch (error) {
    if (error instanceof PassmusterError) return undefined;
    throw error;
  }
}

/** No properties are no settings. */
function settingsOf(properties: TreeNode | undefined, line: number): MapNode | undefined {
  const builder = new MapBuilder();
  if (isPresent(properties) && properties.type !== 'list') return undefined;
  for (const item of itemsOf(properties)) {
    const key = stringOf(memberIn(item, 'key', '')?.node);
    const value = valueOf(item);
    if (key === undefined || value === undefined) return undefined;
    builder.add(key, value);
  }
  return builder.build(line);
}

/** Exactly one of the members holds the value. */
const values: Readonly<Record<string, (node: TreeNode) => TreeNode | undefined>> = {
  valueBool: (node) => ofType(node, 'boolean'),
  valueInteger: (node) => ofType(node, 'integer'),
  valueString: (node) => ofType(node, 'string'),
  valueStringArray: (node) => ofType(node, 'list'),
  valueBundle: (node) => bundleOf(node),
  valueBundleArray: (node) => {
    if (node.type !== 'list') return undefined;
    const items = node.items.map(bundleOf).filter((item) => item !== undefined);
    return items.length === node.items.length ? { ...node, items } : undefined;
  },
};

const ofType = (node: TreeNode, type: TreeNode['type']): TreeNode | undefined =>
  node.type === type ? node : undefined;

const bundleOf = (node: TreeNode): MapNode | undefined =>
  node.type === 'map' ? settingsOf(memberIn(node, list, '')?.node, node.line) : undefined;

function valueOf(item: TreeNode): TreeNode | undefined {
  const found = Object.entries(values).flatMap(([key, read]) => {
    const value = memberIn(item, key, '')?.node;
    return isPresent(value) ? [read(value)] : [];
  });
  return found.length === 1 ? found[0] : undefined;
}
