/** The look at the start of a property list: keys of its root and nothing else. */
import { buildBinary } from 'plist';
import { describe, expect, it } from 'vitest';
import { peekPlist } from '../../src/formats/plist-peek.ts';
import { utf8 } from '../support/bytes.ts';
import { plistXml } from '../support/plist.ts';

const keysOf = (text: string) => [...(peekPlist(utf8(text), text)?.keys ?? ['-'])];

describe('in XML', () => {
  it('are those of the outermost dictionary', () => {
    const inner = '<dict><key>b</key><array><dict><key>c</key><true/></dict></array></dict>';
    expect(keysOf(plistXml(`<dict><key>a</key>${inner}<key>d</key><dict/><key>e</key><true/></dict>`))).toEqual(['a', 'd', 'e']); // prettier-ignore
    expect(keysOf(plistXml('<array><dict><key>a</key><true/></dict></array>'))).toEqual([]);
  });
  it('are those up to a cut', () => {
    expect(keysOf('<?xml version="1.0"?>\n<plist version="1.0"><dict><key>a</key><string>x</stri')).toEqual([
      'a',
    ]);
  });
  it('do not lie in comments or CDATA', () => {
    const hidden = '<!-- <key>x</key> --><key>a</key><string><![CDATA[</dict><key>y</key>]]></string>';
    expect(keysOf(plistXml(`<dict>${hidden}<key>b</key><true/></dict>`))).toEqual(['a', 'b']);
  });
  it('are found without prolog and after a byte order mark', () => {
    expect(keysOf('\uFEFF<plist version="1.0"><dict><key>a</key><true/></dict></plist>')).toEqual(['a']);
  });
});

describe('in binary form', () => {
  const bytes = new Uint8Array(buildBinary({ a: 1, b: { c: 2 } }));
  it('are read from the table at the end', () => {
    expect([...(peekPlist(bytes, undefined)?.keys ?? [])]).toEqual(['a', 'b']);
  });
  it('are none where that is missing', () => {
    expect(peekPlist(bytes.slice(0, -10), undefined)?.keys.size).toBe(0);
  });
});

it('knows what does not begin like a property list', () => {
  expect(keysOf('{"a": 1}')).toEqual(['-']);
  expect(keysOf('<html><key>a</key></html>')).toEqual(['-']);
  expect(peekPlist(utf8('x'), undefined)).toBeUndefined();
});
