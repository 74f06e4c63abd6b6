/** Our readers of property lists against the `plist` package: what it writes we read; where we read, it agrees. */
import fc from 'fast-check';
import { build, buildBinary, parse, type PlistValue } from 'plist';
import { describe, expect, it } from 'vitest';
import { readBplist } from '../../src/formats/bplist.ts';
import { PassmusterError } from '../../src/errors.ts';
import type { TreeNode } from '../../src/formats/node.ts';
import { readPlistXml } from '../../src/formats/plist-xml.ts';
import { plainOf, runs } from '../support/bytes.ts';
import { expectedOf, plistText, plistTrees, plistXml } from '../support/plist.ts';

describe('what the plist package writes reads back', () => {
  it('as XML', () => {
    fc.assert(
      fc.property(plistTrees, (tree) => {
        expect(plainOf(readPlistXml(build(tree)))).toEqual(expectedOf(tree));
      }),
      { numRuns: runs },
    );
  });

  it('as binary', () => {
    fc.assert(
      fc.property(plistTrees, (tree) => {
        expect(plainOf(readBplist(buildBinary(tree)))).toEqual(expectedOf(tree));
      }),
      { numRuns: runs },
    );
  });

  it('with any text that XML can carry', () => {
    fc.assert(
      fc.property(plistText, (text) => {
        expect(readPlistXml(build(text))).toMatchObject({ type: 'string', value: text });
      }),
      { numRuns: runs },
    );
  });
});

/** The package takes three more characters for line ends, as XML 1.1 does and XML 1.0 does not. */
const comparableText = (text: string) => text.replaceAll(/[\u0085\u2028\u2029]/g, '\n');

/** Where the package's reading differs without harm: it also rounds integers, and keeps the sign of an integer zero. */
function comparable(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value === 0) return 0;
  if (typeof value === 'string') return comparableText(value);
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [comparableText(key), comparable(one)]),
    );
  return value;
}

/** The tree, or undefined where we refuse. */
function accepted(document: string): TreeNode | undefined {
  try {
    return readPlistXml(document);
  } catch (error) {
    if (error instanceof PassmusterError) return undefined;
    throw error;
  }
}

const fragments = [
  '<key>a</key>',
  '<key>b</key>',
  '<integer>1</integer>',
  '<integer> +7 </integer>',
  '<integer>&#52;2</integer>',
  '<integer>9007199254740993</integer>',
  '<string>x</string>',
  '<string/>',
  '<string>a<![CDATA[<b>]]>c</string>',
  '<string> &lt;\r\n&#13;\t</string>',
  '<real>1.50</real>',
  '<true/>',
  '<false></false>',
  '<data> QUJ DRA== </data>',
  '<date>2026-11-20T10:00:00Z</date>',
  '<array>',
  '</array>',
  '<dict>',
  '</dict>',
  '<!-- c -->',
  '\n  ',
  '<null/>',
  'x',
  '<integer>0x10</integer>',
  '<real>nan</real>',
];

/** A dict of fragments in any order: mostly wrong, sometimes right; and now and then a piece of it repeated or lost. */
const documents = fc
  .tuple(fc.array(fc.constantFrom(...fragments), { maxLength: 7 }), fc.boolean())
  .map(([parts, inDict]) =>
    plistXml(inDict ? `<dict><key>k</key>${parts.join('')}</dict>` : `<array>${parts.join('')}</array>`),
  );

const damaged = fc
  .tuple(plistTrees, fc.nat(), fc.nat(12), fc.constantFrom(...fragments, ''))
  .map(([tree, at, length, piece]) => {
    const text = build(tree);
    const from = at % (text.length + 1);
    return text.slice(0, from) + piece + text.slice(from + (piece === '' ? length : 0));
  });

describe('every document we accept means the same to the plist package', () => {
  it.each([
    ['built from fragments', documents],
    ['damaged in one place', damaged],
  ])('%s', (_name, source) => {
    let read = 0;
    fc.assert(
      fc.property(source, (document) => {
        const tree = accepted(document);
        if (tree === undefined) return;
        read += 1;
        const theirs: PlistValue = parse(document);
        expect(comparable(theirs)).toEqual(comparable(plainOf(tree)));
      }),
      { numRuns: runs * 3 },
    );
    expect(read).toBeGreaterThan(0);
  });
});
