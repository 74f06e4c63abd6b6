/**
 * A guide of DISA for Android or iOS (XCCDF) as an audit profile. Its checks are steps for people; what a setting shows of them is in
 * tables by number, guarded by a phrase of the check. Everything else asks for a statement, and nothing is left out.
 */
import { PassmusterError } from '../../errors.ts';
import { controlStatementId } from '../../settings/control.ts';
import { findSetting } from '../../settings/catalogue.ts';
import type { AppliesTo, Severity } from '../../model/profile.ts';
import type { ExpressionFile, ParameterFile, RuleFile } from '../file.ts';
import { examplesOf, expressionOf } from './directions.ts';
import { type Imported, kebab, oneLine, oneLineOr, statedPart, type Told } from './result.ts';
import { google, samsung } from './xccdf-android.ts';
import { apple, appleReleases } from './xccdf-apple.ts';
import type { Entry } from './xccdf-entry.ts';
import type { Benchmark, XccdfRule } from './xccdf-read.ts';

interface Family {
  /** How its numbers begin. */
  readonly prefix: string;
  readonly platform: 'android' | 'ios';
  /** By the release, where the numbers of one are not those of another. */
  readonly entries: (release: string) => Readonly<Record<string, Entry>>;
  /** The only releases whose numbers are known; absent: a phrase guards each. */
  readonly releases?: readonly string[];
}

const families: readonly Family[] = [
  { prefix: 'GOOG', platform: 'android', entries: () => google },
  { prefix: 'KNOX', platform: 'android', entries: () => samsung },
  { prefix: 'AIOS', platform: 'ios', entries: apple, releases: appleReleases },
];

const severities: readonly Severity[] = ['high', 'medium', 'low'];

/** @throws PassmusterError profile-invalid: the benchmark is for other systems */
export function importXccdf(benchmark: Benchmark): Imported {
  const { id, title, version, release, rules: found } = benchmark;
  const judged: string[] = [];
  const stated: Told[] = [];
  const corrected: Told[] = [];
  const inPart: string[] = [];
  const parameters: Record<string, ParameterFile> = {};
  const rules = found.map((rule): RuleFile => {
    const family = familyOf(rule, title);
    const entry = entryOf(rule, family);
    const mapped = typeof entry === 'string' ? undefined : ruleOf(rule, family, entry);
    if (typeof entry === 'string' || mapped === undefined) {
      stated.push({
        rule: rule.number,
        words: typeof entry === 'string' ? entry : 'its number makes no name',
      });
      return statedRule(rule, family);
    }
    judged.push(rule.number);
    if (entry.statement !== undefined) inPart.push(rule.number);
    if (entry.slip !== undefined) corrected.push({ rule: rule.number, words: entry.slip });
    Object.assign(parameters, parametersOf(rule, entry));
    return mapped;
  });
  return {
    profile: {
      id: kebab(id === '' ? title : id),
      title: oneLineOr(title, id),
      version: oneLine(`V${version} ${release}`),
      description: `Imported by Passmuster from the XCCDF benchmark ${oneLine(id)}, version ${oneLine(version)}, ${oneLine(release)}. Titles, numbers and severities are of the benchmark; which settings show a check is ours.`,
      parameters,
      rules,
    },
    judged,
    stated,
    left: [],
    corrected,
    remarks:
      inPart.length === 0
        ? []
        : [`judged together with a statement (${inPart.length}): ${inPart.join(', ')}`],
  };
}

function familyOf({ number }: XccdfRule, title: string): Family {
  const family = families.find(({ prefix }) => number.startsWith(`${prefix}-`));
  if (family !== undefined) return family;
  throw new PassmusterError(
    'profile-invalid',
    `The benchmark “${oneLine(title)}” is none for phones that are judged: its numbers begin with none of ${families.map(({ prefix }) => prefix).join(', ')}.`,
  );
}

