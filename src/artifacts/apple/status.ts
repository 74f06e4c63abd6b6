/** What the merged status reports of one device show: its facts, and observations of its own state. */
import { catalogueApps } from '../../apps/catalogue.ts';
import { memberOf, stringOf } from '../../formats/node.ts';
import type { Notice } from '../../model/notice.ts';
import { appScope, type Evidence, type Observation } from '../../model/observation.ts';
import type { Platform, Subject } from '../../model/subject.ts';
import { observe, undecided } from '../../settings/observe.ts';
import { undecidedAll } from './doubt.ts';
import { appStates, statusItems, whyInactive } from './status-items.ts';
import type { DeviceStatus, Found } from './status-merge.ts';
import { displayValue } from '../observe-map.ts';
import type { Row } from '../rows.ts';

export interface StatusReading {
  /** Absent when the device is neither a phone nor a tablet. */
  readonly subject?: Subject;
  readonly observations: readonly Observation[];
  readonly notices: readonly Notice[];
}

export function readStatus(status: DeviceStatus, id: string, input: string): StatusReading {
  const platform = platformOf(status);
  if (platform === undefined) return { observations: [], notices: [] };
  const observations = [
    ...status.damaged.map((found) =>
      undecidedAll('unreadable', { input, layer: 'observed' }, placeOf(found)),
    ),
    ...Object.entries(statusItems).flatMap(([path, rows]) => itemOf(status, path, rows, input)),
    ...appsOf(status, input),
  ];
  return {
    subject: subjectOf(status, id, platform),
    observations,
    notices: [...status.notices, ...inactive(status), ...(status.isFull ? [] : [incremental])],
  };
}

const incremental: Notice = {
  code: 'report-incremental',
  message: 'No full report is among them: what was reported earlier and did not change since is not here.',
};

function itemOf(
  status: DeviceStatus,
  path: string,
  rows: Row | readonly Row[],
  input: string,
): Observation[] {
  const found = status.items.get(path);
  if (found === undefined) return [];
  return ('read' in rows ? [rows] : rows).flatMap((row): Observation[] => {
    const reading = found.doubt === undefined ? row.read(found.node) : { unknown: found.doubt };
    if (reading === undefined) return [];
    const base = {
      setting: row.setting,
      layer: 'observed',
      origin: 'explicit',
      evidence: evidenceOf(found, path, input),
    } as const;
    if (!('value' in reading)) return [{ ...base, unknown: reading.unknown }];
    if (row.setting === 'passcode.compliant' && reading.value === true && isWithoutPasscode(status))
      return [{ ...base, unknown: 'ambiguous', notes: ['compliant-without-passcode'] }];
    return [{ ...base, ...(reading.needs ? { needs: reading.needs } : {}), value: reading.value }];
  });
}

/** A device without passcode rules is compliant without a passcode: that shows nothing of a passcode. */
function isWithoutPasscode({ items }: DeviceStatus): boolean {
  const present = items.get('passcode.is-present');
  if (present === undefined) return false; // not said; the claim needs it all the same
  return present.doubt !== undefined || present.node.type !== 'boolean' || !present.node.value;
}

const appLists = ['app.managed.list', 'mdm.app'] as const;

/** Managed apps only: no inventory, so what is not in the lists may still be there. */
function appsOf(status: DeviceStatus, input: string): Observation[] {
  return appLists.flatMap((name) =>
    [...(status.lists.get(name) ?? [])].flatMap(([identifier, found]) => {
      const app = catalogueApps.find(({ ios }) => ios.includes(identifier));
      return app === undefined ? [] : appOf(found, appScope(app.id), input);
    }),
  );
}

function appOf(found: Found, scope: string, input: string): Observation[] {
  const state = stringOf(memberOf(found.node, 'state')) ?? '';
  const evidence: Evidence = {
    input,
    ...placeOf(found),
    value: displayValue('state', memberOf(found.node, 'state') ?? found.node),
  };
  if (found.doubt !== undefined)
    return [undecided('app.installed', found.doubt, 'observed', evidence, { scope })];
  const { installed, managed } = (Object.hasOwn(appStates, state) ? appStates[state] : undefined) ?? {};
  return [
    ...(installed === undefined
      ? []
      : [observe('app.installed', installed, 'observed', evidence, { scope })]),
    ...(managed === undefined ? [] : [observe('app.managed', managed, 'observed', evidence, { scope })]),
  ];
}

/** What was sent is not always in force. */
function inactive(status: DeviceStatus): Notice[] {
  const configurations =
    status.lists.get('management.declarations.configurations') ?? new Map<string, Found>();
  return [...configurations.values()].flatMap((found): Notice[] => {
    const { node, doubt } = found;
    const why = whyInactive(memberOf(node, 'active'), memberOf(node, 'valid'));
    if (why === undefined && doubt === undefined) return [];
    const message = `A configuration that was sent ${why ?? 'stands twice'}: the device does not follow it for certain.`;
    return [{ code: 'declaration-inactive', message, ...placeOf(found) }];
  });
}

function subjectOf(status: DeviceStatus, id: string, platform: Platform): Subject {
  const enrolment = textOf(status, 'mdm.enrollment-type');
  const version = textOf(status, 'device.operating-system.version');
  const model = textOf(status, 'device.model.identifier');
  const extra = textOf(status, 'device.operating-system.supplemental.extra-version') ?? '';
  const letter = /^\(?([a-z])\)?$/.exec(extra)?.[1];
  const supervised =
    enrolment === 'supervised' ? true : enrolment === 'device' || enrolment === 'user' ? false : undefined;
  return {
    id,
    kind: 'device',
    platform,
    ...(version ? { osVersion: version } : {}),
    ...(model ? { model } : {}),
    ...(supervised === undefined ? {} : { supervised }),
    ...(enrolment ? { enrolment } : {}),
    ...(enrolment === 'none' || enrolment === 'user' || enrolment === 'device'
      ? { enrolmentType: enrolment }
      : {}),
    // As answers to MDM commands write it.
    labels: letter === undefined ? {} : { securityResponse: `(${letter})` },
  };
}

/** The family of the system or of the model; only a Mac reports FileVault. A report that says neither is taken for a phone's. */
function platformOf(status: DeviceStatus): Platform | undefined {
  const system = (textOf(status, 'device.operating-system.family') ?? '').toLowerCase();
  const model = (
    textOf(status, 'device.model.family') ??
    textOf(status, 'device.model.identifier') ??
    ''
  ).toLowerCase();
  const fileVault = status.items.get('diskmanagement.filevault.enabled');
  if (fileVault !== undefined && fileVault.doubt === undefined) return undefined;
  if (system !== '' && system !== 'ios' && system !== 'ipados') return undefined;
  if (system === '' && model !== '' && !/^(iphone|ipad|ipod)/.test(model)) return undefined;
  return system === 'ipados' || model.startsWith('ipad') ? 'ipados' : 'ios';
}

/** By which other records know the phone; it is shown nowhere. */
export const serialOf = (status: DeviceStatus): string | undefined =>
  textOf(status, 'device.identifier.serial-number');

function textOf({ items }: DeviceStatus, path: string): string | undefined {
  const found = items.get(path);
  return found?.doubt === undefined ? stringOf(found?.node) : undefined;
}

function evidenceOf(found: Found, path: string, input: string): Evidence {
  return { input, ...placeOf(found), value: displayValue(path, found.node) };
}

const placeOf = ({ node, locator }: Found): { locator: string; line?: number } => ({
  locator,
  ...(node.line > 0 ? { line: node.line } : {}),
});
