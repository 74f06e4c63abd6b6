/** What an import gives: an ordinary audit profile, and what became of each rule of the guide. */
import { writeYaml } from '../../formats/yaml-write.ts';
import { controlStatementId } from '../../settings/control.ts';
import type { ParameterFile, ProfileFile, RuleFile } from '../file.ts';
import { loadProfile, requireProfile } from '../load.ts';

export interface Told {
  readonly rule: string;
  readonly words: string;
}

export interface Imported {
  readonly profile: ProfileFile;
  /** Ids of the rules that evidence can decide. */
  readonly judged: readonly string[];
  /** Rules that only a statement decides, and why. */
  readonly stated: readonly Told[];
  /** Rules of the guide that are not in the profile, and why. */
  readonly left: readonly Told[];
  /** Known errors of the guide that were not taken over. */
  readonly corrected: readonly Told[];
  /** What else a reader should know. */
  readonly remarks: readonly string[];
}

/** A year: a proposal, as the guides name no time after which a check by hand is to be repeated. */
const statementAge = 'P365D';

export type StatedPart = Pick<RuleFile, 'setting' | 'is' | 'attestable' | 'examples'>;

/** The part of a rule that makes it one for statements; undefined: the id of the control makes no name. */
export function statedPart(control: string, question: string): StatedPart | undefined {
  const setting = controlStatementId(control);
  if (setting === undefined) return undefined;
  return {
    setting,
    is: true,
    attestable: { maxAge: statementAge, question },
    examples: { pass: [{ [setting]: true }], fail: [{ [setting]: false }] },
  };
}

/** Words joined by hyphens, as ids of profiles and rules are written. */
export const kebab = (text: string): string => (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).join('-');

/** A text on one line, without what cannot be seen; some of a stranger's texts run over several. */
export const oneLine = (text: string): string =>
  text.replaceAll(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();

/** The same, or the other where nothing is left of it. */
export const oneLineOr = (text: string, other: string): string => {
  const line = oneLine(text);
  return line === '' ? other : line;
};

/** What became of the rules, a line each. */
export function reportLines({ profile, judged, stated, left, corrected, remarks }: Imported): string[] {
  const total = judged.length + stated.length + left.length;
  return [
    `${profile.id}: ${total} rules of the guide: ${judged.length} judged by evidence, ${stated.length} by statements, ${left.length} left out`,
    ...corrected.map(({ rule, words }) => `corrected: ${rule}: ${words}`),
    ...stated.map(({ rule, words }) => `stated: ${rule}: ${words}`),
    ...left.map(({ rule, words }) => `left out: ${rule}: ${words}`),
    ...remarks.map((words) => `note: ${words}`),
  ];
}

const flowing = ['appliesTo', 'examples', 'is', 'every', 'controls', 'tags', 'attestable'];

/**
 * The profile as YAML, with the report above it.
 * @throws PassmusterError profile-invalid: a value of the guide makes a profile that does not load
 */
export function profileText(imported: Imported): string {
  const head = reportLines(imported).map((line) => `# ${oneLine(line)}\n`);
  const text = head.join('') + writeYaml(ordered(imported.profile), flowing);
  requireProfile('the imported profile', loadProfile(new TextEncoder().encode(text)));
  return text;
}

/** Without what is not there: YAML would write it as null. */
function ordered({ parameters, rules, ...head }: ProfileFile): object {
  const named: Readonly<Record<string, ParameterFile>> = parameters ?? {};
  return { ...head, ...(Object.keys(named).length === 0 ? {} : { parameters: named }), rules };
}
