/** Whom a policy of Intune reaches: the targets of Microsoft Graph, in whatever case a tool writes their keys. */
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/formats/json.ts';
import { assignmentTargets } from '../../src/artifacts/intune/assignments.ts';
import { foldKeys } from '../../src/sources/intune-policy/policy.ts';

const targetsOf = (policy: object) => {
  const node = parseJson(JSON.stringify(policy));
  return node.type === 'map'
    ? assignmentTargets(foldKeys(node, { node, pointer: '' }).node.entries.get('assignments'))
    : undefined;
};
const target = (name: string, rest: object = {}) => ({
  target: {
    '@odata.type': `#microsoft.graph.${name}`,
    deviceAndAppManagementAssignmentFilterId: null,
    deviceAndAppManagementAssignmentFilterType: 'none',
    ...rest,
  },
});
const nobody = {
  allDevices: false,
  allUsers: false,
  groups: [],
  exceptGroups: [],
  isFiltered: false,
  unreadable: 0,
};

describe('targets of a policy', () => {
  it.each<[name: string, assignments: unknown[], expected: object]>([
    ['nobody', [], {}],
    ['all devices', [target('allDevicesAssignmentTarget')], { allDevices: true }],
    ['all users', [target('allLicensedUsersAssignmentTarget')], { allUsers: true }],
    [
      'groups, and a group left out',
      [
        target('groupAssignmentTarget', { groupId: 'a' }),
        target('groupAssignmentTarget', { groupId: 'b' }),
        target('exclusionGroupAssignmentTarget', { groupId: 'c' }),
      ],
      { groups: ['a', 'b'], exceptGroups: ['c'] },
    ],
    [
      'a filter',
      [target('allDevicesAssignmentTarget', { deviceAndAppManagementAssignmentFilterType: 'exclude' })],
      { isFiltered: true },
    ],
    [
      'what cannot be read',
      [target('groupAssignmentTarget'), target('somethingNewTarget'), {}, 'System.Collections.Hashtable'],
      { unreadable: 4 },
    ],
  ])('%s', (_name, assignments, expected) =>
    expect(targetsOf({ assignments })).toEqual({ ...nobody, ...expected }),
  );

  it('are not known without the member', () => {
    expect(targetsOf({})).toBeUndefined();
    expect(targetsOf({ assignments: null })).toBeUndefined();
  });

  it('are read from objects of PowerShell', () => {
    const assignment = {
      Target: { '@odata.type': '#microsoft.graph.groupAssignmentTarget', GroupId: 'a' },
    };
    expect(targetsOf({ Assignments: [assignment] })).toEqual({ ...nobody, groups: ['a'] });
  });
});
