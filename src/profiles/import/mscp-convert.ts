/** One rule of the macOS Security Compliance Project as a rule of an audit profile, or why it is none. */
import {
  isAppleDefault,
  isMappedKey,
  meaningOfKey,
  needsSupervision,
} from '../../artifacts/apple/meaning.ts';
import type { AppliesTo, Severity } from '../../model/profile.ts';
import type { ParameterFile, RuleFile } from '../file.ts';
import { type Demand, examplesOf, expressionOf, hasDirection } from './directions.ts';
import { mend } from './mscp-errors.ts';
import { controlsOf, referencesOf } from './mscp-numbers.ts';
import type { MscpRule, Pair, Target } from './mscp-rule.ts';
import { parameterOf, placeholder, takenValue } from './odv.ts';
import { kebab, oneLineOr, statedPart } from './result.ts';

export interface Converted {
  readonly rule?: RuleFile;
  readonly parameters: Readonly<Record<string, ParameterFile>>;
  readonly kind: 'judged' | 'stated' | 'left';
  /** Why it is not judged by evidence. */
  readonly why: string;
  readonly corrected: readonly string[];
  /** What goes into the summary, by kind. */
  readonly traits: readonly Trait[];
}

export type Trait =
  | 'no-severity'
  | 'supervision-differs'
  | 'other-accounts'
  | 'apple-default'
  | 'no-direction';

/** A setting that shows what a rule without keys asks for. */
const ruleSettings: ReadonlyMap<string, Demand> = new Map([
  ['os_supervised_mdm_require', { setting: 'device.supervised', value: true }],
]);

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];
/** Most rules of the project have none. */
const usualSeverity: Severity = 'medium';

export interface Context {
  readonly target: Target;
  /** The name of the baseline's file, without the system. */
  readonly baseline: string;
  readonly section: string;
  /** Whether a rule before has a parameter of the name. */
  readonly isTaken: (parameter: string) => boolean;
}

export function convertRule(rule: MscpRule, context: Context): Converted {
  const mended = mend(rule);
  const pairs = mended.pairs.length > 0 ? mended.pairs : mended.declared;
  if (mended.isLeftOut && pairs.length === 0) return left('no phone follows its key', mended.words);
  const shown = ruleSettings.get(rule.id);
  const found = shown === undefined ? demandsOf(rule, pairs, context) : { ...noParameters, demands: [shown] };
  if (typeof found === 'string') return statedRule(rule, context, found, mended.words, traitsOf(rule, pairs));
  const { demands, parameters } = found;
  const corrected = [...mended.words, ...found.corrected];
  const traits = [...traitsOf(rule, pairs), ...undirected(demands)];
  const examples = examplesOf(demands);
  if (examples === undefined)
    return statedRule(rule, context, 'whatever a phone does meets it', corrected, traits);
  return {
    kind: 'judged',
    why: '',
    parameters,
    corrected,
    traits,
    rule: {
      ...headOf(rule, context, parameters, shown !== undefined),
      ...expressionOf(demands),
      ...tailOf(rule),
      ...remedyOf(pairs),
      examples,
    },
  };
}

const left = (why: string, corrected: readonly string[]): Converted => ({
  kind: 'left',
  why,
  corrected,
  parameters: {},
  traits: [],
});

function statedRule(
  rule: MscpRule,
  context: Context,
  why: string,
  corrected: readonly string[],
  traits: readonly Trait[],
): Converted {
  const part = statedPart(rule.id, titleOf(rule, {}));
  if (part === undefined) return left('its id makes no name', corrected);
  const head = headOf(rule, context, {}, false);
  return {
    kind: 'stated',
    why,
    corrected,
    traits,
    parameters: {},
    rule: { ...head, ...part, ...tailOf(rule) },
  };
}

interface Found {
  readonly demands: readonly Demand[];
  readonly parameters: Readonly<Record<string, ParameterFile>>;
  readonly corrected: readonly string[];
}
const noParameters = { parameters: {}, corrected: [] };

