/**
 * Less or doubtful evidence never improves a verdict: every fixture of every source is cut off, loses its parts, and repeats
 * them with the same and with other values. An ordinary run draws from all these changes; `npm run test:deep` makes them all. No rule that failed or was unknown may pass
 * then, and a document that was cut off may not count as read to its end.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildBinary, parse } from 'plist';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeText } from '../../src/formats/text.ts';
import { PassmusterError } from '../../src/errors.ts';
import { findProfiles } from '../../src/profiles/find.ts';
import { type Edit, editsOf, lineEditsOf, poolOf } from './edits.ts';
import { demandingProfile, improved, Judge, type Judged } from './harness.ts';
import { honest } from './honest.ts';
import { jsonLanguage, plistLanguage } from './languages.ts';
import { Random } from '../../tools/fuzz/mutate.ts';

const root = join(import.meta.dirname, '..', 'fixtures', 'sources');
const asOf = '2026-11-20T23:59:59Z';
const isDeep = process.env['MODE'] === 'deep';
/** Up to here a document is cut at every byte, beyond it at random places. */
const everyByte = isDeep ? 4096 : 256;
const randomPlaces = isDeep ? 200 : 80;
/** Values that a key is repeated with, besides two generic ones. */
const otherValues = 3;
const wanted = 20_000;
/** Structural changes of one document, drawn evenly. */
const mostEdits = isDeep ? Number.POSITIVE_INFINITY : 60;

interface Fixture {
  readonly name: string;
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Undefined for binary documents and those in no encoding. */
  readonly text: string | undefined;
}

function fixturesOf(source: string): Fixture[] {
  return readdirSync(join(root, source)).flatMap((name) => {
    const folder = join(root, source, name);
    const file = readdirSync(folder).find(
      (one) => one.startsWith('input.') && statSync(join(folder, one)).isFile(),
    );
    return file === undefined ? [] : [fixture(`${source}/${name}`, file, readFileSync(join(folder, file)))];
  });
}

function fixture(name: string, file: string, content: Uint8Array): Fixture {
  const bytes = new Uint8Array(content);
  return { name, file, bytes, text: textOf(bytes) };
}

function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.subarray(0, 64).includes(0) && bytes[0] !== 0xff && bytes[0] !== 0xfe) return undefined;
  try {
    return decodeText(bytes).text;
  } catch (error) {
    if (error instanceof PassmusterError) return undefined;
    throw error;
  }
}

const isPlist = ({ text }: Fixture): boolean => text?.includes('<plist') === true;
const stored = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => fixturesOf(name));
/** The same profiles in binary form, where every claim of the trailer is checked against the length. */
const binary = stored
  .filter((one) => isPlist(one) && one.name.includes('/ok.') && one.file.endsWith('.mobileconfig'))
  .map((one) => fixture(`${one.name}, binary`, one.file, buildBinary(parse(one.text ?? ''))));
const fixtures = [...stored, ...binary];

const texts = (plist: boolean): string[] =>
  stored.filter((one) => isPlist(one) === plist).flatMap(({ text }) => text ?? []);
const pools = { json: poolOf(texts(false), jsonLanguage), plist: poolOf(texts(true), plistLanguage) };

