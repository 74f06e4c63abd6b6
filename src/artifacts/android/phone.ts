/** One phone from all its documents: what each of them shows, and what only several of them show together. */
import type { Observation } from '../../model/observation.ts';
import type { AppOps } from './appops.ts';
import type { Located, PhoneSite } from './dump.ts';
import type { Properties } from './getprop.ts';
import type { ShortDump } from './lock.ts';
import { observeLockScreen } from './lock-screen.ts';
import { observeLock } from './observe-lock.ts';
import { observePolicy } from './observe-policy.ts';
import { observeProperties, propertyOf, serialsOf } from './observe-properties.ts';
import { observeSettings } from './observe-settings.ts';
import type { PackageDump } from './package.ts';
import type { DevicePolicy } from './policy.ts';
import { observeApps } from './permissions.ts';
import { observeUsers } from './restrictions.ts';
import type { AndroidSettings } from './settings.ts';
import type { PhoneUsers } from './users.ts';

/** Everything that was parsed; a document can stand more than once. */
export interface AndroidDocuments {
  readonly properties: Located<Properties>[];
  readonly settings: Located<AndroidSettings>[];
  readonly packages: Located<PackageDump>[];
  readonly appOps: Located<AppOps>[];
  readonly users: Located<PhoneUsers>[];
  readonly policies: Located<DevicePolicy>[];
  readonly lock: Located<ShortDump>[];
}

export function noDocuments(): AndroidDocuments {
  return { properties: [], settings: [], packages: [], appOps: [], users: [], policies: [], lock: [] };
}

export interface PhoneFacts {
  readonly osVersion?: string;
  readonly model?: string;
}

export interface PhoneReading {
  readonly observations: readonly Observation[];
  readonly facts: PhoneFacts;
  /** For tokens alone. */
  readonly serials: readonly string[];
}

export function observePhone(documents: AndroidDocuments, site: PhoneSite): PhoneReading {
  const { properties, settings, packages, appOps, users, policies, lock } = documents;
  const people = onlyOne(users);
  // `settings list` tells those of whoever is in front, apart from the global ones.
  const front = people?.document.current ?? 0;
  const isPerson = people?.document.users.get(0)?.kind !== 'other';
  const owner = settings.filter(({ document: { user, namespace } }) =>
    namespace === 'global' ? (user ?? 0) === 0 : isPerson && (user ?? front) === 0,
  );
  const ownSettings = observeSettings(owner, site);
  const apps = observeApps({ packages, appOps, users: people, sdk: sdkOf(properties) }, site);
  const observations = [
    ...properties.flatMap((one) => observeProperties(one, site)),
    ...ownSettings,
    ...lock.flatMap((one) => observeLock(one, site)),
    ...users.flatMap((one) => observeUsers(one, site)),
    ...policies.flatMap((one) => observePolicy(one, people, site)),
    ...apps,
    ...observeLockScreen(ownSettings, apps),
  ];
  return { observations, facts: factsOf(documents, observations), serials: serialsOf(properties) };
}

/** Of several that could contradict each other none is taken. */
const onlyOne = <T>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined);

function sdkOf(properties: readonly Located<Properties>[]): number | undefined {
  const found = new Set(properties.map((one) => propertyOf(one, 'ro.build.version.sdk')));
  const [sdk] = found;
  return found.size === 1 && sdk !== undefined && /^\d{1,3}$/.test(sdk) ? Number(sdk) : undefined;
}

function factsOf({ properties }: AndroidDocuments, observations: readonly Observation[]): PhoneFacts {
  const versions = observations.filter(({ setting }) => setting === 'os.version');
  const [version] = versions;
  const [first] = properties;
  const known =
    version !== undefined && 'value' in version && versions.length === 1 ? version.value : undefined;
  const maker = first && propertyOf(first, 'ro.product.manufacturer');
  const model = first && propertyOf(first, 'ro.product.model');
  return {
    ...(typeof known === 'string' ? { osVersion: known } : {}),
    ...(model ? { model: maker ? `${maker} ${model}` : model } : {}),
  };
}
