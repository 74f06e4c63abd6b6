/**
 * Configuration profiles inside other documents: as Base64, as data, as text with or without escapes, as elements. Says where
 * each of them lies and hands on its bytes; what they mean is read by apple-profile.ts.
 */
import { PassmusterError } from '../../errors.ts';
import { isBplist } from '../../formats/bplist.ts';
import { isCms } from '../../formats/cms.ts';
import type { TreeNode } from '../../formats/node.ts';
import { peekPlist } from '../../formats/plist-peek.ts';
import type { XmlElement } from '../../formats/xml-element.ts';
import { limits } from '../../io/limits.ts';
import { readPropertyList } from './packaging.ts';
import { payloadWords } from './hints.ts';
import { plistText } from './plist-text.ts';

export interface EmbeddedProfile {
  readonly bytes: Uint8Array;
  /** Place in the document around it. */
  readonly place: string;
  /** Line of that place; 0 where there are none. */
  readonly line: number;
  /** What to add to a line of the profile for a line of the document; absent where its lines cannot be opened. */
  readonly lineOffset?: number;
}

/** How a document writes the place of a part. */
export interface PlaceStyle {
  readonly member: (path: string, key: string) => string;
  readonly item: (path: string, index: number) => string;
}

export const pointerStyle: PlaceStyle = {
  member: (path, key) => `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
  item: (path, index) => `${path}/${index}`,
};
export const keyPathStyle: PlaceStyle = {
  member: (path, key) => (path === '' ? key : `${path}.${key}`),
  item: (path, index) => `${path}[${index}]`,
};

const rootMarks = ['PayloadType', 'PayloadContent', 'PayloadIdentifier'];
const base64 = /^[A-Za-z0-9+/]{40,}={0,2}$/;
/** Shorter texts hold no profile, and are not looked at. */
const shortest = 60;

/** Every profile in a tree of JSON or of a property list, in the order of the document. */
export function* profilesInTree(
  node: TreeNode,
  style: PlaceStyle,
  path = '',
  nesting = 0,
): Generator<EmbeddedProfile> {
  switch (node.type) {
    case 'map':
      for (const [key, last] of node.entries)
        for (const value of node.repeated.get(key) ?? [last])
          yield* profilesInTree(value, style, style.member(path, key), nesting);
      return;
    case 'list':
      for (const [index, item] of node.items.entries())
        yield* profilesInTree(item, style, style.item(path, index), nesting);
      return;
    case 'string':
      yield* profilesInText(node.value, { place: path, line: node.line, nesting });
      return;
    case 'data':
      yield* profilesInBytes(node.value, { place: path, line: node.line, nesting });
      return;
    default: // no other value can hold a document
  }
}

/** Every profile in XML that is no property list: in the text of an element, or as elements of their own. */
export function* profilesInXml(element: XmlElement, parent = ''): Generator<EmbeddedProfile> {
  const path = parent === '' ? element.name : `${parent}/${element.name}`;
  if (element.name === 'plist') {
    const bytes = new TextEncoder().encode(plistText(element));
    if (isProfile(bytes)) yield { bytes, place: path, line: element.line, lineOffset: 0 };
    return;
  }
  const text = element.children.filter((child) => typeof child === 'string').join('');
  // A tag with attributes may end on a later line than it begins.
  const begins = element.attributes.size === 0 ? { lineOffset: element.line - 1 } : {};
  yield* profilesInText(text, { place: path, line: element.line, nesting: 0, ...begins });
  for (const child of element.children) if (typeof child !== 'string') yield* profilesInXml(child, path);
}

interface Site {
  readonly place: string;
  readonly line: number;
  readonly nesting: number;
  readonly lineOffset?: number;
}

function* profilesInText(text: string, site: Site): Generator<EmbeddedProfile> {
  if (text.length < shortest) return;
  const trimmed = text.trimStart();
  if (/^(?:<|&lt;)(?:\?xml|!DOCTYPE plist|plist)/i.test(trimmed)) {
    const skippedLines = text.slice(0, text.length - trimmed.length).split('\n').length - 1;
    const { lineOffset, ...rest } = site;
    const shifted = lineOffset === undefined ? rest : { ...rest, lineOffset: lineOffset + skippedLines };
    yield* profilesInBytes(new TextEncoder().encode(trimmed), shifted);
    return;
  }
  const packed = trimmed.replace(/\s+/g, '');
  const { lineOffset: _lines, ...unlined } = site;
  if (base64.test(packed)) yield* profilesInBytes(new Uint8Array(Buffer.from(packed, 'base64')), unlined);
}

function* profilesInBytes(bytes: Uint8Array, site: Site): Generator<EmbeddedProfile> {
  const { nesting, ...place } = site;
  if (isProfile(bytes)) yield { bytes, ...place };
  else if (isPlist(bytes) && nesting < limits.embeddedNesting) yield* profilesInPlist(bytes, site);
}

/** A property list that is no profile may hold one, as the command InstallProfile does. */
function* profilesInPlist(bytes: Uint8Array, { place, line, nesting }: Site): Generator<EmbeddedProfile> {
  let tree: TreeNode;
  try {
    tree = readPropertyList(bytes);
  } catch (error) {
    if (error instanceof PassmusterError) return; // some other document, and not ours to judge
    throw error;
  }
  for (const inner of profilesInTree(tree, keyPathStyle, '', nesting + 1))
    yield { bytes: inner.bytes, place: `${place}: ${inner.place}`, line };
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

function isPlist(bytes: Uint8Array): boolean {
  return isBplist(bytes) || peekPlist(bytes, textOf(bytes.subarray(0, limits.headBytes))) !== undefined;
}

/** By the keys of its root; of what is signed or escaped, by words in it. */
function isProfile(bytes: Uint8Array): boolean {
  if (isCms(bytes)) return payloadWords.test(Buffer.from(bytes).toString('latin1'));
  const text = isBplist(bytes) ? undefined : textOf(bytes);
  if (text?.startsWith('&lt;') === true) return payloadWords.test(text);
  const keys = peekPlist(bytes, text)?.keys;
  return keys !== undefined && rootMarks.some((key) => keys.has(key));
}
