/** Files that cost a careless reader all its time or memory, and what one reading of each comes to. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { concat, unsigned, utf8 } from '../test/support/bytes.ts';
import { bplist, object, plistXml } from '../test/support/plist.ts';
import type { BenchReader, ReadingCost } from './formats-child.ts';

type Bomb = readonly [reader: BenchReader, build: () => Uint8Array];

const times = <T>(count: number, item: (at: number) => T): T[] =>
  Array.from({ length: count }, (_one, at) => item(at));

const entities = (uses: string): Uint8Array => {
  const lines = times(30, (at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`);
  return utf8(`<!DOCTYPE plist [<!ENTITY e0 "x">${lines.join('')}]>${uses}`);
};

/** Each list holds the next one twice: 2^levels values from a few hundred bytes. */
const doubling = (levels: number): Uint8Array =>
  bplist([...times(levels, (at) => object.array([at + 1, at + 1])), object.ascii('x')]);

/** Each list holds the next one fourteen times: 14^levels values. */
const widening = (levels: number): Uint8Array =>
  bplist([...times(levels, (at) => object.array(times(14, () => at + 1))), object.true]);

/** One list in another. */
const nested = (levels: number): Uint8Array =>
  bplist([...times(levels, (at) => object.array([at + 1], 4)), object.true], { refSize: 4, offsetSize: 4 });

/** Strings that lie in one another: many values from few bytes. */
const overlapping = (): Uint8Array => {
  const long = object.ascii('x'.repeat(50_000));
  const list = object.array(
    times(1000, (at) => at + 1),
    2,
  );
  const starts = [8, ...times(1000, () => 8 + list.length)];
  return bplist([list, long], { refSize: 2, offsetSize: 4, offsets: starts });
};

const aliases = times(20, (at) => `a${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(9)}*a${at}]`);
const chain = (bytes: number, even: number, odd: number): Uint8Array =>
  new Uint8Array(bytes).map((_byte, at) => (at % 2 === 0 ? even : odd));

/** By name; threats 1, 3 to 9 of the design, at the sizes that the limits still let in. */
export const bombs: Readonly<Record<string, Bomb>> = {
  'plist: entities, 10^30': ['plist-xml', () => entities('<plist><string>&e30;</string></plist>')],
  'plist: 2 million levels': ['plist-xml', () => utf8(`<plist>${'<array>'.repeat(2_000_000)}`)],
  'plist: 200,000 attributes': [
    'plist-xml',
    () => utf8(`<plist ${times(200_000, (at) => `a${at}="x"`).join(' ')}/>`),
  ],
  'plist: integer of 8 million digits': [
    'plist-xml',
    () => utf8(plistXml(`<integer>${'9'.repeat(8_000_000)}</integer>`)),
  ],
  'plist: string beyond the limit': [
    'plist-xml',
    () => utf8(plistXml(`<string>${'x'.repeat(17_000_000)}</string>`)),
  ],
  'plist: key of 8 million characters': [
    'plist-xml',
    () => utf8(plistXml(`<dict><key>${'x'.repeat(8_000_000)}</key><true/></dict>`)),
  ],
  'plist: 8 million blanks in a number': [
    'plist-xml',
    () => utf8(plistXml(`<integer>1${' '.repeat(8_000_000)}1</integer>`)),
  ],
  'bplist: shared lists, 2^80': ['bplist', () => doubling(80)],
  'bplist: shared lists, 14^10': ['bplist', () => widening(10)],
  'bplist: a cycle': ['bplist', () => bplist([object.array([1]), object.array([0])])],
  'bplist: 50,000 levels': ['bplist', () => nested(50_000)],
  'bplist: 2^63 objects': ['bplist', () => bplist([object.true], { count: 2n ** 63n })],
  'bplist: data of 2^52 bytes': ['bplist', () => bplist([concat([0x4f, 0x13], unsigned(2n ** 52n, 8))])],
  'bplist: strings in strings': ['bplist', overlapping],
  'json: 5 million levels': ['json', () => utf8('['.repeat(5_000_000))],
  'json: number of 10 million digits': ['json', () => utf8('9'.repeat(10_000_000))],
  'json: string beyond the limit': ['json', () => utf8(`"${'x'.repeat(17_000_000)}"`)],
  'json: key of 17 million characters': ['json', () => utf8(`{"${'x'.repeat(17_000_000)}": 1}`)],
  'xml: entities, 10^30': ['xml', () => entities('<a>&e30;</a>')],
  'xml: 2 million levels': ['xml', () => utf8('<a>'.repeat(2_000_000))],
  'xml: 2 million elements': ['xml', () => utf8(`<a>${'<b/>'.repeat(2_000_000)}</a>`)],
  'asn1: a million levels': ['cms', () => chain(2_000_000, 0x30, 0x80)],
  'asn1: 2 million elements': [
    'cms',
    () => concat([0x30, 0x83], unsigned(4_000_000, 3), chain(4_000_000, 5, 0)),
  ],
  'asn1: a length of 4 GiB': ['cms', () => Uint8Array.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0x30)],
  'yaml: aliases, 10^20': ['yaml', () => utf8(`a0: &a0 x\n${aliases.join('\n')}\n`)],
  'yaml: 40,000 keys': ['yaml', () => utf8(`${times(40_000, (at) => `k${at}: 1`).join('\n')}\nk0: 2\n`)],
  'yaml: 900,000 levels of brackets': ['yaml', () => utf8('['.repeat(900_000))],
  'yaml: 450,000 levels of dashes': ['yaml', () => utf8('- '.repeat(450_000))],
  'csv: record of 16 million characters': ['csv', () => utf8(`a,b\n"${'x'.repeat(16_000_000)}`)],
  'csv: a million cells': ['csv', () => utf8(`a,b\n${','.repeat(1_000_000)}\n`)],
  'gzip: 64 MiB from 64 KiB': ['gzip', () => new Uint8Array(gzipSync(Buffer.alloc(64 * 1024 * 1024)))],
};

/** Reads a bomb in a process of its own. */
export function defuse([reader, build]: Bomb): ReadingCost & { readonly bytes: number } {
  const input = build();
  const child = join(import.meta.dirname, 'formats-child.ts');
  const done = spawnSync(process.execPath, [child, reader], { input, encoding: 'utf8', timeout: 60_000 });
  if (done.status !== 0) throw new Error(`the reading process ended with ${done.status}: ${done.stderr}`);
  return { ...(JSON.parse(done.stdout) as ReadingCost), bytes: input.length };
}
