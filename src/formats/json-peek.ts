/** A look at the start of a JSON text that may be cut anywhere: enough to tell what it is, never evidence. */

export interface JsonPeek {
  readonly root: 'object' | 'array';
  /** Keys of the root object with their values where these are short strings. */
  readonly keys: ReadonlyMap<string, string | undefined>;
  /** Keys of the first object in each array: `''` for a root array, else the member that holds it. */
  readonly rows: ReadonlyMap<string, ReadonlyMap<string, string | undefined>>;
  /** The root object is one line of the text, and another one follows on the next. */
  readonly lines: boolean;
  /** The root ends within the text. */
  readonly closed: boolean;
}

interface Frame {
  readonly type: 'object' | 'array';
  readonly keys: Map<string, string | undefined>;
  /** The member of the parent that this value belongs to. */
  readonly name: string;
  key: string | undefined;
}

const token = /[{}[\],:]|"((?:[^"\\\u0000-\u001f]|\\.)*)"|[^\s{}[\],:"]+/gy;
const blank = /\s*/y;

/** Undefined when the text does not begin like JSON. */
export function peekJson(text: string): JsonPeek | undefined {
  const trimmed = text.replace(/^\uFEFF?\s*/, '');
  if (trimmed[0] !== '{' && trimmed[0] !== '[') return undefined;
  const rows = new Map<string, Map<string, string | undefined>>();
  const stack: Frame[] = [];
  let root: Frame | undefined;
  let at = 0;
  let closed = false;
  for (;;) {
    blank.lastIndex = at;
    blank.exec(trimmed);
    token.lastIndex = blank.lastIndex;
    const match = token.exec(trimmed);
    if (match === null || closed) break;
    at = token.lastIndex;
    const opened = step(match, stack, rows);
    root ??= opened;
    closed = stack.length === 0;
  }
  if (root === undefined) return undefined;
  const rest = closed ? trimmed.slice(at) : '';
  const isLine = closed && !trimmed.slice(0, at).includes('\n');
  const lines = root.type === 'object' && isLine && /^[ \t\r]*\n\s*\{/.test(rest);
  return { root: root.type, keys: root.keys, rows, lines, closed };
}

/** One token; returns the frame it opened. */
function step(
  match: RegExpExecArray,
  stack: Frame[],
  rows: Map<string, Map<string, string | undefined>>,
): Frame | undefined {
  const [text, string] = match;
  const top = stack.at(-1);
  if (text === '{' || text === '[') return open(text === '{' ? 'object' : 'array', stack, rows);
  if (text === '}' || text === ']') stack.pop();
  else if (text === ',' && top) top.key = undefined;
  else if (string !== undefined && top?.type === 'object') {
    if (top.key === undefined) {
      top.key = string;
      if (!top.keys.has(string)) top.keys.set(string, undefined);
    } else if (string.length <= 256) top.keys.set(top.key, string);
  }
  return undefined;
}

function open(
  type: Frame['type'],
  stack: Frame[],
  rows: Map<string, Map<string, string | undefined>>,
): Frame {
  const parent = stack.at(-1);
  const name = parent?.type === 'object' ? (parent.key ?? '') : (parent?.name ?? '');
  const frame: Frame = { type, keys: new Map(), name, key: undefined };
  const isFirstRow = type === 'object' && parent?.type === 'array' && stack.length <= 2 && !rows.has(name);
  if (isFirstRow) rows.set(name, frame.keys);
  stack.push(frame);
  return frame;
}
