/** Which source an export is of, by its content alone: the rows of the list of exports in their order, each in its smallest form. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectionInput, detectSource } from '../../src/sources/detect.ts';
import { sources } from '../../src/sources/registry.ts';

const encode = (content: unknown): Uint8Array =>
  new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
const yesOf = (content: Uint8Array): string[] => {
  const facts = detectionInput('export', content);
  return sources.filter((source) => source.detect(facts) === 'yes').map(({ id }) => id);
};
const plist = (body: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict>${body}</dict></plist>\n`;
const text = (key: string, value: string) => `<key>${key}</key><string>${value}</string>`;
const odata = (path: string) => `https://graph.microsoft.com/beta/$metadata#${path}`;
/** A policy that does not say its type. */
const untyped = readFileSync(
  join(import.meta.dirname, '..', 'fixtures', 'sources', 'intune-policy', 'ok.inferred-type', 'input.json'),
  'utf8',
);
const webhook = (event: string) => ({
  topic: 'x',
  [event]: { raw_payload: Buffer.from('x').toString('base64') },
});

describe('an export is of one source', () => {
  it.each<[row: string, content: unknown, source: string]>([
    ['1 a profile', plist(text('PayloadType', 'Configuration')), 'apple-mobileconfig'],
    ['1 a response', plist(text('CommandUUID', 'x') + text('Status', 'Acknowledged')), 'apple-mdm-response'],
    ['1 a check-in', plist(text('MessageType', 'TokenUpdate')), 'apple-mdm-response'],
    ['2 Jamf Classic devices', '<mobile_devices><size>0</size></mobile_devices>', 'jamf-classic-devices'],
    ['2 a Jamf Classic device', '<mobile_device><general/></mobile_device>', 'jamf-classic-devices'],
    [
      '2 a Jamf Classic profile',
      '<configuration_profile><general/></configuration_profile>',
      'jamf-profiles',
    ],
    [
      '2 a profile for Macs',
      '<os_x_configuration_profile><general/></os_x_configuration_profile>',
      'jamf-other',
    ],
    [
      '3 Intune devices',
      { '@odata.context': odata('deviceManagement/managedDevices'), value: [] },
      'intune-devices',
    ],
    [
      '3 one Intune policy',
      { '@odata.context': odata('deviceManagement/configurationPolicies/$entity'), name: 'x' },
      'intune-policy',
    ],
    [
      '3 app protection',
      { '@odata.context': odata('deviceAppManagement/managedAppPolicies'), value: [] },
      'intune-policy',
    ],
    [
      '4 an object by its type',
      { a: 1, '@odata.type': '#microsoft.graph.iosCompliancePolicy' },
      'intune-policy',
    ],
    ['4 a device by its type', { a: 1, '@odata.type': '#microsoft.graph.managedDevice' }, 'intune-devices'],
    [
      '5 a policy of the catalogue without keys of OData',
      { name: 'x', platforms: 'iOS', technologies: 'mdm', settings: [{ settingInstance: {} }] },
      'intune-policy',
    ],
    ['6 a template', { Displayname: 'x', RAWJson: '{}' }, 'intune-policy'],
    ['6 a template in its row', { PartitionKey: 'a', RowKey: 'b', JSON: '{}' }, 'intune-policy'],
    ['7 a policy by its properties', untyped, 'intune-policy'],
    [
      '8 devices of a script',
      [{ Id: 'x', ManagedDeviceOwnerType: 'company', OperatingSystem: 'iOS' }],
      'intune-devices',
    ],
    [
      '8 devices of a script, otherwise',
      [{ deviceName: 'x', complianceState: 'compliant', operatingSystem: 'iOS' }],
      'intune-devices',
    ],
    ['9 states', [{ id: 'x', settingStates: [] }], 'intune-setting-status'],
    [
      '9 a report',
      [{ SettingStatus: 2, PolicyId: 'x', DeviceId: 'y', SettingName: 'z' }],
      'intune-setting-status',
    ],
    ['10 Jamf Classic devices in JSON', { mobile_devices: [] }, 'jamf-classic-devices'],
    ['10 a Jamf Classic profile in JSON', { configuration_profile: { general: {} } }, 'jamf-profiles'],
    ['11 Jamf details', { totalCount: 1, results: [{ mobileDeviceId: '1', general: {} }] }, 'jamf-devices'],
    [
      '12 members of a group of Jamf',
      { totalCount: 1, results: [{ mobileDeviceId: '1', osVersion: '26.1', supervised: true }] },
      'jamf-devices',
    ],
    ['13 an older detail of Jamf', { deviceOwnershipLevel: 'x', type: 'ios', ios: {} }, 'jamf-devices'],
    [
      '14 a list of Jamf',
      {
        totalCount: 1,
        results: [{ id: '1', managementId: 'x', type: 'iOS', modelIdentifier: 'iPhone17,3' }],
      },
      'jamf-devices',
    ],
    [
      '15 a search of Workspace ONE',
      { Devices: [], Page: 0, PageSize: 500, Total: 0 },
      'workspace-one-devices',
    ],
    [
      '15 a detail of Workspace ONE',
      { friendlyName: 'x', enrollmentInfo: {}, platformInfo: {} },
      'workspace-one-devices',
    ],
    ['16 Directory', { kind: 'admin#directory#mobiledevices' }, 'google-directory-devices'],
    [
      '16 a row of Directory',
      { kind: 'admin#directory#mobiledevice', resourceId: 'x' },
      'google-directory-devices',
    ],
    ['17 Cloud Identity', { devices: [{ name: 'devices/x', deviceType: 'IOS' }] }, 'google-cloud-identity'],
    [
      '17 Android Management',
      { devices: [{ name: 'enterprises/a/devices/b' }] },
      'android-management-devices',
    ],
    ['17 policies of it', { policies: [{ name: 'enterprises/a/policies/b' }] }, 'android-management-policy'],
    [
      '18 a fragment',
      { name: 'x', cameraDisabled: true, playStoreMode: 'WHITELIST' },
      'android-management-policy',
    ],
    [
      '19 a declaration',
      { Type: 'com.apple.configuration.passcode.settings', Identifier: 'x', Payload: {} },
      'apple-declaration',
    ],
    [
      '20 SimpleMDM',
      { data: [{ type: 'device', attributes: { unique_identifier: 'x' } }] },
      'simplemdm-devices',
    ],
    [
      '21 Fleet',
      { hosts: [{ platform: 'ios', osquery_version: '', mdm: { enrollment_status: 'On' } }] },
      'fleet-hosts',
    ],
    ['22 a webhook', webhook('acknowledge_event'), 'apple-mdm-response'],
    ['22 a check-in by webhook', webhook('checkin_event'), 'apple-mdm-response'],
    ['23 the portal', 'Device ID,Device name,Last check-in,Compliance,Jailbroken\n', 'intune-devices-csv'],
    ['23 Devices', 'DeviceId,LastContact,CompliantState,OSVersion\n', 'intune-devices-csv'],
    ['23 compliance', 'IntuneDeviceId,AadDeviceId,ComplianceState\n', 'intune-devices-csv'],
    ['23 per setting', 'DeviceId,PolicyId,SettingStatus,SettingName\n', 'intune-setting-status'],
    ['23 Jamf Pro', 'Display Name,Last Inventory Update,Passcode Status\n', 'jamf-devices-csv'],
    ['23 Jamf School', 'DeviceUDID;EnrollType;OsVersion;IsSupervised;BackupEnabled\n', 'jamf-devices-csv'],
    ['23 GAM', 'resourceId,deviceId,serialNumber,name,email,status,type,os\n', 'google-directory-csv'],
  ])('%s', (_row, content, source) => {
    expect(yesOf(encode(content))).toEqual([source]);
  });

  it('and a list that only a mapping knows of none', () => {
    expect(yesOf(encode('Asset no;System;PIN set\nA-1;iPhone;yes\n'))).toEqual([]);
  });
});

const corpus = process.env['PASSMUSTER_CORPUS'] ?? '';

describe.skipIf(!existsSync(corpus) || !statSync(corpus).isDirectory())('files of other people', () => {
  it('are each of one source at most', () => {
    const files = readdirSync(corpus, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.length).toBeGreaterThan(0);
    const several = files.flatMap((file) => {
      const path = join(file.parentPath, file.name);
      const yes = yesOf(new Uint8Array(readFileSync(path)).subarray(0, 256 * 1024));
      return yes.length > 1 ? [`${relative(corpus, path)}: ${yes.join(', ')}`] : [];
    });
    expect(several).toEqual([]);
  });

  it('are each of the source that is asked first and says yes', () => {
    for (const file of readdirSync(join(corpus, 'synthetic-mdm'))) {
      const facts = detectionInput(file, new Uint8Array(readFileSync(join(corpus, 'synthetic-mdm', file))));
      if (!file.endsWith('.md')) expect(detectSource(facts, sources).yes, file).toBeDefined();
    }
  });
});
