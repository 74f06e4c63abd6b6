/** One policy, or a fragment of one → observations. The rows stand in map-tables.ts, the rest in the parts beside it. */
import { type MapReading, type MapSite, observeMap } from '../../artifacts/observe-map.ts';
import type { RowTable } from '../../artifacts/rows.ts';
import { type MapNode, stringOf } from '../../formats/node.ts';
import { isKnown, type Observation } from '../../model/observation.ts';
import { observeLists } from './map-app-lists.ts';
import { observeApps, storeRow, viewApps } from './map-apps.ts';
import { passwordSettings } from '../../artifacts/google/password.ts';
import { observeMessaging } from './map-messaging.ts';
import { observeNetworks } from './map-onc.ts';
import { readPasswords } from './map-password.ts';
import {
  type Defaults,
  isDoubtful,
  isSilent,
  memberOfType,
  observeDefaults,
  rowsOf,
  settingsOf,
  shaped,
} from '../../artifacts/google/rows.ts';
import { legacyFields } from './map-legacy.ts';
import { messages } from './map-messages.ts';
import { appUpdates } from './map-system.ts';
import { policyDefaults, policyTable } from './map-tables.ts';

/** The resource name of a policy, as the service writes it: such a document is the whole policy. */
export function isWholePolicy(policy: MapNode): boolean {
  const name = policy.repeated.has('name') ? undefined : stringOf(policy.entries.get('name'));
  return name !== undefined && /^enterprises\/[^/]+\/policies\/[^/]+$/.test(name);
}

/**
 * Absent fields have their documented defaults in a whole policy only: what a fragment leaves out, the tool that puts
 * the fragments together may fill.
 */
export function readPolicy(policy: MapNode, place: Pick<MapSite, 'input' | 'locate'>): MapReading {
  const isWhole = isWholePolicy(policy);
  // PersonalUsagePolicies: the phone has a personal side, which the fields read here do not reach.
  const hasPersonalSide = policy.entries.has('personalUsagePolicies');
  const site: MapSite = {
    ...place,
    layer: 'required',
    ...(hasPersonalSide ? { extras: { notes: ['personal-side-apart'] } } : {}),
  };
  const apps = viewApps(policy, site, isWhole);
  const messaging = observeMessaging(apps);
  const table: RowTable = {
    ...policyTable,
    appAutoUpdatePolicy: appUpdates(policy),
    playStoreMode: storeRow(apps),
  };
  const legacy = legacyTable(policy, table);
  const reading = observeMap(policy, { ...table, ...legacy, ...guards }, site);
  const passwords = readPasswords(policy, site, isWhole);
  const answered = answeredBy(policy, legacy);
  const defaults = isWhole ? observeDefaults(policy, table, without(policyDefaults, answered, ''), site) : [];
  const nested = Object.keys(messages).map((key) => readMessage(policy, key, site, isWhole, answered));
  const observations = [
    ...reading.observations,
    ...nested.flatMap((part) => part.observations),
    ...passwords.observations,
    ...defaults,
    ...observeApps(apps),
    ...observeLists(apps),
    ...messaging.observations,
    ...observeNetworks(policy, site),
  ];
  return {
    observations: hasPersonalSide ? observations.map(onlyWorkSide) : observations,
    notices: [
      ...reading.notices,
      ...nested.flatMap(({ notices }) => notices),
      ...passwords.notices,
      ...apps.notices,
      ...messaging.notices,
    ],
  };
}

/**
 * Controls that exist once for the work side and once for the personal side. The lists say what the policy holds, and
 * untrustedAppsPolicy acts "on entire device".
 */
const twoSided =
  /^(camera|screenCapture|microphone|bluetooth\.sharing)\.allowed$|^app\.|^apps\.(?!available|blocked|connected|delegations|disabled|managedConfiguration|unknownSources|vpnExempt)/;

/**
 * On a phone with a personal side these fields bind the work side alone (PersonalUsagePolicies has its own), so for the
 * phone as a whole they decide nothing.
 */
function onlyWorkSide(observation: Observation): Observation {
  if (!isKnown(observation) || !twoSided.test(observation.setting)) return observation;
  const { value: _value, ...place } = observation;
  return { ...place, unknown: 'not-reported' };
}

/** Members that are read apart: a wrong shape or a repetition makes ambiguous whatever they hold. */
const guards: RowTable = {
  ...Object.fromEntries(
    Object.entries(messages).map(([key, { tableOf }]) => [
      key,
      shaped('map', settingsOf(tableOf(undefined))),
    ]),
  ),
  passwordPolicies: shaped('list', passwordSettings),
  passwordRequirements: shaped('map', passwordSettings),
  openNetworkConfiguration: shaped('map', ['network.wifiEncrypted']),
  applications: [], // the apps say so themselves; here only a repetition is noticed
  permissionGrants: [],
};

function readMessage(
  policy: MapNode,
  key: string,
  site: MapSite,
  isWhole: boolean,
  answered: ReadonlySet<string>,
): MapReading {
  const message = messages[key];
  const node = memberOfType(policy, key, 'map');
  const isAbsent = !isDoubtful(policy, key) && !policy.entries.has(key);
  if (message === undefined || (node === undefined && !isAbsent)) return { observations: [], notices: [] };
  const table = message.tableOf(node);
  const path = site.locate(key);
  const inside: MapSite = { ...site, locate: (field) => `${path}/${field}` };
  const { observations, notices }: MapReading =
    node === undefined ? { observations: [], notices: [] } : observeMap(node, table, inside);
  const hasDefaults = isWhole && (node !== undefined || message.isOptional !== true);
  const defaults = hasDefaults
    ? observeDefaults(node, table, without(message.defaults, answered, `${key}/`), inside)
    : [];
  return { observations: [...observations, ...defaults], notices };
}

/** The older fields that still count, because their successors say nothing. */
function legacyTable(policy: MapNode, table: RowTable): RowTable {
  const counting = legacyFields.filter(({ successor: [message, field] }) => {
    if (message === undefined) return isSilent(policy, field, rowsOf(table, field));
    const node = memberOfType(policy, message, 'map');
    return isSilent(node, field, rowsOf(messages[message]?.tableOf(node) ?? {}, field));
  });
  return Object.fromEntries(counting.map(({ key, rows }) => [key, rows]));
}

/** Successors whose older field decides instead of their default, by path. */
function answeredBy(policy: MapNode, legacy: RowTable): ReadonlySet<string> {
  return new Set(
    legacyFields
      .filter(({ key, isFallback }) => isFallback === true && Object.hasOwn(legacy, key))
      .filter(({ key }) => !isSilent(policy, key, rowsOf(legacy, key)))
      .map(({ successor: [message, field] }) => (message === undefined ? field : `${message}/${field}`)),
  );
}

const without = (defaults: Defaults, paths: ReadonlySet<string>, prefix: string): Defaults =>
  Object.fromEntries(Object.entries(defaults).filter(([key]) => !paths.has(prefix + key)));
