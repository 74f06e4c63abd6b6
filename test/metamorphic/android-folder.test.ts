/** Less of a collection never improves a verdict: every file of a made-up phone is taken away, and cut at every line. */
import { describe, expect, it } from 'vitest';
import type { Ending } from '../../src/artifacts/android/dump.ts';
import { noDocuments, observePhone } from '../../src/artifacts/android/phone.ts';
import { openDocument } from '../../src/artifacts/android/services.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { serviceOf } from '../../src/sources/android-shell/paths.ts';
import { androidPhone, releases } from '../../tools/fixtures/android-dumps.ts';
import { demandingProfile } from './harness.ts';

const asOf = '2026-11-28T00:00:00Z';
const profile = demandingProfile(['whatsapp', 'signal', 'messenger', 'telegram', 'samsung-messages']);

type Files = ReadonlyMap<string, { readonly lines: readonly string[]; readonly ending: Ending }>;

/** One phone is cut at every line, the others at some. */
const step = (release: string): number => (release === '14' ? 1 : 9);

/** What passes, and what was asked and did not. */
function verdicts(files: Files): ReadonlyMap<string, string> {
  const documents = noDocuments();
  for (const [path, { lines, ending }] of files) {
    const open = openDocument(serviceOf(path) ?? '', documents, path);
    for (const [index, line] of lines.entries()) open?.line(line, index + 1);
    open?.end(ending);
  }
  const { observations, facts } = observePhone(documents, { input: 'phone' });
  const subject = { id: 'phone', kind: 'device', platform: 'android', labels: {}, ...facts } as const;
  return new Map(
    evaluate(profile, subject, observations, { asOf }).map(({ rule, scope = '', outcome }) => [
      `${rule} ${scope}`,
      outcome,
    ]),
  );
}

function improved(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...after]
    .filter(([key, outcome]) => outcome === 'pass' && ['fail', 'unknown'].includes(before.get(key) ?? ''))
    .map(([key]) => key);
}

describe.each(releases.map((release) => [release.name, release] as const))('Android %s', (name, release) => {
  const files: Files = new Map(
    Object.entries(androidPhone(release))
      .filter(([path]) => serviceOf(path) !== undefined)
      .map(([path, text]) => [path, { lines: text.split('\n').slice(0, -2), ending: 'marked' as const }]),
  );
  const before = verdicts(files);

  it('passes nothing more without one of its files', () => {
    expect([...before.values()].filter((outcome) => outcome === 'pass').length).toBeGreaterThan(30);
    for (const path of files.keys())
      expect(improved(before, verdicts(new Map([...files].filter(([name]) => name !== path)))), path).toEqual(
        [],
      );
  });

  it('passes nothing more when a file ends early', { timeout: 300_000 }, () => {
    for (const [path, { lines }] of files)
      for (let length = 0; length < lines.length; length += step(name))
        for (const ending of ['open', 'cut'] as const) {
          const after = verdicts(new Map(files).set(path, { lines: lines.slice(0, length), ending }));
          expect(improved(before, after), `${path}, ${length} lines, ${ending}`).toEqual([]);
        }
  });
});
