/** Expressions of an audit profile: from the file's forms to the model's, with what the schema cannot say. */
import { patternProblem } from '../evaluate/operators/matches.ts';
import { findOperator } from '../evaluate/operators/registry.ts';
import type { Comparison, Expression } from '../model/profile.ts';
import { findSetting } from '../settings/catalogue.ts';
import type { Setting } from '../settings/define.ts';
import type { ExpressionFile, IsFile } from './file.ts';
import { fillParameter, type ParameterValues } from './parameters.ts';
import type { Path } from './shape.ts';
import { takesOptions, valueProblem } from './validate.ts';

export type Report = (message: string, path: Path) => void;

const forms = ['setting', 'sum', 'fact', 'parameter', 'all', 'any', 'none'] as const;
const comparers = ['is', 'every', 'some'] as const;

export class Expressions {
  readonly #parameters: ParameterValues;
  readonly #problem: Report;

  constructor(parameters: ParameterValues, problem: Report) {
    this.#parameters = parameters;
    this.#problem = problem;
  }

  load(file: ExpressionFile, path: Path): Expression {
    this.#checkForm(file, path);
    const parts = (form: 'all' | 'any' | 'none', list: readonly ExpressionFile[]) =>
      list.map((part, index) => this.load(part, [...path, form, index]));
    if (file.all) return { all: parts('all', file.all) };
    if (file.any) return { any: parts('any', file.any) };
    if (file.none) return { none: parts('none', file.none) };
    if (file.sum) {
      for (const [index, id] of file.sum.entries()) this.#checkSummand(id, [...path, 'sum', index]);
      return { sum: file.sum, is: this.#comparisons(sumOf(file.sum), file.is, [...path, 'is']) };
    }
    if (file.fact !== undefined)
      return { fact: file.fact, is: this.#comparisons(factLike, file.is, [...path, 'is']) };
    if (file.parameter !== undefined) return this.#parameter(file.parameter, file.is, path);
    const setting = file.setting ?? '';
    const known = findSetting(setting);
    const each = file.every !== undefined ? 'every' : file.some !== undefined ? 'some' : undefined;
    const is = this.#comparisons(known, file[each ?? 'is'], [...path, each ?? 'is']);
    return each === undefined ? { setting, is } : { setting, each, is };
  }

  #parameter(parameter: string, is: IsFile | undefined, path: Path): Expression {
    if (!this.#parameters.has(parameter))
      this.#problem(`The parameter \`${parameter}\` is not declared.`, [...path, 'parameter']);
    const value = this.#parameters.get(parameter);
    return { parameter, value, is: this.#comparisons(parameterLike(parameter, value), is, [...path, 'is']) };
  }

  #checkForm(file: ExpressionFile, path: Path): void {
    const found = forms.filter((form) => file[form] !== undefined);
    const compared = comparers.filter((key) => file[key] !== undefined);
    const [form] = found;
    if (found.length !== 1 || form === undefined)
      this.#problem(
        'Exactly one of `setting`, `sum`, `fact`, `parameter`, `all`, `any` and `none` is expected.',
        path,
      );
    else if (form === 'all' || form === 'any' || form === 'none') {
      for (const key of compared)
        this.#problem(`\`${key}\` belongs to \`setting\`; here it would not be looked at.`, [...path, key]);
    } else if (compared.length === 0)
      this.#problem(
        form === 'setting' ? '`setting` needs `is`, `every` or `some`.' : `\`${form}\` needs \`is\`.`,
        path,
      );
    else if (compared.length > 1)
      this.#problem(`Only one of \`is\`, \`every\` and \`some\` can stand here.`, path);
    else if (form !== 'setting' && file.is === undefined)
      this.#problem(`\`${form}\` has one value; it needs \`is\`.`, path);
  }

  #checkSummand(id: string, path: Path): void {
    const setting = findSetting(id);
    if (setting && setting.type !== 'integer' && setting.type !== 'number')
      this.#problem(`\`sum\` adds numbers; \`${id}\` is of type ${setting.type}.`, path);
  }

  #comparisons(setting: Setting | undefined, is: IsFile | undefined, path: Path): Comparison[] {
    if (is === undefined) return []; // a problem of its own
    const isShort = typeof is !== 'object';
    const given = isShort ? { equals: is } : is;
    return Object.entries(given).map(([operator, raw]) => {
      const place = isShort ? path : [...path, operator];
      let isDeclared = true;
      const options = fillParameter(raw, this.#parameters, (message) => {
        isDeclared = false;
        this.#problem(message, place);
      });
      if (isDeclared && setting !== undefined) this.#checkOperator(setting, operator, options, place);
      return { operator, options };
    });
  }

  /** An operator that does not fit the setting, or a value the setting cannot have, would never be met. */
  #checkOperator(setting: Setting, operatorId: string, options: unknown, path: Path): void {
    const operator = findOperator(operatorId);
    if (!operator) return;
    if (!operator.accepts.includes(setting.type)) {
      const known = operator.accepts.join(', ');
      this.#problem(
        `\`${operatorId}\` compares ${known}; \`${setting.id}\` is of type ${setting.type}.`,
        path,
      );
    } else if (!takesOptions(operatorId, options))
      this.#problem(`\`${operatorId}\` cannot compare with the value of this parameter.`, path);
    else this.#checkOptions(setting, operatorId, options, path);
  }

  #checkOptions(setting: Setting, operatorId: string, options: unknown, path: Path): void {
    if (operatorId === 'matches') {
      const problem = patternProblem(String(options));
      if (problem !== undefined) this.#problem(`\`matches\` cannot be used: ${problem}.`, path);
    }
    if (ownOptions.has(operatorId)) return;
    const item = setting.type === 'list' ? { ...setting, type: 'text' as const } : setting;
    for (const wanted of [options].flat()) {
      const problem = valueProblem(item, wanted, `\`${operatorId}\` on`);
      if (problem !== undefined) {
        this.#problem(problem, path);
        return;
      }
    }
    if (operatorId === 'between' && Array.isArray(options) && options[0] > options[1])
      this.#problem('`between` takes the smaller number first.', path);
  }
}

/** Operators whose options are no values of the setting. */
const ownOptions: ReadonlySet<string> = new Set([
  'absent',
  'matches',
  'newerThan',
  'olderThan',
  'present',
  'versionAtLeastForModel',
]);

const proof = {};
const sumOf = (ids: readonly string[]): Setting => ({
  id: ids.join(' + '),
  type: 'number',
  title: '',
  merge: 'only',
  scope: 'device',
  proof,
});
const factLike: Setting = { id: 'a fact', type: 'text', title: '', merge: 'only', scope: 'device', proof };

function parameterLike(id: string, value: unknown): Setting {
  const type = Array.isArray(value)
    ? 'list'
    : typeof value === 'boolean'
      ? 'boolean'
      : typeof value === 'number'
        ? 'number'
        : 'text';
  return { id, type, title: '', merge: 'only', scope: 'device', proof };
}
