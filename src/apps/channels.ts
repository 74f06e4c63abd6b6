/** Where information is held on a phone, as far as the evidence tells: its channels, who owns them, and where backups go. */
import { isKnown, type Observation } from '../model/observation.ts';
import type { Channel } from '../model/subject.ts';
import { appEntries } from './catalogue.ts';

export interface Holdings {
  readonly channels?: readonly Channel[];
  readonly backups?: readonly string[];
}

/** Apps of the catalogue that are on the phone, in the order of their ids, and backups that are known to be on. */
export function holdingsOf(observations: readonly Observation[]): Holdings {
  const channels = scopesWith(observations, 'app.installed').flatMap(
    (scope) => channelOf(scope, observations) ?? [],
  );
  const ofPhone = observations.some((one) => one.setting === 'backup.cloud.enabled' && isOn(one));
  const ofApps = scopesWith(observations, 'app.backup.cloud.enabled');
  const backups = [
    ...(ofPhone ? ['the phone, to a cloud'] : []),
    ...ofApps.map((scope) => `${scope}, to a cloud`),
  ];
  return {
    ...(channels.length === 0 ? {} : { channels }),
    ...(backups.length === 0 ? {} : { backups }),
  };
}

/** What a person states is not what is on the phone, and what a later claim has overtaken is not there now. */
const isOn = (one: Observation): boolean =>
  one.layer === 'observed' && one.superseded !== true && isKnown(one) && one.value === true;

function scopesWith(observations: readonly Observation[], setting: string): string[] {
  const scopes = observations.flatMap((one) =>
    one.setting === setting && isOn(one) ? (one.scope ?? []) : [],
  );
  return [...new Set(scopes)].sort();
}

/** Readers say of a number that it is there and that no register was given; the number itself never leaves them. */
const hasAccount = (one: Observation): boolean =>
  one.setting === 'app.registeredNumberKnown' &&
  one.layer === 'observed' &&
  (isKnown(one) || one.unknown === 'not-collected');

function channelOf(scope: string, observations: readonly Observation[]): Channel | undefined {
  const id = /^app:([^@]+)/.exec(scope)?.[1];
  const entry = appEntries.find((one) => one.id === id);
  if (entry === undefined) return undefined;
  const { name, kind, owner } = entry;
  return {
    scope,
    name,
    kind,
    ...(observations.some((one) => one.scope === scope && hasAccount(one)) ? { account: true } : {}),
    ...(owner === undefined ? {} : { owner: owner.name, countries: owner.countries }),
  };
}
