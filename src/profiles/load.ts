/** From the text of an audit profile to the value that the evaluator runs: checked, parameters filled in. */
import { createHash } from 'node:crypto';
import { PassmusterError } from '../errors.ts';
import { decodeText } from '../formats/text.ts';
import { readYaml, type YamlFile } from '../formats/yaml.ts';
import {
  type Attestable,
  type Expression,
  type Profile,
  type Rule,
  settingsOf,
  wholeSettingsOf,
} from '../model/profile.ts';
import { isAttestable } from '../settings/attestable.ts';
import { findSetting } from '../settings/catalogue.ts';
import { selectApps } from './app-selector.ts';
import { Expressions } from './expressions.ts';
import type { ParameterFile, ProfileFile, RuleFile } from './file.ts';
import { type ParameterValues, parameterValues } from './parameters.ts';
import { remediationText } from './remediation.ts';
import { type Path, type Problem, problemLines } from './shape.ts';
import { checkShape, valueProblem } from './validate.ts';

export { problemLines } from './shape.ts';

export interface LoadedProfile {
  readonly profile?: Profile;
  readonly problems: readonly Problem[];
  /** Names that --set may give. */
  readonly parameters: readonly string[];
}

/**
 * @param set values for parameters, as given with --set
 * @returns the profile, or all its problems in the order of the file; a file that is no YAML has one
 * @throws PassmusterError encoding-invalid, parameter-invalid
 */
export function loadProfile(bytes: Uint8Array, set: Readonly<Record<string, string>> = {}): LoadedProfile {
  const read = parse(decodeText(bytes).text);
  if ('problem' in read) return { problems: [read.problem], parameters: [] };
  const { file } = read;
  const shape = checkShape(file);
  if ('problems' in shape) return { ...shape, parameters: [] };
  const { content } = shape;
  const parameters = Object.keys(content.parameters ?? {});
  const loader = new Loader(file, parameterValues(content.parameters ?? {}, set));
  loader.checkParameters(content.parameters ?? {});
  const rules = content.rules.map((rule, index) => loader.rule(rule, ['rules', index]));
  const found = [...loader.problems, ...repeatedIds(content, file)].sort((a, b) => a.line - b.line);
  if (found.length > 0) return { problems: found, parameters };
  const { id, title, version, description } = content;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    profile: {
      id,
      title,
      version,
      ...(description === undefined ? {} : { description }),
      sha256,
      rules: rules.sort(byId),
    },
    problems: [],
    parameters,
  };
}

function parse(text: string): { file: YamlFile } | { problem: Problem } {
  try {
    return { file: readYaml(text, 'profile-invalid') };
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
    const { line = 1, column = 1 } = error.place;
    return { problem: { message: error.message, line, column } };
  }
}

/** Of `P90D`. */
const daysOf = (duration: string): number => Number.parseInt(duration.slice(1), 10);

const byId = (a: Rule, b: Rule) => (a.id < b.id ? -1 : 1);

function repeatedIds(content: ProfileFile, file: YamlFile): Problem[] {
  const seen = new Set<string>();
  return content.rules.flatMap(({ id }, index) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ message: `The rule id \`${id}\` stands twice.`, ...file.placeOf(['rules', index, 'id']) }];
  });
}

/** Turns the file's forms into the model's and collects what the schema cannot say. */
class Loader {
  readonly problems: Problem[] = [];
  readonly #file: YamlFile;
  readonly #parameters: ParameterValues;
  readonly #expressions: Expressions;

  constructor(file: YamlFile, parameters: ParameterValues) {
    this.#file = file;
    this.#parameters = parameters;
    this.#expressions = new Expressions(parameters, (message, path) => this.#problem(message, path));
  }

