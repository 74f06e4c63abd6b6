/** Waivers taken out of a file: these lines go, and no other byte changes. */
import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  lstatSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { pruneFiles } from '../../src/cli/waivers-prune.ts';
import { readYaml } from '../../src/formats/yaml.ts';
import { pruned } from '../../src/waivers/prune.ts';
import { changed } from './sample.ts';

const gone = (text: string, ...ids: string[]) => pruned(text, new Set(ids), 'w.yaml').text;

const file = `# Waivers of the team
schema: passmuster-waivers/1 # the format
waivers: # newest first
  # about a
  - id: a-waiver
    rules: [x]
    justification: >-
      Folded

      text # no comment
    until: 2026-01-01 # soon
    # ticket: ""

  # A heading that stands for itself.

  # about b, first line
  # about b, second line
  -   # a dash alone
    id: b-waiver
    list:
      - 1
  - id: c-waiver
    text: |
      # no comment either

# the end
`;

describe('a waiver', () => {
  it('goes with its comments, and everything else stays', () => {
    expect(gone(file, 'b-waiver')).toBe(file.replace(/  # about b, first[^]*?- 1\n/, ''));
    expect(gone(file, 'a-waiver')).toBe(file.replace(/  # about a\n[^]*?ticket: ""\n\n/, ''));
    expect(gone(file, 'c-waiver')).toBe(file.replace(/  - id: c-waiver\n[^]*?either\n/, ''));
  });

  it('that was the last leaves an empty list', () => {
    const text = gone(file, 'a-waiver', 'b-waiver', 'c-waiver');
    expect(text).toBe(`# Waivers of the team
schema: passmuster-waivers/1 # the format
waivers: [] # newest first
  # A heading that stands for itself.

# the end
`);
    expect(readYaml(text, 'waiver-invalid').value).toMatchObject({ waivers: [] });
  });

  it('that is not there changes nothing', () => {
    expect(pruned(file, new Set(['d-waiver']), 'w.yaml')).toEqual({ text: file, removed: [] });
  });

  it('is told line by line', () => {
    const { removed } = pruned(file, new Set(['b-waiver']), 'w.yaml');
    expect(removed.map(({ line, text }) => `${line}${text}`)).toEqual([
      '16  # about b, first line',
      '17  # about b, second line',
      '18  -   # a dash alone',
      '19    id: b-waiver',
      '20    list:',
      '21      - 1',
    ]);
  });

  it('keeps line ends as they are', () => {
    const dos = file.replaceAll('\n', '\r\n');
    expect(gone(dos, 'b-waiver')).toBe(gone(file, 'b-waiver').replaceAll('\n', '\r\n'));
  });

  it.each([
    [
      'at the margin',
      'waivers:\n- id: a-waiver\n  n: 1\n- id: b-waiver\n  n: 2\n',
      'waivers:\n- id: b-waiver\n  n: 2\n',
    ],
    [
      'in braces',
      'waivers:\n  - { id: a-waiver,\n      n: 1 }\n  - { id: b-waiver }\n',
      'waivers:\n  - { id: b-waiver }\n',
    ],
    ['without an end of line', 'waivers:\n  - id: b-waiver\n  - id: a-waiver', 'waivers:\n  - id: b-waiver'],
  ])('%s', (_name, text, rest) => expect(gone(text, 'a-waiver')).toBe(rest));

  it('in a list in brackets is refused', () => {
    expect(() => gone('waivers: [{ id: a-waiver }]\n', 'a-waiver')).toThrow(
      'w.yaml:1: The waivers stand in brackets. Write each on lines of its own, with a dash before it.',
    );
  });
});

describe('whatever file it is', () => {
  const comment = fc.constantFrom('# c', '  # under', '    # deep', '');
  const entry = fc.record({
    before: fc.array(comment, { maxLength: 3 }),
    after: fc.array(comment, { maxLength: 3 }),
    style: fc.constantFrom('block', 'flow', 'alone', 'literal'),
  });
  const lines = (index: number, style: string): string[] => {
    const id = `w-${index}-waiver`;
    if (style === 'flow') return [`  - { id: ${id}, rules: [x] }`];
    if (style === 'alone') return ['  -', `    id: ${id}`, '    rules: [x]'];
    if (style === 'literal') return [`  - id: ${id}`, '    text: |', '      # inside', '      - id: not-one'];
    return [`  - id: ${id}`, '    # within', '    rules:', '      - x'];
  };

  it('only lines go, those of the waiver all do, and every other waiver is what it was', () => {
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 1, maxLength: 6 }),
        fc.infiniteStream(fc.boolean()),
        (entries, picks) => {
          const text = [
            'schema: passmuster-waivers/1',
            'waivers:',
            ...entries.flatMap(({ before, after, style }, index) => [
              ...before,
              ...lines(index, style),
              ...after,
            ]),
            '',
          ].join('\n');
          const ids = entries.map((_, index) => `w-${index}-waiver`);
          const chosen = ids.filter(() => picks.next().value === true);
          const { text: rest, removed } = pruned(text, new Set(chosen), 'w.yaml');
          const left = (readYaml(rest, 'waiver-invalid').value as { waivers: { id: string }[] }).waivers;
          expect(left.map(({ id }) => id)).toEqual(ids.filter((id) => !chosen.includes(id)));
          const kept = rest.split('\n').map((line) => line.replace(/^waivers: \[\]$/, 'waivers:'));
          const numbers = new Set(removed.map(({ line }) => line));
          expect(kept).toEqual(text.split('\n').filter((_, index) => !numbers.has(index + 1)));
          // What is at the margin belongs to nobody unless it stands directly above.
          for (const { line } of removed) expect(line).toBeGreaterThan(2);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'passmuster-prune-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const text = (...waivers: object[]): string =>
    `# ours\nschema: passmuster-waivers/1\nwaivers:\n${waivers.map((one) => `  - ${JSON.stringify(one)}\n`).join('')}`;
  const old = changed({ id: 'w-old', approvedAt: '2025-01-01', until: '2025-06-30' });
  const prune = async (paths: string[], isDry = false) => {
    const out = vi.spyOn(process.stdout, 'write').mockImplementation((_text, _encoding, done?: unknown) => {
      if (typeof done === 'function') done();
      return true;
    });
    try {
      await pruneFiles(paths, { asOf: '2026-11-20T00:00:00Z', report: undefined, isDry });
    } finally {
      out.mockRestore();
    }
  };

  it('are written in place, readable by whom they were, and through a link', async () => {
    const path = join(folder, 'a.yaml');
    const link = join(folder, 'link.yaml');
    writeFileSync(path, `\uFEFF${text(changed(), old)}`);
    chmodSync(path, 0o644);
    symlinkSync(path, link);
    await prune([link]);
    expect(readFileSync(path, 'utf8')).toBe(`\uFEFF${text(changed())}`);
    expect(statSync(path).mode & 0o777).toBe(0o644);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
  });

  it('stay as they are in a dry run, and when one of them has a problem', async () => {
    const [good, bad] = [join(folder, 'good.yaml'), join(folder, 'zbad.yaml')];
    writeFileSync(good, text(old));
    writeFileSync(bad, text({ ...old, id: 'w-bad', until: '2025-02-30' }));
    await prune([good], true);
    expect(readFileSync(good, 'utf8')).toBe(text(old));
    await expect(prune([good, bad])).rejects.toThrow('is 2025-02-30, which is no day of the calendar');
    expect(readFileSync(good, 'utf8')).toBe(text(old));
  });

  it('lose an expired waiver that was replaced, too', async () => {
    const path = join(folder, 'b.yaml');
    const newer = changed({ id: 'w-new', supersedes: 'w-old' });
    writeFileSync(path, text(old, newer));
    await prune([path]);
    expect(readFileSync(path, 'utf8')).toBe(text(newer));
  });

  it('that are not UTF-8 are refused', async () => {
    const path = join(folder, 'c.yaml');
    writeFileSync(path, Buffer.from(`\uFEFF${text(old)}`, 'utf16le'));
    await expect(prune([path])).rejects.toThrow('is not UTF-8');
  });
});
