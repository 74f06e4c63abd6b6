/** Policies of Intune come to the phones that the export says they reach, and to no other: folders as a backup writes them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isKnown } from '../../src/model/observation.ts';
import { readApart, readPaths } from '../../src/read/paths.ts';
import { csvOf, fleet, graphRow, idOf, iphone, portalRow } from '../../tools/fixtures/intune-fleet.ts';
import { settingRow } from '../../tools/fixtures/intune-states.ts';
import { utf16 } from '../support/bytes.ts';

const asOf = '2026-11-20T23:59:59Z';
const folder = mkdtempSync(join(tmpdir(), 'passmuster-reach-'));
afterAll(() => rmSync(folder, { recursive: true }));
let runs = 0;

type Files = Readonly<Record<string, unknown>>;

/** Reads the files together: phone → what reaches it from policies, and the notices of each file. */
async function reach(files: Files, key: { readonly identityKey?: string } = { identityKey: 'of the tests' }) {
  runs += 1;
  const root = join(folder, `${runs}`);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    const isText = typeof content === 'string' || content instanceof Uint8Array;
    writeFileSync(join(root, name), isText ? content : JSON.stringify(content));
  }
  const reached: Record<string, string[]> = {};
  const codes: Record<string, string[]> = {};
  const notes = new Set<string>();
  for await (const event of readPaths([root], { asOf, ...key })) {
    const short = (path: string) => path.slice(path.indexOf(`/${runs}/`) + `/${runs}/`.length);
    if (event.kind === 'input')
      codes[short(event.record.path)] = event.record.notices.map(({ code }) => code);
    else if (event.subject.kind === 'device')
      reached[event.subject.id.slice(-1)] = event.observations
        .filter(({ layer }) => layer !== 'observed')
        .map((one) => {
          for (const note of one.notes ?? []) notes.add(note);
          const value = isKnown(one) ? String(one.value) : one.unknown;
          return `${short(one.evidence.input)} ${one.layer} ${one.setting} ${value}`;
        });
  }
  const phones = Object.keys(reached).filter((id) => (reached[id] ?? []).length > 0);
  return { reached, phones, codes, notes: [...notes] };
}

const graph = 'https://graph.microsoft.com/beta/$metadata#';
const inventory = { '@odata.context': `${graph}deviceManagement/managedDevices`, value: fleet.map(graphRow) };
const target = (name: string, groupId?: string, more: object = {}) => ({
  target: { '@odata.type': `#microsoft.graph.${name}AssignmentTarget`, groupId, ...more },
});
const [everyPhone, everyUser] = [target('allDevices'), target('allLicensedUsers')];
const group = (id: number) => target('group', idOf(id));
const except = (id: number) => target('exclusionGroup', idOf(id));
const policy = (minimum: number, assignments?: readonly unknown[], more: object = {}) => ({
  '@odata.type': '#microsoft.graph.iosGeneralDeviceConfiguration',
  id: idOf(700),
  displayName: `At least ${minimum}`,
  passcodeMinimumLength: minimum,
  ...(assignments === undefined ? {} : { assignments }),
  ...more,
});
const android = (minimum: number, assignments: readonly unknown[]) => ({
  ...policy(minimum, assignments),
  '@odata.type': '#microsoft.graph.androidDeviceOwnerGeneralDeviceConfiguration',
  passcodeMinimumLength: undefined,
  passwordMinimumLength: minimum,
});
const device = (number: number) => ({
  '@odata.type': '#microsoft.graph.device',
  deviceId: idOf(900 + number),
});
const user = (number: number) => ({
  '@odata.type': '#microsoft.graph.user',
  userPrincipalName: `USER${number}@example.com`,
});
const groups = (...all: readonly [id: number, members?: readonly unknown[]][]) => ({
  '@odata.context': `${graph}groups(members())`,
  value: all.map(([id, members]) => ({
    id: idOf(id),
    displayName: 'Synthetic group',
    ...(members === undefined ? {} : { members }),
  })),
});

