/** Phones for the tests of the UK texts, and what a rule finds on them: from the files of a phone to the finding. */
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Finding } from '../../src/model/finding.ts';
import { appScope, type Observation, type SettingValue } from '../../src/model/observation.ts';
import type { Ownership } from '../../src/model/subject.ts';
import { findProfiles } from '../../src/profiles/find.ts';
import { findSetting } from '../../src/settings/catalogue.ts';
import androidFilesystem from '../../src/sources/android-filesystem/index.ts';
import appleBackup from '../../src/sources/apple-backup/index.ts';
import {
  appFiles,
  caredFor,
  devicesDatabase,
  phoneFiles,
  type PreferenceFolder,
  untouched,
} from '../../tools/fixtures/android-apps.ts';
import { type AppleApps, appsBackup } from '../../tools/fixtures/apple-apps.ts';
import type { Files } from '../../tools/fixtures/apple-backup.ts';
import { abx } from './abx.ts';
import { readBundle } from './bundle.ts';
import { utf8 } from './bytes.ts';

const asOf = '2026-11-29T12:00:00Z';
export const whatsapp = 'com.whatsapp';

export type Owner = Ownership | 'not reported';

export interface Given {
  readonly files: Files;
  readonly ownership?: Owner;
  /** What other exports, a register or a policy say of the phone. */
  readonly shown?: Readonly<Record<string, SettingValue>>;
  /** What a policy demands. */
  readonly required?: Readonly<Record<string, SettingValue>>;
  /** What people state; absent: nobody was asked. */
  readonly stated?: Readonly<Record<string, SettingValue>>;
  readonly set?: Readonly<Record<string, string>>;
}

/** The finding of a rule for an app, or for the phone as a whole. */
export async function findingOf(
  rule: string,
  app: string | undefined,
  given: Given,
): Promise<Finding | undefined> {
  const { files, ownership = 'corporate', shown = {}, required = {}, stated, set = {} } = given;
  const source = files.has('Manifest.plist') ? appleBackup : androidFilesystem;
  const { subject, observations } = await readBundle(source, files);
  if (subject === undefined) throw new Error('the reader found no phone');
  const { ownership: _own, ...bare } = subject;
  const owned = ownership === 'not reported' ? bare : { ...bare, ownership };
  const scope = app === undefined ? undefined : scopeOf(observations, app);
  const beside = (
    values: Readonly<Record<string, SettingValue>>,
    layer: Observation['layer'],
  ): Observation[] =>
    Object.entries(values).map(([setting, value]) => ({
      setting,
      ...(scope !== undefined && findSetting(setting)?.scope === 'app' ? { scope } : {}),
      layer,
      origin: 'explicit',
      value,
      collected: '2026-11-20T00:00:00Z',
      evidence: { input: `${layer}.csv`, locator: setting },
    }));
  const owner = ownership === 'not reported' ? {} : { 'device.ownership': ownership };
  const all = [
    ...observations.filter(({ setting }) => setting !== 'device.ownership' && !(setting in shown)),
    ...beside({ ...owner, ...shown }, 'observed'),
    ...beside(required, 'required'),
    ...beside(stated ?? {}, 'attested'),
  ];
  const [profile] = await findProfiles([profileOf(rule)], set);
  const found = profile?.rules.filter(({ id }) => id === rule) ?? [];
  if (profile === undefined || found.length === 0) throw new Error(`no rule ${rule}`);
  const findings = evaluate({ ...profile, rules: found }, owned, all, {
    asOf,
    attestationsGiven: stated !== undefined,
  });
  return findings.find((one) => one.scope === scope) ?? findings[0];
}

/** The app itself, or that of the first user who has it. */
function scopeOf(observations: readonly Observation[], app: string): string {
  const own = appScope(app);
  const scopes = observations.flatMap(({ scope }) => scope ?? []);
  return scopes.find((scope) => scope === own || scope.startsWith(`${own}@`)) ?? own;
}

const profileOf = (rule: string): string => {
  const [, id] =
    Object.entries({
      'moj-': 'uk-moj-whatsapp',
      'nccc-': 'uk-nccc-2023',
      'sg-': 'uk-scotgov-mma-2025',
      'gov-apps-': 'uk-gov-apps-2023',
      'ncsc-': 'uk-ncsc-high-risk-individuals',
      'org-': 'org-app-deny-list',
    }).find(([prefix]) => rule.startsWith(prefix)) ?? [];
  return id ?? '';
};

export async function outcomeOf(rule: string, app: string | undefined, given: Given): Promise<string> {
  const finding = await findingOf(rule, app, given);
  return `${finding?.outcome} ${finding?.reason ?? ''}`.trim();
}

const grants = (states: Readonly<Record<string, boolean>>): Uint8Array => {
  const rows = Object.entries(states).map(
    ([name, granted]) => `<permission name="android.permission.${name}" granted="${granted}" flags="301" />`,
  );
  return utf8(
    `<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<runtime-permissions><package name="${whatsapp}">${rows.join('')}</package></runtime-permissions>\n`,
  );
};
const buildProperties = utf8('ro.build.version.release=14\nro.build.version.sdk=34\n');
const noOperations = abx().start().open('app-ops').close('app-ops').end().bytes();
const grantsPath = 'data/misc_de/0/apexdata/com.android.permission/runtime-permissions.xml';

export const android = (
  folder: PreferenceFolder,
  more: Files = new Map(),
  packages: readonly string[] = [whatsapp],
): Files =>
  new Map([
    ...phoneFiles(packages),
    ...(packages.includes(whatsapp) ? appFiles({ preferences: { [whatsapp]: folder } }) : []),
    ...more,
  ]);
export const linked = (count: number): Files =>
  appFiles({
    preferences: { [whatsapp]: caredFor },
    linked: devicesDatabase(Array.from({ length: count }, () => [0, 1_790_000_000_000] as const)),
  });
export const iphone = (apps: AppleApps = {}): Files => appsBackup(apps);
export const allow = (service: string, value: number): Files =>
  iphone({ permissions: [[`kTCCService${service}`, 'net.whatsapp.WhatsApp', value]] });
export const granted = { CAMERA: true, RECORD_AUDIO: true, READ_CONTACTS: true, READ_MEDIA_IMAGES: true };
export const denied = { CAMERA: false, RECORD_AUDIO: false, READ_CONTACTS: false, READ_MEDIA_IMAGES: false };
export const withGrants = (states: Readonly<Record<string, boolean>>): Files =>
  android(
    untouched,
    new Map([
      [grantsPath, grants(states)],
      ['data/system/appops.xml', noOperations],
      ['system/build.prop', buildProperties],
    ]),
  );

export type Row = readonly [
  requirement: string,
  rule: string,
  app: string | undefined,
  given: Given,
  outcome: string,
];
export const app = 'whatsapp';
