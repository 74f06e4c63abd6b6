/** What stands around the rows of an export, and whether there should be more of them. */
import { type MapNode, memberIgnoringCase, type TreeNode } from '../formats/node.ts';
import type { Notice } from '../model/notice.ts';
import { isBlank, placesOf } from './place.ts';

export interface Envelope {
  /** Members of the root object that may hold the rows. */
  readonly rows: readonly string[];
  /** Members that name or announce a next page: a link, a token, `true`. Paths with `/`. */
  readonly next?: readonly string[];
  /** The product announces a next page also where nothing follows. */
  readonly nextMayBeEmpty?: true;
  /** A root object that is a page without rows: some products leave the member out. */
  readonly isEmptyPage?: (root: MapNode) => boolean;
  /** Members that count all rows, of all pages. */
  readonly totals?: readonly string[];
  /** Members that may count this page alone: another number than the rows is a fault, the same number proves nothing. */
  readonly counts?: readonly string[];
  /** Rows of a full page: exactly as many, and no word of more, may still be one page of several. */
  readonly pageSizes?: readonly number[];
}

export function completeness(members: MapNode | undefined, rows: number, envelope: Envelope): Notice[] {
  const more = announced(members, rows, envelope);
  if (more !== undefined) return [more];
  const other = contradicted(members, rows, [...(envelope.totals ?? []), ...(envelope.counts ?? [])]);
  if (other !== undefined) return [other];
  if (rows === 0 && !isCounted(members, envelope))
    return [
      {
        code: 'count-mismatch',
        message: 'The export holds no row: it is empty, or whoever made it may not see the devices.',
      },
    ];
  const isFull = envelope.pageSizes?.includes(rows) === true && !isEnd(members, envelope);
  const message = `The export holds exactly ${rows} rows, as a full page does, and does not say whether there are more.`;
  return isFull ? [{ code: 'page-size', message }] : [];
}

/** One page of a file that holds several. */
export interface Page {
  readonly members: MapNode;
  readonly rows: number;
}

/**
 * The last page must not announce another one. What a page counts is its own rows or all; a total that all the pages together
 * do not reach is told once.
 */
export function completenessOfPages(pages: readonly Page[], rows: number, envelope: Envelope): Notice[] {
  const { next: _next, pageSizes: _pageSizes, ...counting } = envelope;
  const found = pages.flatMap(({ members, rows: own }, index) => {
    const asked = index === pages.length - 1 ? envelope : counting;
    const all = contradicted(members, rows, envelope.totals ?? []);
    const counts = envelope.counts ?? [];
    const isOwn = contradicted(members, own, counts) === undefined;
    const other = all ?? (isOwn ? undefined : contradicted(members, rows, counts));
    const rest = completeness(members, own, asked).filter((one) => rows === 0 || !isMismatch(one));
    return other === undefined || rest.some(({ code }) => code === 'pages-left') ? rest : [other];
  });
  const messages = found.map(({ message }) => message);
  return found.filter(({ message }, index) => messages.indexOf(message) === index);
}

const isMismatch = ({ code }: Notice): boolean => code === 'count-mismatch';

function announced(
  members: MapNode | undefined,
  rows: number,
  { next = [], nextMayBeEmpty }: Envelope,
): Notice | undefined {
  const words =
    nextMayBeEmpty === true ? 'names a next page, which may be empty' : 'says that there are more';
  for (const path of next)
    for (const node of valuesAt(members, path)) {
      if (isBlank(node) || (node.type === 'boolean' && !node.value)) continue;
      const message = `The export is one page of ${counted(rows)}; ${path} ${words}.`;
      return { code: 'pages-left', message, locator: `/${path}`, line: node.line };
    }
  return undefined;
}

function contradicted(
  members: MapNode | undefined,
  rows: number,
  paths: readonly string[],
): Notice | undefined {
  for (const path of paths)
    for (const node of valuesAt(members, path)) {
      const declared = countOf(node);
      if (declared === rows) continue;
      const told = declared === undefined ? 'a number that cannot be read' : counted(declared);
      const lack = declared !== undefined && declared > rows ? `: ${declared - rows} are missing` : '';
      return {
        code: 'count-mismatch',
        message: `The export declares ${told} and holds ${rows}${lack}.`,
        locator: `/${path}`,
        line: node.line,
      };
    }
  return undefined;
}

const counted = (rows: number): string => (rows === 1 ? '1 row' : `${rows} rows`);

/** The export says how many there are, and does not contradict itself. */
const isCounted = (members: MapNode | undefined, { totals = [], counts = [] }: Envelope): boolean =>
  [...totals, ...counts].some((path) => valuesAt(members, path).length > 0);

/** The export says that nothing follows, be it by a link that is empty. */
const isEnd = (members: MapNode | undefined, { next = [], totals = [] }: Envelope): boolean =>
  [...next, ...totals].some((path) => valuesAt(members, path).length > 0);

/** A count, also one that a script wrote as text. */
function countOf(node: TreeNode): number | undefined {
  if (node.type === 'string') return /^\d{1,15}$/.test(node.value) ? Number(node.value) : undefined;
  return node.type === 'integer' ? Number(node.value) : undefined;
}

function valuesAt(members: MapNode | undefined, path: string): readonly TreeNode[] {
  if (members === undefined) return [];
  const parts = path.split('/');
  const last = parts.pop() ?? '';
  let around: TreeNode | undefined = members;
  for (const part of parts) around = memberIgnoringCase(around, part);
  return around?.type === 'map' ? placesOf(around, last, true).map(([, node]) => node) : [];
}