describe('a policy of Intune', () => {
  it('for all devices reaches the phones of its platform, and evidence names its file', async () => {
    const { reached } = await reach({ 'devices.json': inventory, 'policy.json': policy(6, [everyPhone]) });
    const said = ['policy.json required passcode.minimumLength 6'];
    expect(reached).toEqual({ 1: said, 2: said, 3: said, 4: [], 5: [], 6: [] });
    const other = await reach({ 'devices.json': inventory, 'policy.json': android(6, [everyPhone]) });
    expect(other.phones).toEqual(['4', '5', '6']);
  });

  it.each<[string, readonly unknown[], readonly string[]]>([
    ['reaches members of its group alone', [group(1)], ['1']],
    ['reaches the phones of members', [group(2)], ['3']],
    ['reaches members of any of its groups', [group(1), group(2)], ['1', '3']],
    ['does not reach who is left out', [everyPhone, except(1)], ['2', '3']],
    ['does not reach the phones of users who are left out', [everyPhone, except(2)], ['1', '2']],
    ['reaches nobody in a group without known members', [group(3)], []],
    ['reaches nobody where a group without known members is left out', [everyPhone, except(3)], []],
    ['reaches nobody where a group whose members are cut off is left out', [everyPhone, except(4)], []],
    ['reaches who is known of a group that is cut off', [group(4)], ['2']],
    ['reaches nobody in a group that no export holds', [group(5)], []],
    ['reaches nobody where a group that no export holds is left out', [everyPhone, except(5)], []],
    ['reaches nobody where nobody is named but who is left out', [except(1)], []],
    ['reaches nobody for want of assignments', [], []],
    ['does not reach through all users', [everyUser], []],
    [
      'does not reach through a filter',
      [target('allDevices', undefined, { deviceAndAppManagementAssignmentFilterType: 'include' }), group(1)],
      ['1'],
    ],
    ['reaches nobody where a target cannot be read', [everyPhone, 'System.Collections.Hashtable'], []],
    [
      'reaches nobody where a group is known by its name',
      [target('group', undefined, { groupName: 'x' })],
      [],
    ],
  ])('%s', async (_name, assignments, expected) => {
    const { phones } = await reach({
      'devices.json': inventory,
      'groups.json': groups([1, [device(1)]], [2, [user(3)]], [3], [4, [device(2), { id: 'x' }]]),
      'policy.json': policy(6, assignments),
    });
    expect(phones).toEqual(expected);
  });

  it('reaches members as objects of PowerShell hold them, and no address leaves the reader', async () => {
    const members = [1, 3].map((number) => ({
      Id: idOf(number),
      AdditionalProperties: number === 1 ? device(number) : user(number),
    }));
    const list = [
      { Id: idOf(1), SecurityEnabled: true, MailEnabled: false, GroupTypes: [], Members: members },
    ];
    const files = { 'devices.json': inventory, 'g.json': utf16(JSON.stringify(list, null, 4), 'le') };
    const { phones } = await reach({ ...files, 'policy.json': policy(6, [group(1)]) });
    expect(phones).toEqual(['1', '3']);
    const events: unknown[] = [];
    for await (const event of readApart([join(folder, `${runs}`, 'g.json')], { asOf, identityKey: 'x' }))
      events.push(event);
    expect(JSON.stringify(events)).toContain('"facts"');
    expect(JSON.stringify(events)).not.toMatch(/example\.com|00000000-0000-4000/i);
  });

  it('that is assigned to nobody by its own word reaches nobody', async () => {
    const files = {
      'devices.json': inventory,
      'policy.json': policy(6, [everyPhone], { isAssigned: false }),
    };
    expect((await reach(files)).phones).toEqual([]);
  });

  it('for apps on phones without management does not reach one under it', async () => {
    const protection = (levels?: string) => ({
      '@odata.type': '#microsoft.graph.iosManagedAppProtection',
      id: idOf(701),
      displayName: 'Synthetic protection',
      dataBackupBlocked: true,
      appGroupType: 'allApps',
      assignments: [group(1)],
      ...(levels === undefined ? {} : { targetedAppManagementLevels: levels }),
    });
    const members = groups([1, [user(1)]]);
    const of = async (levels?: string) =>
      (await reach({ 'd.json': inventory, 'g.json': members, 'p.json': protection(levels) })).phones;
    expect([await of(), await of('unspecified'), await of('unmanaged')]).toEqual([['1'], ['1'], []]);
  });

  it('reaches by the portal’s table as by Graph', async () => {
    const table = csvOf(fleet.map((one) => portalRow(one, 'Azure AD')));
    const files = {
      'devices.csv': table,
      'groups.json': groups([1, [device(1)]], [2, [user(3)]]),
      'policy.json': policy(6, [group(1), group(2)]),
    };
    expect((await reach(files)).phones).toEqual(['1', '3']);
  });

  it('does not reach a phone that is in no directory, though a group names such', async () => {
    const nought = '00000000-0000-0000-0000-000000000000';
    const rows = [{ ...graphRow(iphone), azureADDeviceId: nought, userPrincipalName: '' }];
    const member = { '@odata.type': '#microsoft.graph.device', deviceId: nought };
    const files = {
      'devices.json': { ...inventory, value: rows },
      'groups.json': groups([1, [member]]),
      'policy.json': policy(6, [group(1)]),
    };
    expect((await reach(files)).phones).toEqual([]);
  });

  it('reaches a phone that has evaluated it, whoever is left out', async () => {
    const states = [{ id: idOf(700), state: 'compliant', settingStates: [] }];
    const rows = [{ ...graphRow(iphone), deviceConfigurationStates: states }, ...inventory.value.slice(1)];
    const files = {
      'devices.json': { ...inventory, value: rows },
      'policy.json': policy(6, [everyPhone, except(5)]),
    };
    expect((await reach(files)).phones).toEqual(['1']);
  });

  it('reaches a phone of which a report says that it has evaluated it', async () => {
    const name = 'IOSCompliancePolicy.PasscodeMinimumLength';
    const rows = [1, 2].map((number) =>
      settingRow({
        device: idOf(number),
        system: 'iOS',
        name,
        status: number === 1 ? 'Compliant' : 'Not applicable',
      }),
    );
    const files = { 'devices.json': inventory, 'status.csv': csvOf(rows), 'policy.json': policy(6) };
    expect((await reach(files)).phones).toEqual(['1']);
  });

  it('and another one that say different things both reach the phone', async () => {
    const { reached } = await reach({
      'devices.json': inventory,
      'a.json': policy(4, [everyPhone]),
      'b.json': { ...policy(6, [everyPhone]), id: idOf(702) },
    });
    expect(reached['1']).toEqual([
      'a.json required passcode.minimumLength 4',
      'b.json required passcode.minimumLength 6',
    ]);
  });

  it('of compliance is still checked only, where it reaches a phone', async () => {
    const compliance = {
      '@odata.type': '#microsoft.graph.iosCompliancePolicy',
      id: idOf(703),
      displayName: 'Synthetic',
      passcodeMinimumLength: 6,
      assignments: [everyPhone],
    };
    const { notes, phones } = await reach({ 'devices.json': inventory, 'policy.json': compliance });
    expect(phones).toEqual(['1', '2', '3']);
    expect(notes).toContain('checked-not-enforced');
  });

  it('reaches nobody without a key to join by, but all devices', async () => {
    const files = { 'devices.json': inventory, 'groups.json': groups([1, [device(1)]]) };
    const by = async (...assignments: readonly unknown[]) =>
      (await reach({ ...files, 'policy.json': policy(6, assignments) }, {})).phones;
    expect(await by(group(1))).toEqual([]);
    expect(await by(everyPhone)).toEqual(['1', '2', '3']);
    expect(await by(everyPhone, except(2))).toEqual([]);
  });
});

