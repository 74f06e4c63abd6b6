/** Device lists that contradict themselves, or say in an unknown way what they are about: nothing of it passes, nothing vanishes. */
import { describe, expect, it } from 'vitest';
import { mask } from '../../src/secret.ts';
import { readText, said } from './support-read.ts';

const seen = '2026-11-20T06:00:00Z';

const intune = (more: object) => ({
  id: '7f0f7a50-0000-4000-8000-000000000001',
  deviceName: 'made up',
  operatingSystem: 'iOS',
  osVersion: '26.1',
  managedDeviceOwnerType: 'company',
  lastSyncDateTime: seen,
  isEncrypted: true,
  ...more,
});
const inIntune = (more: object) => readText(JSON.stringify({ value: [intune(more)] }));
const inJamf = (more: object) =>
  readText(
    JSON.stringify({
      totalCount: 1,
      results: [
        {
          mobileDeviceId: '1',
          deviceType: 'iOS',
          general: { osVersion: '26.1', supervised: true, lastInventoryUpdateDate: seen },
          security: { passcodePresent: true },
          ...more,
        },
      ],
    }),
  );
const inFleet = (platform: unknown) =>
  readText(JSON.stringify({ hosts: [{ id: 1, platform, osquery_version: '', os_version: 'iOS 26.1' }] }));
const inWorkspaceOne = (platform: unknown) =>
  readText(
    JSON.stringify({ Devices: [{ Uuid: 'u', Platform: platform, LastSeen: seen }], Total: 1, PageSize: 500 }),
  );
const inSimple = (product: unknown) =>
  readText(
    JSON.stringify({
      data: [{ type: 'device', id: 1, attributes: { unique_identifier: 'x', product_name: product } }],
      has_more: false,
    }),
  );

const state = (word: string) => [{ setting: 'iosCompliancePolicy.PasscodeRequired', state: word }];
const policy = (more: object) => ({ id: 'p', state: 'compliant', ...more });

describe('what stands twice', () => {
  it.each<[string, object, string]>([
    [
      'the moment in the bag of PowerShell and beside it',
      { AdditionalProperties: { lastSyncDateTime: '2024-01-01T00:00:00Z' } },
      'storage.encrypted',
    ],
    [
      'the states of a policy in two spellings',
      {
        deviceCompliancePolicyStates: [
          policy({ settingStates: state('compliant'), SettingStates: state('nonCompliant') }),
        ],
      },
      'passcode.present',
    ],
    [
      'the list of policies in two spellings',
      {
        deviceCompliancePolicyStates: [policy({ settingStates: state('compliant') })],
        DeviceCompliancePolicyStates: [],
      },
      'passcode.present',
    ],
    [
      'the name of the check',
      {
        deviceCompliancePolicyStates: [
          policy({ settingStates: [{ ...state('compliant')[0], Setting: 'another' }] }),
        ],
      },
      'passcode.present',
    ],
    [
      'a check of another system',
      {
        operatingSystem: 'Android',
        deviceCompliancePolicyStates: [policy({ settingStates: state('compliant') })],
      },
      'passcode.present',
    ],
  ])('in a row of Intune is in doubt: %s', async (_name, more, setting) => {
    const { subjects } = await inIntune(more);
    const found = said(subjects[0]?.observations ?? [], setting);
    expect(new Set(found)).toEqual(new Set(['ambiguous']));
  });

  it('in a row of Jamf is in doubt: a section in two spellings', async () => {
    const { subjects } = await inJamf({ Security: { passcodePresent: false } });
    expect(said(subjects[0]?.observations ?? [], 'passcode.present')).toEqual(['ambiguous']);
  });
});

describe('a second spelling', () => {
  it('of the users of a device hides none of them', async () => {
    const user = (passwordState: string) => [
      { passwordState, managementState: 'APPROVED', lastSyncTime: seen },
    ];
    const { subjects } = await readText(
      JSON.stringify({
        devices: [
          {
            name: 'devices/made1',
            deviceType: 'ANDROID',
            lastSyncTime: seen,
            users: user('PASSWORD_SET'),
            Users: user('PASSWORD_NOT_SET'),
          },
        ],
      }),
    );
    expect(said(subjects[0]?.observations ?? [], 'passcode.present')).toEqual([true, false]);
  });

  it('of what Fleet says of a host makes none of it readable', async () => {
    const text =
      'apiVersion: v1\nkind: host\nspec:\n  id: 1\n  platform: ios\n  os_version: iOS 26.1\nSpec:\n  platform: ios\n';
    const { record } = await readText(text, 'hosts.yml');
    expect(record).toMatchObject({ status: 'partial', subjects: 0 });
  });
});

