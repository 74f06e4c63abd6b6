/** From the text of an audit profile to the value that the evaluator runs: checked, parameters filled in, tailored. */
import { createHash } from 'node:crypto';
import { PassmusterError } from '../errors.ts';
import type { YamlFile } from '../formats/yaml.ts';
import type { Profile, Rule } from '../model/profile.ts';
import type { ProfileFile } from './file.ts';
import { type GivenParameters, type ParameterValues, parameterValues } from './parameters.ts';
import { RuleLoader } from './rules.ts';
import { type Path, type Problem, problemLines } from './shape.ts';
import { tailor, tailoredParameters } from './tailoring.ts';
import { profileText } from './text.ts';
import { checkShape } from './validate.ts';
import { waiverPolicy } from './waiver-policy.ts';

export { problemLines } from './shape.ts';

export interface LoadedProfile {
  readonly profile?: Profile;
  readonly problems: readonly Problem[];
  /** Names that --set may give, with the values in force. */
  readonly parameters: ParameterValues;
}

/** Profiles that others extend, by their id. */
export type Bases = ReadonlyMap<string, Uint8Array>;

/**
 * @param set values for parameters, as given with --set or in a file
 * @param bases the profiles that this one and its bases extend
 * @returns the profile, or all its problems in the order of the file; a file that is no YAML has one
 * @throws PassmusterError encoding-invalid, parameter-invalid
 */
export function loadProfile(
  bytes: Uint8Array,
  set: GivenParameters = {},
  bases: Bases = new Map(),
): LoadedProfile {
  const read = parse(bytes);
  if ('problem' in read) return { problems: [read.problem], parameters: new Map() };
  const { file } = read;
  const shape = checkShape(file);
  if ('problems' in shape) return { ...shape, parameters: new Map() };
  return new ProfileLoader(file, shape.content, set, bases).load(bytes);
}

class ProfileLoader {
  readonly #file: YamlFile;
  readonly #content: ProfileFile;
  readonly #set: GivenParameters;
  readonly #bases: Bases;
  readonly #problems: Problem[] = [];

  constructor(file: YamlFile, content: ProfileFile, set: GivenParameters, bases: Bases) {
    this.#file = file;
    this.#content = content;
    this.#set = set;
    this.#bases = bases;
  }

