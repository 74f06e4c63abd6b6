/** From the text of a configuration file to the values of options, as flags would give them. */
import { isAbsolute, join } from 'node:path';
import { PassmusterError } from '../errors.ts';
import { decodeText } from '../formats/text.ts';
import { readYaml, type YamlFile } from '../formats/yaml.ts';
import { ajv, checkShapeBy, type Path, pathWords, type Problem, suggestion } from '../profiles/shape.ts';
import type { Option } from './option.ts';
import { configSchema } from './schema.ts';

export { problemLines } from '../profiles/shape.ts';

/** What the file says of one option. */
export interface FileValue {
  readonly values: readonly string[];
  /** Of its first line in the file. */
  readonly line: number;
  /** The environment variables that some of the values come from; such values are never shown. */
  readonly variables: readonly string[];
}

export interface LoadedConfig {
  readonly values: ReadonlyMap<string, FileValue>;
  readonly problems: readonly Problem[];
}

export interface ConfigContext {
  readonly options: readonly Option[];
  /** Names of the pairs of an option, where they are known. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  readonly formats: readonly string[];
  /** Paths in the file begin here. */
  readonly folder: string;
  /** Undefined: variables are not looked up, as on a machine that does not have them. */
  readonly environment: Readonly<Record<string, string | undefined>> | undefined;
}

/** @throws PassmusterError encoding-invalid */
export function loadConfig(bytes: Uint8Array, context: ConfigContext): LoadedConfig {
  const { text } = decodeText(bytes);
  if (isBlank(text)) return { values: new Map(), problems: [] };
  const read = parse(text);
  if ('problem' in read) return { values: new Map(), problems: [read.problem] };
  const { file } = read;
  const { $id: _id, ...schema } = configSchema(context.options, context.names); // several commands, several schemas
  const isConfig = ajv.compile<Record<string, unknown>>(schema);
  const shape = checkShapeBy(isConfig, file, { nameOf, patterns: { env: 'the name of a variable' } });
  if ('problems' in shape) return { values: new Map(), problems: shape.problems };
  const values = new Map<string, FileValue>();
  const problems: Problem[] = [];
  for (const option of context.options) {
    const raw = shape.content[option.name];
    if (raw === undefined) continue;
    const { value, wrong } = valueOf(option, raw, file, context);
    values.set(option.name, value);
    problems.push(...wrong);
  }
  problems.push(...together(values, context, file));
  return { values, problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };
}

/** A file of comments alone says nothing, which is right: a new one begins so. */
const isBlank = (text: string): boolean => text.split('\n').every((line) => /^\s*(#.*)?$/.test(line));

function parse(text: string): { file: YamlFile } | { problem: Problem } {
  try {
    return { file: readYaml(text, 'config-invalid') };
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    const { line = 1, column = 1 } = error.place;
    return { problem: { message: error.message, line, column } };
  }
}

const nameOf = (path: Path): string => (path.length === 0 ? 'The configuration' : pathWords(path));

function valueOf(
  option: Option,
  raw: unknown,
  file: YamlFile,
  { formats, folder, environment }: ConfigContext,
): { value: FileValue; wrong: Problem[] } {
  const { name, kind } = option;
  const wrong: Problem[] = [];
  const variables: string[] = [];
  const entries = kind === 'pairs' ? pairsOf(raw) : Array.isArray(raw) ? (raw as unknown[]) : [raw];
  const values = entries.flatMap((entry, index) => {
    const place = () => file.placeOf(Array.isArray(raw) ? [name, index] : [name]);
    let text = String(entry);
    if (isReference(entry)) {
      variables.push(entry.env);
      if (environment === undefined) return [];
      text = environment[entry.env] ?? '';
      if (text === '') {
        const message = `\`${name}\` takes its value from the environment variable ${entry.env}, which is not set.`;
        wrong.push({ message, ...place() });
        return [];
      }
    }
    const [format = ''] = text.split('=');
    if (kind === 'output' && !formats.includes(format)) {
      const known = suggestion(format, formats) || `; known are ${formats.join(', ')}`;
      const message = variables.length > 0 ? 'names no format' : `names \`${format}\`, which is no format`;
      wrong.push({ message: `\`${name}\` ${message}${known}.`, ...place() });
    }
    return [located(option, text, folder)];
  });
  return { value: { values, line: file.placeOf([name]).line, variables }, wrong };
}

const pairsOf = (raw: unknown): string[] =>
  Object.entries(raw as Record<string, unknown>).map(([name, value]) => `${name}=${String(value)}`);

const isReference = (entry: unknown): entry is { env: string } =>
  typeof entry === 'object' && entry !== null && 'env' in entry;

/** Paths in the file are relative to it, so that it means the same from whatever folder the program is started. */
function located({ kind }: Option, text: string, folder: string): string {
  const from = (path: string): string => (isAbsolute(path) || path === '-' ? path : beside(folder, path));
  switch (kind) {
    case 'path':
      return from(text);
    case 'path-or-address':
      return text.includes('://') ? text : from(text);
    case 'profile':
      // As profiles are found: a name without a dot or a slash is an id.
      return /[./\\]/.test(text) ? from(text) : text;
    case 'output': {
      const at = text.indexOf('=');
      return at < 0 ? text : `${text.slice(0, at + 1)}${from(text.slice(at + 1))}`;
    }
    default:
      return text;
  }
}

/** `join` would take the `./` away by which a profile beside the file is told from an id. */
function beside(folder: string, path: string): string {
  if (folder === '.' || folder === '') return path;
  const joined = join(folder, path);
  return path.endsWith('/') && !joined.endsWith('/') ? `${joined}/` : joined;
}

/** Options of the file that cannot be in force together. Between file and flags the flag wins, without a word. */
function together(
  values: ReadonlyMap<string, FileValue>,
  { options }: ConfigContext,
  file: YamlFile,
): Problem[] {
  return options.flatMap(({ name, excludes }) => {
    const other = excludes.find((one) => values.has(one));
    if (other === undefined || !values.has(name)) return [];
    return [{ message: `\`${name}\` and \`${other}\` exclude each other.`, ...file.placeOf([name]) }];
  });
}
