/** Which apps a rule is about: named ones, those of a category, or those of a parameter. */
import { appEntries, catalogueApps } from '../apps/catalogue.ts';
import type { Rule } from '../model/profile.ts';
import type { RuleFile } from './file.ts';
import type { ParameterValues } from './parameters.ts';

export type SelectedApps = Pick<Rule, 'apps' | 'appsFound'>;

/** @param problem told of a parameter that is not there, or holds what is no app */
export function selectApps(
  app: RuleFile['app'],
  parameters: ParameterValues,
  problem: (message: string) => void,
): SelectedApps {
  if (app === undefined) return {};
  if (typeof app === 'string') return { apps: [app] };
  if (isList(app)) return { apps: app };
  if ('parameter' in app) {
    const named = fromParameter(app.parameter, parameters, problem);
    const owned = app.ownedIn === undefined ? [] : ownedIn(textsOf(app.ownedIn, parameters, problem));
    const apps = [...new Set([...named, ...owned])];
    return { apps, ...(app.found === true ? { appsFound: true } : {}) };
  }
  const categories = [app.category].flat();
  const { except = [] } = app;
  const apps = catalogueApps.filter(({ id, kind }) => categories.includes(kind) && !except.includes(id));
  return { apps: apps.map(({ id }) => id), appsFound: true };
}

const isList = (app: unknown): app is readonly string[] => Array.isArray(app);

function fromParameter(
  name: string,
  parameters: ParameterValues,
  problem: (message: string) => void,
): readonly string[] {
  const ids = textsOf(name, parameters, problem);
  const known = new Set(catalogueApps.map(({ id }) => id));
  for (const id of ids)
    if (!known.has(id))
      problem(`The parameter \`${name}\` names \`${id}\`, which is no app of the catalogue.`);
  return ids;
}

function textsOf(
  name: string,
  parameters: ParameterValues,
  problem: (message: string) => void,
): readonly string[] {
  const value = parameters.get(name);
  if (!parameters.has(name)) problem(`The parameter \`${name}\` is not declared.`);
  else if (!Array.isArray(value)) problem(`The parameter \`${name}\` is no list of apps.`);
  return Array.isArray(value) ? value.map(String) : [];
}

/** By the catalogue; an owner that is general knowledge only (certainty C) decides nothing. */
function ownedIn(countries: readonly string[]): readonly string[] {
  return appEntries
    .filter(
      ({ owner }) =>
        owner !== undefined &&
        owner.certainty !== 'C' &&
        owner.countries.some((country) => countries.includes(country)),
    )
    .map(({ id }) => id);
}
