/** Rules of an audit profile: from the file's forms to the model's, with what the schema cannot say. */
import type { YamlFile } from '../formats/yaml.ts';
import {
  type Attestable,
  type Expression,
  type Rule,
  settingsOf,
  wholeSettingsOf,
} from '../model/profile.ts';
import { isAttestable } from '../settings/attestable.ts';
import { findSetting } from '../settings/catalogue.ts';
import { selectApps } from './app-selector.ts';
import { Expressions } from './expressions.ts';
import type { AttestableFile, ParameterFile, RuleFile } from './file.ts';
import { fillParameter, isOfType, type ParameterValues, rangeProblem } from './parameters.ts';
import { remediationOf } from './remediation.ts';
import type { Path, Problem } from './shape.ts';
import { valueProblem } from './validate.ts';

const daysOf = (duration: string): number => Number.parseInt(duration.slice(1), 10);

/** Turns the file's forms into the model's and collects what the schema cannot say. */
export class RuleLoader {
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
    const notes = rule.notes?.map(({ when: shown, note }, index) => {
      const at = [...path, 'notes', index, 'when'];
      const beside = this.#expressions.load(shown, at);
      this.#checkScope(beside, app !== undefined, at);
      return { when: beside, note };
    });
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
      ...(remediation === undefined ? {} : remediationOf(remediation)),
      ...(controls === undefined ? {} : { controls }),
      ...(tags === undefined ? {} : { tags }),
      ...(weight === undefined ? {} : { weight }),
      ...(notes === undefined ? {} : { notes }),
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
      maxAgeDays: this.#days(maxAge, [...path, 'maxAge']),
      settings: accepted,
      ...(question === undefined ? {} : { question }),
      ...(where === undefined ? {} : { where }),
    };
  }

  #days(maxAge: AttestableFile['maxAge'], path: Path): number {
    if (typeof maxAge === 'string') return daysOf(maxAge);
    const days = fillParameter(maxAge, this.#parameters, (message) => this.#problem(message, path));
    if (typeof days === 'number' && Number.isSafeInteger(days) && days > 0) return days;
    if (days !== undefined)
      this.#problem(`The parameter \`${maxAge.parameter}\` is no number of days from 1 on.`, path);
    return 1;
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

  /** A default of another type than --set would give, or out of the range that it sets; and so for an example. */
  checkParameters(parameters: Readonly<Record<string, ParameterFile>>): void {
    for (const [name, parameter] of Object.entries(parameters))
      for (const kind of ['default', 'example'] as const) {
        const { type, [kind]: value } = parameter;
        if (value === undefined) continue;
        const problem = isOfType(type, value) ? rangeProblem(parameter, value) : `is not of type ${type}`;
        if (problem !== undefined)
          this.#problem(`The ${kind} of the parameter \`${name}\` ${problem}.`, ['parameters', name, kind]);
      }
  }

  #problem(message: string, path: Path): void {
    this.problems.push({ message, ...this.#file.placeOf(path) });
  }
}
