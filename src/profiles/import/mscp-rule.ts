/**
 * Rules of the macOS Security Compliance Project in one shape, from both of its formats: the branches for one system
 * (`mobileconfig_info: {type: {key: value}}`, `iOS: ['26.0']`) and the unified 2.x (`mobileconfig_info: [{PayloadType,
 * PayloadContent: [{key: value}]}]`, `platforms.iOS.'26.0'`, where a version may have keys of its own).
 */
import type { PlainFile } from './checkout.ts';
import { listAt, mapAt, type PlainMap, textAt, textsAt, valueAt } from './plain.ts';

/** A key with the value that the project would write, `$ODV` where the organisation defines it. */
export interface Pair {
  readonly type: string;
  /** Of a declaration: its path, joined by dots. */
  readonly key: string;
  readonly value: unknown;
  readonly isDeclared?: true;
}

export interface Target {
  readonly os: 'iOS' | 'visionOS';
  /** `26.0`; undefined where the checkout does not say. */
  readonly version?: string;
  /** What the baseline calls the set of values that it takes. */
  readonly values: string;
}

/** Numbers of catalogues, by the name that the project gives the catalogue in its branches. */
export type Numbers = Readonly<Record<string, readonly string[]>>;

export interface MscpRule {
  readonly id: string;
  readonly title: string;
  readonly severity?: string;
  readonly pairs: readonly Pair[];
  /** Keys of a declaration that stand beside those of a profile, or alone. */
  readonly declared: readonly Pair[];
  readonly odv?: PlainMap;
  readonly supervised?: boolean;
  /** Upstream does not write its keys: they are there to be filled in. */
  readonly isSwitchedOff: boolean;
  readonly numbers: Numbers;
}

export function readRule({ value }: PlainFile, id: string, target: Target): MscpRule {
  const isUnified = mapAt(value, 'platforms') !== undefined;
  const own = isUnified ? versionOf(value, target) : value;
  const severity = isUnified ? severityOf(own, target) : textAt(value, 'severity');
  const odv = mapAt(value, 'odv');
  const supervised = valueAt(own, 'supervised');
  return {
    id,
    title: (textAt(value, 'title') ?? id).trim(),
    ...(severity === undefined ? {} : { severity }),
    pairs: pairsOf(valueAt(own, 'mobileconfig_info') ?? valueAt(value, 'mobileconfig_info')),
    declared: declaredPairs(valueAt(value, 'ddm_info')),
    ...(odv === undefined ? {} : { odv }),
    ...(typeof supervised === 'boolean' ? { supervised } : {}),
    isSwitchedOff: !isUnified && valueAt(value, 'mobileconfig') === false,
    numbers: isUnified ? unifiedNumbers(value, target) : branchNumbers(value),
  };
}

/** `26.0` and `26` are one version: unquoted, YAML makes a number of it. */
export const isSameVersion = (a: string, b: string): boolean =>
  a.replace(/\.0$/, '') === b.replace(/\.0$/, '');

function versionOf(value: unknown, { os, version = '' }: Target): unknown {
  const versions = Object.entries(mapAt(value, 'platforms', os) ?? {});
  return versions.find(([name]) => isSameVersion(name, version))?.[1];
}

function severityOf(own: unknown, { values }: Target): string | undefined {
  const found = listAt(own, 'benchmarks').find((one) => textAt(one, 'name') === values);
  return textAt(found, 'severity');
}

function pairsOf(info: unknown): Pair[] {
  if (!Array.isArray(info))
    return Object.entries(mapAt(info) ?? {}).flatMap(([type, keys]) =>
      Object.entries(mapAt(keys) ?? {}).map(([key, value]) => ({ type, key, value })),
    );
  return info.flatMap((payload) =>
    listAt(payload, 'PayloadContent').flatMap((keys) =>
      Object.entries(mapAt(keys) ?? {}).map(([key, value]) => ({
        type: textAt(payload, 'PayloadType') ?? '',
        key,
        value,
      })),
    ),
  );
}

function declaredPairs(info: unknown): Pair[] {
  const [type, key] = [textAt(info, 'declarationtype'), textAt(info, 'ddm_key')];
  if (type === undefined || key === undefined) return [];
  return leavesOf(key, valueAt(info, 'ddm_value')).map(([path, value]) => ({
    type,
    key: path,
    value,
    isDeclared: true,
  }));
}

function leavesOf(path: string, value: unknown): [string, unknown][] {
  const map = mapAt(value);
  if (map === undefined) return [[path, value]];
  return Object.entries(map).flatMap(([key, inner]) => leavesOf(`${path}.${key}`, inner));
}

const branchNames = ['800-53r5', 'cci', 'cce', 'cmmc', 'disa_stig', 'indigo', 'bio', 'sfr', 'srg'] as const;

function branchNumbers(value: unknown): Numbers {
  const plain = branchNames.map((name) => [name, textsAt(value, 'references', name)] as const);
  return withoutNone({
    ...Object.fromEntries(plain),
    cis: textsAt(value, 'references', 'cis', 'benchmark'),
    'cis-controls': textsAt(value, 'references', 'cis', 'controls v8'),
  });
}

function unifiedNumbers(value: unknown, { os, version = '' }: Target): Numbers {
  const at = (...path: readonly string[]) => textsAt(value, 'references', ...path);
  const release = `${os.toLowerCase()}_${version.replace(/\..*$/, '')}`;
  return withoutNone({
    '800-53r5': at('nist', '800-53r5'),
    cci: at('disa', 'cci'),
    cce: at('nist', 'cce', release),
    cmmc: at('disa', 'cmmc'),
    disa_stig: at('disa', 'disa_stig', release),
    indigo: at('bsi', 'indigo', release),
    bio: at('bzk', 'bio'),
    sfr: at('disa', 'sfr'),
    srg: at('disa', 'srg'),
    cis: at('cis', 'benchmark', release),
    'cis-controls': at('cis', 'controls_v8'),
  });
}

/** `N/A` stands where there is no number. */
function withoutNone(numbers: Numbers): Numbers {
  return Object.fromEntries(
    Object.entries(numbers)
      .map(([name, list]) => [
        name,
        [...new Set(list.map((one) => one.trim()))].filter((one) => one !== '' && one !== 'N/A'),
      ])
      .filter(([, list]) => list?.length !== 0),
  );
}
