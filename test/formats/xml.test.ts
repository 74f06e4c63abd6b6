/** XML that is not a property list: one reading or none. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { XMLBuilder } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { PassmusterError, type ErrorCode } from '../../src/errors.ts';
import { decodeText } from '../../src/formats/text.ts';
import { readXml } from '../../src/formats/xml.ts';
import { agreedRoots } from '../../src/formats/xml-agreement.ts';
import type { XmlElement } from '../../src/formats/xml-element.ts';
import { decodeReferences } from '../../src/formats/xml-references.ts';
import { strictPass, type XmlOptions } from '../../src/formats/xml-strict.ts';
import { limits, setLimits } from '../../src/io/limits.ts';
import { refusal, refusalOf, runs, utf8 } from '../support/bytes.ts';
import { plistText } from '../support/plist.ts';

/** Elements as arrays: name, attributes, children. */
type Shape = readonly [name: string, attributes: Readonly<Record<string, string>>, ...(Shape | string)[]];

function shapeOf({ name, attributes, children }: XmlElement): Shape {
  return [
    name,
    Object.fromEntries(attributes),
    ...children.map((child) => (typeof child === 'string' ? child : shapeOf(child))),
  ];
}

const read = async (text: string, options?: XmlOptions) => shapeOf(await readXml(text, options));
const refused = (text: string, options?: XmlOptions) => refusalOf(() => readXml(text, options));
const nested = (levels: number) => '<a>'.repeat(levels) + '</a>'.repeat(levels);
const withAttributes = (count: number) =>
  `<a ${Array.from({ length: count }, (_none, index) => `x${index}="1"`).join(' ')}/>`;