  load(bytes: Uint8Array): LoadedProfile {
    const { id, title, version, description, parameters: declared = {}, rules = [] } = this.#content;
    const { advisory, notAssessable } = this.#content;
    this.#checkForm();
    const base = this.#loadBase();
    const parameters = new Map([...(base?.parameters ?? []), ...parameterValues(declared, this.#set)]);
    const loader = new RuleLoader(this.#file, parameters);
    loader.checkParameters(declared);
    const own = rules.map((rule, index) => loader.rule(rule, ['rules', index]));
    const exampleRules = [
      ...(base?.profile?.exampleRules ?? []),
      ...this.#exampleRules(parameters, loader.problems),
    ];
    const tailored =
      base?.profile &&
      tailor(base.profile, this.#content.tailoring ?? [], (...told) => this.#problem(...told));
    const waivers = waiverPolicy(base?.profile?.waivers, this.#content.waivers, (...told) =>
      this.#problem(...told),
    );
    const inherited = (tailored?.rules ?? []).map(({ id: rule }) => rule);
    const problems = [...this.#problems, ...loader.problems, ...this.#repeatedIds(inherited)];
    if (problems.length > 0) return { problems: problems.sort((a, b) => a.line - b.line), parameters };
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const profile: Profile = {
      id,
      title,
      version,
      ...(description === undefined ? {} : { description }),
      ...((advisory ?? base?.profile?.advisory) === true ? { advisory: true } : {}),
      ...notAssessableOf(base?.profile, notAssessable),
      sha256,
      ...(base?.profile === undefined
        ? {}
        : { base: nameOf(base.profile), changes: tailored?.changes ?? [] }),
      ...(waivers === undefined ? {} : { waivers }),
      rules: [...(tailored?.rules ?? []), ...own].sort(byId),
      ...(exampleRules.length === 0 ? {} : { exampleRules }),
    };
    return { profile, problems: [], parameters };
  }

  /** The rules once more, with the example values of parameters; what only these make wrong is told. */
  #exampleRules(values: ParameterValues, told: readonly Problem[]): readonly Rule[] {
    const { parameters = {}, rules = [] } = this.#content;
    const given = Object.entries(parameters).flatMap(([name, { example }]) =>
      example === undefined ? [] : [[name, example] as const],
    );
    if (given.length === 0) return [];
    const loader = new RuleLoader(this.#file, new Map([...values, ...given]));
    const loaded = rules.map((rule, index) => loader.rule(rule, ['rules', index]));
    this.#problems.push(...loader.problems.filter((one) => !told.some((other) => isSame(one, other))));
    return loaded;
  }

  /** What belongs together, and what does not. */
  #checkForm(): void {
    const { extends: base, tailoring, includes, rules } = this.#content;
    if (includes !== undefined && (rules !== undefined || base !== undefined))
      this.#problem('A group has `includes` alone: it stands for other profiles.', ['includes']);
    else if (includes === undefined && rules === undefined && base === undefined)
      this.#problem('The profile needs `rules`, or `extends` with the id of another profile.', []);
    if (tailoring !== undefined && base === undefined)
      this.#problem('`tailoring` changes what is extended; `extends` is missing.', ['tailoring']);
  }

  #loadBase(): LoadedProfile | undefined {
    const { extends: id, tailoring = [] } = this.#content;
    if (id === undefined) return undefined;
    const bytes = this.#bases.get(id);
    if (bytes === undefined) {
      this.#problem(`The profile \`${id}\` that is extended is not known.`, ['extends']);
      return undefined;
    }
    const set = { ...tailoredParameters(tailoring), ...this.#set };
    const others = new Map([...this.#bases].filter(([other]) => other !== id)); // none extends itself
    const loaded = loadProfile(bytes, set, others);
    if (loaded.profile === undefined)
      this.#problem(
        `The profile \`${id}\` that is extended has problems: ${problemLines(id, loaded.problems).join(' ')}`,
        ['extends'],
      );
    for (const [index, { parameters = {} }] of tailoring.entries())
      for (const name of Object.keys(parameters))
        if (!loaded.parameters.has(name))
          this.#problem(`\`${id}\` has no parameter \`${name}\`.`, ['tailoring', index, 'parameters', name]);
    return loaded;
  }

  #repeatedIds(inherited: readonly string[]): Problem[] {
    const seen = new Set(inherited);
    return (this.#content.rules ?? []).flatMap(({ id }, index) => {
      const isNew = !seen.has(id);
      seen.add(id);
      const message = `The rule id \`${id}\` stands twice.`;
      return isNew ? [] : [{ message, ...this.#file.placeOf(['rules', index, 'id']) }];
    });
  }

  #problem(message: string, path: Path): void {
    this.#problems.push({ message, ...this.#file.placeOf(path) });
  }
}

/** Leaving rules out of a profile makes nothing assessable. */
function notAssessableOf(
  base: Profile | undefined,
  own: readonly string[] = [],
): Pick<Profile, 'notAssessable'> {
  const texts = [...new Set([...(base?.notAssessable ?? []), ...own])];
  return texts.length === 0 ? {} : { notAssessable: texts };
}

const nameOf = ({ id, version, sha256 }: Profile) => ({ id, version, sha256 });

function parse(bytes: Uint8Array): { file: YamlFile } | { problem: Problem } {
  try {
    return { file: profileText(bytes) };
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    const { line = 1, column = 1 } = error.place;
    return { problem: { message: error.message, line, column } };
  }
}

const isSame = (a: Problem, b: Problem): boolean =>
  a.message === b.message && a.line === b.line && a.column === b.column;

const byId = (a: Rule, b: Rule) => (a.id < b.id ? -1 : 1);

/** @throws PassmusterError profile-invalid with every problem, one a line, as `name:line:column: message` */
export function requireProfile(name: string, loaded: LoadedProfile): Profile {
  if (loaded.profile) return loaded.profile;
  throw new PassmusterError('profile-invalid', problemLines(name, loaded.problems).join('\n'));
}
