/** Reads managedDevices row by row. Shape: Microsoft Graph, deviceManagement/managedDevices, v1.0 and beta. */
import { foldKey } from '../../artifacts/masking.ts';
import { observeMap } from '../../artifacts/observe-map.ts';
import { type MapNode, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Input } from '../../io/input.ts';
import type { Observation, UnknownReason } from '../../model/observation.ts';
import { type EnrolmentType, familyOf, type Platform, type Subject } from '../../model/subject.ts';
import { timeOf } from '../../model/time.ts';
import { findSetting } from '../../settings/catalogue.ts';
import { detectionInput } from '../detect.ts';
import { notice, type ReadItem, skipped, subject } from '../define.ts';
import { type JsonRecord, jsonRecords, pointerTo } from '../json-records.ts';
import { facts, syncedFacts } from './map.ts';

export async function* read(input: Input): AsyncGenerator<ReadItem> {
  const peek = detectionInput(input.name, input.head).json ?? {
    root: 'array',
    keys: new Map(),
    rows: new Map(),
    lines: false,
    closed: true,
  };
  const records = jsonRecords(input, peek, ['value']);
  let next = await records.next();
  let rows = 0;
  for (; next.done !== true; next = await records.next()) {
    rows += 1;
    yield* readDevice(next.value, input.name);
  }
  yield* aroundRows(next.value, rows, input.name);
}

/** What stands beside the rows, and whether there should be more of them. */
function* aroundRows(members: MapNode | undefined, found: number, input: string): Generator<ReadItem> {
  let rows = found;
  const [value] = placesOf(members, 'value');
  if (value?.type === 'map') {
    rows += 1;
    yield* readDevice({ node: value, pointer: '/value' }, input);
  } else if (value !== undefined && value.type !== 'null') {
    yield notice('record-unreadable', 'The member value is not an array.', {
      locator: '/value',
      line: value.line,
    });
  }
  const [beside] = placesOf(members, 'operatingSystem');
  if (beside)
    yield notice(
      'record-unreadable',
      'A device stands beside the array of devices; which of them is meant is not known.',
      {
        locator: '/operatingSystem',
        line: beside.line,
      },
    );
  yield* completeness(members, rows);
}

function* completeness(members: MapNode | undefined, rows: number): Generator<ReadItem> {
  const more = placesOf(members, '@odata.nextLink').find((link) => link.type !== 'null');
  if (more)
    yield notice('pages-left', `The export is one page of ${rows} rows; @odata.nextLink names more.`, {
      locator: '/@odata.nextLink',
      line: more.line,
    });
  const declared = placesOf(members, '@odata.count');
  const other = declared.find((count) => numberOf(count) !== rows);
  if (other && !more) {
    yield notice(
      'count-mismatch',
      `The number of rows that the export declares is not ${rows}, which it holds.`,
      {
        locator: '/@odata.count',
        line: other.line,
      },
    );
  }
  if (rows === 0 && declared.length === 0)
    yield notice(
      'count-mismatch',
      'The export holds no row: it is empty, or whoever made it may not see the devices.',
    );
}

/** A count, also one that a script wrote as text. */
function numberOf(node: TreeNode): number | undefined {
  if (node.type === 'string') return /^\d{1,15}$/.test(node.value) ? Number(node.value) : undefined;
  return node.type === 'integer' ? Number(node.value) : undefined;
}

function* readDevice(record: JsonRecord, input: string): Generator<ReadItem> {
  const { node } = record;
  if (node.type !== 'map') {
    yield notice('record-unreadable', 'A row is not an object.', {
      locator: record.pointer,
      line: node.line,
    });
    return;
  }
  const platform = platformOf(node);
  if (platform === 'unclear') {
    yield notice('record-unreadable', 'A row does not say of which operating system it is.', {
      locator: record.pointer,
      line: node.line,
    });
    return;
  }
  if (platform === 'other') {
    yield skipped;
    return;
  }
  const { observations, notices } = observeDevice(node, record, input, platform);
  for (const one of notices) yield { kind: 'notice', notice: one };
  yield subject(subjectOf(node, record, platform, observations), observations);
}

function observeDevice(node: MapNode, record: JsonRecord, input: string, platform: Platform) {
  const lastSync = lastContact(node);
  const site = {
    input,
    layer: 'observed',
    locate: (key: string) => pointerTo(record, key),
    ignoreCase: true,
    ...('at' in lastSync ? { extras: { collected: lastSync.at } } : {}),
  } as const;
  const always = observeMap(node, facts, site);
  const synced = observeMap(node, syncedFacts, site);
  const afterSync =
    'at' in lastSync
      ? synced.observations
      : synced.observations.map((observation) => withdrawn(observation, lastSync.unknown));
  const observations = [...always.observations, ...afterSync].filter(({ setting }) =>
    exists(setting, platform),
  );
  return { observations, notices: [...always.notices, ...synced.notices] };
}

