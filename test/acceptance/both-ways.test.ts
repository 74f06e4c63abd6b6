/**
 * What an export of a management product says of a setting can pass a rule and fail it: the fixtures of each source hold two
 * values of it, or a value and a place that leaves it open, as policies export what nobody configured.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RowTable } from '../../src/artifacts/rows.ts';
import { MapBuilder } from '../../src/formats/node.ts';
import type { Inventory } from '../../src/inventory/define.ts';
import { cloudDevices } from '../../src/inventory/google/cloud-devices.ts';
import { mobileDevices } from '../../src/inventory/google/mobile-devices.ts';
import { isKnown } from '../../src/model/observation.ts';
import type { RawEvent } from '../../src/read/events.ts';
import { hosts } from '../../src/sources/fleet-hosts/map.ts';
import { deviceTable } from '../../src/sources/intune-devices-csv/map.ts';
import { managedDevices } from '../../src/sources/intune-devices/map.ts';
import { types } from '../../src/sources/intune-policy/map-types.ts';
import { classicDevices } from '../../src/sources/jamf-classic-devices/inventory.ts';
import { schoolInventory, searchInventory } from '../../src/sources/jamf-devices-csv/map.ts';
import { bundleSources, sources } from '../../src/sources/registry.ts';
import { simpleDevices } from '../../src/sources/simplemdm-devices/map.ts';
import { uemDevices } from '../../src/sources/workspace-one-devices/map.ts';

const root = join(import.meta.dirname, '..', 'fixtures', 'sources');
const products = /^(intune|jamf|google|fleet|workspace-one|simplemdm)-|^android-management-devices$/;
const ids = sources.map(({ id }) => id).filter((id) => products.test(id));

/** Settings of which one value is all that there is, and why. */
const oneWay: Readonly<Record<string, string>> = {
  'app.blocked': 'that an app is not blocked is said by the list of those that are',
  'app.installed': 'that an app is not there is said by the list of all apps',
  'app.managed': 'an app that is not managed is not told from one of which nothing is said',
  'app.messageRetentionDays': 'a number of the app’s own configuration; its absence leaves it open',
  'app.permission.camera': 'a policy of a store app; the other values are those of the microphone',
  'app.permission.notifications': 'a profile can force notifications and cannot ask for none',
  'backup.cloud.lastDate': 'a date',
};
/** The same for one source, whose other value a source of the same table shows. */
const elsewhere: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'android-management-devices': {
    'passcode.complexity': 'what an applied policy demands: android-management-policy',
    'passcode.maximumFailedAttempts': 'android-management-policy',
    'passcode.minimumLength': 'android-management-policy',
    'passcode.required': 'android-management-policy',
  },
  'google-directory-csv': { 'device.managementMode': 'google-cloud-identity' },
  'intune-devices': { 'passcode.present': 'intune-setting-status' },
  'intune-policy': {
    'contacts.unmanagedReadsManaged.allowed': 'false is how Graph exports an Allow property that nobody set',
    'device.externalBoot.allowed': 'as above',
    'location.services.enabled': 'the mode of location can be switched off, or left to the user',
    'network.vpnAlwaysOn': 'there is such a connection, or nothing is said of one',
    'updates.delayDays': 'a number of days, or no delay',
    'updates.delayed': 'there is a delay, or nothing is said of one',
  },
  'intune-setting-status': {
    'passcode.simple.allowed': 'a phone without any passcode does not meet it either',
  },
  'jamf-classic-devices': { 'apps.installed': 'jamf-devices' },
  'jamf-profiles': { 'network.wifiEncrypted': 'apple-mobileconfig' },
};

function eventsOf(source: string): RawEvent[] {
  const folder = join(root, source);
  return readdirSync(folder)
    .filter((name) => name.startsWith('ok.'))
    .flatMap((name): RawEvent[] => JSON.parse(readFileSync(join(folder, name, 'expected.json'), 'utf8')));
}

