/** Answers of Jamf Pro without a word on the settings of a phone: what is about Macs is counted, the rest is named. */
import { elementsOf } from '../../artifacts/jamf/xml-tree.ts';
import { parseJson } from '../../formats/json.ts';
import { itemsOf, type MapNode, memberOf, type TreeNode } from '../../formats/node.ts';
import { decodeText } from '../../formats/text.ts';
import { readXml } from '../../formats/xml.ts';
import { completeness } from '../../inventory/envelope.ts';
import type { Input } from '../../io/input.ts';
import { notice, type ReadContext, type ReadItem, skipped } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { isMacRoot, isMacRow, jamfKind } from '../jamf-kinds.ts';

export async function* read(input: Input, _context: ReadContext): AsyncGenerator<ReadItem> {
  const { text } = decodeText(await input.bytes());
  const facts = detectionInput(input.name, input.head);
  const { json } = facts;
  if (json?.lines === true) return yield nothing;
  const root = json === undefined ? undefined : parseJson(text);
  const page = root?.type === 'map' ? emptyPage(root) : undefined;
  if (page !== undefined) return yield* page;
  const macs = root === undefined ? await macsInXml(text) : macsInJson(root);
  for (let count = 0; count < macs; count += 1) yield skipped;
  if (macs === 0) yield jamfKind(facts) === 'other' ? nothing : bare;
}

const nothing = notice(
  'answer-without-evidence',
  'An answer of Jamf Pro about something else than devices and their profiles: it says nothing about settings.',
);

/** Too little to tell whose it is. */
const bare = notice(
  'answer-without-evidence',
  'The document holds names or identifiers alone: it says nothing about settings.',
);

/** A page without rows may be of any list, that of devices too. */
function emptyPage(root: MapNode): ReadItem[] | undefined {
  const results = root.entries.get('results');
  if (results?.type !== 'list' || results.items.length > 0) return undefined;
  const said = completeness(root, 0, { rows: ['results'], totals: ['totalCount'] });
  const message = 'A page of Jamf Pro without rows: there is nothing to judge.';
  return said.length === 0
    ? [notice('answer-without-evidence', message)]
    : said.map((one) => ({ kind: 'notice', notice: one }));
}

/** A list has its items below a root in the plural. */
async function macsInXml(text: string): Promise<number> {
  const root = await readXml(text, { allowDoctype: true });
  if (!isMacRoot(root.name)) return 0;
  const items = root.name.endsWith('s') ? elementsOf(root, root.name.slice(0, -1)).length : 0;
  return Math.max(1, items);
}

function macsInJson(root: TreeNode): number {
  const list = root.type === 'list' ? root : memberOf(root, 'results');
  const rows = list?.type === 'list' ? itemsOf(list) : [root];
  const isMac = (row: TreeNode): boolean =>
    row.type === 'map' &&
    (isMacRow(new Map([...row.entries.keys()].map((key) => [key, undefined]))) ||
      [...row.entries.keys()].some(isMacRoot));
  return rows.filter(isMac).length;
}
