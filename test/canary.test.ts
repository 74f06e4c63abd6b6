/**
 * The program as a whole lets nothing out: of every source, with secrets and personal data in every field that may hold them, whole and
 * damaged, through every command and format. Looked at are both outputs, every file written, and the temporary folder.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPlain } from '../src/model/plain-names.ts';
import { reporterIds } from '../src/report/registry.ts';
import { writeFiles } from '../tools/fixtures/apple-backup.ts';
import { zipOf } from './support/archive.ts';
import { damagedExports, damagedHandsets, exportsOf, handsets } from './support/canary-evidence.ts';
import { partsOf } from './support/packs.ts';
import { leaksIn, planted, shaped, words } from './support/canaries.ts';

const program = join(import.meta.dirname, '..', 'bin', 'run.js');
const folder = mkdtempSync(join(tmpdir(), 'passmuster-whole-'));
const temporary = join(folder, 'tmp');
const asOf = ['--as-of', '2026-11-29'];
const profiles = ['-p', 'uk-moj-whatsapp'];

beforeAll(() => {
  mkdirSync(temporary);
  const phones = handsets();
  for (const [name, files] of phones) writeFiles(join(folder, 'whole', name), files);
  for (const [name, files] of damagedHandsets(phones)) writeFiles(join(folder, 'damaged', name), files);
  writeFiles(join(folder, 'whole', 'exports'), exportsOf());
  writeFiles(join(folder, 'damaged', 'exports'), damagedExports());
  const zipped = [...phones]
    .filter(([name]) => name === 'android-extraction' || name === 'iphone-apps')
    .flatMap(([phone, own]) => [...own].map(([name, content]) => ({ name: `${phone}/${name}`, content })));
  writeFileSync(join(folder, 'whole', 'phones.zip'), zipOf(zipped));
  writeFileSync(join(folder, 'key'), 'a key that is kept secret');
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Those of one subject are asked for with one phone. */
const ofOne = ['hdf', 'cklb'];
const fileFormats = reporterIds.filter((id) => id !== 'terminal' && !ofOne.includes(id));
const phoneFormats = reporterIds.filter((id) => id !== 'terminal');
/** Those that are zips: looked at is what is in them. */
const zipFormats = ['xlsx', 'pack'];
const files = (evidence: string): string[] =>
  readdirSync(join(folder, evidence), { recursive: true }).map(String);

interface Record {
  readonly subject?: { readonly id: string; readonly kind: string };
}

/** Lines of what `read` prints that tell of a subject. */
const recordsOf = (out: Buffer): Record[] =>
  out
    .toString()
    .split('\n')
    .filter((line) => line.startsWith('{"type":"subject"'))
    .map((line): Record => JSON.parse(line));

interface Done {
  readonly status: number | null;
  readonly out: Buffer;
  readonly err: Buffer;
  /** What stood in the temporary folder while it ran: names, and whether others may look into it. */
  readonly temporary: ReadonlyMap<string, number>;
}

async function run(args: readonly string[]): Promise<Done> {
  const env = { PATH: process.env['PATH'] ?? '', NO_COLOR: '1', COLUMNS: '200', TMPDIR: temporary };
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (bytes: Buffer) => out.push(bytes));
  child.stderr.on('data', (bytes: Buffer) => err.push(bytes));
  const seen = new Map<string, number>();
  const watch = setInterval(() => {
    for (const name of readdirSync(temporary))
      seen.set(name, statSync(join(temporary, name), { throwIfNoEntry: false })?.mode ?? 0o700);
  }, 2);
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(watch);
  return { status, out: Buffer.concat(out), err: Buffer.concat(err), temporary: seen };
}

