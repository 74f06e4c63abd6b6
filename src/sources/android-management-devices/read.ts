/** Reads device reports one at a time. Shapes: Google, Android Management API, Device and ListDevicesResponse. */
import { isDoubtful, memberOfType } from '../../artifacts/google/rows.ts';
import type { MapSite } from '../../artifacts/observe-map.ts';
import { type MapNode, memberOf, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Input } from '../../io/input.ts';
import { isKnown, type Observation, type UnknownReason } from '../../model/observation.ts';
import type { Subject } from '../../model/subject.ts';
import { timeOf } from '../../model/time.ts';
import { notice, type ReadContext, type ReadItem, skipped, subject } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { type JsonRecord, jsonRecords, pointerTo } from '../json-records.ts';
import { AppliedPolicies } from './applied.ts';
import { linksOf } from './links.ts';
import { readDevice } from './map.ts';

const unpeeked = { root: 'array', keys: new Map(), rows: new Map(), lines: false, closed: true } as const;

export async function* read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  const peek = detectionInput(input.name, input.head).json ?? unpeeked;
  const records = jsonRecords(input, peek, ['devices']);
  const applied = new AppliedPolicies();
  let next = await records.next();
  let rows = 0;
  for (; next.done !== true; next = await records.next()) {
    rows += 1;
    yield* readRecord(next.value, input.name, applied, context);
  }
  if (next.value) yield* aroundRows(next.value, rows);
  for (const one of applied.notices()) yield { kind: 'notice', notice: one };
}

/** What stands beside the rows of a page, and whether there should be more of them. */
function* aroundRows(members: MapNode, rows: number): Generator<ReadItem> {
  const list = members.entries.get('devices');
  if (list !== undefined && list.type !== 'null')
    yield notice('record-unreadable', 'The member devices is not an array.', {
      locator: '/devices',
      line: list.line,
    });
  for (const [key, node] of members.entries)
    if (besideRows.has(key))
      yield notice('record-unreadable', 'A device stands beside the array of devices; it is not read.', {
        locator: `/${key}`,
        line: node.line,
      });
  const tokens = members.repeated.get('nextPageToken') ?? [members.entries.get('nextPageToken')];
  const token = tokens.find((node) => node !== undefined && !isBlank(node));
  if (token)
    yield notice('pages-left', `The export is one page of ${rows} devices; nextPageToken names more.`, {
      locator: '/nextPageToken',
      line: token.line,
    });
  else if (rows === 0)
    yield notice(
      'count-mismatch',
      'The export holds no device: the enterprise has none, or whoever made it may not see them.',
    );
}

const besideRows = new Set([
  'name',
  'deviceSettings',
  'softwareInfo',
  'securityPosture',
  'applicationReports',
]);

const isBlank = (node: TreeNode): boolean =>
  node.type === 'null' || (node.type === 'string' && node.value === '');

function* readRecord(
  record: JsonRecord,
  input: string,
  applied: AppliedPolicies,
  { identityKey }: ReadContext,
): Generator<ReadItem> {
  const { node, pointer } = record;
  if (node.type !== 'map') {
    yield notice('record-unreadable', 'A device is not an object.', { locator: pointer, line: node.line });
    return;
  }
  if (/^enterprises\/[^/]+\/policies\//.test(textOf(node, 'name') ?? '')) {
    yield skipped;
    return;
  }
  const report = lastReport(node);
  const site: MapSite = {
    input,
    layer: 'observed',
    locate: (key) => pointerTo(record, key),
    ...('at' in report ? { extras: { collected: report.at } } : {}),
  };
  const { observations, notices } = readDevice(node, site);
  for (const one of notices) yield { kind: 'notice', notice: one };
  const usable = 'at' in report ? observations : observations.map((one) => withdrawn(one, report.unknown));
  applied.add(node, pointer);
  yield subject(subjectOf(node, pointer, report, usable), usable, linksOf(node, identityKey));
}

type LastReport = { readonly at: string } | { readonly unknown: UnknownReason };

/** "The last time the device sent a status report": without one, nothing in the report was ever sent. */
function lastReport(device: MapNode): LastReport {
  const key = 'lastStatusReportTime';
  const node = device.entries.get(key);
  if (isDoubtful(device, key)) return { unknown: 'ambiguous' };
  if (node === undefined || isBlank(node)) return { unknown: 'not-reported' };
  const text = stringOf(node) ?? '';
  const time = text.includes('T') ? timeOf(text) : undefined;
  if (time === undefined) return { unknown: 'ambiguous' };
  return { at: text.endsWith('Z') ? text : `${new Date(time).toISOString().slice(0, 19)}Z` };
}

/** Keeps its place and loses its value. What management itself holds does not depend on a report. */
function withdrawn(observation: Observation, unknown: UnknownReason): Observation {
  if (!isKnown(observation) || ownRecord.has(observation.setting)) return observation;
  const { value: _value, notes = [], ...rest } = observation;
  return { ...rest, unknown, notes: [...notes, 'no-status-report'] };
}

const ownRecord = new Set(['device.managementMode', 'device.ownership']);

/** Never the serial number, IMEI, user or previous names: the resource name identifies the device. */
function subjectOf(
  device: MapNode,
  pointer: string,
  report: LastReport,
  observations: readonly Observation[],
): Subject {
  const known = (setting: string) => {
    const found = observations.find((one) => one.setting === setting);
    return found !== undefined && isKnown(found) ? found.value : undefined;
  };
  const [version, ownership] = [known('os.version'), known('device.ownership')];
  const mode = known('device.managementMode') === undefined ? undefined : textOf(device, 'managementMode');
  const hardware = memberOfType(device, 'hardwareInfo', 'map');
  const model = hardware === undefined ? undefined : textOf(hardware, 'model');
  const policy = textOf(device, 'appliedPolicyName')?.split('/').at(-1);
  return {
    id: textOf(device, 'name') ?? `row ${pointer || '1'}`,
    kind: 'device',
    platform: 'android',
    ...(typeof version === 'string' ? { osVersion: version } : {}),
    ...(model ? { model } : {}),
    ...(ownership === 'corporate' || ownership === 'personal' ? { ownership } : {}),
    ...(mode ? { enrolment: mode } : {}),
    ...('at' in report ? { lastSeen: report.at } : {}),
    labels: policy ? { policy } : {},
  };
}

/** A fact that stands more than once is none. */
function textOf(map: MapNode, key: string): string | undefined {
  return isDoubtful(map, key) ? undefined : stringOf(memberOf(map, key)) || undefined;
}
