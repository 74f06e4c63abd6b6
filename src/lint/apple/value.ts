/** One value against the facts of its key: type, range, list, pattern. */
import type { KeyFacts, ValueType } from '../../artifacts/apple/schema.ts';
import type { TreeNode } from '../../formats/node.ts';
import { nearest } from '../../profiles/nearest.ts';
import type { LintCode } from '../codes.ts';
import { either, shownValue } from '../text.ts';

export interface ValueFault {
  readonly code: LintCode;
  /** Follows the name of the key. */
  readonly text: string;
  readonly near?: string;
}

const nodeTypes: Readonly<Record<ValueType, readonly TreeNode['type'][]>> = {
  string: ['string'],
  integer: ['integer'],
  real: ['real', 'integer'],
  boolean: ['boolean'],
  date: ['date'],
  data: ['data'],
  array: ['list'],
  dictionary: ['map'],
  any: ['string', 'integer', 'real', 'boolean', 'date', 'data', 'list', 'map', 'null'],
};

/** In JSON, data and dates are texts. */
const jsonTypes: Readonly<Partial<Record<ValueType, readonly TreeNode['type'][]>>> = {
  data: ['string'],
  date: ['string'],
};

const words: Readonly<Record<TreeNode['type'], string>> = {
  string: 'a text',
  integer: 'an integer',
  real: 'a real',
  boolean: 'a boolean',
  date: 'a date',
  data: 'data',
  list: 'an array',
  map: 'a dictionary',
  null: 'null',
  secret: 'a secret',
};
const wanted: Readonly<Record<ValueType, string>> = {
  string: 'a text (string)',
  integer: 'an integer',
  real: 'a real',
  boolean: 'a boolean (true or false)',
  date: 'a date',
  data: 'data',
  array: 'an array',
  dictionary: 'a dictionary',
  any: 'any value',
};

interface ValueSite {
  readonly key: string;
  readonly isHidden: boolean;
  readonly isJson: boolean;
}

export function isOfType(facts: KeyFacts, node: TreeNode, isJson: boolean): boolean {
  const types = (isJson ? jsonTypes[facts.type] : undefined) ?? nodeTypes[facts.type];
  return types.includes(node.type);
}

/** The first thing that is wrong with a value; what lies in it is looked at by the walk. */
export function valueFault(facts: KeyFacts, node: TreeNode, site: ValueSite): ValueFault | undefined {
  if (!isOfType(facts, node, site.isJson))
    return { code: 'PM1304', text: `takes ${wanted[facts.type]} and is ${words[node.type]}` };
  return listed(facts, node, site) ?? ranged(facts, node, site) ?? formed(facts, node);
}

function listed({ oneOf }: KeyFacts, node: TreeNode, { key, isHidden }: ValueSite): ValueFault | undefined {
  if (oneOf === undefined) return undefined;
  if (node.type === 'string') {
    if (oneOf.includes(node.value)) return undefined;
    // Numbers in texts, such as versions, are near to each other without being meant.
    const near = nearest(
      node.value.slice(0, 64),
      oneOf.map(String).filter((one) => /[a-z]/i.test(one)),
    );
    return {
      code: 'PM1306',
      text: notListed(shownValue(key, node, isHidden), oneOf),
      ...(near === undefined ? {} : { near }),
    };
  }
  if (
    (node.type !== 'integer' && node.type !== 'real') ||
    oneOf.some((one) => Number(one) === Number(node.value))
  )
    return undefined;
  return { code: 'PM1306', text: notListed(shownValue(key, node, isHidden), oneOf) };
}

/** Long lists are cut: the page of the vendor has them all. */
function notListed(value: string, oneOf: readonly (string | number)[]): string {
  const shown = oneOf.length > 12 ? `${oneOf.slice(0, 12).join(', ')}, …` : either(oneOf);
  return `takes ${shown}, and is ${value}`;
}

function ranged(
  { min, max }: KeyFacts,
  node: TreeNode,
  { key, isHidden }: ValueSite,
): ValueFault | undefined {
  if (node.type !== 'integer' && node.type !== 'real') return undefined;
  const value = Number(node.value);
  if ((min === undefined || value >= min) && (max === undefined || value <= max)) return undefined;
  const range =
    max === undefined ? `${min} or more` : min === undefined ? `${max} or less` : `${min} to ${max}`;
  return { code: 'PM1305', text: `takes ${range}, and is ${shownValue(key, node, isHidden)}` };
}

const longestTested = 4096;
const subtypes: Readonly<Record<NonNullable<KeyFacts['subtype']>, { form: RegExp; text: string }>> = {
  url: { form: /^[a-z][a-z0-9+.-]*:\S*$/i, text: 'a web address' },
  hostname: { form: /^[^\s/:@]+$/, text: 'a host name or address' },
  email: { form: /^[^\s@]+@[^\s@]+$/, text: 'a mail address' },
};

/** What the text is, is not shown: patterns are for identifiers and addresses. */
function formed({ format, subtype }: KeyFacts, node: TreeNode): ValueFault | undefined {
  if (node.type !== 'string' || isPlaceholder(node.value)) return undefined;
  const tested = node.value.slice(0, longestTested);
  if (subtype !== undefined && !subtypes[subtype].form.test(tested) && !isIpv6(subtype, tested))
    return { code: 'PM1307', text: `takes ${subtypes[subtype].text}` };
  if (format === undefined || new RegExp(format, 'u').test(tested)) return undefined;
  return { code: 'PM1307', text: `does not have the form ${format}` };
}

const isIpv6 = (subtype: string, text: string): boolean =>
  subtype === 'hostname' && /^[0-9a-f:.]+$/i.test(text);

/** What a server fills in before it sends the profile: %SerialNumber%, ${user}, $NAME, {{name}}. */
export function isPlaceholder(text: string): boolean {
  return /^\s*(%[^%\s]{1,80}%|\$\{[^}]{1,80}\}|\$[A-Z_][A-Z0-9_]{0,80}|\{\{[^}]{1,80}\}\})\s*$/.test(text);
}

/** @param item the facts of the array's element: it says how many the array takes */
export function countFault(item: KeyFacts, length: number): ValueFault | undefined {
  if (item.repetition === undefined) return undefined;
  const [least, most] = item.repetition;
  if (length >= least && length <= most) return undefined;
  const range = least === most ? String(least) : `${least} to ${most}`;
  return { code: 'PM1309', text: `takes ${range} items, and has ${length}` };
}
