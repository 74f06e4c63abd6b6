/**
 * `com.apple.declarations`: a payload of a configuration profile whose `Declarations` are JSON texts as data (iOS 17,
 * installed by hand only). They are read as the same declarations in a file are.
 */
import { PassmusterError } from '../../errors.ts';
import { parseJson } from '../../formats/json.ts';
import { type MapNode, memberOf, type TreeNode } from '../../formats/node.ts';
import { decodeText } from '../../formats/text.ts';
import type { Notice } from '../../model/notice.ts';
import { undecidedAll } from './doubt.ts';
import {
  type DeclarationPlace,
  type DeclarationReading,
  type DeclarationSite,
  readDeclarations,
} from './declaration.ts';
import { foldKey } from '../masking.ts';
import type { MapSite } from '../observe-map.ts';
import { withoutSecrets } from '../secrets.ts';

export const embeddedDeclarations = 'com.apple.declarations';
const member = 'Declarations';

export interface DeclarationPayload {
  readonly payload: MapNode;
  readonly site: MapSite;
}

/** All payloads of that type in a profile: together they are one set. */
export function readEmbeddedDeclarations(
  payloads: readonly DeclarationPayload[],
  site: DeclarationSite,
): DeclarationReading {
  const places: DeclarationPlace[] = [];
  const failed: DeclarationReading[] = [];
  for (const { payload, site: own } of payloads) {
    const items = itemsOfPayload(payload);
    if (items === undefined)
      failed.push(unread(own, member, payload, 'The declarations inside the profile are not one array.'));
    for (const [index, item] of items?.entries() ?? []) {
      const path = own.locate(`${member}[${index}]`);
      const node = parsed(item);
      if ('fault' in node) failed.push(unread(own, `${member}[${index}]`, item, node.fault));
      else places.push({ node, locate: (pointer) => (pointer === '' ? path : `${path}: ${pointer}`) });
    }
  }
  const reading = places.length > 0 ? readDeclarations(places, site) : { observations: [], notices: [] };
  return {
    observations: [...failed.flatMap(({ observations }) => observations), ...reading.observations],
    notices: [...failed.flatMap(({ notices }) => notices), ...reading.notices],
  };
}

function itemsOfPayload(payload: MapNode): readonly TreeNode[] | undefined {
  const list = memberOf(payload, member);
  const isAlone = [...payload.entries.keys()].every(
    (key) => key === member || foldKey(key) !== foldKey(member),
  );
  return list?.type === 'list' && isAlone && !payload.repeated.has(member) ? list.items : undefined;
}

/** Lines of the inner text are not lines of the file: all of it stands where the data stands. */
function parsed(item: TreeNode): TreeNode | { readonly fault: string } {
  if (item.type !== 'data') return { fault: 'A declaration inside the profile is no data.' };
  try {
    return atLine(withoutSecrets(parseJson(decodeText(item.value).text)), item.line);
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    return { fault: 'A declaration inside the profile is no JSON.' };
  }
}

function atLine(node: TreeNode, line: number): TreeNode {
  if (node.type === 'list') return { ...node, line, items: node.items.map((item) => atLine(item, line)) };
  if (node.type !== 'map') return { ...node, line };
  const entries = new Map([...node.entries].map(([key, value]) => [key, atLine(value, line)]));
  const repeated = new Map(
    [...node.repeated].map(([key, values]) => [key, values.map((value) => atLine(value, line))]),
  );
  return { ...node, line, entries, repeated };
}

function unread(site: MapSite, key: string, node: TreeNode, message: string): DeclarationReading {
  const place = { locator: site.locate(key), ...(node.line > 0 ? { line: node.line } : {}) };
  const notice: Notice = { code: 'declaration-unreadable', message, ...place };
  return { observations: [undecidedAll('unreadable', site, place)], notices: [notice] };
}
