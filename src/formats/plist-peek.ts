/** A look at the start of a property list that may be cut anywhere: enough to tell what it is, never evidence. */
import { PassmusterError } from '../errors.ts';
import { isBplist, readBplist } from './bplist.ts';

export interface PlistPeek {
  /** Keys of the root dictionary; none where the root is something else or a binary file goes on beyond the text. */
  readonly keys: ReadonlySet<string>;
}

/** The first tag may stand behind a declaration, comments and a document type. */
const longestProlog = 4096;
const token =
  /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<key>([^<]*)<\/key>|<(\/?)(dict|array)\b[^>]*?(\/?)>/y;
/** What one of these can begin with, behind its bracket. */
const beginnings = '!kda/';

/** Undefined when it does not begin like a property list. */
export function peekPlist(head: Uint8Array, text: string | undefined): PlistPeek | undefined {
  if (isBplist(head)) return { keys: binaryKeys(head) };
  if (text === undefined || !hasPlistRoot(text)) return undefined;
  const keys = new Set<string>();
  let depth = 0;
  let isDict = false;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const [whole = '<', key, closing, name, empty] = tokenAt(text, at);
    at += whole.length;
    if (key !== undefined && depth === 1 && isDict) keys.add(key);
    if (name === undefined || empty === '/') continue;
    if (depth === 0) isDict = name === 'dict';
    depth += closing === '/' ? -1 : 1;
  }
  return { keys };
}

const none: readonly (string | undefined)[] = [];

/** Of most brackets the next character tells that nothing that counts begins there. */
function tokenAt(text: string, at: number): readonly (string | undefined)[] {
  if (!beginnings.includes(text.charAt(at + 1))) return none;
  token.lastIndex = at;
  return token.exec(text) ?? none;
}

function hasPlistRoot(text: string): boolean {
  if (!/^\uFEFF?\s*</.test(text)) return false;
  const prolog = text.slice(0, longestProlog).replace(/<!--[\s\S]*?(?:-->|$)/g, '');
  return /^(?:plist|dict|array)$/.test(/<([A-Za-z_][\w.:-]*)/.exec(prolog)?.[1] ?? '');
}

/** The table of a binary file stands at its end: of one that is longer than the head nothing is known. */
function binaryKeys(head: Uint8Array): ReadonlySet<string> {
  try {
    const node = readBplist(head);
    return new Set(node.type === 'map' ? node.entries.keys() : []);
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    return new Set();
  }
}
