/** An independent reader: Python's plistlib, json and csv, asked for many documents by one process. */
import { spawnSync } from 'node:child_process';
import type { TreeNode } from '../../src/formats/node.ts';

/** How the peer reads a document: `plist-xml`, `plist-binary`, `json`, or `csv` with its separator. */
export type PeerFormat = 'plist-xml' | 'plist-binary' | 'json' | `csv${',' | ';' | '\t'}`;

/** A value with its type, each kind in one way only: whole numbers as text, reals as the bits of a double. */
export type Rendering = readonly [kind: string, ...content: unknown[]];

export interface Answer {
  /** Undefined: the peer refuses the document. */
  readonly value?: Rendering;
  readonly error?: string;
}

const program = `
import base64, csv, datetime, io, json, math, plistlib, struct, sys
sys.setrecursionlimit(20000)
if hasattr(sys, 'set_int_max_str_digits'): sys.set_int_max_str_digits(0)
csv.field_size_limit(1 << 30)

class Budget(Exception): pass

# Fractions of a second are cut, as ours are: rounded to microseconds, some would become the next second.
class Dates:
    datetime = datetime.datetime
    def timedelta(seconds): return datetime.timedelta(seconds=math.floor(seconds))
plistlib.datetime = Dates

def render(value, depth=0):
    global left
    left -= 1
    if left < 0 or depth > 2000: raise Budget()
    if value is None: return ['null']
    if value is True or value is False: return ['boolean', value]
    if isinstance(value, int): return ['integer', str(value)]
    if isinstance(value, float): return ['real', struct.pack('>d', value).hex()]
    if isinstance(value, str): return ['string', value]
    if isinstance(value, (bytes, bytearray)): return ['data', bytes(value).hex()]
    if isinstance(value, datetime.datetime): return ['date', value.isoformat()[:19] + 'Z']
    if isinstance(value, list): return ['list', [render(one, depth + 1) for one in value]]
    if isinstance(value, dict): return ['map', [[key if isinstance(key, str) else ['other'], render(one, depth + 1)] for key, one in value.items()]]
    return ['other', type(value).__name__]

def rows(data, separator):
    reader = csv.reader(io.StringIO(data.decode('utf-8'), newline=''), delimiter=separator, strict=True)
    found, line = [], 1
    for row in reader:
        found.append([line, row])
        line = reader.line_num + 1
    return ['rows', found]

def read(kind, data):
    if kind == 'plist-xml': return render(plistlib.loads(data, fmt=plistlib.FMT_XML))
    if kind == 'plist-binary': return render(plistlib.loads(data, fmt=plistlib.FMT_BINARY))
    if kind == 'json': return render(json.loads(data))
    return rows(data, bytes.fromhex(kind[3:]).decode())

for line in sys.stdin:
    kind, _, text = line.strip().partition(' ')
    left = 300000
    try: answer = {'value': read(kind, base64.b64decode(text))}
    except RecursionError: answer = {'error': 'RecursionError'}
    except Exception as error: answer = {'error': type(error).__name__}
    print(json.dumps(answer))
`;

/** Python 3.8 or newer is there. */
export function hasPython(): boolean {
  const check = 'import sys; sys.exit(sys.version_info < (3, 8))';
  return spawnSync('python3', ['-c', check]).status === 0;
}

/** What the peer makes of each document, in their order. */
export function askPython(
  documents: readonly { readonly format: PeerFormat; readonly bytes: Uint8Array }[],
): Answer[] {
  const input = documents.map(({ format, bytes }) => {
    const kind = format.startsWith('csv') ? `csv${Buffer.from(format.slice(3)).toString('hex')}` : format;
    return `${kind} ${Buffer.from(bytes).toString('base64')}\n`;
  });
  const done = spawnSync('python3', ['-c', program], {
    input: input.join(''),
    maxBuffer: 1024 ** 3,
    encoding: 'utf8',
    env: { PYTHONIOENCODING: 'utf-8', PATH: process.env['PATH'] ?? '' },
  });
  const lines = done.stdout.trimEnd().split('\n');
  if (done.status !== 0 || lines.length !== documents.length)
    throw new Error(
      `the peer answered ${lines.length} of ${documents.length} documents: ${done.stderr.slice(-500)}`,
    );
  return lines.map((line) => JSON.parse(line) as Answer);
}

/** Our tree in the form of the peer. */
export function render(node: TreeNode): Rendering {
  switch (node.type) {
    case 'map':
      return ['map', [...node.entries].map(([key, value]) => [key, render(value)])];
    case 'list':
      return ['list', node.items.map(render)];
    case 'integer':
      return ['integer', String(node.value)];
    case 'real':
      return ['real', bitsOf(node.value)];
    case 'data':
      return ['data', Buffer.from(node.value).toString('hex')];
    case 'null':
      return ['null'];
    case 'secret':
      return ['other', 'secret'];
    default:
      return [node.type, node.value];
  }
}

function bitsOf(value: number): string {
  const bits = Buffer.alloc(8);
  bits.writeDoubleBE(value);
  return bits.toString('hex');
}
