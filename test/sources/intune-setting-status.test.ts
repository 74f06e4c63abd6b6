/** The state of one setting proves what the policy asks for, and nothing where only the policy knows what that is. */
import { describe, expect, it } from 'vitest';
import { tokenOf } from '../../src/artifacts/identity.ts';
import { checkNamed } from '../../src/artifacts/intune/setting-checks.ts';
import { observeState } from '../../src/artifacts/intune/setting-states.ts';
import { inputOf } from '../../src/io/input.ts';
import { isKnown, type Observation } from '../../src/model/observation.ts';
import type { RawEvent } from '../../src/read/events.ts';
import { readOpened } from '../../src/read/opened.ts';
import { csvOf, graphRow, idOf, iphone } from '../../tools/fixtures/intune-fleet.ts';
import { settingRow, type SettingRow, statesOf } from '../../tools/fixtures/intune-states.ts';
import { claim, device, is, verdict } from '../review/support.ts';

const where = { input: 'made-up.csv', locator: 'row 1, column SettingStatus', line: 2 };

function observed(name: string, state: string | undefined): Observation | undefined {
  const check = checkNamed(name);
  if (check === undefined) throw new Error(`no check is called ${name}`);
  return observeState(check, state, where);
}

const claimOf = (name: string, state: string | undefined) => {
  const one = observed(name, state);
  if (one === undefined) return undefined;
  return { setting: one.setting, says: isKnown(one) ? one.value : one.unknown };
};

describe('a check that every policy asks alike', () => {
  it.each<[string, string, boolean, boolean | 'ambiguous']>([
    ['IOSCompliancePolicy.PasscodeRequired', 'passcode.present', true, false],
    ['iosCompliancePolicy.securityBlockJailbrokenDevices', 'device.compromised', false, true],
    ['iosCompliancePolicy.passcodeBlockSimple', 'passcode.simple.allowed', false, 'ambiguous'],
    ['AndroidCompliancePolicy.PasswordRequired', 'passcode.present', true, false],
    ['androidDeviceOwnerCompliancePolicy.passwordRequired', 'passcode.present', true, false],
    ['androidWorkProfileCompliancePolicy.passwordRequired', 'passcode.present', true, false],
    ['aospDeviceOwnerCompliancePolicy.storageRequireEncryption', 'storage.encrypted', true, false],
    ['androidForWorkCompliancePolicy.securityBlockJailbrokenDevices', 'device.compromised', false, true],
    [
      'androidCompliancePolicy.securityRequireSafetyNetAttestationBasicIntegrity',
      'device.compromised',
      false,
      true,
    ],
    ['androidCompliancePolicy.securityDisableUsbDebugging', 'developer.usbDebugging', false, true],
    [
      'androidCompliancePolicy.securityPreventInstallAppsFromUnknownSources',
      'apps.unknownSources.allowed',
      false,
      true,
    ],
  ])('%s shows %s, met and not met', (name, setting, met, unmet) => {
    expect(claimOf(name, 'compliant')).toEqual({ setting, says: met });
    expect(claimOf(name, 'nonCompliant')).toEqual({ setting, says: unmet });
    expect(observed(name, 'compliant')?.layer).toBe('installed');
  });
});

describe('a check whose value stands in the policy', () => {
  it.each([
    ['iosCompliancePolicy.passcodeMinimumLength', 'passcode.minimumLength'],
    ['iosCompliancePolicy.osMinimumVersion', 'os.version'],
    ['androidDeviceOwnerCompliancePolicy.minAndroidSecurityPatchLevel', 'os.securityPatch'],
    ['androidDeviceOwnerCompliancePolicy.requiredPasswordComplexity', 'passcode.complexity'],
    ['iosGeneralDeviceConfiguration.iCloudRequireEncryptedBackup', 'backup.local.encrypted'],
    ['iosGeneralDeviceConfiguration.cameraBlocked', 'camera.allowed'],
    [
      'androidDeviceOwnerGeneralDeviceConfiguration.appsAllowInstallFromUnknownSources',
      'apps.unknownSources.allowed',
    ],
  ])('%s has no value when it is met, and a doubt when it is not', (name, setting) => {
    expect(claimOf(name, 'compliant')).toBeUndefined();
    for (const state of ['nonCompliant', 'error', 'conflict'])
      expect(claimOf(name, state)).toEqual({ setting, says: 'ambiguous' });
  });
});

describe('the word of a state', () => {
  const says = (state: string | undefined) => claimOf('iosCompliancePolicy.passcodeRequired', state)?.says;

  it.each(['Compliant', 'compliant', ' COMPLIANT '])('"%s" is met', (word) => expect(says(word)).toBe(true));
  it.each(['nonCompliant', 'Noncompliant', 'Not compliant'])('"%s" is not met', (word) =>
    expect(says(word)).toBe(false),
  );
  it.each(['unknown', 'notApplicable', 'Not applicable', 'notAssigned', 'Not evaluated', ''])(
    '"%s" says nothing',
    (word) => expect(says(word)).toBeUndefined(),
  );
  it.each(['error', 'Conflict', 'remediated', '2', '4', 'Konform', 'true', undefined])(
    '"%s" is a doubt',
    (word) => expect(says(word)).toBe('ambiguous'),
  );
});