/** Graph fills the columns of the other platform too. */
function exists(setting: string, platform: Platform): boolean {
  return findSetting(setting)?.proof[familyOf(platform)] !== undefined;
}

/** Without a last contact the booleans are placeholders. */
function withdrawn({ setting, layer, origin, evidence }: Observation, unknown: UnknownReason): Observation {
  return { setting, layer, origin, evidence, unknown };
}

function subjectOf(
  node: MapNode,
  record: JsonRecord,
  platform: Platform,
  observations: readonly Observation[],
): Subject {
  const known = (setting: string) => {
    const found = observations.find((observation) => observation.setting === setting);
    return found && 'value' in found ? found.value : undefined;
  };
  const [version, ownership, supervised] = [
    known('os.version'),
    known('device.ownership'),
    known('device.supervised'),
  ];
  const lastSync = lastContact(node);
  const model = stringOf(onlyMember(node, 'model'));
  const enrolment = stringOf(onlyMember(node, 'deviceEnrollmentType'));
  return {
    id: stringOf(onlyMember(node, 'id')) || `row ${record.pointer || '1'}`,
    kind: 'device',
    platform,
    ...(typeof version === 'string' ? { osVersion: version } : {}),
    ...(model ? { model } : {}),
    ...(ownership === 'corporate' || ownership === 'personal' ? { ownership } : {}),
    ...(typeof supervised === 'boolean' ? { supervised } : {}),
    ...(enrolment && enrolment !== 'unknown' ? { enrolment, ...enrolmentTypeOf(enrolment) } : {}),
    ...('at' in lastSync ? { lastSeen: lastSync.at } : {}),
    labels: {},
  };
}

/** Microsoft Graph, deviceEnrollmentType; `userEnrollment` there is any enrolment by a user, so it says nothing here. */
function enrolmentTypeOf(native: string): { enrolmentType?: EnrolmentType } {
  const word = native.toLowerCase();
  if (word.startsWith('appleuserenrollment')) return { enrolmentType: 'user' };
  return word.startsWith('applebulk') ? { enrolmentType: 'automated' } : {};
}

/** Every value that a key stands with, in any spelling. The lengths are compared first: this runs for every row of a fleet. */
function placesOf(node: MapNode | undefined, key: string): readonly TreeNode[] {
  const places: TreeNode[] = [];
  for (const [name, value] of node?.entries ?? []) {
    const isKey = name === key || (name.length === key.length && name.toLowerCase() === key.toLowerCase());
    if (isKey) places.push(...(node?.repeated.get(name) ?? [value]));
  }
  return places;
}

/** A fact that stands more than once is none: a second date of contact must not turn what is old into what is new. */
function onlyMember(node: MapNode, key: string): TreeNode | undefined {
  const places = placesOf(node, key);
  return places.length === 1 ? places[0] : undefined;
}

/** `operatingSystem` begins with iOS, iPadOS or Android (AndroidForWork, AndroidEnterprise); other platforms are not ours. */
function platformOf(node: MapNode): Platform | 'other' | 'unclear' {
  const system = (stringOf(onlyMember(node, 'operatingSystem')) ?? '').toLowerCase();
  const model = stringOf(onlyMember(node, 'model')) ?? '';
  if (system.startsWith('android')) return 'android';
  if (system.startsWith('ipados')) return 'ipados';
  if (system.startsWith('ios')) return model.startsWith('iPad') ? 'ipados' : 'ios';
  const folded = foldKey(system);
  const isOther = folded !== '' && folded !== 'unknown' && !/^(android|ipados|ios)/.test(folded);
  return isOther ? 'other' : 'unclear';
}

/** RFC 3339. `0001-01-01` stands for never; a date that stands twice or is no moment may hide a phone that never answered. */
function lastContact(node: MapNode): { readonly at: string } | { readonly unknown: UnknownReason } {
  const [date, ...others] = placesOf(node, 'lastSyncDateTime');
  if (others.length > 0) return { unknown: 'ambiguous' };
  if (date === undefined || date.type === 'null') return { unknown: 'not-reported' };
  const text = stringOf(date) ?? '-';
  if (text === '' || text.startsWith('0001-')) return { unknown: 'not-reported' };
  const time = text.includes('T') ? timeOf(text) : undefined;
  if (time === undefined) return { unknown: 'ambiguous' };
  return { at: text.endsWith('Z') ? text : `${new Date(time).toISOString().slice(0, 19)}Z` };
}