/** Setting → its values, and whether it is left open somewhere. */
function saidBy(source: string): Map<string, Set<string>> {
  const said = new Map<string, Set<string>>();
  const observations = eventsOf(source).flatMap((event) =>
    event.kind === 'subject' || event.kind === 'facts' ? event.observations : [],
  );
  for (const one of observations) {
    const values = said.get(one.setting) ?? new Set<string>();
    said.set(one.setting, values);
    if (isKnown(one)) values.add(JSON.stringify(one.value));
    else if (one.unknown === 'not-reported') values.add('open');
  }
  return said;
}

describe.each(ids.map((id) => [id]))('%s', (source) => {
  it('shows each setting both ways', () => {
    const known = { ...oneWay, ...elsewhere[source] };
    const single = [...saidBy(source)].filter(([, values]) => values.size === 1 && !values.has('open'));
    expect(single.map(([setting]) => setting).filter((setting) => !Object.hasOwn(known, setting))).toEqual(
      [],
    );
  });

  it('excuses no setting without need', () => {
    const said = saidBy(source);
    const idle = Object.keys(elsewhere[source] ?? {}).filter((setting) => said.get(setting)?.size !== 1);
    expect(idle).toEqual([]);
  });
});

const settingsOf = (tables: readonly RowTable[]): string[] =>
  tables.flatMap((table) =>
    Object.values(table).flatMap((rows) => [rows].flat().map(({ setting }) => setting)),
  );
const ofInventory = ({ sections }: Inventory) => settingsOf(sections.map(({ table }) => table));

/** Tables of what sources read, where they are tables. */
const tables: Readonly<Record<string, readonly string[]>> = {
  'fleet-hosts': ofInventory(hosts),
  'google-cloud-identity': ofInventory(cloudDevices),
  'google-directory-devices': ofInventory(mobileDevices),
  'intune-devices': ofInventory(managedDevices),
  'intune-devices-csv': ofInventory(deviceTable),
  'intune-policy': types.flatMap((type) =>
    settingsOf(type.parts(new MapBuilder().build(0)).map(({ table }) => table)),
  ),
  'jamf-classic-devices': ofInventory(classicDevices),
  'jamf-devices-csv': [...ofInventory(searchInventory), ...ofInventory(schoolInventory)],
  'simplemdm-devices': ofInventory(simpleDevices),
  'workspace-one-devices': ofInventory(uemDevices),
};

it.each(Object.keys(tables).map((id) => [id]))('%s has a fixture for each setting of its table', (source) => {
  const said = saidBy(source);
  const all = new Set(tables[source]);
  expect(all.size).toBeGreaterThan(0);
  expect([...all].filter((setting) => !said.has(setting))).toEqual([]);
});

/** One document, which is whole or not; and what holds no evidence, so that no part of it can be missed. */
const whole: readonly string[] = ['intune-tenant', 'fleet-gitops'];
const empty: readonly string[] = ['intune-reports', 'jamf-other'];

describe('each source of a product', () => {
  it.each(ids.map((id) => [id]))('%s has a partial fixture and a damaged one', (source) => {
    const records = readdirSync(join(root, source))
      .filter((name) => name.startsWith('bad.'))
      .flatMap((name): RawEvent[] =>
        JSON.parse(readFileSync(join(root, source, name, 'expected.json'), 'utf8')),
      )
      .flatMap((event) => (event.kind === 'input' ? [event.record] : []));
    const statuses = new Set(records.map(({ status }) => status));
    const isBroken = records.some(({ notices }) =>
      notices.some(({ code }) => /malformed|too-|ended/.test(code)),
    );
    expect(statuses.size).toBeGreaterThan(0);
    if (!whole.includes(source)) expect(isBroken, 'a damaged one').toBe(true);
    if (![...whole, ...empty].includes(source)) expect([...statuses], 'a partial one').toContain('partial');
  });

  it('is one of those that are listed here', () => {
    expect(bundleSources.filter(({ id }) => products.test(id))).toEqual([]);
    for (const id of Object.keys(elsewhere)) expect(ids).toContain(id);
    for (const id of ids) expect(existsSync(join(root, id)), id).toBe(true);
  });
});