/** The line of the table, or why there is none. */
function entryOf({ number, check }: XccdfRule, { entries, releases }: Family): Entry | string {
  const [, release = '', part = ''] = /^[A-Z]+-(\d+)-(\d+)$/.exec(number) ?? [];
  if (releases !== undefined && !releases.includes(release))
    return `the numbers of release ${release} are not known, only those of ${releases.join(' and ')}`;
  const table = entries(release);
  const entry = Object.hasOwn(table, part) ? table[part] : undefined;
  if (entry === undefined) return 'no setting stands for what it asks';
  if (entry.phrase !== undefined && !entry.phrase.test(check))
    return 'its number is known, but its check is another than the one that was mapped';
  return entry;
}

function headOf(rule: XccdfRule, { platform }: Family, isOfDevices: boolean) {
  const { number, group, title, severity, cci } = rule;
  const appliesTo: AppliesTo = {
    platform: [platform],
    ...(isOfDevices ? { kind: ['device'] as const } : {}),
  };
  return {
    id: kebab(number),
    title: oneLineOr(title, number),
    severity: severities.find((one) => one === severity) ?? ('medium' as const),
    appliesTo,
    controls: { 'disa-stig': [number], ...(cci.length === 0 ? {} : { cci: [...new Set(cci)] }) },
    references: [{ title: `DISA, ${number} (${group})` }],
  };
}

function statedRule(rule: XccdfRule, family: Family): RuleFile {
  const part = statedPart(rule.number, oneLineOr(rule.title, rule.number));
  if (part === undefined) throw new PassmusterError('profile-invalid', 'A rule has no number.');
  return { ...headOf(rule, family, false), ...part };
}

/** The settings, and the statement that completes them or takes their place. */
function ruleOf(rule: XccdfRule, family: Family, entry: Entry): RuleFile | undefined {
  const head = headOf(rule, family, entry.isOfDevices === true);
  const shown: ExpressionFile =
    entry.sum === undefined
      ? expressionOf(entry.demands)
      : { sum: entry.demands.map(({ setting }) => setting), is: { between: entry.sum.between } };
  const examples =
    entry.sum === undefined ? examplesOf(entry.demands) : sumExamples(entry, entry.sum.between);
  if (examples === undefined) return undefined;
  if (entry.statement === undefined) return { ...head, ...shown, examples };
  const statement = controlStatementId(rule.number);
  const part = statedPart(rule.number, oneLineOr(rule.title, rule.number));
  if (statement === undefined || part?.attestable === undefined) return undefined;
  const attestable = { ...part.attestable, settings: [statement] };
  const both = [shown, { setting: statement, is: true }];
  const [pass] = examples.pass;
  const [fail] = examples.fail;
  if (entry.statement === 'and')
    return {
      ...head,
      all: both,
      attestable,
      examples: {
        pass: [{ ...pass, [statement]: true }],
        fail: [...examples.fail, { ...pass, [statement]: false }],
      },
    };
  return {
    ...head,
    any: both,
    attestable,
    examples: {
      pass: [...examples.pass, { ...fail, [statement]: true }],
      fail: [{ ...fail, [statement]: false }],
    },
  };
}

function sumExamples({ demands }: Entry, [, most]: readonly [number, number]) {
  const pass = Object.fromEntries(demands.map(({ setting, value }) => [setting, value]));
  const [first] = demands;
  return first === undefined ? undefined : { pass: [pass], fail: [{ ...pass, [first.setting]: most }] };
}

function parametersOf({ number }: XccdfRule, { demands }: Entry): Record<string, ParameterFile> {
  return Object.fromEntries(
    demands.flatMap(({ setting, value, parameter }) => {
      const known = findSetting(setting);
      if (parameter === undefined || typeof value !== 'number' || known === undefined) return [];
      return [[parameter, { title: `${known.title} (${number})`, type: 'integer', default: value } as const]];
    }),
  );
}