/** What the keys of a rule ask for, or why no evidence can show it. */
function demandsOf(rule: MscpRule, pairs: readonly Pair[], context: Context): Found | string {
  if (pairs.length === 0) return 'it has no keys';
  if (rule.isSwitchedOff && pairs.every(({ isDeclared }) => isDeclared !== true))
    return 'its keys are switched off in the guide, to be filled in by the organisation';
  const demands: Demand[] = [];
  const parameters: Record<string, ParameterFile> = {};
  const corrected: string[] = [];
  for (const pair of pairs) {
    const taken = takenOf(rule, pair, context);
    if (taken.corrected !== undefined) corrected.push(taken.corrected);
    if (isToFillIn(taken.value)) return `${pair.key} holds names to be filled in`;
    const meaning = meaningOfKey(pair.type, pair.key, taken.value);
    if (meaning === undefined)
      return isMappedKey(pair.type, pair.key)
        ? `no value of ${pair.key} shows what it asks for`
        : `no setting stands for ${pair.key} (${pair.type})`;
    const { setting, value } = meaning;
    const isDefined = pair.value === placeholder && rule.odv !== undefined;
    if (!isDefined || typeof value === 'boolean' || typeof value === 'string') {
      demands.push({ setting, value });
      continue;
    }
    const name = parameterName(pair.key, rule.id, context);
    const kept = parameterOf(pair.key, rule.id, rule.odv, value);
    if (kept.corrected !== undefined) corrected.push(kept.corrected);
    parameters[name] = kept.parameter;
    demands.push({ setting, value, parameter: name });
  }
  return { demands, parameters, corrected };
}

function takenOf({ odv }: MscpRule, { value }: Pair, { target, baseline }: Context) {
  if (value !== placeholder) return { value };
  return odv === undefined ? { value: undefined } : takenValue(odv, target.values, baseline);
}

/** `bundleID1`, `bundleID2`: the guide's own stand-ins. */
const isToFillIn = (value: unknown): boolean =>
  Array.isArray(value) && value.some((one) => typeof one === 'string' && /^bundleID\d*$/.test(one));

/** As the key is called; by the rule where another rule has a value for the same key. */
function parameterName(key: string, rule: string, { isTaken }: Context): string {
  const own = camel(key);
  return isTaken(own) ? camel(rule) : own;
}

function camel(text: string): string {
  const words = text.replaceAll(/[^A-Za-z0-9]+(.?)/g, (_, letter: string) => letter.toUpperCase());
  return words.charAt(0).toLowerCase() + words.slice(1);
}

function traitsOf({ id, severity, supervised }: MscpRule, pairs: readonly Pair[]): Trait[] {
  const traits: Trait[] = [];
  if (severities.every((one) => one !== severity)) traits.push('no-severity');
  const needs = pairs
    .filter(({ isDeclared }) => isDeclared !== true)
    .map(({ type, key }) => needsSupervision(type, key))
    .filter((one) => one !== undefined);
  if (supervised !== undefined && needs.length > 0 && needs.includes(true) !== supervised)
    traits.push('supervision-differs');
  if (id.startsWith('os_exchange_') && pairs.some(({ type }) => type === 'com.apple.mail.managed'))
    traits.push('other-accounts');
  if (pairs.length > 0 && pairs.every(({ type, key, value }) => isAppleDefault(type, key, value)))
    traits.push('apple-default');
  return traits;
}

const undirected = (demands: readonly Demand[]): Trait[] =>
  demands.some(({ setting, value }) => typeof value === 'number' && !hasDirection(setting))
    ? ['no-direction']
    : [];

function titleOf({ id, title }: MscpRule, parameters: Readonly<Record<string, ParameterFile>>): string {
  const [name = 'the value that the organisation defines'] = Object.keys(parameters);
  return oneLineOr(title, id).replaceAll(placeholder, name);
}

function headOf(
  rule: MscpRule,
  { target, section }: Context,
  parameters: Readonly<Record<string, ParameterFile>>,
  isOfDevices: boolean,
) {
  const tag = kebab(section);
  return {
    id: kebab(rule.id),
    title: titleOf(rule, parameters),
    severity: severities.find((one) => one === rule.severity) ?? usualSeverity,
    ...(tag === '' ? {} : { tags: [tag] }),
    appliesTo: scopeOf(target, isOfDevices),
  };
}

/** visionOS is no platform of ours: its profiles are judged, its devices would pass for iPhones. */
function scopeOf({ os }: Target, isOfDevices: boolean): AppliesTo {
  if (os === 'visionOS') return { platform: ['ios'], kind: ['policy'] };
  return { platform: ['ios'], ...(isOfDevices ? { kind: ['device'] as const } : {}) };
}

function tailOf({ id, numbers }: MscpRule) {
  const controls = controlsOf(numbers);
  return { ...(controls === undefined ? {} : { controls }), references: referencesOf(id, numbers) };
}

function remedyOf(pairs: readonly Pair[]) {
  if (pairs.length === 0) return {};
  const parts = pairs.map(({ type, key, value }) =>
    typeof value === 'boolean' ? `${key} to ${value} (${type})` : `${key} (${type})`,
  );
  return { remediation: `Set ${parts.join(' and ')}.` };
}