  rule(rule: RuleFile, path: Path): Rule {
    const { id, title, severity, rationale, remediation, examples, appliesTo = {}, when, maxAge, app } = rule;
    const { controls, tags, weight } = rule;
    const expression = this.#expressions.load(rule, path);
    const condition = when && this.#expressions.load(when, [...path, 'when']);
    this.#checkScope(expression, app !== undefined, path);
    if (condition) this.#checkScope(condition, app !== undefined, [...path, 'when']);
    this.#checkExamples(rule, path);
    const spoken = [expression, ...(condition ? [condition] : [])].flatMap(wholeSettingsOf);
    const attestable = rule.attestable && this.#attestable(rule, spoken, [...path, 'attestable']);
    return {
      id,
      title,
      severity,
      expression,
      ...selectApps(app, this.#parameters, (message) => this.#problem(message, [...path, 'app'])),
      appliesTo,
      ...(condition ? { when: condition } : {}),
      enforced: rule.enforced ?? false,
      ...(maxAge === undefined ? {} : { maxAgeDays: daysOf(maxAge) }),
      ...(attestable ? { attestable } : {}),
      ...(rationale === undefined ? {} : { rationale }),
      ...(remediation === undefined ? {} : { remediation: remediationText(remediation) }),
      ...(controls === undefined ? {} : { controls }),
      ...(tags === undefined ? {} : { tags }),
      ...(weight === undefined ? {} : { weight }),
      references: (rule.references ?? []).map((reference) =>
        typeof reference === 'string' ? { title: reference } : reference,
      ),
      examples,
    };
  }

  /** What no statement could ever decide is a mistake of the author, who believes that one can. */
  #attestable(
    { attestable, enforced }: RuleFile,
    spoken: readonly string[],
    path: Path,
  ): Attestable | undefined {
    if (attestable === undefined) return undefined;
    const { maxAge, settings = spoken, question, where } = attestable;
    const stray = settings.find((id) => !spoken.includes(id));
    const accepted = [...new Set(settings)].filter((id) => {
      const setting = findSetting(id);
      return setting !== undefined && isAttestable(setting);
    });
    if (enforced === true)
      this.#problem(
        '`attestable` does not go with `enforced`: nobody can state that a policy demands it.',
        path,
      );
    else if (stray !== undefined)
      this.#problem(`\`${stray}\` is not a setting of this rule that is compared as a whole.`, [
        ...path,
        'settings',
      ]);
    else if (accepted.length === 0)
      this.#problem('None of the settings of this rule can be stated by a person.', path);
    return {
      maxAgeDays: daysOf(maxAge),
      settings: accepted,
      ...(question === undefined ? {} : { question }),
      ...(where === undefined ? {} : { where }),
    };
  }

  #checkScope(expression: Expression, hasApp: boolean, path: Path): void {
    for (const setting of settingsOf(expression)) this.#checkApp(setting, hasApp, path);
  }

  #checkApp(setting: string, hasApp: boolean, path: Path): void {
    if (findSetting(setting)?.scope === 'app' && !hasApp)
      this.#problem(`\`${setting}\` is a setting of an app; the rule needs \`app\`.`, path);
  }

  /** What an example shows has to be possible, or it proves nothing about the rule. */
  #checkExamples({ examples, app }: RuleFile, path: Path): void {
    for (const kind of ['pass', 'fail'] as const) {
      for (const [index, example] of examples[kind].entries()) {
        for (const [id, value] of Object.entries(example)) {
          const place = [...path, 'examples', kind, index, id];
          this.#checkApp(id, app !== undefined, place);
          const setting = findSetting(id);
          const problem = setting && valueProblem(setting, value, 'The example of');
          if (problem !== undefined) this.#problem(problem, place);
        }
      }
    }
  }

  /** A default of another type than --set would give. */
  checkParameters(parameters: Readonly<Record<string, ParameterFile>>): void {
    for (const [name, { type, default: value }] of Object.entries(parameters)) {
      const actual = Array.isArray(value) ? 'list' : typeof value === 'number' ? 'integer' : typeof value;
      if (actual !== type)
        this.#problem(`The default of the parameter \`${name}\` is not of type ${type}.`, [
          'parameters',
          name,
          'default',
        ]);
    }
  }

  #problem(message: string, path: Path): void {
    this.problems.push({ message, ...this.#file.placeOf(path) });
  }
}

/** @throws PassmusterError profile-invalid with every problem, one a line, as `name:line:column: message` */
export function requireProfile(name: string, loaded: LoadedProfile): Profile {
  if (loaded.profile) return loaded.profile;
  throw new PassmusterError('profile-invalid', problemLines(name, loaded.problems).join('\n'));
}
