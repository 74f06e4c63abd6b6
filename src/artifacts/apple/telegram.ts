/**
 * `atomic-state` of Telegram on iOS: whether the app asks for a code (abrignoni/iLEAPP, telegramAccounts.py). The code stands in it and
 * is not looked at; accounts and everything else of the file are left where they are.
 */
import { PassmusterError } from '../../errors.ts';
import { parseJson } from '../../formats/json.ts';
import type { TreeNode } from '../../formats/node.ts';
import { decodeText } from '../../formats/text.ts';
import { appScope } from '../../model/observation.ts';
import { observe, undecided } from '../../settings/observe.ts';
import type { MapReading, MapSite } from '../observe-map.ts';
import { evidenceAt } from './evidence.ts';

const key = 'accessChallengeData';
const setting = 'app.lock';
export const telegramScope = appScope('telegram');

/** @throws PassmusterError of the formats, or json-malformed for what is no object */
export function readTelegramState(bytes: Uint8Array, site: MapSite): MapReading {
  const tree = parsed(bytes);
  if (tree.type !== 'map') throw new PassmusterError('json-malformed', 'The file is not an object.');
  const extras = { ...site.extras, scope: telegramScope };
  const node = tree.entries.get(key);
  const isThere = tree.repeated.has(key) ? undefined : isSet(node);
  const { value: _value, ...place } = evidenceAt(site, key, node);
  const evidence = isThere === undefined ? place : { ...place, value: isThere ? 'set' : 'empty' };
  const found =
    isThere === undefined
      ? undecided(setting, node === undefined ? 'not-reported' : 'ambiguous', site.layer, evidence, extras)
      : observe(setting, isThere, site.layer, evidence, extras);
  return { observations: [found], notices: [] };
}

/** What is wrong with the text is not told: the words of the fault could be of the file. */
function parsed(bytes: Uint8Array): TreeNode {
  try {
    return parseJson(decodeText(bytes).text);
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    throw new PassmusterError(error.code, 'The file is not JSON that can be read.');
  }
}

/** An object with one of the two kinds of code, or an empty one. */
function isSet(node: TreeNode | undefined): boolean | undefined {
  if (node?.type !== 'map' || node.repeated.size > 0) return undefined;
  const kinds = [...node.entries.keys()];
  const isKnown = kinds.every((kind) => kind === 'numericalPassword' || kind === 'plaintextPassword');
  return isKnown && kinds.length <= 1 ? kinds.length === 1 : undefined;
}
