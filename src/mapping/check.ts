/** What the schema of a mapping cannot say: whether its parts fit together, and its values the catalogue. */
import { PassmusterError } from '../errors.ts';
import { nearest } from '../profiles/nearest.ts';
import type { Path } from '../profiles/shape.ts';
import { valueProblem } from '../profiles/validate.ts';
import { findSetting } from '../settings/catalogue.ts';
import type { Setting } from '../settings/define.ts';
import { extractBy } from './extract.ts';
import { isTimeUnit } from './field.ts';
import type { FieldFile, MappingFile, PlaceFile, TimeFile } from './file.ts';
import { hasClock, patternProblem } from './moment.ts';
import { foldName, personalKind } from './names.ts';
import { isMany, walksOf } from './place.ts';

export interface Misfit {
  readonly message: string;
  readonly path: Path;
}

export function checkMapping(mapping: MappingFile, sourceIds: readonly string[]): Misfit[] {
  return [
    ...checkOverrides(mapping, sourceIds),
    ...checkMatch(mapping),
    ...checkSubject(mapping),
    ...checkFields(mapping),
  ];
}

function checkOverrides({ overrides }: MappingFile, sourceIds: readonly string[]): Misfit[] {
  if (overrides === undefined || sourceIds.includes(overrides)) return [];
  const near = nearest(overrides, sourceIds);
  const hint = near === undefined ? '; "passmuster sources" lists them' : `; did you mean \`${near}\`?`;
  return [{ message: `There is no source \`${overrides}\`${hint}`, path: ['overrides'] }];
}

const tableOnly = ['delimiter', 'headerSearchLines', 'encoding', 'sheet'] as const;

function checkMatch({ match, rows, complete, apps }: MappingFile): Misfit[] {
  const isTable = match.format === 'csv';
  const found: Misfit[] = [];
  for (const key of isTable ? [] : tableOnly)
    if (match[key] !== undefined)
      found.push({
        message: `\`${key}\` belongs to tables; the format is ${match.format}.`,
        path: ['match', key],
      });
  const isFlat = isTable || match.format === 'ndjson';
  if (isFlat && rows !== undefined && rows !== '$')
    found.push({
      message: `A file of format ${match.format} has its rows at the root; leave \`rows\` out.`,
      path: ['rows'],
    });
  if (isTable && apps !== undefined)
    found.push({ message: 'A table has no list of apps in a row.', path: ['apps'] });
  for (const key of ['next', 'total', 'count'] as const)
    if (complete?.[key] !== undefined && (isFlat || complete[key] === '$'))
      found.push({
        message: `\`${key}\` names a member around the rows; here there is none.`,
        path: ['complete', key],
      });
  return found;
}

function checkSubject({ subject, match, mask = [] }: MappingFile): Misfit[] {
  const { labels = {}, lastSeen, platform, model } = subject;
  const masked = new Set(mask.map(foldName));
  const isPersonal = (place: PlaceFile) =>
    walksOf(place).some((walk) => {
      const name = walk.at(-1) ?? '';
      return masked.has(foldName(name)) || personalKind(name) !== undefined;
    });
  const found: Misfit[] = [];
  for (const [label, place] of Object.entries(labels))
    if (isPersonal(place))
      found.push({
        message: `The label \`${label}\` would show what names a person or a phone; leave it out, or put it under \`user\`, \`serial\`, \`udid\` or \`imei\`.`,
        path: ['subject', 'labels', label],
      });
  if (model !== undefined && isPersonal(model))
    found.push({ message: '`model` would show what names a person or a phone.', path: ['subject', 'model'] });
  if (walksOf(subject.id).some((walk) => masked.has(foldName(walk.at(-1) ?? ''))))
    found.push({
      message: '`id` is shown in reports; what is under `mask` cannot be.',
      path: ['subject', 'id'],
    });
  const places: (readonly [PlaceFile | undefined, Path])[] = [
    ...(['id', 'serial', 'udid', 'imei', 'user', 'osVersion', 'model', 'ownership', 'lastSeen'] as const).map(
      (key) => [subject[key], ['subject', key]] as const,
    ),
    ...Object.entries(labels).map(([label, place]) => [place, ['subject', 'labels', label]] as const),
  ];
  for (const [place, path] of places)
    found.push(...checkPlace(place, path, match.format === 'csv'), ...checkSingle(place, path));
  const isFixed = 'always' in platform;
  if (isFixed && Object.keys(platform).length > 1)
    found.push({ message: '`always` stands alone.', path: ['subject', 'platform'] });
  if (!isFixed && Object.keys(platform.values ?? {}).length === 0)
    found.push({ message: '`platform` needs `values`, or `always`.', path: ['subject', 'platform'] });
  else if (!isFixed) found.push(...checkPlace(platform, ['subject', 'platform'], match.format === 'csv'));
  if (!isFixed && platform.extract !== undefined)
    found.push(...checkExtract(platform.extract, ['subject', 'platform', 'extract']));
  return lastSeen === undefined ? found : [...found, ...checkTime(lastSeen, ['subject', 'lastSeen'])];
}

/** Exactly one way to say where, and no walk through members of a table, which has none. */
function checkPlace(place: PlaceFile | undefined, path: Path, isTable: boolean): Misfit[] {
  if (place === undefined || typeof place === 'string') return [];
  const forms = (['from', 'firstOf', 'path'] as const).filter((form) => place[form] !== undefined);
  if (forms.length !== 1)
    return [{ message: 'Exactly one of `from`, `firstOf` and `path` is expected.', path }];
  return isTable && walksOf(place).some((walk) => walk.length > 1)
    ? [{ message: 'A table has columns and nothing below them: `path` has no use here.', path }]
    : [];
}

