/** Parameters of audit profiles: typed, with a default, overridden by --set name=value. */
import { PassmusterError } from '../errors.ts';
import type { ParameterFile } from './file.ts';

export type ParameterValues = ReadonlyMap<string, unknown>;

/**
 * Values that apply: given ones by their type, else the defaults. Names that the profile does not have are left to the
 * caller, because one --set may serve several profiles.
 * @throws PassmusterError parameter-invalid when a given value is not of the parameter's type
 */
export function parameterValues(
  parameters: Readonly<Record<string, ParameterFile>>,
  set: Readonly<Record<string, string>>,
): ParameterValues {
  return new Map(
    Object.entries(parameters).map(([name, parameter]) => {
      const given = Object.hasOwn(set, name) ? set[name] : undefined;
      return [name, given === undefined ? parameter.default : typed(name, parameter.type, given)];
    }),
  );
}

function typed(name: string, type: ParameterFile['type'], text: string): unknown {
  switch (type) {
    case 'boolean':
      if (text === 'true' || text === 'false') return text === 'true';
      break;
    case 'integer':
      if (/^-?\d{1,15}$/.test(text)) return Number(text);
      break;
    case 'list':
      return text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
    case 'string':
      return text;
  }
  throw new PassmusterError('parameter-invalid', `--set ${name} needs a value of type ${type}.`);
}

/** `{parameter: name}` becomes its value; anything else stays. */
export function fillParameter(
  raw: unknown,
  values: ParameterValues,
  problem: (message: string) => void,
): unknown {
  const isUse = typeof raw === 'object' && raw !== null && !Array.isArray(raw) && 'parameter' in raw;
  if (!isUse) return raw;
  const name = String(raw.parameter);
  if (!values.has(name)) problem(`The parameter \`${name}\` is not declared.`);
  return values.get(name);
}
