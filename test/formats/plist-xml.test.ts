/** Property lists in XML: one reading or none. */
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/errors.ts';
import { memberOf } from '../../src/formats/node.ts';
import { readPlistXml } from '../../src/formats/plist-xml.ts';
import { depthOf, plainOf, refusal } from '../support/bytes.ts';
import { plistXml } from '../support/plist.ts';

const read = (body: string) => plainOf(readPlistXml(plistXml(body)));
const nested = (levels: number) => '<array>'.repeat(levels) + '</array>'.repeat(levels);

describe('a property list in XML is refused', () => {
  const apple = 'PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd"';
  const documents: [name: string, document: string, code: ErrorCode][] = [
    [
      'an internal subset',
      `<!DOCTYPE plist ${apple} [<!ENTITY a "b">]><plist><true/></plist>`,
      'xml-dtd-refused',
    ],
    ['an empty internal subset', `<!DOCTYPE plist ${apple} []><plist><true/></plist>`, 'xml-dtd-refused'],
    [
      'an external subset of its own',
      '<!DOCTYPE plist SYSTEM "file:///x"><plist><true/></plist>',
      'xml-dtd-refused',
    ],
    [
      'another public identifier',
      '<!DOCTYPE plist PUBLIC "-//X//EN" "x"><plist><true/></plist>',
      'xml-dtd-refused',
    ],
    [
      'another root in the document type',
      `<!DOCTYPE html ${apple}><plist><true/></plist>`,
      'xml-dtd-refused',
    ],
    [
      'a public identifier in the wrong place',
      `<!DOCTYPE plist SYSTEM '${apple}'><plist><true/></plist>`,
      'xml-dtd-refused',
    ],
    ['a damaged document type', `<!DOCTYPE plist x${apple}><plist><true/></plist>`, 'xml-dtd-refused'],
    [
      'blanks that are none to XML',
      `<!DOCTYPE\uFEFF plist ${apple}><plist><true/></plist>`,
      'xml-dtd-refused',
    ],
    ['a document type after the root', `<plist><true/></plist><!DOCTYPE plist ${apple}>`, 'xml-malformed'],
    ['an entity', plistXml('<string>&xxe;</string>'), 'xml-malformed'],
    ['XML 1.1', '<?xml version="1.1"?><plist><true/></plist>', 'plist-malformed'],
    ['a processing instruction', '<?a b?><plist><true/></plist>', 'plist-malformed'],
    ['another root', '<dict></dict>', 'plist-malformed'],
    ['no document', '', 'xml-malformed'],
    ['an empty plist', '<plist></plist>', 'plist-malformed'],
    ['two plists', `${plistXml('<true/>')}<plist><true/></plist>`, 'xml-malformed'],
    ['a plist inside a plist', plistXml('<plist><true/></plist>'), 'plist-malformed'],
    ['text after the end', `${plistXml('<true/>')}x`, 'xml-malformed'],
    ['NUL after the end', `${plistXml('<true/>')}\0`, 'xml-malformed'],
    ['an attribute on plist', '<plist xmlns="x"><true/></plist>', 'plist-malformed'],
    ['a repeated attribute', '<plist version="1.0" version="2.0"><true/></plist>', 'xml-malformed'],
  ];
  it.each(documents)('with %s', (_name, document, code) => {
    expect(refusal(() => readPlistXml(document)).code).toBe(code);
  });

  const bodies: [name: string, body: string, code?: ErrorCode][] = [
    ['two values', '<true/><true/>'],
    ['a comment inside a key', '<dict><key>allow<!--c-->Camera</key><true/></dict>'],
    ['a comment inside an integer', '<integer><!--12-->4</integer>'],
    ['a comment inside a string', '<string>a<!--b-->c</string>'],
    ['a comment inside a boolean', '<true><!--c--></true>'],
    ['CDATA in a key', '<dict><key><![CDATA[allow]]>Camera</key><true/></dict>'],
    ['CDATA in an integer', '<integer><![CDATA[12]]>4</integer>'],
    ['CDATA between elements', '<array><![CDATA[ ]]></array>'],
    ['an attribute', '<string kind="x">a</string>'],
    ['an unknown element', '<number>1</number>'],
    ['null', '<array><null/></array>'],
    ['an element in capitals', '<TRUE/>'],
    ['text between elements', '<array>a<true/></array>'],
    ['text between plist and value', 'x<true/>'],
    ['a no-break space between elements', '<array>\u00a0</array>'],
    ['a value without key', '<dict><true/></dict>'],
    ['a second value', '<dict><key>a</key><true/><true/></dict>'],
    ['a key without value', '<dict><key>a</key><key>b</key><true/></dict>'],
    ['a last key without value', '<dict><key>a</key><true/><key>b</key></dict>'],
    ['a key outside a dict', '<array><key>a</key></array>'],
    ['a key as the root', '<key>a</key>'],
    ['a key inside a key', '<dict><key><key>a</key></key><true/></dict>'],
    ['an element inside a string', '<string><true/></string>'],
    ['the key __proto__', '<dict><key>__proto__</key><dict/></dict>'],
    ['a key of 1,025 characters', `<dict><key>${'a'.repeat(1025)}</key><true/></dict>`],
    ['a boolean with text', '<true>no</true>'],
    ['a boolean with a space', '<true> </true>'],
    ['an element that is not closed', '<dict>', 'xml-malformed'],
    ['a NUL reference', '<string>&#0;</string>', 'xml-malformed'],
    ['half of a surrogate pair', '<string>&#xD800;</string>', 'xml-malformed'],
    ['a control character', '<string>\u0001</string>', 'xml-malformed'],
    ['a bare ampersand', '<string>a & b</string>', 'xml-malformed'],
    ['513 levels', nested(512), 'nesting-too-deep'],
    ['a hundred thousand levels', nested(100_000), 'nesting-too-deep'],
  ];
  it.each(bodies)('with %s', (_name, body, code = 'plist-malformed') => {
    const error = refusal(() => readPlistXml(plistXml(body)));
    expect(error.code).toBe(code);
    expect(error.place.line).toBeGreaterThanOrEqual(3);
  });

  it('when it is cut at any byte', () => {
    const sample = plistXml(
      '<dict><key>a</key><integer>12</integer><key>b</key><string>x &amp; y</string><key>c</key><array><true/></array></dict>',
    ).trimEnd();
    for (let length = 0; length < sample.length; length += 1)
      expect(refusal(() => readPlistXml(sample.slice(0, length))).code).toMatch(/^(xml|plist)-malformed$/);
  });

  it('without text of the document in the message', () => {
    const error = refusal(() =>
      readPlistXml(plistXml('<dict><key>CANARY</key><string>CANARY &CANARY;</string></dict>')),
    );
    expect(error.message).not.toContain('CANARY');
  });
});

