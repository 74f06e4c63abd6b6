/** Parameters of audit profiles: typed, with a default and a range, overridden by --set and --params-file. */
import { PassmusterError } from '../errors.ts';
import type { ParameterFile } from './file.ts';
import { catalogueApps } from '../apps/catalogue.ts';

export type ParameterValues = ReadonlyMap<string, unknown>;
/** Texts of --set, or values of a file. */
export type GivenParameters = Readonly<Record<string, unknown>>;

type Kind = ParameterFile['type'];

const isText = (value: unknown): value is string => typeof value === 'string';
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

interface KindOf {
  readonly test: (value: unknown) => boolean;
  /** Of the text of --set; undefined: it is none. */
  readonly read: (text: string) => unknown;
}

const kinds: Readonly<Record<Kind, KindOf>> = {
  boolean: {
    test: (value) => typeof value === 'boolean',
    read: (text) => (text === 'true' || text === 'false' ? text === 'true' : undefined),
  },
  integer: { test: isWhole, read: (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : undefined) },
  number: {
    test: (value) => typeof value === 'number',
    read: (text) => (/^-?\d{1,15}(\.\d{1,6})?$/.test(text) ? Number(text) : undefined),
  },
  string: { test: isText, read: (text) => text },
  version: {
    test: (value) => isText(value) && /^\d+(\.\d+)*$/.test(value),
    read: (text) => (/^\d+(\.\d+)*$/.test(text) ? text : undefined),
  },
  list: {
    test: (value) => Array.isArray(value) && value.every(isText),
    read: (text) =>
      text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
  },
  // Lines of models with a version each; in --set as model=version.
  models: {
    test: (value) => Array.isArray(value) && value.every(isLine),
    read: (text) => {
      const lines = text.split(';').map((line) => /^\s*(.+?)\s*=\s*(\d+(?:\.\d+)*)\s*$/.exec(line));
      return lines.every((line) => line !== null)
        ? lines.map(([, model, version]) => ({ model, version }))
        : undefined;
    },
  },
};

function isLine(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'model' in value &&
    'version' in value &&
    isText(value.model) &&
    kinds.version.test(value.version)
  );
}

/**
 * Values that apply: given ones by their type, else the defaults. Names that the profile does not have are left to the
 * caller, because one --set may serve several profiles.
 * @throws PassmusterError parameter-invalid when a given value is not of the parameter's type or out of its range
 */
export function parameterValues(
  parameters: Readonly<Record<string, ParameterFile>>,
  given: GivenParameters,
): ParameterValues {
  return new Map(
    Object.entries(parameters).map(([name, parameter]) => {
      const value = Object.hasOwn(given, name) ? given[name] : undefined;
      return [name, value === undefined ? parameter.default : checked(name, parameter, value)];
    }),
  );
}

function checked(name: string, parameter: ParameterFile, given: unknown): unknown {
  const { test, read } = kinds[parameter.type];
  const value = isText(given) && parameter.type !== 'string' && !test(given) ? read(given) : given;
  if (!test(value))
    throw new PassmusterError(
      'parameter-invalid',
      `The parameter ${name} needs a value of type ${parameter.type}${hintOf(parameter)}.`,
    );
  const problem = rangeProblem(parameter, value);
  if (problem !== undefined)
    throw new PassmusterError('parameter-invalid', `The parameter ${name} ${problem}${hintOf(parameter)}.`);
  return value;
}

const hintOf = ({ hint }: ParameterFile): string => (hint === undefined ? '' : ` (${hint})`);

/** Why the value is out of the range that the author has set, or undefined. */
export function rangeProblem(
  { minimum, maximum, values }: ParameterFile,
  value: unknown,
): string | undefined {
  if (minimum !== undefined && typeof value === 'number' && value < minimum)
    return `must be at least ${minimum}`;
  if (maximum !== undefined && typeof value === 'number' && value > maximum)
    return `must be at most ${maximum}`;
  if (values === undefined) return undefined;
  const outside = [value].flat().find((one) => !values.some((known) => known === one));
  return outside === undefined ? undefined : `knows only ${values.join(', ')}`;
}

/** Is a value, as YAML gives it, of the type? */
export const isOfType = (type: Kind, value: unknown): boolean => kinds[type].test(value);

export const parameterTypes = Object.keys(kinds);

/** `{parameter: name}` becomes its value, with `times` a multiple, with `as` the ids of apps; anything else stays. */
export function fillParameter(
  raw: unknown,
  values: ParameterValues,
  problem: (message: string) => void,
): unknown {
  const isUse = typeof raw === 'object' && raw !== null && !Array.isArray(raw) && 'parameter' in raw;
  if (!isUse) return raw;
  const name = String(raw.parameter);
  if (!values.has(name)) problem(`The parameter \`${name}\` is not declared.`);
  const value = values.get(name);
  if ('times' in raw && typeof raw.times === 'number') {
    if (typeof value === 'number') return value * raw.times;
    problem(`The parameter \`${name}\` is no number; it cannot be multiplied.`);
  }
  if (!('as' in raw)) return value;
  if (Array.isArray(value)) return value.flatMap((id) => appIds(String(id)));
  problem(`The parameter \`${name}\` is no list of apps.`);
  return value;
}

/** What inventories call an app of the catalogue; any other text is such an id itself. */
function appIds(id: string): readonly string[] {
  const app = catalogueApps.find((one) => one.id === id);
  return app === undefined ? [id] : [...app.ios, ...app.android];
}