describe('a verdict', () => {
  const passcode = { expression: is('passcode.present', true) };
  const length = { expression: is('passcode.minimumLength', 6) };
  const states = (name: string, state: string) => {
    const one = observed(name, state);
    return one === undefined ? [] : [one];
  };

  it('on a passcode follows the state', () => {
    const name = 'iosCompliancePolicy.passcodeRequired';
    expect(verdict(passcode, states(name, 'compliant'), device)).toBe('pass');
    expect(verdict(passcode, states(name, 'nonCompliant'), device)).toBe('fail');
    expect(verdict(passcode, states(name, 'conflict'), device)).toBe('unknown ambiguous');
    expect(verdict(passcode, states(name, 'notApplicable'), device)).toMatch(/^unknown/);
  });

  it('never passes by a policy that the phone says it does not meet', () => {
    const demanded = claim('passcode.minimumLength', 6, 'required');
    const name = 'iosCompliancePolicy.passcodeMinimumLength';
    expect(verdict(length, [demanded, ...states(name, 'compliant')], device)).toBe('pass');
    expect(verdict(length, [demanded, ...states(name, 'nonCompliant')], device)).toBe('unknown ambiguous');
    expect(verdict(length, [demanded, ...states(name, 'error')], device)).toBe('unknown ambiguous');
  });

  it('of the phone itself comes first', () => {
    const jailbroken = claim('device.compromised', true, 'observed');
    const met = states('iosCompliancePolicy.securityBlockJailbrokenDevices', 'compliant');
    expect(verdict({ expression: is('device.compromised', false) }, [jailbroken, ...met], device)).toBe(
      'fail',
    );
  });
});

async function read(name: string, text: string) {
  const input = await inputOf(name, Buffer.from(text));
  const events: RawEvent[] = [];
  for await (const event of readOpened(input, { asOf: '2026-11-20T23:59:59Z', identityKey: 'k' }))
    events.push(event);
  const subjects = events.flatMap((event) => (event.kind === 'subject' ? [event] : []));
  const [record] = events.flatMap((event) => (event.kind === 'input' ? [event.record] : []));
  return { subjects, record, codes: record?.notices.map(({ code }) => code) };
}

const row: SettingRow = {
  device: idOf(1),
  system: 'iOS',
  name: 'IOSCompliancePolicy.PasscodeRequired',
  status: 'Compliant',
};
const table = (...rows: readonly (SettingRow & { readonly more?: Readonly<Record<string, string>> })[]) =>
  csvOf(rows.map(({ more, ...one }) => ({ ...settingRow(one), OS: one.system, ...more })));

describe('a report', () => {
  it('keeps what two users of one phone have', async () => {
    const { subjects } = await read('r.csv', table(row, { ...row, status: 'Not compliant' }));
    expect(subjects).toHaveLength(1);
    expect(subjects[0]?.observations.map((one) => isKnown(one) && one.value)).toEqual([true, false]);
  });

  it.each<[string, Partial<SettingRow> & { readonly more?: Readonly<Record<string, string>> }]>([
    ['no device', { device: '' }],
    ['a name for a device', { device: 'iPhone of somebody' }],
    ['the system of another family', { system: 'Android' }],
    ['the system of a computer', { system: 'Windows' }],
  ])('with %s in a row leaves the row', async (_name, change) => {
    const { subjects, record, codes } = await read(
      'r.csv',
      table(row, { ...row, ...change, device: change.device ?? idOf(2) }),
    );
    expect(subjects).toHaveLength(1);
    expect(codes).toEqual(['record-unreadable']);
    expect(record?.status).toBe('partial');
  });

  it('with the names of two settings in a row knows neither', async () => {
    const more = { SettingName: 'IOSCompliancePolicy.SecurityBlockJailbrokenDevices' };
    const { subjects } = await read('r.csv', table({ ...row, more }));
    expect(subjects[0]?.observations.map((one) => isKnown(one) || one.unknown)).toEqual([
      'ambiguous',
      'ambiguous',
    ]);
  });

  it('with the column of the state twice does not know it', async () => {
    const { subjects } = await read('r.csv', table(row).replace('SettingStatus_loc', 'Setting Status'));
    expect(subjects[0]?.observations.map((one) => isKnown(one) || one.unknown)).toEqual(['ambiguous']);
  });

  it('counts computers and settings that it does not know', async () => {
    const laptop = { ...row, system: 'Windows', name: 'Windows10CompliancePolicy.BitLockerEnabled' };
    const other = { ...row, name: 'DefaultDeviceCompliancePolicy.RequireUserExistence' };
    const { record } = await read('r.csv', table(laptop, other, row));
    expect(record).toMatchObject({ status: 'read', subjects: 1, skipped: 2 });
  });

  it('without rows is incomplete', async () => {
    expect((await read('r.csv', `${table(row).split('\r\n')[0]}\r\n`)).record?.status).toBe('partial');
  });
});