describe('a document is read', () => {
  const documents: [name: string, document: string, shape: Shape, options?: XmlOptions][] = [
    ['with a declaration', '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<a/>\n', ['a', {}]],
    ['with elements and text', '<a>1<b>2</b>3<c/></a>', ['a', {}, '1', ['b', {}, '2'], '3', ['c', {}]]],
    ['with blanks as they stand', '<a> <b> 1 </b>\n</a>', ['a', {}, ' ', ['b', {}, ' 1 '], '\n']],
    [
      'with one way to be empty',
      '<a><b/><b></b><b><![CDATA[]]></b></a>',
      ['a', {}, ['b', {}], ['b', {}], ['b', {}]],
    ],
    ['with attributes', `<a x="1" y = '2'\n\tz="a&amp;b"/>`, ['a', { x: '1', y: '2', z: 'a&b' }]],
    ['with quotes and brackets in attributes', `<a x="'>/" y='"/>'/>`, ['a', { x: "'>/", y: '"/>' }]],
    [
      'with blanks in attributes as spaces',
      '<a x=" 1\t2\n3\r\n4&#9;&#10;&#13; "/>',
      ['a', { x: ' 1 2 3 4\t\n\r ' }],
    ],
    ['with line ends as one character', '<a>1\r\n2\r3\n4&#13;</a>', ['a', {}, '1\n2\n3\n4\r']],
    ['with the five entities', '<a>&lt;&gt;&amp;&quot;&apos;</a>', ['a', {}, `<>&"'`]],
    ['with characters by number', '<a>&#65;&#x42;&#x1F4F1;&#128241;</a>', ['a', {}, 'AB📱📱']],
    [
      'with references decoded once',
      '<a x="&amp;lt;">&amp;#65;&#38;amp;</a>',
      ['a', { x: '&lt;' }, '&#65;&amp;'],
    ],
    ['with CDATA as it stands', '<a><![CDATA[<b>&amp;&#65;</b>]]></a>', ['a', {}, '<b>&amp;&#65;</b>']],
    ['with CDATA in two sections', '<a>\n<![CDATA[]]]]><![CDATA[>]]>\n</a>', ['a', {}, '\n]]>\n']],
    [
      'with prefixes as they are',
      '<n:a xmlns:n="u" n:x="1"><n:b/></n:a>',
      ['n:a', { 'xmlns:n': 'u', 'n:x': '1' }, ['n:b', {}]],
    ],
    [
      'with comments between elements',
      '<!--1--><a><!--2--><b/><!-- < & --></a><!--3-->',
      ['a', {}, ['b', {}]],
    ],
    ['with a comment between several', '<a>\n<!--1-->\n<b/></a>', ['a', {}, '\n\n', ['b', {}]]],
    [
      'with names that are data',
      '<toString hasOwnProperty="1"><constructor/><__proto__ __proto__="2"/></toString>',
      ['toString', { hasOwnProperty: '1' }, ['constructor', {}], ['__proto__', { ['__proto__']: '2' }]],
    ],
    ['with numbers as text', '<a x="01">1e3</a>', ['a', { x: '01' }, '1e3']],
    [
      'with a comment inside a value, when asked to',
      '<a>1<!--2-->3</a>',
      ['a', {}, '13'],
      { strictScalars: false },
    ],
    [
      'with CDATA next to text, when asked to',
      '<a>1<![CDATA[&]]>3</a>',
      ['a', {}, '1&3'],
      { strictScalars: false },
    ],
    [
      'with a style sheet, when asked to',
      '<?xml version="1.0"?>\n<?xml-stylesheet href="file:///x"?><!-- c --><a>1</a>',
      ['a', {}, '1'],
      { allowStylesheet: true },
    ],
    ['with a document type, when asked to', '<!DOCTYPE a><a/>', ['a', {}], { allowDoctype: true }],
    [
      'with a document type elsewhere',
      `<!DOCTYPE a PUBLIC "p" 'file:///x>' ><a/>`,
      ['a', {}],
      { allowDoctype: true },
    ],
    ['with a system identifier', '<!DOCTYPE a\nSYSTEM "a.dtd"><a/>', ['a', {}], { allowDoctype: true }],
  ];
  it.each(documents)('%s', async (_name, document, shape, options) => {
    expect(await read(document, options)).toEqual(shape);
  });

  it('with the line of each opening tag', async () => {
    const root = await readXml(
      '<?xml version="1.0"?>\n\n<a\n x="1"><b/>\r\n<c\r\n/><d>\n\n</d>\r<e></e></a>',
    );
    const lines = [root, ...root.children].flatMap((one) =>
      typeof one === 'string' ? [] : [[one.name, one.line]],
    );
    expect(lines).toEqual([
      ['a', 3],
      ['b', 4],
      ['c', 5],
      ['d', 6],
      ['e', 9],
    ]);
  });

  it('up to the limits', async () => {
    expect((await readXml(nested(limits.documentDepth))).name).toBe('a');
    const { xmlAttributes } = limits;
    expect((await readXml(withAttributes(xmlAttributes))).attributes.size).toBe(xmlAttributes);
    const long = 'a'.repeat(limits.keyLength);
    expect((await readXml(`<${long} ${long}=""/>`)).name).toHaveLength(limits.keyLength);
  });

  it('beyond limits that were raised, and not beyond lowered ones', async () => {
    const { xmlAttributes, xmlElements, xmlCharacters } = limits;
    setLimits({ xmlAttributes: 300, xmlElements: 3, xmlCharacters: 100 });
    try {
      expect((await refused(withAttributes(301))).code).toBe('input-too-large');
      setLimits({ xmlCharacters });
      expect((await readXml(withAttributes(300))).attributes.size).toBe(300);
      expect((await refused(withAttributes(301))).message).toContain('more than 300 attributes');
      expect((await readXml('<a><b/><b/></a>')).children).toHaveLength(2);
      expect(await refused('<a><b/><b/><b/></a>')).toMatchObject({
        code: 'input-too-large',
        message: 'The document has more than 3 elements.',
      });
      setLimits({ xmlCharacters: 4 });
      expect((await readXml('<a/>')).name).toBe('a');
      expect((await refused('<a/>\n')).code).toBe('input-too-large');
    } finally {
      setLimits({ xmlAttributes, xmlElements, xmlCharacters });
    }
  });

  it('with attributes counted for each element', async () => {
    const { children } = await readXml(`<a>${'<b x="1"/><c/>'.repeat(300)}</a>`);
    expect(children).toHaveLength(600);
    expect(children.slice(-2)).toMatchObject([
      { name: 'b', attributes: new Map([['x', '1']]) },
      { name: 'c', attributes: new Map() },
    ]);
  });

  it('without attributes that an object would have', async () => {
    const { attributes } = await readXml('<a x="1"/>');
    expect(attributes.get('toString')).toBeUndefined();
    expect([...attributes.keys()]).toEqual(['x']);
  });
});

