/** One device report → observations. The rows stand in map-tables.ts, the apps in map-apps.ts. */
import {
  evidenceAt,
  isDoubtful,
  isSilent,
  memberOfType,
  rowsOf,
  settingsOf,
  shaped,
} from '../../artifacts/google/rows.ts';
import { passwordSettings, passwordSite, readPassword } from '../../artifacts/google/password.ts';
import { type MapReading, type MapSite, observeMap } from '../../artifacts/observe-map.ts';
import type { RowTable } from '../../artifacts/rows.ts';
import type { MapNode } from '../../formats/node.ts';
import { isKnown, type Observation } from '../../model/observation.ts';
import { undecided } from '../../settings/observe.ts';
import { observeReports } from './map-apps.ts';
import { deviceTable, messages } from './map-tables.ts';

/**
 * Google's JSON leaves out what is false, empty or zero, and also what was not reported; whether a boolean that a message
 * lacks is false is unverified. So what is not there decides nothing, and says so with a place.
 */
const leftOut = 'absent-in-report';

export function readDevice(device: MapNode, site: MapSite): MapReading {
  const own = observeMap(device, wholeTable, site);
  const parts = Object.entries(messages).map(([key, tableOf]) =>
    readMessage(device, key.split('/'), tableOf, site),
  );
  const mode = modeOf(own.observations);
  const apps = observeReports(device, site, mode === 'fullyManaged');
  const passwords = appliedPasswords(device, site, mode);
  return {
    observations: [
      ...own.observations,
      ...absent(device, deviceTable, site),
      ...parts.flatMap(({ observations }) => observations),
      ...apps.observations,
      ...passwords.flatMap(({ observations }) => observations),
    ],
    notices: [own, ...parts, apps, ...passwords].flatMap(({ notices }) => notices),
  };
}

type Mode = 'fullyManaged' | 'workProfile' | undefined;

function modeOf(observations: readonly Observation[]): Mode {
  const mode = observations.find(({ setting }) => setting === 'device.managementMode');
  if (mode === undefined || !isKnown(mode)) return undefined;
  return mode.value === 'fullyManaged' || mode.value === 'workProfile' ? mode.value : undefined;
}

/**
 * `appliedPasswordPolicies`: "the password requirements currently applied to the device", which is what the device has, not
 * whether its passcode meets them. Without a scope they are of the profile under a work profile, else of the device.
 */
function appliedPasswords(device: MapNode, site: MapSite, mode: Mode): MapReading[] {
  const key = 'appliedPasswordPolicies';
  const side = mode === undefined ? undefined : mode === 'fullyManaged' ? 'passcode' : 'workProfile.passcode';
  const installed: MapSite = { ...site, layer: 'installed' };
  return (memberOfType(device, key, 'list')?.items ?? []).map((item, index) =>
    readPassword(item, passwordSite(installed, `${site.locate(key)}/${index}`), { side }),
  );
}

/** Members that are read apart: a wrong shape or a repetition makes ambiguous whatever they hold. */
const guards: RowTable = {
  ...Object.fromEntries(
    Object.entries(messages)
      .filter(([path]) => !path.includes('/'))
      .map(([key, tableOf]) => [key, shaped('map', settingsOf(tableOf(undefined)))]),
  ),
  applicationReports: shaped('list', ['apps.installed']),
  appliedPasswordPolicies: shaped('list', passwordSettings),
};

const wholeTable: RowTable = { ...deviceTable, ...guards };

function readMessage(
  device: MapNode,
  keys: readonly string[],
  tableOf: (message: MapNode | undefined) => RowTable,
  site: MapSite,
): MapReading {
  const [key = '', ...below] = keys;
  const path = site.locate(key);
  const inside: MapSite = { ...site, locate: (field) => `${path}/${field}` };
  const node = memberOfType(device, key, 'map');
  if (node === undefined) {
    const isAbsent = !device.entries.has(key) && !isDoubtful(device, key);
    const settings = isAbsent ? [...new Set(settingsOf(ownRows(tableOf(undefined))))] : [];
    const place = evidenceAt(site, path);
    return {
      observations: settings.map((setting) =>
        undecided(setting, 'not-reported', site.layer, place, noted(site)),
      ),
      notices: [],
    };
  }
  if (below.length > 0) return readMessage(node, below, tableOf, inside);
  const table = tableOf(node);
  const { observations, notices } = observeMap(node, table, inside);
  return { observations: [...observations, ...absent(node, ownRows(table), inside)], notices };
}

/** Without the members that are read apart. */
const ownRows = (table: RowTable): RowTable =>
  Object.fromEntries(Object.entries(table).filter(([key]) => rowsOf(table, key).every((row) => !row.apart)));

/** Fields that a message lacks, where no other field of it speaks about their setting. */
function absent(message: MapNode, table: RowTable, site: MapSite): Observation[] {
  const silent = Object.keys(table).filter((key) => isSilent(message, key, rowsOf(table, key)));
  const said = new Set(
    Object.keys(table)
      .filter((key) => !silent.includes(key))
      .flatMap((key) => rowsOf(table, key).map(({ setting }) => setting)),
  );
  return silent.flatMap((key) => {
    const settings = rowsOf(table, key).map(({ setting }) => setting);
    const evidence = evidenceAt(site, site.locate(key), message.entries.get(key)?.line ?? message.line);
    return settings
      .filter((setting) => !said.has(setting))
      .map((setting) => undecided(setting, 'not-reported', site.layer, evidence, noted(site)));
  });
}

const noted = ({ extras }: MapSite) => ({ ...extras, notes: [...(extras?.notes ?? []), leftOut] });