describe('a policy that a phone has evaluated', () => {
  const token = tokenOf('intune-policy', idOf(700), 'k');
  const reached = async (name: string, text: string) =>
    (await read(name, text)).subjects[0]?.links?.of?.includes(token ?? '');
  const inventory = (state: string) => {
    const states = { ...statesOf('IOSCompliancePolicy', {}), state };
    return JSON.stringify([{ ...graphRow(iphone), deviceCompliancePolicyStates: [states] }]);
  };

  it.each<[string, boolean]>([
    ['Compliant', true],
    ['Not compliant', true],
    ['Conflict', true],
    ['Not applicable', false],
    ['Unknown', false],
    ['5', false],
  ])('with %s: does it reach the phone? %s', async (status, isReached) => {
    const numbered = { ...row, status, more: { SettingStatus: '1' } };
    expect(await reached('r.csv', table(numbered))).toBe(isReached);
    expect(await reached('d.json', inventory(status))).toBe(isReached);
  });
});

describe('the answer of Graph about one device', () => {
  const context = `https://graph.microsoft.com/v1.0/$metadata#deviceManagement/managedDevices('${idOf(1)}')/deviceCompliancePolicyStates`;
  const states = statesOf('IOSCompliancePolicy', { PasscodeRequired: 'compliant' });
  const page = (more: object) => JSON.stringify({ '@odata.context': context, value: [states], ...more });

  it('names the device in its address', async () => {
    const { subjects, record } = await read('s.json', page({}));
    expect(subjects.map(({ subject }) => subject.id)).toEqual([idOf(1)]);
    expect(record).toMatchObject({ source: 'intune-setting-status', status: 'read' });
  });

  it('is one page of several where it says so', async () => {
    expect((await read('s.json', page({ '@odata.nextLink': 'https://graph.example/2' }))).codes).toEqual([
      'pages-left',
    ]);
  });

  it('may hold one policy in place of a list', async () => {
    expect((await read('s.json', page({ value: states }))).subjects).toHaveLength(1);
  });

  it('with a state twice does not know it', async () => {
    const text = page({}).replace('"state":"compliant"', '"state":"nonCompliant","state":"compliant"');
    const { subjects } = await read('s.json', text);
    expect(subjects[0]?.observations.map((one) => isKnown(one) || one.unknown)).toEqual(['ambiguous']);
  });
});

it('apps of a device are named in a notice, where there are any, and in no fact', async () => {
  const apps = [{ displayName: 'WhatsApp', version: '1' }];
  const listed = (value: unknown) =>
    read('d.json', JSON.stringify([{ ...graphRow(iphone), detectedApps: value }]));
  const some = await listed(apps);
  expect(some.codes).toEqual(['report-without-evidence']);
  expect(JSON.stringify(some)).not.toContain('WhatsApp');
  expect(some.subjects[0]?.observations.filter(({ setting }) => setting.startsWith('app'))).toEqual([]);
  for (const none of [[], null]) expect((await listed(none)).codes).toEqual([]);
});

describe('the states in a row of the inventory', () => {
  const inventory = (more: object) => read('d.json', JSON.stringify([{ ...graphRow(iphone), ...more }]));
  const states = statesOf('IOSCompliancePolicy', { PasscodeRequired: 'compliant' });
  const passcodes = ({ subjects }: Awaited<ReturnType<typeof read>>) =>
    subjects[0]?.observations
      .filter(({ setting }) => setting === 'passcode.present')
      .map((one) => isKnown(one) || one.unknown);

  it('belong to the device, in either case of letters', async () => {
    expect(passcodes(await inventory({ deviceCompliancePolicyStates: [states] }))).toEqual([true]);
    const pascal = {
      DisplayName: 'x',
      SettingStates: [{ Setting: 'IOSCompliancePolicy.PasscodeRequired', State: 'Compliant' }],
    };
    expect(passcodes(await inventory({ DeviceCompliancePolicyStates: [pascal] }))).toEqual([true]);
  });

  it('of a device that never came in are none', async () => {
    const never = { lastSyncDateTime: '0001-01-01T00:00:00Z', deviceCompliancePolicyStates: [states] };
    expect(passcodes(await inventory(never))).toEqual([]);
  });

  it.each([null, {}, 'x', [null], [{ settingStates: null }], [{ settingStates: [1] }]])(
    'as %j say nothing',
    async (value) => {
      const read = await inventory({ deviceCompliancePolicyStates: value });
      expect(passcodes(read)).toEqual([]);
      expect(read.record?.status).toBe('read');
    },
  );
});
