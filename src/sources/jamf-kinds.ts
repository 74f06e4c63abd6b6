/**
 * What a document of Jamf Pro or Jamf School is, told by its root and the keys of its rows. One decision for all sources, so
 * that two never claim one file. Shapes: Jamf Pro API, mobile devices, v2; Classic API, JSSResource/mobiledevices and its kin.
 */
import { hasColumns } from '../formats/csv-peek.ts';
import type { JsonPeek } from '../formats/json-peek.ts';
import { xmlRoot } from '../formats/xml-peek.ts';
import type { DetectionInput } from './define.ts';

export type JamfKind = 'devices' | 'devices-csv' | 'classic-devices' | 'profiles' | 'other' | 'maybe-other';

type Row = ReadonlyMap<string, string | undefined>;

export function jamfKind({ text, json, csv }: DetectionInput): JamfKind | undefined {
  if (csv.some(({ cells }) => isSearchHeader(cells) || isSchoolHeader(cells))) return 'devices-csv';
  if (text === undefined) return undefined;
  return json === undefined ? kindOfRoot(xmlRoot(text)) : kindOfJson(json, text);
}

/** Columns are named by whoever made the search; these are the names that Jamf Pro proposes. */
export const isSearchHeader = (cells: readonly string[]): boolean =>
  hasColumns(
    cells,
    ['Display Name', 'Last Inventory Update'],
    ['JSS Mobile Device ID', 'Passcode Status', 'Jailbreak Detected'],
  );

export const isSchoolHeader = (cells: readonly string[]): boolean =>
  hasColumns(cells, ['DeviceUDID', 'EnrollType', 'OsVersion']);

/** Roots of the Classic API, the same in its JSON. */
function kindOfRoot(root: string | undefined): JamfKind | undefined {
  if (root === undefined) return undefined;
  if (/^mobile_devices?$/.test(root)) return 'classic-devices';
  if (/^configuration_profiles?$/.test(root)) return 'profiles';
  return isMacRoot(root) || /^(mobile_device_\w+|advanced_mobile_device_search(es)?)$/.test(root)
    ? 'other'
    : undefined;
}

export const isMacRoot = (root: string): boolean =>
  /^(os_x_\w+|computers?|computer_\w+|mac_applications?|advanced_computer_search(es)?)$/.test(root);

function kindOfJson(json: JsonPeek, text: string): JamfKind | undefined {
  const kind = kindOfRoot(soleKey(json.root === 'object' ? json.keys : json.rows.get('')));
  if (kind !== undefined) return kind;
  if (isListOfPages(json, text)) return 'devices';
  const rows = rowsOf(json);
  if (rows.some((row) => shapeOf(row) !== undefined)) return 'devices';
  if (holdsPayloads(rows, text)) return 'profiles';
  if (rows.some(isOther)) return 'other';
  return isBare(json) ? 'maybe-other' : undefined;
}

/** The Classic API has one member at the root; others may be called the same beside members of their own. */
const soleKey = (row: Row | undefined): string | undefined =>
  row?.size === 1 ? [...row.keys()][0] : undefined;

/** Pages that a script has put into an array. */
function isListOfPages({ root, rows }: JsonPeek, text: string): boolean {
  const first = root === 'array' ? rows.get('') : undefined;
  const isPage = first?.has('results') === true && first.has('totalCount');
  return isPage && /"(?:mobileDeviceId|deviceOwnershipLevel|managementId)"\s*:/.test(text);
}

/** The root, and the first row of a list or of a page. */
export const rowsOf = ({ keys, rows }: JsonPeek): readonly Row[] => [
  keys,
  ...['', 'results'].flatMap((name) => rows.get(name) ?? []),
];

/**
 * The four shapes of device rows: every section, or those that were asked for; one device in the older shape; members of a
 * group; the list without sections.
 */
export type DeviceShape = 'sections' | 'older' | 'member' | 'listed';

export function shapeOf(row: Pick<Row, 'has'>): DeviceShape | undefined {
  const has = (...keys: readonly string[]) => keys.some((key) => row.has(key));
  if (has('mobileDeviceId')) {
    if (has('deviceType', 'general', 'security', 'hardware')) return 'sections';
    return has('udid', 'serialNumber', 'osVersion', 'displayName', 'supervised') ? 'member' : undefined;
  }
  if (has('deviceOwnershipLevel') && has('ios', 'type')) return 'older';
  return row.has('managementId') && row.has('type') && row.has('modelIdentifier') ? 'listed' : undefined;
}

/** A configuration profile of the Jamf Pro API: the property list stands in it as text. */
function holdsPayloads(rows: readonly Row[], text: string): boolean {
  const isProfile = rows.some((row) => row.has('payloads') || (row.has('general') && row.has('scope')));
  return isProfile && /"payloads"\s*:\s*"\s*(?:\\[nrt]\s*)*(?:<|\\u003c|&lt;)/i.test(text);
}

/** Groups, searches, extension attributes, enrolment: known by keys that stand together nowhere else. */
const otherKeys: readonly (readonly string[])[] = [
  ['groupId', 'groupName', 'siteId'],
  ['isSmartGroup', 'name'],
  ['criteria', 'displayFields'],
  ['dataType', 'inventoryDisplayType'],
  ['deviceEnrollmentProgramInstanceId', 'skipSetupItems'],
  ['prestageId', 'assignments'],
  ['prestageId', 'syncState'],
];

/** Profiles of Macs in the Jamf Pro API, and what can be set in them. */
const macKeys: readonly (readonly string[])[] = [
  ['payloadUUID', 'payloadContent'],
  ['bucketName', 'customSettingsDomains'],
];

export const isMacRow = (row: Row): boolean => macKeys.some((keys) => keys.every((key) => row.has(key)));

function isOther(row: Row): boolean {
  if (isMacRow(row)) return true;
  if (otherKeys.some((keys) => keys.every((key) => row.has(key)))) return true;
  return row.has('id') && /\/api\/v\d\/[\w/-]*mobile-device/.test(row.get('href') ?? '');
}

/** Answers that say too little to tell whose they are. */
const bareKeys = [
  'choices',
  'uuid',
  'id,name',
  'fileType,id,name',
  'results,totalCount',
  'date,details,id,note,username',
];

function isBare({ root, keys, rows, closed }: JsonPeek): boolean {
  if (!closed) return false;
  const row = rows.get(root === 'array' ? '' : 'results') ?? keys;
  if (root === 'array' && row.has('results')) return false;
  return bareKeys.includes([...row.keys()].sort().join(','));
}