describe('several roots', () => {
  const options = { severalRoots: true };
  const wrapped = (text: string) => read(text, options);

  it('are wrapped when they are expected', async () => {
    expect(await wrapped('<?xml version="1.0"?>\n<a>1</a>\n<!-- --><b/>\n<a/>\n')).toEqual([
      '#document',
      {},
      ['a', {}, '1'],
      ['b', {}],
      ['a', {}],
    ]);
    expect(await readXml('\n\n<a/>\n<b/>', options)).toMatchObject({
      line: 3,
      children: [{ line: 3 }, { line: 4 }],
    });
  });

  it('may be one, in the same wrapper', async () =>
    expect(await wrapped('<a/>')).toEqual(['#document', {}, ['a', {}]]));

  it.each([
    ['none', ''],
    ['nothing but a comment', '<!-- -->'],
    ['text between them', '<a/>x<b/>'],
    ['text behind them', '<a/><b/>x'],
    ['CDATA between them', '<a/><![CDATA[ ]]><b/>'],
    ['a reference between them', '<a/>&amp;<b/>'],
    ['a second declaration', '<a/><?xml version="1.0"?><b/>'],
    ['an end tag too many', '<a/></a><b/>'],
    ['a second root that does not end', '<a/><b>'],
    ['a second root that is damaged', '<a/><b x></b>'],
    ['a third one cut off', '<a/><b/><c'],
  ])('are refused with %s', async (_name, text) =>
    expect((await refused(text, options)).code).toBe('xml-malformed'),
  );

  it('are refused with a document type between them', async () => {
    expect((await refused('<a/><!DOCTYPE b><b/>', options)).code).toBe('xml-malformed');
    expect((await refused('<!DOCTYPE b><a/><b/>', options)).code).toBe('xml-dtd-refused');
  });
});

