/**
 * Reads the status of single settings: the reports DevicePolicySettingsComplianceReport, DevicesStatusBySettingReport and
 * DeviceStatusByCompliancePolicySettingReport, and the policy states of one device as Graph answers them. All that is said
 * of one device becomes one subject, which the joining puts together with the inventory.
 */
import { allOf, tokenOf } from '../../artifacts/identity.ts';
import { platformNamed } from '../../artifacts/intune/words.ts';
import type { Input } from '../../io/input.ts';
import type { Token } from '../../model/links.ts';
import { type Observation, withdrawn } from '../../model/observation.ts';
import { familyOf, type PlatformFamily } from '../../model/subject.ts';
import { notice, type ReadContext, type ReadItem, skipped, subject } from '../define.ts';
import { detectionInput } from '../detect.ts';
import { csvRows, jsonRows, type StatusItem, type StatusRow } from './rows.ts';

interface Device {
  readonly id: string;
  readonly family: PlatformFamily;
  readonly observations: Observation[];
  readonly policies: Set<string>;
}

/**
 * Several rows speak of one setting of a device, so the rows that are not there may say the opposite: of a report that
 * breaks off nothing decides.
 * @throws PassmusterError csv-malformed, json-malformed
 */
export async function* read(input: Input, context: ReadContext): AsyncGenerator<ReadItem> {
  const { json } = detectionInput(input.name, input.head);
  const items: AsyncIterable<StatusItem> = json === undefined ? csvRows(input) : jsonRows(input, json);
  const devices = new Map<string, Device>();
  let breaksOff = false;
  for await (const item of items) {
    breaksOff ||= item.kind === 'notice' && item.notice.code === 'last-row-unended';
    if (item.kind !== 'row') yield item;
    else if (item.isMoved === true) yield unreadable(item, 'moved');
    else if (isOther(item)) yield skipped;
    else if (item.device === undefined || !isIdentifier(item.device)) yield unreadable(item, 'device');
    else yield* added(devices, item, item.device);
  }
  for (const { id, family, observations, policies } of devices.values()) {
    const tokens = (kind: string, values: Iterable<string>): Token[] =>
      [...values]
        .map((value) => tokenOf(kind, value, context.identityKey))
        .filter((token) => token !== undefined);
    const links = {
      is: tokens('intune-device', [id]),
      of: [allOf('intune'), ...tokens('intune-policy', policies)],
    };
    const told = breaksOff ? observations.map((one) => withdrawn(one, 'incomplete')) : observations;
    yield subject({ id, kind: 'device', platform: family, labels: {} }, told, links);
  }
}

/** What a row says goes to its device; rows of settings that no rule asks for, and states that say nothing, are counted. */
function* added(devices: Map<string, Device>, row: StatusRow, id: string): Generator<ReadItem> {
  for (const { family, observations } of row.said) {
    const key = id.toLowerCase();
    const device = devices.get(key) ?? { id, family, observations: [], policies: new Set<string>() };
    if (device.family !== family || contradicts(row, family)) {
      yield unreadable(row, 'platform');
      return;
    }
    devices.set(key, device);
    device.observations.push(...observations);
    for (const policy of row.policies) device.policies.add(policy.toLowerCase());
  }
  if (row.said.length === 0) yield skipped;
}

const isIdentifier = (text: string): boolean => /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i.test(text);

/** Of another system by its own words; a text that names none is left to the name of the setting. */
const isOther = ({ system, said }: StatusRow): boolean =>
  said.length === 0 && system !== undefined && platformNamed(system, undefined, () => true) === 'other';

function contradicts({ system }: StatusRow, family: PlatformFamily): boolean {
  if (system === undefined || /^\s*\d*\s*$/.test(system)) return false;
  const platform = platformNamed(system, undefined, () => true);
  return platform === 'other' || (platform !== 'unclear' && familyOf(platform) !== family);
}

const reasons = {
  moved: 'The name of a setting stands in a column of something else: the values of the row have moved.',
  device: 'A row does not say of which device it is, by the identifier that Intune gives.',
  platform: 'A row names the setting of another platform than its device has: its values may have moved.',
} as const;

function unreadable({ place, line }: StatusRow, why: keyof typeof reasons): ReadItem {
  return notice('record-unreadable', reasons[why], { locator: place, ...(line > 0 ? { line } : {}) });
}