function drawn(edits: readonly Edit[]): readonly Edit[] {
  const step = Math.max(1, edits.length / mostEdits);
  return edits.filter((_edit, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

function* edits(one: Fixture): Generator<Edit> {
  const { text = '' } = one;
  const [language, pool] = isPlist(one) ? [plistLanguage, pools.plist] : [jsonLanguage, pools.json];
  yield* editsOf(text, language, pool, otherValues);
  if (isOfLines(one)) yield* lineEditsOf(text);
}

/** One record or member a line: JSON Lines, CSV and YAML. */
const isOfLines = ({ file, text = '' }: Fixture): boolean =>
  /\.(csv|yaml)$/.test(file) || /^\{[^\n]*\}\r?\n\{/.test(text);

/**
 * A prefix that is a whole document: only blanks are missing; or each line is a record or a member of its own and the last
 * one is whole, since such exports (JSON Lines, CSV, YAML) have no end mark. The program's own stream has one, and must show it.
 */
function isWholePrefix(one: Fixture, length: number): boolean {
  const rest = Buffer.from(one.bytes.subarray(length)).toString('latin1');
  if (/^[ \t\r\n\0]*$/.test(rest)) return true;
  // One call of ideviceinfo after another into one file: each property list is whole.
  if (one.name.startsWith('apple-ideviceinfo/') && /^\s*<\?xml /.test(rest)) return length > 0;
  // Nothing in YAML says where it ends; a configuration that only names files claims nothing.
  if (/\.ya?ml$/.test(one.file))
    return one.bytes[length - 1] === 0x0a || one.name.startsWith('fleet-gitops/');
  if (!isOfLines(one) || one.name.startsWith('passmuster-stream/')) return false;
  return rest.startsWith('\n') || endsLine(one.bytes.subarray(0, length));
}

/** A line feed, in UTF-16 with its second byte. */
const endsLine = (bytes: Uint8Array): boolean =>
  bytes.at(-1) === 0x0a || (bytes[0] === 0xff && bytes.at(-2) === 0x0a && bytes.at(-1) === 0);

function* lengthsOf({ bytes, name }: Fixture): Generator<number> {
  for (let length = 0; length < Math.min(bytes.length, everyByte); length += 1) yield length;
  const random = new Random(name.length);
  for (let time = 0; time < randomPlaces && bytes.length > everyByte; time += 1)
    yield everyByte + random.below(bytes.length - everyByte);
}

const profiles = await findProfiles([
  'uk-moj-whatsapp',
  'uk-ncsc-ios',
  join(import.meta.dirname, '..', '..', 'examples', 'phone-basics.yaml'),
]);
const judge = new Judge([...profiles, demandingProfile(['whatsapp', 'signal', 'telegram', 'wire', 'viber'])]);
let cuts = 0;
let tests = 0;

async function judged(one: Fixture, bytes: Uint8Array): Promise<Judged> {
  cuts += 1;
  return judge.judge(one.file, bytes, asOf);
}

/** The tests of one part of the fixtures; the parts run beside each other. @param part from 0 */
export function metamorphic(part: number, of: number): void {
  const mine = fixtures.filter((_one, index) => index % of === part);
  describe.each(mine.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    it('never passes for being cut off, and never counts as read', { timeout: 120_000 }, async () => {
      tests += 1;
      const before = await judged(one, one.bytes);
      const faults: string[] = [];
      for (const length of lengthsOf(one)) {
        const after = await judged(one, one.bytes.slice(0, length));
        if (after.record.status === 'read' && !isWholePrefix(one, length)) faults.push(`read at ${length}`);
        // Nothing shows that more rows of the device followed.
        if (one.name.startsWith('intune-setting-status/') && isWholePrefix(one, length)) continue;
        for (const { rule, actual } of improved(before, after))
          faults.push(`${rule} passes (${actual}) at ${length}`);
      }
      expect(faults).toEqual([]);
    });

    it(
      'never passes for a part that is missing, repeated or of another type',
      { timeout: 120_000 },
      async () => {
        tests += 1;
        const before = await judged(one, one.bytes);
        const faults = new Set<string>();
        for (const edit of drawn([...edits(one)])) {
          const after = await judged(one, Buffer.from(edit.text));
          for (const finding of improved(before, after))
            if (honest({ fixture: one.name, edit, finding, before, after }) === undefined)
              faults.add(`${edit.kind} ${edit.key}: ${finding.rule} passes (${finding.actual})`);
        }
        expect([...faults]).toEqual([]);
      },
    );
  });

  afterAll(() => {
    // Below this the tests would hold without showing much. A run of some of them only is not measured.
    if (tests === mine.length * 2) expect(cuts).toBeGreaterThanOrEqual(wanted / of);
  });
}
