/**
 * The same inputs and --as-of give the same bytes in every format, wherever and by whomever they are audited: in any time zone and
 * locale, however the paths are ordered, and in whatever order a folder hands out its files. Needs the build.
 */
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatIds } from '../src/report/registry.ts';

const root = join(import.meta.dirname, '..');
const program = join(root, 'bin', 'run.js');
const folder = mkdtempSync(join(tmpdir(), 'passmuster-identity-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Half hours, summer time of half an hour, and days that differ; letters and digits that other languages turn into others.
 * All of UTF-8: where the terminal shows ASCII alone, the format for it has other marks.
 */
const places = [
  { TZ: 'UTC', LC_ALL: 'C.UTF-8' },
  { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8' },
  { TZ: 'America/St_Johns', LC_ALL: 'ar_EG.UTF-8' },
  { TZ: 'Asia/Kolkata', LC_ALL: 'ja_JP.UTF-8' },
  { TZ: 'Australia/Lord_Howe', LC_ALL: 'tr_TR.UTF-8' },
] as const;

/** Paths on the command line, each time in another order. */
const paths = [
  'fleet/apple',
  'fleet/intune/managed-devices.json',
  'fleet/android',
  'evidence',
  'fleet/intune',
];
const options = ['-p', 'uk-ncsc-ios', '-p', 'uk-moj-whatsapp', '-p', 'basics.yaml', '--as-of', '2026-11-20'];
const ofOne = ['hdf', 'cklb'];
const formats = formatIds.flatMap((id) => {
  if (id === 'terminal') return [];
  return ['-f', ofOne.includes(id) ? `${id}=out/${id}/` : `${id}=out/report.${id}`];
});

const rotated = <Item>(items: readonly Item[], by: number): Item[] => [
  ...items.slice(by),
  ...items.slice(0, by),
];

/** All files below a folder, by their path there. */
function filesIn(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(path, name)).isFile())
    .sort();
}

/** A copy whose files were made in another order. */
function copied(from: string, to: string, by: number): void {
  const names = filesIn(from);
  for (const name of rotated(by % 2 === 0 ? names : names.toReversed(), by % names.length)) {
    mkdirSync(dirname(join(to, name)), { recursive: true });
    copyFileSync(join(from, name), join(to, name));
  }
}

function run(place: number, args: readonly string[]): { out: string; files: Map<string, Buffer> } {
  const cwd = join(folder, `place-${place}`);
  const env = { PATH: process.env['PATH'] ?? '', NO_COLOR: '1', COLUMNS: '100', ...places[place] };
  rmSync(join(cwd, 'out'), { recursive: true, force: true });
  for (const id of ofOne) mkdirSync(join(cwd, 'out', id), { recursive: true });
  const done = spawnSync(process.execPath, [program, ...args], { cwd, env, encoding: 'utf8' });
  expect(done.stderr).toBe('');
  const files = new Map(
    filesIn(join(cwd, 'out')).map((name) => [name, readFileSync(join(cwd, 'out', name))]),
  );
  return { out: done.stdout, files };
}

beforeAll(() => {
  const { privateKey } = generateKeyPairSync('ed25519');
  for (const place of places.keys()) {
    const own = join(folder, `place-${place}`);
    copied(join(root, 'examples', 'fleet'), join(own, 'fleet'), place);
    copied(join(root, 'examples', 'handset', 'evidence'), join(own, 'evidence'), place + 1);
    copyFileSync(join(root, 'examples', 'phone-basics.yaml'), join(own, 'basics.yaml'));
    writeFileSync(join(own, 'sign.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(join(own, 'names.key'), 'a synthetic key of the tests');
  }
});

describe('the same bytes', { timeout: 300_000 }, () => {
  const differing = (a: ReadonlyMap<string, Buffer>, b: ReadonlyMap<string, Buffer>): string[] => {
    const names = new Set([...a.keys(), ...b.keys()]);
    return [...names].filter((name) => a.get(name)?.equals(b.get(name) ?? Buffer.alloc(0)) !== true);
  };

  it('come from audit in five time zones, four locales and any order, in every format', () => {
    const audited = [...places.keys()].map((place) =>
      run(place, [
        'audit',
        ...rotated(paths, place),
        ...options,
        '-v',
        '--sign-key',
        'sign.pem',
        '-f',
        'terminal',
        ...formats,
      ]),
    );
    const [first, ...others] = audited;
    expect(first?.files.size).toBeGreaterThan(formatIds.length);
    for (const [name, content] of first?.files ?? [])
      expect([name, content.length > 0]).toEqual([name, true]);
    for (const other of others) {
      expect(differing(first?.files ?? new Map(), other.files)).toEqual([]);
      expect(other.out).toBe(first?.out);
    }
  });

  it('come from report, whose packs alone know less than those of audit', () => {
    const { files } = run(0, ['audit', ...paths, ...options, '-q', ...formats]);
    writeFileSync(join(folder, 'place-1', 'saved.json'), files.get('report.json') ?? '');
    const again = run(1, ['report', 'saved.json', '-q', ...formats]);
    // An audit lets rows share verdicts in NDJSON, which a saved report does not know of.
    expect(differing(files, again.files)).toEqual(['report.ndjson', 'report.pack']);
  });

  it('come from runs under pseudonyms, and for colleagues', () => {
    for (const flags of [
      ['--pseudonymise', '--key-file', 'names.key'],
      ['--profile-release', 'internal'],
    ]) {
      const [first, second] = [2, 3].map((place) =>
        run(place, ['audit', ...rotated(paths, place), ...options, '-q', ...flags, ...formats]),
      );
      expect(differing(first?.files ?? new Map(), second?.files ?? new Map())).toEqual([]);
    }
  });
});
