/** One device report → observations. The rows stand in map-tables.ts, the apps in map-apps.ts. */
import {
  evidenceAt,
  isDoubtful,
  isSilent,
  memberOfType,
  rowsOf,
  settingsOf,
  shaped,
} from '../../artifacts/google-rows.ts';
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
  const own = observeMap(device, { ...deviceTable, ...guards }, site);
  const parts = Object.entries(messages).map(([key, tableOf]) =>
    readMessage(device, key.split('/'), tableOf, site),
  );
  const apps = observeReports(device, site, isFullyManaged(own.observations));
  return {
    observations: [
      ...own.observations,
      ...absent(device, deviceTable, site),
      ...parts.flatMap(({ observations }) => observations),
      ...apps.observations,
    ],
    notices: [own, ...parts, apps].flatMap(({ notices }) => notices),
  };
}

function isFullyManaged(observations: readonly Observation[]): boolean {
  const mode = observations.find(({ setting }) => setting === 'device.managementMode');
  return mode !== undefined && isKnown(mode) && mode.value === 'fullyManaged';
}

/** Members that are read apart: a wrong shape or a repetition makes ambiguous whatever they hold. */
const guards: RowTable = {
  ...Object.fromEntries(
    Object.entries(messages)
      .filter(([path]) => !path.includes('/'))
      .map(([key, tableOf]) => [key, shaped('map', settingsOf(tableOf(undefined)))]),
  ),
  applicationReports: shaped('list', ['apps.installed']),
};

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
