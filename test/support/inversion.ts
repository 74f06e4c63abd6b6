/**
 * A document that meets a profile, with one key taken away or turned round: exactly the rules on that key may change. Which rules
 * are on a key the evidence of their findings says.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { audit } from '../../src/audit.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Profile } from '../../src/model/profile.ts';

/** Outcome and the keys that led to it, by rule. */
export type Verdicts = ReadonlyMap<
  string,
  { readonly outcome: Finding['outcome']; readonly keys: ReadonlySet<string> }
>;

const lastOf = (locator: string): string => locator.split(/[/.]/).at(-1) ?? locator;

/** The verdicts of one profile on documents, by their file names: read in one run, each with a subject of its own id. */
export async function verdictsOf(
  profile: Profile,
  documents: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, Verdicts>> {
  const folder = mkdtempSync(join(tmpdir(), 'inversion-'));
  try {
    for (const [name, text] of documents) writeFileSync(join(folder, name), text);
    const report = await audit({
      paths: [folder],
      profiles: [profile],
      asOf: '2026-11-20T23:59:59Z',
      gate: { failOn: 'low' },
      version: '0.0.0',
    });
    const nameOf = new Map(report.subjects.map(({ id, input }) => [id, basename(input)]));
    if (nameOf.size !== documents.size)
      throw new Error(`${documents.size} documents became ${nameOf.size} subjects`);
    const byName = Map.groupBy(report.findings, ({ subject }) => nameOf.get(subject) ?? '');
    return new Map(
      [...documents.keys()].map((name) => [
        name,
        new Map(
          (byName.get(name) ?? []).map(({ rule, outcome, evidence }) => [
            rule,
            { outcome, keys: new Set(evidence.map(({ locator }) => lastOf(locator))) },
          ]),
        ),
      ]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const passing = (verdicts: Verdicts): string[] =>
  [...verdicts].filter(([, { outcome }]) => outcome === 'pass').map(([rule]) => rule);

/** Rules that a key alone decides, with those that hang on it. */
export function rulesOn(key: string, verdicts: Verdicts, hanging: readonly string[] = []): string[] {
  return [...verdicts]
    .filter(
      ([rule, { outcome, keys }]) =>
        outcome === 'pass' && ((keys.size === 1 && keys.has(key)) || hanging.includes(rule)),
    )
    .map(([rule]) => rule)
    .sort();
}

/** Rules that passed and pass no more, and what is wrong besides: a verdict that changed otherwise. */
export function changed(
  before: Verdicts,
  after: Verdicts,
): { readonly lost: string[]; readonly odd: string[] } {
  const lost: string[] = [];
  const odd: string[] = [];
  for (const [rule, { outcome }] of before) {
    const now = after.get(rule)?.outcome;
    if (now === outcome) continue;
    if (outcome === 'pass' && (now === 'fail' || now === 'unknown')) lost.push(rule);
    else odd.push(`${rule}: ${outcome}, then ${now}`);
  }
  return { lost: lost.sort(), odd };
}