/** Of outputs: nothing planted stands in them. Of the temporary folder: private while it was there, and empty now. */
async function expectClean(
  { out, err, temporary: seen }: Done,
  written: readonly string[] = [],
): Promise<void> {
  expect(leaksIn(out)).toEqual([]);
  expect(leaksIn(err)).toEqual([]);
  for (const name of written) {
    const content = zipFormats.some((id) => name.endsWith(`.${id}`))
      ? Buffer.concat(
          [...(await partsOf(join(folder, name))).entries()].flatMap(([part, bytes]) => [
            Buffer.from(part),
            bytes,
          ]),
        )
      : readFileSync(join(folder, name));
    expect(content.length, name).toBeGreaterThan(500);
    expect(leaksIn(content), name).toEqual([]);
  }
  for (const [name, mode] of seen)
    expect([name, mode & 0o077]).toEqual([expect.stringMatching(/^passmuster-/), 0]);
  expect(readdirSync(temporary)).toEqual([]);
}

/** As slow as ten times the runs on a machine of one's own. */
const patience = { timeout: 240_000 };

describe.each(['whole', 'damaged'])('%s evidence', patience, (evidence) => {
  it('is read', async () => {
    const done = await run(['read', evidence, ...asOf]);
    expect(done.status).toBe(3);
    await expectClean(done);
    expect(recordsOf(done.out).length).toBeGreaterThan(80);
  });

  it('is audited, in every format', async () => {
    const all = [...fileFormats, ...zipFormats];
    const written = all.map((format) => `${evidence}.${format}`);
    const formats = all.flatMap((format) => ['-f', `${format}=${evidence}.${format}`]);
    const done = await run(['audit', evidence, ...profiles, ...asOf, '-v', '-f', 'terminal', ...formats]);
    expect(done.status).toBe(1);
    await expectClean(done, written);
  });

  it('is audited under pseudonyms, which name no device', async () => {
    const ids = recordsOf((await run(['read', evidence, ...asOf])).out).flatMap((record) =>
      record.subject?.kind === 'device' ? [record.subject.id] : [],
    );
    const names = ['--pseudonymise', '--key-file', 'key'];
    const done = await run(['audit', evidence, ...profiles, ...asOf, ...names, '-v', '-f', 'terminal']);
    expect(done.status).toBe(1);
    await expectClean(done);
    // Names such as `android-adb` are of nobody in particular, and stay.
    const own = ids.filter((id) => id.length > 7 && !isPlain(id));
    expect(own.length).toBeGreaterThan(evidence === 'whole' ? 50 : 5);
    const text = done.out.toString();
    expect(own.filter((id) => text.includes(id))).toEqual([]);
  });

  it.each([
    ['explain', 3],
    ['plan', 0],
    ['attest template', 0],
    ['lint', evidence === 'whole' ? 1 : 3], // of what is damaged it can lint nothing
  ] as const)('goes through %s', async (command, status) => {
    const profile = command === 'lint' ? [] : [...profiles, ...asOf];
    const done = await run([...command.split(' '), evidence, ...profile]);
    expect(done.status).toBe(status);
    expect(done.out.length).toBeGreaterThan(1000);
    await expectClean(done);
  });
});

describe('files and folders that are called by people and phones', patience, () => {
  const owner = planted('owner');
  const { serialNumber, imei } = shaped;

  it('are called by pseudonyms in every format', async () => {
    const phones = handsets();
    const named = (name: string, phone: string) =>
      writeFiles(join(folder, 'named', name), phones.get(phone) ?? new Map());
    named(`${owner} phone`, 'android-adb');
    named(serialNumber, 'iphone-apps');
    const exports = [...exportsOf(1)].map(
      ([name, content]) => [`${imei} ${owner} ${name}`, content] as const,
    );
    writeFiles(join(folder, 'named', `of ${owner}`), new Map(exports));
    const entries = exports.map(([name, content]) => ({ name: `${serialNumber}/${name}`, content }));
    writeFileSync(join(folder, 'named', `${owner}.zip`), zipOf(entries));
    const statement = `${owner}.yaml`;
    writeFileSync(join(folder, statement), 'schema: passmuster-attestations/1\nattestations: []\n');
    const all = [...fileFormats, ...zipFormats];
    const written = all.map((format) => `named.${format}`);
    const formats = all.flatMap((format) => ['-f', `${format}=named.${format}`]);
    const names = ['--pseudonymise', '--key-file', 'key', '--attestations', statement];
    const done = await run([
      'audit',
      'named',
      ...profiles,
      ...asOf,
      ...names,
      '-v',
      '-f',
      'terminal',
      ...formats,
    ]);
    expect(done.err.toString()).toBe('');
    expect(done.out.toString()).toMatch(/name-[0-9a-f]{12}/);
    await expectClean(done, written);
  });
});