describe('simple values have a strict grammar', () => {
  const good: [body: string, value: unknown][] = [
    ['<integer>6</integer>', 6],
    ['<integer> +6\n</integer>', 6],
    ['<integer>-7</integer>', -7],
    ['<integer>007</integer>', 7],
    ['<integer>9007199254740991</integer>', 9007199254740991],
    ['<integer>9007199254740993</integer>', 9007199254740993n],
    ['<integer>-9223372036854775808</integer>', -9223372036854775808n],
    ['<integer>18446744073709551615</integer>', 18446744073709551615n],
    ['<real>1.5</real>', 1.5],
    ['<real>-1e-3</real>', -0.001],
    ['<real>.5</real>', 0.5],
    ['<real>5.</real>', 5],
    ['<true/>', true],
    ['<false></false>', false],
    ['<string/>', ''],
    ['<string> a\n b </string>', ' a\n b '],
    ['<string>a<![CDATA[<b>&amp;]]>c&lt;&#x64;</string>', 'a<b>&amp;c<d'],
    ['<data/>', new Uint8Array()],
    ['<data>\n\tQUJD\n\tRA==\n</data>', new Uint8Array([0x41, 0x42, 0x43, 0x44])],
    ['<date>2024-02-29T23:59:59Z</date>', '2024-02-29T23:59:59Z'],
    ['<array/>', []],
    ['<dict/>', {}],
    ['<dict><key/><true/></dict>', { '': true }],
    [
      '<dict><key>constructor</key><true/><key>toString</key><true/></dict>',
      { constructor: true, toString: true },
    ],
  ];
  it.each(good)('%s is read', (body, value) => expect(read(body)).toEqual(value));

  const bad: [body: string, code?: ErrorCode][] = [
    ['<integer>0x258</integer>'],
    ['<integer>12abc</integer>'],
    ['<integer>4.9</integer>'],
    ['<integer>1 2</integer>'],
    ['<integer></integer>'],
    ['<integer>+</integer>'],
    ['<integer>--1</integer>'],
    ['<integer>１</integer>'],
    ['<integer>\u00a06</integer>'],
    ['<integer>18446744073709551616</integer>'],
    ['<integer>-9223372036854775809</integer>'],
    [`<integer>${'1'.repeat(5000)}</integer>`],
    ['<real>nan</real>'],
    ['<real>+infinity</real>'],
    ['<real>1e999</real>'],
    ['<real>1,5</real>'],
    ['<real>.</real>'],
    ['<real></real>'],
    [`<real>${'1'.repeat(5000)}e-4990</real>`],
    ['<date>2024-02-30T00:00:00Z</date>', 'date-invalid'],
    ['<date>2023-02-29T00:00:00Z</date>', 'date-invalid'],
    ['<date>2024-01-01T24:00:00Z</date>', 'date-invalid'],
    ['<date>2024-01-01T00:00:60Z</date>', 'date-invalid'],
    ['<date>2024-01-01T00:00:00</date>', 'date-invalid'],
    ['<date>2024-01-01T00:00:00+01:00</date>', 'date-invalid'],
    ['<date>12024-01-01T00:00:00Z</date>', 'date-invalid'],
    ['<date>01/02/2026</date>', 'date-invalid'],
    ['<date>\n2024-01-01T00:00:00Z</date>', 'date-invalid'],
    ['<date>2024-01-01T00:00:00Z </date>', 'date-invalid'],
    ['<date></date>', 'date-invalid'],
    ['<data>QUJ</data>'],
    ['<data>QUI*</data>'],
    ['<data>QQ==QQ==</data>'],
    ['<data>QUJ-</data>'],
    ['<data>====</data>'],
  ];
  it.each(bad)('%s is refused', (body, code = 'plist-malformed') => {
    expect(refusal(() => read(body)).code).toBe(code);
  });

  it.each([
    ['an integer with a million blanks inside', `<integer>5${' '.repeat(1_000_000)}5</integer>`],
    ['a date with a million blanks inside', `<date>2${' '.repeat(1_000_000)}5</date>`],
    ['a real of a million digits', `<real>${'1'.repeat(1_000_000)}x</real>`],
  ])('%s costs no more than any other text', (_name, body) => {
    const started = performance.now();
    refusal(() => read(body));
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});

describe('what a property list says keeps its place', () => {
  it('31 February is reported with its line', () => {
    const error = refusal(() => read('<dict>\n<key>a</key>\n<date>2026-02-31T00:00:00Z</date>\n</dict>'));
    expect(error).toMatchObject({ code: 'date-invalid', place: { line: 6 } });
  });

  it('the line of a value is that of its key', () => {
    const tree = readPlistXml(
      plistXml('<dict>\n<key>a</key>\n\n<integer>1</integer>\n<key>b</key><array>\n<true/>\n</array></dict>'),
    );
    expect(memberOf(tree, 'a')?.line).toBe(5);
    expect(memberOf(tree, 'b')).toMatchObject({ line: 8, items: [{ line: 9 }] });
  });

  it('a repeated key is kept with all its values', () => {
    const tree = readPlistXml(
      plistXml('<dict>\n<key>a</key><true/>\n<key>a</key><false/>\n<key>a</key><integer>3</integer></dict>'),
    );
    const repeated = tree.type === 'map' ? tree.repeated.get('a') : undefined;
    expect(repeated).toMatchObject([
      { value: true, line: 5 },
      { value: false, line: 6 },
      { value: 3, line: 7 },
    ]);
  });

  it('comments between elements do not count', () => {
    expect(read('<!-- a --><dict><!-- b --><key>a</key><!-- <key>x</key> --><true/></dict>')).toEqual({
      a: true,
    });
  });

  it('512 levels are read', () => {
    expect(depthOf(readPlistXml(plistXml(nested(511))))).toBe(511);
  });

  it('the older spelling of the document type is known', () => {
    const document =
      '<!DOCTYPE plist PUBLIC "-//Apple Computer//DTD PLIST 1.0//EN" "x"><plist><true/></plist>';
    expect(readPlistXml(document)).toEqual({ type: 'boolean', value: true, line: 1 });
  });
});
