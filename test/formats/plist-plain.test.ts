/** The reader of plain property lists reads what the strict one reads, in the same way, or nothing at all. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { configurationText } from '../../bench/fleet/configuration.ts';
import { randomOf } from '../../bench/fleet/random.ts';
import { readPlainPlist } from '../../src/formats/plist-plain.ts';
import { readAnyPlist } from '../../src/formats/plist-xml.ts';
import { limits, setLimits } from '../../src/io/limits.ts';
import { PassmusterError } from '../../src/errors.ts';

const usual = { ...limits };
afterEach(() => setLimits(usual));

const root = join(import.meta.dirname, '..', 'fixtures', 'sources');
const fixtures = globSync('apple-*/*/*.{mobileconfig,plist,xml}', { cwd: root })
  .sort()
  .map((name) => readFileSync(join(root, name), 'utf8'));
const odd = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>a &amp; b</key>

  <string>two
lines &lt;&gt;&quot;&apos; ü</string>
  <key>a</key><array><integer> 12 </integer><real>-1.5</real><date>2026-02-28T23:59:59Z</date>
    <data>
    QUJD
    </data><dict><key>a</key>
      <false/><key>a</key><true/></dict><array></array></array>
  <key>last</key><string></string>
</dict>
</plist>
`;
const samples = [odd, ...fixtures, ...[0, 1, 2, 3, 4, 5].map((index) => configurationText(7, index))];

function strict(text: string): unknown {
  try {
    return readAnyPlist(text);
  } catch (error) {
    if (error instanceof PassmusterError) return error.code;
    throw error;
  }
}

const isSame = (text: string): boolean => {
  const plain = readPlainPlist(text);
  if (plain !== undefined) expect(plain, text).toEqual(strict(text));
  return plain !== undefined;
};

describe('a plain property list', () => {
  it('is read as by the reader of every form', () => {
    expect(samples.filter(isSame).length).toBeGreaterThan(samples.length / 2);
    expect(isSame(odd)).toBe(true);
  });

  it('stays the same, or is left, whatever happens to a few of its characters', { timeout: 60_000 }, () => {
    const random = randomOf(11, 0);
    const pieces = ['<', '>', '/', '&', '&amp;', '&#65;', '\n', '\r', ' ', '\t', ']]>', '"', "'", '\0', '\u0085', '\uFEFF', '\uD800', '\uFFFE', 'é', '<true/>', '<key>x</key>', '</dict>', '<dict>', '</array>', '<array/>', '<!-- c -->', '<![CDATA[x]]>', '<?a b?>', '</plist>', '<string/>', '<key>__proto__</key>']; // prettier-ignore
    const short = samples.map((text) => text.slice(0, 4000)).concat(odd, odd, odd);
    let plain = 0;
    for (let turn = 0; turn < 6000; turn += 1) {
      let text = turn % 2 === 0 ? odd : random.pick(turn % 4 === 1 ? samples : short);
      for (let change = 0; change <= random.below(2); change += 1) {
        const at = random.below(text.length);
        text =
          text.slice(0, at) +
          (random.chance(0.7) ? random.pick(pieces) : '') +
          text.slice(at + random.below(3));
      }
      if (isSame(text)) plain += 1;
    }
    expect(plain).toBeGreaterThan(500);
  });

  it('is left where a limit may be passed', () => {
    const nested = (depth: number) =>
      `<plist version="1.0">${'<array>'.repeat(depth)}<true/>${'</array>'.repeat(depth)}</plist>`;
    for (let depth = limits.documentDepth - 4; depth <= limits.documentDepth; depth += 1)
      isSame(nested(depth));
    setLimits({ stringLength: 4, keyLength: 3, numberLength: 3 });
    const inside = (body: string) => `<plist version="1.0">${body}</plist>`;
    for (const body of [
      '<string>abcde</string>',
      '<dict><key>abcd</key><true/></dict>',
      '<integer>1234</integer>',
    ])
      expect([body, readPlainPlist(inside(body))]).toEqual([body, undefined]);
  });
});
