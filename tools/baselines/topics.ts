/**
 * What baselines ask, by topic (topics.yaml) and, for iPhones, what the NCSC pack in profiles/ says already. Numbers of
 * controls for Apple’s keys: ios-controls.csv, from NIST mSCP, branch ios_26.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Severity } from '../../src/model/profile.ts';
import type { ProfileFile, RemediationFile } from '../../src/profiles/file.ts';

export interface Topic {
  readonly setting: string;
  readonly is?: boolean | number | string;
  readonly title: string;
  readonly why: string;
  readonly profile?: string;
  readonly intuneIos?: string;
  readonly androidManagement?: string;
  readonly intuneAndroid?: string;
  readonly user?: string;
}

const textOf = (path: string): string => readFileSync(join(import.meta.dirname, path), 'utf8');

export const topics: ReadonlyMap<string, Topic> = new Map(
  Object.entries(parse(textOf('topics.yaml')) as Record<string, Topic>),
);

export function topicOf(id: string): Topic {
  const topic = topics.get(id);
  if (topic === undefined) throw new Error(`topics.yaml has no ${id}`);
  return topic;
}

const pack = parse(textOf('../../profiles/uk-ncsc-ios.yaml')) as ProfileFile;
/** Rules of the pack by their setting. */
export const packRules = new Map((pack.rules ?? []).map((rule) => [rule.setting ?? '', rule]));

/** The id of the rule on a setting of iPhones. */
export function appleTopic(setting: string): string {
  const id = packRules.get(setting)?.id ?? [...topics].find(([, topic]) => topic.setting === setting)?.[0];
  if (id === undefined) throw new Error(`there is no topic for ${setting}`);
  return id;
}

/** Of one topic what its platform needs; both platforms: all of it. */
export function remediationOf(topic: Topic, platform: 'ios' | 'android' | 'both'): RemediationFile {
  const { profile, intuneIos, androidManagement, intuneAndroid, user } = topic;
  const ios = platform === 'android' ? [] : [profile, intuneIos];
  const android = platform === 'ios' ? [] : [androidManagement, intuneAndroid];
  const intune = [ios[1], android[1]].filter((text) => text !== undefined);
  const words =
    intune.length === 2 ? `iPhone and iPad: ${intune[0]} Android: ${intune[1]}` : (intune[0] ?? undefined);
  return Object.fromEntries(
    Object.entries({ profile: ios[0], 'android-management': android[0], intune: words, user }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
}

export interface AppleControls {
  readonly cis: readonly string[];
  readonly level: number;
  readonly stig: readonly string[];
  readonly severity: Severity | undefined;
  readonly cci: readonly string[];
  readonly nist: readonly string[];
}

const list = (cell = ''): string[] => cell.split(' ').filter((one) => one !== '');
const severities: readonly string[] = ['high', 'medium', 'low'] satisfies readonly Severity[];
const isSeverity = (text: string): text is Severity => severities.includes(text);

/** By setting. */
export const appleControls: ReadonlyMap<string, AppleControls> = new Map(
  textOf('ios-controls.csv')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [setting = '', cis, level, stig, severity = '', cci, nist] = line.split(',');
      const controls: AppleControls = {
        cis: list(cis),
        level: Number(level),
        stig: list(stig),
        severity: isSeverity(severity) ? severity : undefined,
        cci: list(cci),
        nist: list(nist),
      };
      return [setting, controls];
    }),
);
