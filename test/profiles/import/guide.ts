/**
 * What a baseline of the macOS Security Compliance Project would itself write, built from its rules' own keys and not by way of
 * our import: the peer that the import is held against.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'plist';
import { parse } from 'yaml';

export interface GuidePair {
  readonly rule: string;
  readonly type: string;
  readonly key: string;
  readonly value: unknown;
}

interface GuideRule {
  readonly id: string;
  readonly mobileconfig: boolean | string;
  readonly mobileconfig_info?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | null;
  readonly odv?: Readonly<Record<string, unknown>>;
  readonly ddm_info?: GuideDeclaration;
}

export interface GuideDeclaration {
  readonly declarationtype: string;
  readonly ddm_key: string;
  readonly ddm_value: unknown;
}

interface GuideBaseline {
  readonly parent_values: string;
  readonly profile: readonly { readonly rules: readonly string[] }[];
}

export const baselinesOf = (folder: string): string[] =>
  readdirSync(join(folder, 'baselines'))
    .map((file) => file.replace('.yaml', ''))
    .sort();

/** The keys with their values, as the tools of the project resolve them. */
export function pairsOf(folder: string, name: string): GuidePair[] {
  const read = (path: string): unknown => parse(readFileSync(join(folder, path), 'utf8'));
  const baseline = read(join('baselines', `${name}.yaml`)) as GuideBaseline;
  const files = new Map(
    readdirSync(join(folder, 'rules'), { recursive: true, encoding: 'utf8' }).map((path) => [
      path.replace(/^.*\//, ''),
      path,
    ]),
  );
  return baseline.profile
    .flatMap(({ rules }) => rules)
    .flatMap((id) => {
      const path = files.get(`${id}.yaml`);
      if (path === undefined) return [];
      const rule = read(join('rules', path)) as GuideRule;
      if (String(rule.mobileconfig) !== 'true') return [];
      const odv = rule.odv ?? {};
      const own = odv[baseline.parent_values] ?? odv['custom'] ?? odv['recommended'];
      return Object.entries(rule.mobileconfig_info ?? {}).flatMap(([type, keys]) =>
        Object.entries(keys).map(([key, value]) => ({
          rule: id,
          type,
          key,
          value: value === '$ODV' ? own : value,
        })),
      );
    });
}

/** Rule id → the declaration that it names. */
export function declarationsOf(folder: string): ReadonlyMap<string, GuideDeclaration> {
  const rules = readdirSync(join(folder, 'rules'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => parse(readFileSync(join(folder, 'rules', path), 'utf8')) as GuideRule);
  return new Map(rules.flatMap(({ id, ddm_info }) => (ddm_info === undefined ? [] : [[id, ddm_info]])));
}

/** One payload for each type, as the project merges them. */
export function profileOf(pairs: readonly GuidePair[], types = pairs.map(({ type }) => type)): string {
  const payloads = [...new Set(types)].map((type, index) => ({
    PayloadType: type,
    PayloadIdentifier: `org.example.guide.${index}`,
    PayloadUUID: `00000000-0000-4000-8000-00000000000${index}`,
    PayloadVersion: 1,
    ...Object.fromEntries(pairs.filter((pair) => pair.type === type).map(({ key, value }) => [key, value])),
  }));
  const document = {
    PayloadContent: payloads,
    PayloadIdentifier: 'org.example.guide',
    PayloadType: 'Configuration',
    PayloadUUID: '00000000-0000-4000-8000-0000000000ff',
    PayloadVersion: 1,
  };
  return build(document);
}
