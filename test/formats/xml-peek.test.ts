/** The root of an XML text by its start: right, and in time that grows with the text. */
import { describe, expect, it } from 'vitest';
import { xmlRoot } from '../../src/formats/xml-peek.ts';

describe('the root', () => {
  it.each([
    ['<a/>', 'a'],
    ['\uFEFF <?xml version="1.0"?>\n<mobile_devices>', 'mobile_devices'],
    ['<?xml version="1.0"?><!-- <b> --><!DOCTYPE plist PUBLIC "x" "y">\n<plist>', 'plist'],
    ['<?xml version="1.0"?><!-- not closed <b>', undefined],
    ['<!DOCTYPE a [<!ENTITY b "c">]><a>', undefined],
    ['text <a>', undefined],
    ['{"a": "<b>"}', undefined],
    ['</a>', undefined],
    ['', undefined],
  ])('of %j is %j', (text, root) => {
    expect(xmlRoot(text)).toBe(root);
  });

  it.each(['<?xml "?>\n<!-- s -->\n', '<?', '<!--', '<!DOCTYPE a', '<?xml?><!-- -->', '<!-- --', ' <?x?> '])(
    'is looked for in %j, many times, without trying every way to read it',
    (piece) => {
      const start = performance.now();
      xmlRoot(`<?xml version="1.0"?>${piece.repeat(2000)}<!`);
      expect(performance.now() - start).toBeLessThan(500);
    },
  );
});
