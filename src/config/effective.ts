/** Which value is in force: flag before environment before file before default. */
import type { FileValue } from './load.ts';
import { type Option, type Origin, origins, variableOf } from './option.ts';

export interface Effective {
  readonly option: Option;
  /** Texts as a flag takes them; `true` and `false` for a switch. Empty where nothing is in force. */
  readonly values: readonly string[];
  readonly origin: Origin;
  /** Of the file. */
  readonly line?: number;
  /** Variables that the file takes the values from; such values are never shown. */
  readonly variables: readonly string[];
}

export interface Said {
  /** On the command line, by the name of the option. */
  readonly flags: ReadonlyMap<string, readonly string[]>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly file: ReadonlyMap<string, FileValue>;
}

export function effectiveOf(options: readonly Option[], said: Said): Effective[] {
  const all = options.map((option) => strongest(option, said));
  const isBeaten = ({ option, origin }: Effective): boolean =>
    all.some(
      (other) =>
        rank(other.origin) < rank(origin) &&
        (other.option.excludes.includes(option.name) || option.excludes.includes(other.option.name)),
    );
  return all.map((one) => (isBeaten(one) ? standardOf(one.option) : one));
}

const rank = (origin: Origin): number => origins.indexOf(origin);

function strongest(option: Option, { flags, environment, file }: Said): Effective {
  const flag = flags.get(option.name);
  if (flag !== undefined) return { option, values: flag, origin: 'flag', variables: [] };
  const variable = environment[variableOf(option)];
  if (variable !== undefined && variable !== '')
    return { option, values: split(option, variable), origin: 'environment', variables: [] };
  const value = file.get(option.name);
  return value === undefined ? standardOf(option) : { option, origin: 'file', ...value };
}

const standardOf = (option: Option): Effective => ({
  option,
  values: option.standard === undefined ? [] : [option.standard],
  origin: 'default',
  variables: [],
});

/** Several values stand with commas between them; those of addresses may hold commas themselves. */
function split({ kind, isList }: Option, text: string): string[] {
  if (kind === 'boolean') return [String(['1', 'true', 'y', 'yes'].includes(text.toLowerCase()))];
  if (!isList) return [text];
  const parts = kind === 'secret-address' ? text.split(/,(?=\s*https?:)/) : text.split(',');
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** What environment and file say, as the flags that would say it. */
export function flagsOf(all: readonly Effective[]): string[] {
  return all.flatMap(({ option, values, origin }) => {
    const { name, kind, isPositional, canBeNegated } = option;
    if (isPositional === true || (origin !== 'environment' && origin !== 'file')) return [];
    if (kind !== 'boolean') return values.map((value) => `--${name}=${value}`);
    if (values[0] === 'true') return [`--${name}`];
    return canBeNegated === true ? [`--no-${name}`] : [];
  });
}

/** What of a value may be shown: of an address its server alone, of one from a variable nothing. */
export function shownValues({ option, values, variables }: Effective): string[] {
  if (variables.length > 0) return variables.map((name) => `(from ${name})`);
  if (option.kind === 'secret-address') return values.map(shownAddress);
  return values.map((value) => value.replace(/:\/\/[^/@\s]*@/, '://…@'));
}

/** The path of a webhook's address is what lets anybody post to it. */
export function shownAddress(address: string): string {
  const url = URL.parse(address);
  return url === null ? '(no address)' : `${url.protocol}//${url.host}/…`;
}