describe('a document is refused', () => {
  const entity = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>';
  const documents: [name: string, document: string, code?: ErrorCode, options?: XmlOptions][] = [
    ['with nothing in it', ''],
    ['with nothing but blanks', ' \n'],
    ['with nothing but text', 'text'],
    ['with two roots', '<a/><b/>'],
    ['with text before the root', 'x<a/>'],
    ['with text behind the root', '<a/>x'],
    ['with NUL behind the root', '<a/>\0'],
    ['with a control character', '<a>\u001b</a>'],
    ['with a character that is none', '<a>\uFFFE</a>'],
    ['with half of a surrogate pair', '<a>\uD83D</a>'],
    ['with half of a pair that takes the next character', '<a>\uD83Dx</a>'],
    ['with the other half', '<a x="\uDCF1"/>'],
    ['with crossing tags', '<a><b></a></b>'],
    ['with an end tag too many', '<a></a></a>'],
    ['with an end tag missing', '<a><b></b>'],
    ['with an end tag in another case', '<a></A>'],
    ['with a bare ampersand', '<a>1 & 2</a>'],
    ['with an undeclared entity', '<a>&nbsp;</a>'],
    ['with the name of a property as an entity', '<a>&constructor;&toString;</a>'],
    ['with an undeclared entity in an attribute', '<a x="&xxe;"/>'],
    ['with a reference that does not end', '<a>&amp</a>'],
    ['with a reference to a control', '<a>&#x1b;</a>'],
    ['with a reference to NUL', '<a>&#0;</a>'],
    ['with a reference to half of a pair', '<a>&#xD83D;&#xDCF1;</a>'],
    ['with a reference beyond the last character', '<a>&#x110000;</a>'],
    ['with a reference in the wrong notation', '<a>&#X41;</a>'],
    ['with an end of CDATA outside of any', '<a>]]></a>'],
    ['with CDATA that does not end', '<a><![CDATA[1]]</a>'],
    ['with dashes in a comment', '<a><!-- -- --></a>'],
    ['with a repeated attribute', '<a x="1" x="1"/>'],
    ['with an attribute without value', '<a x/>'],
    ['with an attribute without quotes', '<a x=1/>'],
    ['with attributes that touch', '<a x="1"y="2"/>'],
    ['with a bracket in an attribute', '<a x="<"/>'],
    ['with XML 1.1', '<?xml version="1.1"?><a/>'],
    ['with XML 1.01', '<?xml version="1.01"?><a/>'],
    ['with a declaration without version', '<?xml encoding="UTF-8"?><a/>'],
    ['with a late declaration', '\n<?xml version="1.0"?><a/>'],
    ['with a declaration inside', '<a><?xml version="1.0"?></a>'],
    ['with a style sheet', '<?xml-stylesheet href="x"?><a/>'],
    [
      'with a style sheet inside',
      '<a><?xml-stylesheet href="x"?></a>',
      'xml-malformed',
      { allowStylesheet: true },
    ],
    [
      'with a style sheet behind',
      '<a/><?xml-stylesheet href="x"?>',
      'xml-malformed',
      { allowStylesheet: true },
    ],
    ['with another instruction', '<?php echo?><a/>', 'xml-malformed', { allowStylesheet: true }],
    ['with an instruction inside', '<a><?php echo?></a>'],
    ['with an instruction behind', '<a/><?b?>'],
    ['with a document type', '<!DOCTYPE a><a/>', 'xml-dtd-refused'],
    ['with a document type from elsewhere', '<!DOCTYPE a SYSTEM "file:///x"><a/>', 'xml-dtd-refused'],
    ['with entities of its own', entity, 'xml-dtd-refused'],
    ['with entities of its own, even when asked to', entity, 'xml-dtd-refused', { allowDoctype: true }],
    ['with an empty internal subset', '<!DOCTYPE a []><a/>', 'xml-dtd-refused', { allowDoctype: true }],
    [
      'with a damaged document type',
      '<!DOCTYPE a PUBLIC "x"><a/>',
      'xml-dtd-refused',
      { allowDoctype: true },
    ],
    ['with a document type without name', '<!DOCTYPE ><a/>', 'xml-dtd-refused', { allowDoctype: true }],
    [
      'with an element in the document type',
      '<!DOCTYPE a <b/>><a/>',
      'xml-dtd-refused',
      { allowDoctype: true },
    ],
    ['with a late document type', '<a/><!DOCTYPE a>'],
    ['with a comment inside a value', '<a><!--12-->4</a>'],
    ['with a comment behind a value', '<a>4<!--12--></a>'],
    ['with a comment instead of a value', '<a><!--12--></a>'],
    ['with a comment next to text and elements', '<a>4<!--1--><b/></a>'],
    ['with a comment next to CDATA and elements', '<a><![CDATA[4]]><!--1--><b/></a>'],
    ['with CDATA before text', '<a><![CDATA[12]]>4</a>'],
    ['with CDATA behind text', '<a>4<![CDATA[12]]></a>'],
    ['nesting too deep', nested(limits.documentDepth + 1), 'nesting-too-deep'],
    ['nesting very deep', nested(200_000), 'nesting-too-deep'],
    ['with too many attributes', withAttributes(limits.xmlAttributes + 1)],
    ['with a very long name', `<${'a'.repeat(limits.keyLength + 1)}/>`],
    ['with a very long name of an attribute', `<a ${'a'.repeat(limits.keyLength + 1)}=""/>`],
    ['beyond the limit of its length', `<a>${' '.repeat(limits.xmlCharacters)}</a>`, 'input-too-large'],
    ['with too many elements', `<a>${'<b/>'.repeat(limits.xmlElements)}</a>`, 'input-too-large'],
    ['that is binary', 'ABX\0\u00102\uFFFF'],
    ['that is JSON', '{"a": 1}'],
    // U+1680 belongs to a name in XML, and is a space to the other parser.
    ['whose names the readers split', '<a\u1680b/>'],
    ['whose attributes the readers split', '<a x\u1680y="1"/>'],
    ['whose attributes the readers count', '<a x="1" y\u1680x="1"/>'],
  ];
  it.each(documents)('%s', async (_name, document, code, options) => {
    expect((await refused(document, options)).code).toBe(code ?? 'xml-malformed');
  });

  it('with its line and column', async () => {
    const places: [document: string, place: object][] = [
      ['<a>\n  <b>\n</a>', { line: 3, column: 4 }],
      ['<a>\n<b>4<!--12-->\n</b></a>', { line: 2, column: 12 }],
      ['<a>\n<b>4<![CDATA[5]]></b></a>', { line: 2, column: 17 }],
      ['<a>\n\n&x;</a>', { line: 3, column: 3 }],
      ['<a>\n<b x\u1680y="1"/></a>', { line: 2 }],
    ];
    for (const [document, place] of places) expect((await refused(document)).place).toEqual(place);
    expect((await refused('<a>\n<b>\n&x;</b></a>')).message).toBe(
      'The XML is not well-formed (inside the element of line 2).',
    );
  });

  it.each([
    ['<?b?><a/>', 'A processing instruction is not allowed.'],
    ['<a><?b?></a>', 'A processing instruction is not allowed.'],
    ['<a/><?b?>', 'A processing instruction is not allowed.'],
    ['<a', 'The XML is not well-formed.'],
    ['', 'The XML is not well-formed.'],
    ['<a><b/><c', 'The XML is not well-formed (inside the element of line 1).'],
    ['<a>\n<b><c/>&x;</b></a>', 'The XML is not well-formed (inside the element of line 2).'],
    ['\ud800', 'The text holds half of a surrogate pair.'],
  ])('%j: %s', async (document, message) => {
    const error = await refused(document);
    expect(error).toMatchObject({ code: 'xml-malformed', message });
    expect(error.place.line).toBeGreaterThan(0);
  });

  it('with an internal subset, whatever else it has', async () => {
    for (const subset of ['a []', 'a SYSTEM "x" [<!ELEMENT a ANY>]', 'a SYSTEM "x[y"'])
      expect((await refused(`<!DOCTYPE ${subset}><a/>`, { allowDoctype: true })).message).toBe(
        'The document type has an internal subset, which is refused.',
      );
  });

  it('without a word of what stands in it', async () => {
    const canary = 'CANARY';
    for (const document of [
      `<${canary}><b></${canary}>`,
      `<a>&${canary};</a>`,
      `<a ${canary}="1" ${canary}="2"/>`,
      `<?${canary}?><a/>`,
      `<!DOCTYPE ${canary} [<!ENTITY ${canary} "${canary}">]><a/>`,
      `<a ${canary}\u1680="1"/>`,
      `<${canary}\u1680/>`,
      `<a><!--${canary}-->${canary}</a>`,
    ]) {
      const { message } = await refused(document);
      expect(message, document).not.toContain(canary);
    }
  });

  it('wherever it is cut off', async () => {
    const documents: [text: string, options?: XmlOptions][] = [
      [
        `<?xml version="1.0" encoding="UTF-8"?>\n<!-- c --><n:a xmlns:n="u" x='1' y="&lt;&#65;">\n<b>Größe 📱 &amp; &#x41;</b>` +
          '<c/><!-- d --><e><![CDATA[<f>]]]></e></n:a>',
      ],
      ['<!DOCTYPE a PUBLIC "p" "s"><a><b>1</b>2</a>', { allowDoctype: true }],
    ];
    for (const [text, options] of documents) {
      const bytes = utf8(text);
      await readXml(text, options);
      for (let length = 0; length < bytes.length; length += 1)
        await refusalOf(async () => readXml(decodeText(bytes.slice(0, length)).text, options));
    }
  });

  it('is refused or read, whatever is changed in it', async () => {
    const text = `<?xml version="1.0"?><a x="1" y='&lt;'>1<b><![CDATA[2]]></b>&amp;<!-- 3 --><c z="4"/><d>5</d></a>`;
    const piece = fc.constantFrom(
      ...'<>/&;"\'=![]-? \t\n\r\u1680\u00A0\0aé'.split(''),
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<b>',
      '</b>',
    );
    const change = fc.tuple(fc.nat(text.length), fc.nat(3), piece);
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const changed = changes.reduce(
          (one, [at, drop, put]) => one.slice(0, at) + put + one.slice(at + drop),
          text,
        );
        try {
          expect((await readXml(changed, { strictScalars: false })).name).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(PassmusterError);
        }
      }),
      { numRuns: runs * 5 },
    );
  });
});