describe('what people state', patience, () => {
  const name = planted('name');
  const record = (more: string) => `schema: passmuster-attestations/1
attestations:
  - id: two-step
    setting: app.twoStepVerification
    value: true
    scope: { subjects: [android-adb], app: whatsapp, account: '0' }
    statement: ${planted('statement')}, seen on the handset.
    method: witnessed
    attestedBy: { role: Line manager, name: '${name}' }
    witnessedBy: { role: Analyst, name: '${name}' }
    attestedAt: 2026-11-20
    validFor: P30D
${more}`;

  it('decides, and shows no name and no text', async () => {
    writeFileSync(join(folder, 'stated.yaml'), record(''));
    const stated = ['--attestations', 'stated.yaml'];
    const formats = phoneFormats.flatMap((format) => ['-f', `${format}=stated.${format}`]);
    const own = ['whole/android-adb', '-p', 'uk-moj-whatsapp', ...asOf, ...stated];
    const done = await run(['audit', ...own, '-v', '-f', 'terminal', ...formats]);
    expect(done.out.toString()).toContain('witnessed by Line manager');
    await expectClean(
      done,
      phoneFormats.map((format) => `stated.${format}`),
    );
    await expectClean(await run(['explain', ...own]));
  });

  it.each([
    ['a member that is not known', `    '${name}': 1\n`],
    ['a value of another type', `    seen: '${name}'\n`],
    ['a record that is none', `    supersedes: '${name}'\n`],
    ['a word that is none', `    scope: '${name}'\n    method: '${name}'\n`],
    ['a line that is no YAML', `  ${name}: "${name}\n`],
  ])('with %s is refused, and quotes nothing of it', async (_what, more) => {
    writeFileSync(join(folder, 'faulty.yaml'), record(more));
    const done = await run(['attest', 'check', 'faulty.yaml', ...asOf]);
    expect(done.status).toBe(2);
    expect(done.out.length + done.err.length).toBeGreaterThan(40);
    await expectClean(done);
  });

  it('in a form with an answer that is none is refused, and quotes nothing of it', async () => {
    const form = await run(['attest', 'template', 'whole/android-adb', '-p', 'uk-moj-whatsapp', ...asOf]);
    const filled = form.out.toString().replaceAll(',,yes / no,', `,${name},yes / no,`);
    expect(filled).toContain(name);
    writeFileSync(join(folder, 'filled.csv'), filled);
    const done = await run(['attest', 'import', 'filled.csv', ...asOf]);
    expect(done.status).toBe(2);
    await expectClean(done);
  });
});

it('every word stands in the evidence', () => {
  const whole = files('whole').map((path) => join(folder, 'whole', path));
  const bytes = Buffer.concat(
    whole.filter((path) => statSync(path).isFile()).map((path) => readFileSync(path)),
  );
  const text = bytes.toString('latin1').toLowerCase();
  const absent = words.filter(
    (word) =>
      !text.includes(Buffer.from(word.toLowerCase()).toString('latin1')) &&
      !text.includes(Buffer.from(word, 'utf16le').swap16().toString('latin1').toLowerCase()),
  );
  expect(absent).toEqual([]);
});

it('the search finds what it looks for', () => {
  const word = Buffer.from(planted('udid'));
  const spelt = [
    word.toString(),
    word.toString('hex'),
    `x${word.toString('base64')}`,
    Buffer.concat([Buffer.from('a'), word]).toString('base64url'),
    Buffer.concat([Buffer.from('ab'), word]).toString('base64'),
    encodeURIComponent(word.toString()),
    word.toString().split('').toReversed().join(''),
  ];
  for (const one of spelt) expect(leaksIn(`some ${one} text`), one).not.toEqual([]);
  expect(leaksIn(Buffer.from(word.toString(), 'utf16le'))).not.toEqual([]);
  expect(leaksIn('nothing of it')).toEqual([]);
});
