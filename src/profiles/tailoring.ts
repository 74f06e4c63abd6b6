/**
 * Tailoring: a profile that extends another, rule by rule, with the reason for each change. The reason goes into the report, so
 * that whoever reads it sees what was left out and why.
 */
import type { Profile, Rule, TailoringChange } from '../model/profile.ts';
import type { TailoringFile } from './file.ts';
import { nearest } from './nearest.ts';
import type { Path } from './shape.ts';

type Report = (message: string, path: Path) => void;

export interface Tailored {
  readonly rules: readonly Rule[];
  readonly changes: readonly TailoringChange[];
}

/** Parameters that the tailoring sets, for the loading of the base. */
export function tailoredParameters(tailoring: readonly TailoringFile[]): Readonly<Record<string, unknown>> {
  return Object.assign({}, ...tailoring.map(({ parameters = {} }) => parameters));
}

/** @param problem told of rules that the base does not have */
export function tailor(base: Profile, tailoring: readonly TailoringFile[], problem: Report): Tailored {
  let rules = base.rules;
  const known = base.rules.map(({ id }) => id);
  const check = (id: string, path: Path): void => {
    if (known.includes(id)) return;
    const near = nearest(id, known);
    const hint = near === undefined ? '' : `; did you mean \`${near}\`?`;
    problem(`\`${base.id}\` has no rule \`${id}\`${hint}${hint === '' ? '.' : ''}`, path);
  };
  for (const [index, change] of tailoring.entries()) {
    const path: Path = ['tailoring', index];
    const { select, deselect, severity } = change;
    for (const [at, id] of (select ?? []).entries()) check(id, [...path, 'select', at]);
    for (const [at, id] of (deselect ?? []).entries()) check(id, [...path, 'deselect', at]);
    for (const id of Object.keys(severity ?? {})) check(id, [...path, 'severity', id]);
    if (select) rules = rules.filter(({ id }) => select.includes(id));
    if (deselect) rules = rules.filter(({ id }) => !deselect.includes(id));
    if (severity)
      rules = rules.map((rule) => {
        const own = Object.hasOwn(severity, rule.id) ? severity[rule.id] : undefined;
        return own === undefined ? rule : { ...rule, severity: own };
      });
  }
  return { rules, changes: tailoring.map(changeOf) };
}

function changeOf({ select, deselect, severity, parameters, rationale }: TailoringFile): TailoringChange {
  const words = [
    select && `only ${select.join(', ')}`,
    deselect && `without ${deselect.join(', ')}`,
    severity &&
      Object.entries(severity)
        .map(([rule, value]) => `${rule} is ${value}`)
        .join(', '),
    parameters &&
      Object.entries(parameters)
        .map(
          ([name, value]) =>
            `${name} is ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
        )
        .join(', '),
  ].filter((part) => part !== undefined);
  return { change: words.join('; '), rationale };
}