describe('references', () => {
  it.each([
    ['no reference', 'no reference'],
    ['&#x10FFFF;&#xE000;&#xFFFD;&#9;', '\u{10FFFF}\uE000\uFFFD\t'],
    ['&#0000000065;', 'A'],
    ['&#x20;&#xD7FF;&#x10000;', ' \uD7FF\u{10000}'],
  ])('in %s are decoded', (text, decoded) => expect(decodeReferences(text)).toBe(decoded));

  it.each([
    '&',
    '&;',
    '&amp',
    '& amp;',
    '&AMP;',
    '&nbsp;',
    '&__proto__;',
    '&#;',
    '&#x;',
    '&#xG;',
    '&#-1;',
    '&#+65;',
    '&#X41;',
    '&a#65;',
    '&#65a;',
    '&#x41g;',
    '&#65#;',
    '&#x1F;',
    '&#xFFFF;',
    '&#0;',
    '&#11;',
    '&#xD800;',
    '&#xDFFF;',
    '&#xFFFE;',
    '&#x110000;',
    '&#99999999999999999999;',
    '&lt;&',
    '&&lt;',
  ])('in %s stand for nothing', (text) => expect(decodeReferences(text)).toBeUndefined());
});

/** A tree with the kinds of pieces that a document can be written of. */
type Piece = Tree | { readonly kind: 'text' | 'cdata' | 'comment'; readonly text: string };
interface Tree {
  readonly kind: 'element';
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly pieces: readonly Piece[];
}

