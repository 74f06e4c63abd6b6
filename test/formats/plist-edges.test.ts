/** Property lists in XML at their edges: what a scalar may look like, limits that are exact, and where a fault stands. */
import { afterEach, describe, expect, it } from 'vitest';
import { readPlistXml } from '../../src/formats/plist-xml.ts';
import { limits, setLimits } from '../../src/io/limits.ts';
import { plainOf, refusal } from '../support/bytes.ts';

const usual = { ...limits };
afterEach(() => setLimits(usual));

const whole = (body: string) => `<plist version="1.0">${body}</plist>`;
const read = (body: string) => readPlistXml(whole(body));
const refused = (body: string) => refusal(() => read(body));

describe('a scalar', () => {
  it.each<[body: string, type: string, value: unknown]>([
    ['<real>.55</real>', 'real', 0.55],
    ['<real>-1.25e+10</real>', 'real', -12_500_000_000],
    ['<real>1E05</real>', 'real', 100_000],
    ['<real> 7. </real>', 'real', 7],
    ['<integer>+12</integer>', 'integer', 12],
    ['<integer>-9007199254740993</integer>', 'integer', -9007199254740993n],
    ['<date>2026-02-28T23:59:59Z</date>', 'date', '2026-02-28T23:59:59Z'],
    ['<data>\tQUJ\r\n  D RA = = </data>', 'data', Uint8Array.of(0x41, 0x42, 0x43, 0x44)],
    ['<string> a </string>', 'string', ' a '],
    ['<true/>', 'boolean', true],
  ])('%s is a %s', (body, type, value) => {
    expect(read(body)).toMatchObject({ type, line: 1 });
    expect(plainOf(read(body))).toEqual(value);
  });

  it.each([
    '<real>0x10</real>',
    '<real>0b11</real>',
    '<real>1e5x</real>',
    '<real>x1e5</real>',
    '<real>1 2</real>',
    '<real>Infinity</real>',
    '<real>.</real>',
    '<real></real>',
    '<integer>0x10</integer>',
    '<integer>1+2</integer>',
    '<integer>1+</integer>',
    '<integer></integer>',
    '<date>2026-02-28T23:59:59Z </date>x',
    '<date>+2026-02-28T23:59:59Z</date>',
    '<date>2026-02-28T23:59:59Z2</date>',
    '<date>2026-02-28T23:59:59.5Z</date>',
    '<date>2026-02-30T00:00:00Z</date>',
    '<data>QUJDR</data>',
  ])('is not %s', (body) => {
    expect(refused(body).code).toMatch(/^(plist-malformed|date-invalid)$/);
  });
});

describe('limits are exact', () => {
  it('of the document, a value, a key and a number', () => {
    const body = '<dict><key>key</key><string>abcd</string></dict>';
    setLimits({ plistXmlBytes: whole(body).length, stringLength: 4, keyLength: 3, numberLength: 4 });
    expect(plainOf(read(body))).toEqual({ key: 'abcd' });
    expect(refusal(() => readPlistXml(`${whole(body)} `))).toMatchObject({ code: 'input-too-large' });
    setLimits({ plistXmlBytes: usual.plistXmlBytes });
    expect(refused('<string>abcde</string>').message).toBe('A value is longer than the limit.');
    expect(refused('<dict><key>keys</key><true/></dict>').message).toBe('A key is longer than the limit.');
    expect(plainOf(read('<array><integer>1234</integer><real>1.25</real></array>'))).toEqual([1234, 1.25]);
    for (const long of ['<integer>12345</integer>', '<real>1.255</real>'])
      expect(refused(long).code).toBe('plist-malformed');
  });

  it('of nesting, which what stands side by side is not', () => {
    const { documentDepth } = limits;
    const wide = '<array/><dict/><true/>'.repeat(documentDepth);
    expect(plainOf(read(`<array>${wide}</array>`))).toHaveLength(3 * documentDepth);
  });
});

describe('a refusal says what and where', () => {
  it.each<[text: string, message: string]>([
    ['<dict/>', 'The root element is not plist.'],
    [whole('<plist/>'), 'A plist element stands inside another.'],
    [whole('<dict><plist/></dict>'), 'A plist element stands inside another.'],
    ['<plist version="1.0" x="1"/>', 'The plist element has an unknown attribute.'],
    [whole('<dict x="1"/>'), 'An attribute is not allowed here.'],
    [whole('<true version="1.0"/>'), 'An attribute is not allowed here.'],
    [whole('<true/><true/>'), 'The property list holds more than one value.'],
    [whole('<string><true/></string>'), 'An element stands inside a simple value.'],
    [whole(''), 'The property list holds no value.'],
    [whole('<![CDATA[x]]>'), 'A CDATA section stands outside of a string.'],
    [whole('<dict><key>a</key></dict>'), 'The last key of a dict has no value.'],
    ['<plist><dict', 'The XML is not well-formed (inside <plist> of line 1).'],
    ['<plist><array>\n<string>&x;</string>', 'The XML is not well-formed (inside <string> of line 2).'],
    ['', 'The XML is not well-formed.'],
    [
      '<!DOCTYPE plist [<!ENTITY a "b">]><plist/>',
      'The document type has an internal subset, which is refused.',
    ],
    ['<!DOCTYPE plist><plist/>', 'The document type is not Apple’s property list.'],
  ])('%j: %s', (text, message) => {
    const error = refusal(() => readPlistXml(text));
    expect(error.message).toBe(message);
    expect(error.place.line).toBeGreaterThan(0);
  });

  it('and no text of one value is taken for the next', () => {
    expect(
      plainOf(read('<array><string>a</string><string/><string></string><integer>1</integer></array>')),
    ).toEqual(['a', '', '', 1]);
    expect(plainOf(read('<dict><key>a</key><string/><key></key><string>b</string></dict>'))).toEqual({
      a: '',
      '': 'b',
    });
  });
});