describe('assignments beside a policy', () => {
  const powershell = (value: unknown) => utf16(JSON.stringify(value, null, 4).replaceAll('\n', '\r\n'), 'le');
  const backup = (assignments: unknown, more: Files = {}) =>
    reach({
      'devices.json': inventory,
      'backup/Device Configurations/Phones.json': powershell(policy(6)),
      'backup/Device Configurations/Assignments/Phones.json': powershell(assignments),
      ...more,
    });

  it('are those of the policy of that name', async () => {
    const other = { ...policy(8), id: idOf(704) };
    const { reached } = await backup([{ id: 'a', ...everyPhone }], {
      'backup/Device Configurations/phones.json': other,
      'backup/Others/Phones.json': other,
    });
    expect(reached['1']).toEqual([
      'backup/Device Configurations/Phones.json required passcode.minimumLength 6',
    ]);
    expect(reached['4']).toEqual([]);
  });

  it('are told in place of the notice that they are not there', async () => {
    const policyFile = 'backup/Device Configurations/Phones.json';
    expect((await backup([{ id: 'a', ...everyPhone }])).codes[policyFile]).toEqual([]);
    const alone = { 'devices.json': inventory, [policyFile]: policy(6) };
    expect((await reach(alone)).codes[policyFile]).toEqual(['assignment-not-exported']);
  });

  it('are read where PowerShell wrote one without its list', async () => {
    expect((await backup({ id: 'a', ...everyPhone })).phones).toEqual(['1', '2', '3']);
  });

  it('reach nobody where they are cut, not for phones, or of another file', async () => {
    expect((await backup([{ id: 'a', target: 'System.Collections.Hashtable' }])).phones).toEqual([]);
    expect(
      (
        await backup([
          { id: 'a', ...everyPhone },
          { id: 'b', ...except(9) },
        ])
      ).phones,
    ).toEqual([]);
    const apart = {
      'devices.json': inventory,
      'Phones.json': policy(6),
      'Other/Assignments/Phones.json': [{ id: 'a', ...everyPhone }],
    };
    expect((await reach(apart)).phones).toEqual([]);
  });

  it('of a page that is cut reach nobody, for the rest may leave somebody out', async () => {
    const context = `${graph}deviceManagement/deviceConfigurations('x')/assignments`;
    const page = { '@odata.context': context, value: [{ id: 'a', ...everyPhone }] };
    expect((await backup(page)).phones).toEqual(['1', '2', '3']);
    const cut = await backup({ ...page, '@odata.nextLink': 'https://graph.microsoft.com/next' });
    expect(cut.phones).toEqual([]);
    expect(cut.codes['backup/Device Configurations/Assignments/Phones.json']).toContain('pages-left');
  });

  it('name no policy of a file of several', async () => {
    const list = [policy(6), { ...policy(8), id: idOf(705) }];
    const files = { 'backup/Device Configurations/Phones.json': list };
    expect((await backup([{ id: 'a', ...everyPhone }], files)).phones).toEqual([]);
  });
});
