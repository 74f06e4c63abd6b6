/** From the text of an audit profile to the value that the evaluator runs: checked, parameters filled in. */
import { createHash } from 'node:crypto';
import { PassmusterError } from '../errors.ts';
import { findOperator } from '../evaluate/operators/registry.ts';
import { decodeText } from '../formats/text.ts';
import { readYaml, type YamlFile } from '../formats/yaml.ts';
import type { Comparison, Expression, Profile, Rule } from '../model/profile.ts';
import { findSetting } from '../settings/catalogue.ts';
import type { ExpressionFile, IsFile, ProfileFile, RuleFile } from './file.ts';
import { fillParameter, type ParameterValues, parameterValues } from './parameters.ts';
import { type Problem, schemaProblems } from './validate.ts';

export interface LoadedProfile {
  readonly profile?: Profile;
  readonly problems: readonly Problem[];
}

/**
 * @param set values for parameters, as given with --set
 * @returns the profile, or all its problems in the order of the file
 * @throws PassmusterError profile-invalid when the text is no YAML, with line and column
 */
export function loadProfile(bytes: Uint8Array, set: Readonly<Record<string, string>> = {}): LoadedProfile {
  const file = readYaml(decodeText(bytes).text, 'profile-invalid');
  const problems = schemaProblems(file);
  if (problems.length > 0) return { problems };
  const content = file.value as ProfileFile;
  const loader = new Loader(file, parameterValues(content.parameters ?? {}, set));
  const rules = content.rules.map((rule, index) => loader.rule(rule, ['rules', index]));
  const found = [...loader.problems, ...repeatedIds(content, file)].sort((a, b) => a.line - b.line);
  if (found.length > 0) return { problems: found };
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
  };
}

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

type Path = readonly (string | number)[];

/** Turns the file's forms into the model's and collects what the schema cannot say. */
class Loader {
  readonly problems: Problem[] = [];
  readonly #file: YamlFile;
  readonly #parameters: ParameterValues;

  constructor(file: YamlFile, parameters: ParameterValues) {
    this.#file = file;
    this.#parameters = parameters;
  }

  rule(rule: RuleFile, path: Path): Rule {
    const { id, title, severity, rationale, remediation, examples, appliesTo = {}, when, maxAge, app } = rule;
    const expression = this.#expression(rule, path);
    this.#checkScope(expression, app !== undefined, path);
    return {
      id,
      title,
      severity,
      expression,
      ...(app === undefined ? {} : { apps: typeof app === 'string' ? [app] : app }),
      appliesTo,
      ...(when ? { when: this.#expression(when, [...path, 'when']) } : {}),
      enforced: rule.enforced ?? false,
      ...(maxAge === undefined ? {} : { maxAgeDays: Number.parseInt(maxAge.slice(1), 10) }),
      ...(rationale === undefined ? {} : { rationale }),
      ...(remediation === undefined ? {} : { remediation }),
      references: (rule.references ?? []).map((reference) =>
        typeof reference === 'string' ? { title: reference } : reference,
      ),
      examples,
    };
  }

  #expression(expression: ExpressionFile, path: Path): Expression {
    const forms = (['setting', 'all', 'any', 'none'] as const).filter(
      (form) => expression[form] !== undefined,
    );
    if (forms.length !== 1)
      this.#problem('Exactly one of `setting`, `all`, `any` and `none` is expected.', path);
    for (const form of ['all', 'any', 'none'] as const) {
      const parts = expression[form];
      if (parts)
        return {
          [form]: parts.map((part, index) => this.#expression(part, [...path, form, index])),
        } as unknown as Expression;
    }
    const setting = expression.setting ?? '';
    if (expression.is === undefined) this.#problem('`setting` needs `is`.', path);
    return { setting, is: this.#comparisons(setting, expression.is ?? {}, [...path, 'is']) };
  }

  #comparisons(settingId: string, is: IsFile, path: Path): Comparison[] {
    const given = typeof is === 'object' ? is : { equals: is };
    return Object.entries(given).map(([operator, raw]) => {
      const options = fillParameter(raw, this.#parameters, (message) =>
        this.#problem(message, [...path, operator]),
      );
      this.#checkOperator(settingId, operator, options, [...path, operator]);
      return { operator, options };
    });
  }

  /** An operator that does not fit the setting, or a value the setting cannot have, would never be met. */
  #checkOperator(settingId: string, operatorId: string, options: unknown, path: Path): void {
    const setting = findSetting(settingId);
    const operator = findOperator(operatorId);
    if (!setting || !operator) return;
    if (!operator.accepts.includes(setting.type)) {
      this.#problem(
        `\`${operatorId}\` compares ${operator.accepts.join(', ')}; \`${settingId}\` is of type ${setting.type}.`,
        path,
      );
      return;
    }
    const wanted = Array.isArray(options) ? options : [options];
    const type =
      { boolean: 'boolean', integer: 'number', number: 'number' }[setting.type as 'boolean'] ?? 'string';
    const isDays = operatorId === 'newerThan';
    if (!isDays && wanted.some((value) => typeof value !== type))
      this.#problem(`\`${operatorId}\` on \`${settingId}\` needs a ${type}.`, path);
    const foreign =
      setting.values === undefined
        ? undefined
        : wanted.find((value) => !setting.values?.includes(String(value)));
    if (foreign !== undefined)
      this.#problem(
        `\`${settingId}\` is never \`${String(foreign)}\`; its values are ${setting.values?.join(', ')}.`,
        path,
      );
  }

  #checkScope(expression: Expression, hasApp: boolean, path: Path): void {
    if ('setting' in expression) {
      const isApp = findSetting(expression.setting)?.scope === 'app';
      if (isApp && !hasApp)
        this.#problem(`\`${expression.setting}\` is a setting of an app; the rule needs \`app\`.`, path);
      return;
    }
    const parts =
      'all' in expression ? expression.all : 'any' in expression ? expression.any : expression.none;
    for (const part of parts) this.#checkScope(part, hasApp, path);
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

export function problemLines(name: string, problems: readonly Problem[]): string[] {
  return problems.map(({ message, line, column }) => `${name}:${line}:${column}: ${message}`);
}
