/** Reads managedDevices row by row. Shape: Microsoft Graph, deviceManagement/managedDevices, v1.0 and beta. */
import { observeMap } from '../../artifacts/observe-map.ts';
import { type MapNode, memberIgnoringCase, stringOf } from '../../formats/node.ts';
import type { Input } from '../../io/input.ts';
import type { Observation } from '../../model/observation.ts';
import { familyOf, type Platform, type Subject } from '../../model/subject.ts';
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
  };
  const records = jsonRecords(input, peek, ['value']);
  let next = await records.next();
  let rows = 0;
  for (; next.done !== true; next = await records.next()) {
    rows += 1;
    yield* readDevice(next.value, input.name);
  }
  const members = next.value;
  const more = memberIgnoringCase(members, '@odata.nextLink');
  if (more)
    yield notice('pages-left', `The export is one page of ${rows} rows; @odata.nextLink names more.`, {
      locator: '/@odata.nextLink',
      line: more.line,
    });
  const declared = memberIgnoringCase(members, '@odata.count');
  if (declared?.type === 'integer' && Number(declared.value) > rows && !more) {
    yield notice('count-mismatch', `The export declares ${declared.value} rows and holds ${rows}.`, {
      locator: '/@odata.count',
      line: declared.line,
    });
  }
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
  if (platform === undefined) {
    yield skipped;
    return;
  }
  const { observations, notices } = observeDevice(node, record, input, platform);
  for (const one of notices) yield { kind: 'notice', notice: one };
  yield subject(subjectOf(node, record, platform, observations), observations);
}

function observeDevice(node: MapNode, record: JsonRecord, input: string, platform: Platform) {
  const lastSync = dateOf(node, 'lastSyncDateTime');
  const site = {
    input,
    layer: 'observed',
    locate: (key: string) => pointerTo(record, key),
    ignoreCase: true,
    ...(lastSync === undefined ? {} : { extras: { collected: lastSync } }),
  } as const;
  const always = observeMap(node, facts, site);
  const synced = observeMap(node, syncedFacts, site);
  const afterSync = lastSync === undefined ? synced.observations.map(neverReported) : synced.observations;
  const observations = [...always.observations, ...afterSync].filter(({ setting }) =>
    exists(setting, platform),
  );
  return { observations, notices: [...always.notices, ...synced.notices] };
}

/** Graph fills the columns of the other platform too. */
function exists(setting: string, platform: Platform): boolean {
  return findSetting(setting)?.proof[familyOf(platform)] !== undefined;
}

/** `0001-01-01` as last contact: the device never answered, so its booleans are placeholders. */
function neverReported({ setting, layer, origin, evidence }: Observation): Observation {
  return { setting, layer, origin, evidence, unknown: 'not-reported' };
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
  const lastSeen = dateOf(node, 'lastSyncDateTime');
  const model = stringOf(memberIgnoringCase(node, 'model'));
  const enrolment = stringOf(memberIgnoringCase(node, 'deviceEnrollmentType'));
  return {
    id: stringOf(memberIgnoringCase(node, 'id')) ?? `row ${record.pointer || '1'}`,
    kind: 'device',
    platform,
    ...(typeof version === 'string' ? { osVersion: version } : {}),
    ...(model ? { model } : {}),
    ...(ownership === 'corporate' || ownership === 'personal' ? { ownership } : {}),
    ...(typeof supervised === 'boolean' ? { supervised } : {}),
    ...(enrolment && enrolment !== 'unknown' ? { enrolment } : {}),
    ...(lastSeen === undefined ? {} : { lastSeen }),
    labels: {},
  };
}

/** `operatingSystem` begins with iOS, iPadOS or Android (AndroidForWork, AndroidEnterprise); other platforms are not ours. */
function platformOf(node: MapNode): Platform | undefined {
  const system = (stringOf(memberIgnoringCase(node, 'operatingSystem')) ?? '').toLowerCase();
  const model = stringOf(memberIgnoringCase(node, 'model')) ?? '';
  if (system.startsWith('android')) return 'android';
  if (system.startsWith('ipados')) return 'ipados';
  if (system.startsWith('ios')) return model.startsWith('iPad') ? 'ipados' : 'ios';
  return undefined;
}

/** RFC 3339; the sentinel for "never" and anything else is undefined. */
function dateOf(node: MapNode, key: string): string | undefined {
  const text = stringOf(memberIgnoringCase(node, key));
  if (
    text === undefined ||
    text.startsWith('0001-') ||
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text)
  )
    return undefined;
  return Number.isNaN(Date.parse(text)) ? undefined : text;
}
