/** Which source gives a value to which setting, on which platform and of which kind of subject: as its fixtures show. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Expression, partsOf, type Rule } from '../../src/model/profile.ts';
import { familyOf, type Platform, type PlatformFamily, type SubjectKind } from '../../src/model/subject.ts';

const folder = join(import.meta.dirname, '..', '..', 'test', 'fixtures', 'sources');

export interface SourceCoverage {
  readonly source: string;
  /** `ios policy camera.allowed`. */
  readonly settings: ReadonlySet<string>;
}

interface FixtureSubject {
  readonly kind: string;
  readonly subject?: { readonly kind: SubjectKind; readonly platform: Platform };
  readonly observations?: readonly { readonly setting: string; readonly value?: unknown }[];
}

const keyOf = (family: PlatformFamily, kind: SubjectKind, setting: string) => `${family} ${kind} ${setting}`;

export function coverage(): SourceCoverage[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((source) => {
      const settings = new Set<string>();
      for (const name of readdirSync(join(folder, source)).filter((one) => one.startsWith('ok.')))
        for (const { subject, observations = [] } of subjectsOf(join(folder, source, name, 'expected.json')))
          for (const { setting, value } of observations)
            if (subject !== undefined && value !== undefined)
              settings.add(keyOf(familyOf(subject.platform), subject.kind, setting));
      return { source, settings };
    })
    .filter(({ settings }) => settings.size > 0);
}

function subjectsOf(path: string): FixtureSubject[] {
  const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return Array.isArray(parsed) ? (parsed as FixtureSubject[]) : [];
}

/** Does a source give what the rule compares, for subjects of a kind? A rule for several platforms: on one of them. */
export function decides(source: SourceCoverage, rule: Rule, kind: SubjectKind): boolean {
  const { kind: kinds, platform } = rule.appliesTo;
  if (kinds !== undefined && !kinds.includes(kind)) return false;
  const families = new Set<PlatformFamily>(
    platform?.map((one) => (one === 'android' ? 'android' : 'ios')) ?? ['ios', 'android'],
  );
  return [...families].some((family) =>
    gives(rule.expression, (setting) => source.settings.has(keyOf(family, kind, setting))),
  );
}

function gives(expression: Expression, has: (setting: string) => boolean): boolean {
  const parts = partsOf(expression);
  if (parts !== undefined)
    return 'any' in expression
      ? parts.some((part) => gives(part, has))
      : parts.every((part) => gives(part, has));
  if ('setting' in expression) return has(expression.setting);
  return 'sum' in expression ? expression.sum.every(has) : true;
}

/** What all sources together give. */
export const together = (sources: readonly SourceCoverage[]): SourceCoverage => ({
  source: 'all',
  settings: new Set(sources.flatMap(({ settings }) => [...settings])),
});