const names = fc.constantFrom('a', 'b', 'ns:name', 'größe', '_', 'a-b.c', 'constructor', '電');
const text = plistText;
const trees = fc.letrec<{ tree: Tree; piece: Piece }>((tie) => ({
  tree: fc.record({
    kind: fc.constant('element' as const),
    name: names,
    attributes: fc.dictionary(names, text, { maxKeys: 4, noNullPrototype: true }),
    pieces: fc.array(tie('piece'), { maxLength: 5 }),
  }),
  piece: fc.oneof(
    { depthSize: 'small' },
    fc.record({ kind: fc.constantFrom('text' as const, 'cdata' as const), text }),
    fc.record({ kind: fc.constant('comment' as const), text: text.map((one) => one.replaceAll('-', '_')) }),
    tie('tree'),
  ),
}));

/** As fast-xml-parser writes it. */
function written(tree: Tree, empty: boolean): string {
  const nodeOf = (piece: Piece): object => {
    if (piece.kind === 'text') return { '#text': piece.text };
    if (piece.kind !== 'element') return { [`#${piece.kind}`]: [{ '#text': piece.text }] };
    const attributes = Object.entries(piece.attributes).map(([key, value]) => [`@_${key}`, value]);
    return { [piece.name]: piece.pieces.map(nodeOf), ':@': Object.fromEntries(attributes) };
  };
  const builder = new XMLBuilder({
    preserveOrder: true,
    ignoreAttributes: false,
    cdataPropName: '#cdata',
    commentPropName: '#comment',
    suppressEmptyNode: empty,
    suppressBooleanAttributes: false,
  });
  return builder.build([nodeOf(tree)]);
}

function expected({ name, attributes, pieces }: Tree): Shape {
  const children: (Shape | string)[] = [];
  for (const piece of pieces) {
    const last = children.at(-1);
    if (piece.kind === 'element') children.push(expected(piece));
    else if (piece.kind === 'comment' || piece.text === '') continue;
    else if (typeof last === 'string') children[children.length - 1] = last + piece.text;
    else children.push(piece.text);
  }
  const spaced = Object.entries(attributes).map(([key, value]) => [key, value.replace(/[\t\n]/g, ' ')]);
  return [name, Object.fromEntries(spaced), ...children];
}

it('whatever is written is read back', async () => {
  await fc.assert(
    fc.asyncProperty(trees.tree, fc.boolean(), async (tree, empty) => {
      expect(await read(written(tree, empty), { strictScalars: false })).toEqual(expected(tree));
    }),
    { numRuns: runs },
  );
});