const checkSingle = (place: PlaceFile | undefined, path: Path): Misfit[] =>
  place !== undefined && isMany(place)
    ? [{ message: '`*` leads to several values; only settings can `combine` them.', path }]
    : [];

function checkFields(mapping: MappingFile): Misfit[] {
  const { subject, settings = {}, match } = mapping;
  const own = { 'os.version': subject.osVersion, 'device.ownership': subject.ownership };
  const found = Object.entries(own).flatMap(([id, field]): Misfit[] => {
    const key = id === 'os.version' ? 'osVersion' : 'ownership';
    if (field === undefined) return [];
    const twice =
      settings[id] === undefined
        ? []
        : [{ message: `\`${id}\` stands under \`subject\` as well.`, path: ['settings', id] }];
    return [...twice, ...checkField(id, field, ['subject', key])];
  });
  for (const [id, field] of Object.entries(settings)) {
    const path = ['settings', id];
    found.push(...checkPlace(field, path, match.format === 'csv'), ...checkField(id, field, path));
    if (subject.kind === 'policy' && field.layer === 'observed')
      found.push({
        message: 'A policy is `required` or `installed`; it observes no phone.',
        path: [...path, 'layer'],
      });
  }
  return found;
}

function checkField(id: string, field: FieldFile, path: Path): Misfit[] {
  const setting = findSetting(id);
  if (setting === undefined) return [];
  return [
    ...checkValues(setting, field, path),
    ...checkCombine(setting, field, path),
    ...checkTerms(setting, field, path),
    ...(field.extract === undefined ? [] : checkExtract(field.extract, [...path, 'extract'])),
  ];
}

function checkValues(setting: Setting, { values = {}, notReported = [] }: FieldFile, path: Path): Misfit[] {
  const seen = new Set<string>();
  const silent = new Set(notReported.map((one) => String(one ?? '').toLowerCase()));
  return Object.entries(values).flatMap(([word, value]): Misfit[] => {
    const place = [...path, 'values', word];
    const folded = word.toLowerCase();
    const problem = valueProblem(setting, value, 'A value of');
    if (problem !== undefined) return [{ message: problem, path: place }];
    if (seen.has(folded)) return [{ message: `\`${word}\` stands twice; case does not count.`, path: place }];
    seen.add(folded);
    return silent.has(folded)
      ? [{ message: `\`${word}\` has a value and is not reported.`, path: place }]
      : [];
  });
}

const combinesBy: Readonly<Record<NonNullable<FieldFile['combine']>, readonly Setting['type'][]>> = {
  all: ['boolean'],
  any: ['boolean'],
  first: ['boolean', 'integer', 'number', 'version', 'date', 'choice', 'text', 'list'],
  min: ['integer', 'number', 'version', 'date'],
  max: ['integer', 'number', 'version', 'date'],
};

function checkCombine({ id, type }: Setting, field: FieldFile, path: Path): Misfit[] {
  const { combine } = field;
  if (isMany(field) && combine === undefined)
    return [{ message: '`*` leads to several values: `combine` says how they become one.', path }];
  if (combine === undefined) return [];
  if (!isMany(field)) return [{ message: '`combine` needs a `path` with `*`.', path: [...path, 'combine'] }];
  return combinesBy[combine].includes(type)
    ? []
    : [
        {
          message: `\`${combine}\` does not combine values of \`${id}\`, which is of type ${type}.`,
          path: [...path, 'combine'],
        },
      ];
}

function checkTerms(setting: Setting, field: FieldFile, path: Path): Misfit[] {
  const found: Misfit[] = [];
  const isDate = setting.type === 'date';
  for (const key of ['time', 'pattern', 'zone'] as const)
    if (field[key] !== undefined && !isDate)
      found.push({
        message: `\`${key}\` belongs to dates; \`${setting.id}\` is of type ${setting.type}.`,
        path: [...path, key],
      });
  if (field.unit !== undefined && !isTimeUnit(setting.unit))
    found.push({
      message: `\`unit\` belongs to spans of time; \`${setting.id}\` is none.`,
      path: [...path, 'unit'],
    });
  return isDate ? [...found, ...checkTime(field, path)] : found;
}

function checkTime({ time = [], pattern, zone }: TimeFile, path: Path): Misfit[] {
  const isPattern = [time].flat().includes('pattern');
  if (isPattern !== (pattern !== undefined))
    return [
      {
        message: '`time: pattern` and `pattern` go together.',
        path: [...path, isPattern ? 'time' : 'pattern'],
      },
    ];
  if (pattern === undefined) return [];
  const problem = patternProblem(pattern);
  if (problem !== undefined) return [{ message: `The pattern ${problem}.`, path: [...path, 'pattern'] }];
  return hasClock(pattern) && zone === undefined
    ? [
        {
          message: 'A time of day needs a `zone`: `utc` or an offset as `+02:00`.',
          path: [...path, 'pattern'],
        },
      ]
    : [];
}

function checkExtract(pattern: string, path: Path): Misfit[] {
  try {
    extractBy(pattern);
    return [];
  } catch (error) {
    if (error instanceof PassmusterError) return [{ message: error.message, path }];
    throw error;
  }
}