describe('a row of a table', () => {
  const portal =
    'Device ID,Device name,Last check-in,Compliance,Jailbroken,OS,OS version,Encrypted,Serial number';
  it.each([
    ['a serial number', ',,,,,,,,MADEUP0001'],
    ['a flag', ',,,,,,,True,'],
  ])('with nothing but %s is no heading', async (_name, row) => {
    const { record, codes } = await readText(`${portal}\r\n${row}\r\n`, 'export.csv');
    expect(record).toMatchObject({ status: 'partial', skipped: 0 });
    expect(codes).toContain('record-unreadable');
  });

  it('says by 0 what no word beside it takes back', async () => {
    const columns =
      'DeviceId,DeviceName,OSVersion,LastContact,CompliantState,OS,OwnerType,IsEncrypted,EncryptionStatusString';
    const row = 'd-1,made up,26.1,2026-11-20 06:00:00.0000000,Compliant,iOS,Corporate,0,Encrypted';
    const { subjects } = await readText(`${columns}\r\n${row}\r\n`, 'export.csv');
    expect(said(subjects[0]?.observations ?? [], 'storage.encrypted')).toEqual([false]);
  });

  it('of single settings whose values have moved does not vanish', async () => {
    const columns = 'DeviceId,DeviceName,PolicyId,SettingNm,SettingName,SettingStatus,OS';
    const row =
      '7f0f7a50-0000-4000-8000-000000000001,made up,iosCompliancePolicy.PasscodeRequired,x,Not compliant,iOS,';
    const { record, codes } = await readText(`${columns}\r\n${row}\r\n`, 'export.csv');
    expect(record).toMatchObject({ status: 'partial', skipped: 0 });
    expect(codes).toContain('record-unreadable');
  });
});

describe('a row that may be of a phone', () => {
  it.each([
    ['Fleet', 'iOS', inFleet],
    ['Fleet', ' ios', inFleet],
    ['Fleet', 1, inFleet],
    ['Workspace ONE', 'iOS', inWorkspaceOne],
    ['Workspace ONE', 'AndroidEnterprise', inWorkspaceOne],
    ['SimpleMDM', 'Phone', inSimple],
  ])('does not vanish among the computers: %s, %j', async (_product, platform, read) => {
    const { record, codes } = await read(platform);
    expect(record).toMatchObject({ status: 'partial', subjects: 0, skipped: 0 });
    expect(codes).toContain('record-unreadable');
  });

  it.each([
    ['Fleet', 'darwin', inFleet],
    ['Fleet', '', inFleet],
    ['Fleet', null, inFleet],
    ['Workspace ONE', 'WinRT', inWorkspaceOne],
    ['SimpleMDM', 'VirtualMac2,1', inSimple],
  ])('and one that is not is counted: %s, %j', async (_product, platform, read) => {
    const { record } = await read(platform);
    expect(record).toMatchObject({ status: 'read', subjects: 0, skipped: 1 });
  });
});

describe('what scrubbing and shifting leave', () => {
  it.each(['[REDACTED]', '****', 'Unknown', 'a.person@example.org'])(
    '%s names no device, no model and no enrolment',
    async (word) => {
      const { subjects } = await inIntune({ id: word, model: word, deviceEnrollmentType: word });
      const text = JSON.stringify(subjects.map(({ subject }) => subject));
      expect(subjects).toHaveLength(1);
      expect(text).not.toContain(word);
    },
  );
});

describe('an address in the place of a value', () => {
  it('is ambiguous and not shown', async () => {
    const { subjects } = await inIntune({ osVersion: 'a.person@example.org' });
    const version = (subjects[0]?.observations ?? []).find(({ setting }) => setting === 'os.version');
    expect(version).toMatchObject({ unknown: 'ambiguous', evidence: { value: mask } });
  });
});

describe('tables one after the other', () => {
  const columns = 'Device ID,Device name,Last check-in,Compliance,Jailbroken,OS,OS version,Encrypted';
  const row = (last: number) => `d-${last},made up,2026-11-20 06:00:00.0000000,Compliant,False,iOS,26.1,True`;
  it.each([
    ['the same columns', columns],
    ['with a byte order mark', `\uFEFF${columns}`],
    ['in another order', 'Device ID,Encrypted,Device name,Last check-in,Compliance,Jailbroken,OS,OS version'],
    ['fewer of them', 'Device ID,Device name,Last check-in,Compliance,Jailbroken,OS,OS version'],
  ])('are partial where a second header stands: %s', async (_name, second) => {
    const text = [columns, row(1), second, row(2)].map((line) => `${line}\r\n`).join('');
    const { record, codes } = await readText(text, 'export.csv');
    expect(record.status).toBe('partial');
    expect(codes).toContain('record-unreadable');
  });
});