describe('the second reader', () => {
  /** What is made of this tree of the second reader for `<a x="1"><b>2</b></a>`. */
  function agreedOn(tree: unknown): string {
    const [root] = agreedRoots(strictPass('<a x="1"><b>2</b></a>', {}), tree);
    return JSON.stringify(root === undefined ? undefined : shapeOf(root));
  }
  const b = { '<b': [{ '#text': '2' }] };
  const x = { '@_x': '1' };

  it('may agree', () => expect(agreedOn([{ '<a': [b], ':@': x }])).toBe('["a",{"x":"1"},["b",{},"2"]]'));

  it.each<[name: string, tree: unknown]>([
    ['nothing', []],
    ['no list', undefined],
    ['no node', [undefined]],
    ['a node without key', [{}]],
    ['another name', [{ '<c': [b], ':@': x }]],
    ['an element less', [{ '<a': [{ '#text': '2' }], ':@': x }]],
    ['an element more', [{ '<a': [b, b], ':@': x }]],
    ['no element inside', [{ '<a': [], ':@': x }]],
    ['another depth', [{ '<a': [], ':@': x }, b]],
    ['another text', [{ '<a': [{ '<b': [{ '#text': '3' }] }], ':@': x }]],
    ['text more', [{ '<a': [b, { '#text': ' ' }], ':@': x }]],
    ['text that does not decode', [{ '<a': [{ '<b': [{ '#text': '2&' }] }], ':@': x }]],
    ['CDATA without text', [{ '<a': [{ '<b': [{ '#cdata': [] }] }], ':@': x }]],
    ['a number for a text', [{ '<a': [{ '<b': [{ '#text': 2 }] }], ':@': x }]],
    ['no attributes', [{ '<a': [b] }]],
    ['an attribute more', [{ '<a': [b], ':@': { ...x, '@_y': '1' } }]],
    ['another attribute', [{ '<a': [b], ':@': { '@_y': '1' } }]],
    ['another value', [{ '<a': [b], ':@': { '@_x': '2' } }]],
    ['a value that does not decode', [{ '<a': [b], ':@': { '@_x': '&one;' } }]],
    ['a value that is no text', [{ '<a': [b], ':@': { '@_x': true } }]],
    ['attributes that are none', [{ '<a': [b], ':@': 'x' }]],
    ['attributes where there are none', [{ '<a': [{ ...b, ':@': x }], ':@': x }]],
    ['another attribute that does not decode', [{ '<a': [b], ':@': { '@_y': '&one;' } }]],
    ['null for attributes', [{ '<a': [b], ':@': null }]],
    ['null for a node', [null]],
    ['text where an element is', [{ '<a': '2', ':@': x }]],
    ['a list for a text', [{ '<a': [{ '<b': [{ '#text': ['2'] }] }], ':@': x }]],
    ['a number for CDATA', [{ '<a': [{ '<b': [{ '#cdata': [{ '#text': 2 }] }] }], ':@': x }]],
  ])('that sees %s is not believed', (_name, tree) => {
    const error = refusal(() => agreedOn(tree));
    expect(error).toMatchObject({
      code: 'xml-malformed',
      message: 'Two readers disagree on what the XML document says.',
    });
  });
});

const folder = join(process.env['PASSMUSTER_CORPUS'] ?? '', 'jamf', 'classic_api');

describe.skipIf(process.env['PASSMUSTER_CORPUS'] === undefined || !existsSync(folder))('Jamf’s XML', () => {
  const files = existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.xml'))
    : [];

  it('is there', () => expect(files.length).toBeGreaterThan(20));

  it.each(files)('%s is read whole, strictly', async (file) => {
    const { text } = decodeText(new Uint8Array(readFileSync(join(folder, file))));
    const root = await readXml(text);
    expect(root.line).toBe(2);
    // Every element of these files is closed by a tag or empty.
    const count = (one: XmlElement): number =>
      1 + one.children.reduce((sum, child) => sum + (typeof child === 'string' ? 0 : count(child)), 0);
    const outside = text.replace(/<!\[CDATA\[[^]*?\]\]>/g, '');
    expect(count(root)).toBe(outside.match(/<\/|\/>/g)?.length);
  });
});
