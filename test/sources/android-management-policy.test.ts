import { describe, expect, it } from 'vitest';
import { inputOf } from '../../src/io/input.ts';
import { isKnown, type Observation } from '../../src/model/observation.ts';
import source from '../../src/sources/android-management-policy/index.ts';
import type { ReadItem } from '../../src/sources/define.ts';
import { detectionInput } from '../../src/sources/detect.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const whole = { name: 'enterprises/LC00synthetic/policies/unit-synthetic' };

async function readText(text: string): Promise<ReadItem[]> {
  const input = await inputOf('unit.json', encode(text));
  const items: ReadItem[] = [];
  for await (const item of source.read(input, { asOf: '2026-11-20T23:59:59Z' })) items.push(item);
  return items;
}

async function observe(policy: string | object): Promise<Observation[]> {
  const items = await readText(typeof policy === 'string' ? policy : JSON.stringify(policy));
  return items.flatMap((item) => (item.kind === 'subject' ? item.observations : []));
}

/** The values of a setting, or the reasons why there is none. */
function said(observations: readonly Observation[], setting: string, scope?: string): unknown[] {
  return observations
    .filter((one) => one.setting === setting && one.scope === scope)
    .map((one) => (isKnown(one) ? one.value : one.unknown));
}

describe('detection', () => {
  const cases: [string, string, 'no' | 'maybe' | 'yes'][] = [
    ['a policy by its name', '{"name":"enterprises/LC0/policies/p"}', 'yes'],
    ['a device', '{"name":"enterprises/LC0/devices/d","cameraAccess":1,"playStoreMode":1}', 'no'],
    ['a fragment of two fields', '{"playStoreMode":"WHITELIST","cameraDisabled":true}', 'yes'],
    ['a fragment of one field and a title', '{"name":"Synthetic","cameraDisabled":true}', 'maybe'],
    ['one field alone', '{"cameraDisabled":true}', 'no'],
    ['fields that occur everywhere', '{"name":"x","version":"1","applications":[]}', 'no'],
    ['a page', '{"policies":[{"name":"enterprises/LC0/policies/p"}]}', 'yes'],
    ['a page without rows', '{"policies":[],"nextPageToken":"t"}', 'maybe'],
    ['a page of devices', '{"devices":[{"name":"enterprises/LC0/devices/d"}]}', 'no'],
    ['an array', '[{"smsDisabled":true,"funDisabled":true}]', 'yes'],
    ['Intune', '{"@odata.type":"#microsoft.graph.x","cameraAccess":1,"playStoreMode":1}', 'no'],
    ['an Intune page', '{"@odata.context":"c","policies":[{"cameraAccess":1,"playStoreMode":1}]}', 'no'],
    ['text', 'cameraAccess playStoreMode', 'no'],
  ];
  it.each(cases)('%s', (_name, text, expected) => {
    expect(source.detect(detectionInput('unit.json', encode(text)))).toBe(expected);
  });
});

describe('passwordQuality', () => {
  const reason = 'not-reported';
  // quality, passcode.required, passcode.simple.allowed, passcode.minimumLength when 6 is asked
  const cases: [string, unknown[], unknown[], unknown[]][] = [
    ['PASSWORD_QUALITY_UNSPECIFIED', [], [], [reason]],
    ['BIOMETRIC_WEAK', [reason], [reason], [reason]],
    ['SOMETHING', [true], [true], [reason]],
    ['NUMERIC', [true], [reason], [6]],
    ['NUMERIC_COMPLEX', [true], [false], [6]],
    ['ALPHABETIC', [true], [false], [6]],
    ['ALPHANUMERIC', [true], [false], [6]],
    ['COMPLEX', [true], [false], [6]],
    ['COMPLEXITY_LOW', [true], [true], [reason]],
    ['COMPLEXITY_MEDIUM', [true], [false], [reason]],
    ['COMPLEXITY_HIGH', [true], [false], [reason]],
    ['STRONGER_THAN_EVER', ['ambiguous'], ['ambiguous'], ['ambiguous']],
  ];
  it.each(cases)('%s', async (passwordQuality, required, simple, length) => {
    const entry = { passwordScope: 'SCOPE_DEVICE', passwordQuality, passwordMinimumLength: 6 };
    const observations = await observe({ passwordPolicies: [entry], playStoreMode: 'WHITELIST' });
    expect(said(observations, 'passcode.required')).toEqual(required);
    expect(said(observations, 'passcode.simple.allowed')).toEqual(simple);
    expect(said(observations, 'passcode.minimumLength')).toEqual(length);
  });

  it('reads no length out of a complexity band', async () => {
    const entry = { passwordScope: 'SCOPE_DEVICE', passwordQuality: 'COMPLEXITY_HIGH' };
    expect(said(await observe({ ...whole, passwordPolicies: [entry] }), 'passcode.minimumLength')).toEqual(
      [],
    );
  });
});

describe('passwordScope', () => {
  const entry = { passwordQuality: 'NUMERIC', passwordMinimumLength: 6 };
  const cases: [string, object, unknown[]][] = [
    ['of the device counts', { passwordPolicies: [{ ...entry, passwordScope: 'SCOPE_DEVICE' }] }, [true]],
    [
      'of the work profile is not the phone',
      { passwordPolicies: [{ ...entry, passwordScope: 'SCOPE_PROFILE' }] },
      [],
    ],
    ['that is absent decides nothing', { passwordPolicies: [entry] }, ['not-reported']],
    [
      'unspecified',
      { passwordPolicies: [{ ...entry, passwordScope: 'SCOPE_UNSPECIFIED' }] },
      ['not-reported'],
    ],
    ['of an unknown word', { passwordPolicies: [{ ...entry, passwordScope: 'SCOPE_MOON' }] }, ['ambiguous']],
    ['in the older field', { passwordRequirements: { ...entry, passwordScope: 'SCOPE_DEVICE' } }, [true]],
    ['an entry that is no object', { passwordPolicies: [7] }, ['ambiguous']],
    ['a list that is none', { passwordPolicies: {} }, ['ambiguous']],
    ['no entry at all: the default', {}, [false]],
    ['an empty list: the default', { passwordPolicies: [] }, [false]],
  ];
  it.each(cases)('%s', async (_name, policy, expected) => {
    expect(said(await observe({ ...whole, ...policy }), 'passcode.required')).toEqual(expected);
  });

  it('beside passwordPolicies the older field decides nothing', async () => {
    const passwordPolicies = [
      { passwordScope: 'SCOPE_DEVICE', passwordQuality: 'NUMERIC', passwordMinimumLength: 4 },
    ];
    const passwordRequirements = { ...entry, passwordScope: 'SCOPE_DEVICE', passwordMinimumLength: 9 };
    const observations = await observe({ ...whole, passwordPolicies, passwordRequirements });
    expect(said(observations, 'passcode.minimumLength')).toEqual([4, 'not-reported']);
  });
});

describe('numbers of passcodes and of the lock', () => {
  const device = { passwordScope: 'SCOPE_DEVICE', passwordQuality: 'COMPLEX' };
  const cases: [string, object, string, unknown[]][] = [
    ['milliseconds', { maximumTimeToLock: '300000' }, 'lock.maximumInactivityMinutes', [5]],
    ['half a minute', { maximumTimeToLock: '30000' }, 'lock.maximumInactivityMinutes', [0.5]],
    ['milliseconds as an integer', { maximumTimeToLock: 60000 }, 'lock.maximumInactivityMinutes', [1]],
    ['no limit', { maximumTimeToLock: '0' }, 'lock.maximumInactivityMinutes', ['not-reported']],
    ['negative', { maximumTimeToLock: '-1' }, 'lock.maximumInactivityMinutes', ['ambiguous']],
    ['not a number', { maximumTimeToLock: '5 min' }, 'lock.maximumInactivityMinutes', ['ambiguous']],
    ['a real', { maximumTimeToLock: 300000.5 }, 'lock.maximumInactivityMinutes', ['ambiguous']],
    ['a year', { passwordExpirationTimeout: '31536000s' }, 'passcode.maximumAgeDays', [365]],
    [
      'a day and a bit is rounded up',
      { passwordExpirationTimeout: '86400.5s' },
      'passcode.maximumAgeDays',
      [2],
    ],
    ['no expiry', { passwordExpirationTimeout: '0s' }, 'passcode.maximumAgeDays', ['not-reported']],
    ['no unit', { passwordExpirationTimeout: '86400' }, 'passcode.maximumAgeDays', ['ambiguous']],
    ['attempts', { maximumFailedPasswordsForWipe: 10 }, 'passcode.maximumFailedAttempts', [10]],
    ['never wiped', { maximumFailedPasswordsForWipe: 0 }, 'passcode.maximumFailedAttempts', ['not-reported']],
    [
      'letters without digits',
      { passwordMinimumLetters: 2 },
      'passcode.alphanumeric.required',
      ['not-reported'],
    ],
    [
      'letters and digits',
      { passwordMinimumLetters: 2, passwordMinimumNumeric: 1 },
      'passcode.alphanumeric.required',
      [true],
    ],
  ];
  it.each(cases)('%s', async (_name, fields, setting, expected) => {
    const policy = 'maximumTimeToLock' in fields ? fields : { passwordPolicies: [{ ...device, ...fields }] };
    expect(said(await observe(policy), setting)).toEqual(expected);
  });
});

describe('keyguardDisabledFeatures', () => {
  // features; camera, notifications, trust agents, biometrics on the lock screen
  const cases: [unknown, unknown[]][] = [
    [['CAMERA'], [false, true, true, true]],
    [
      ['NOTIFICATIONS', 'TRUST_AGENTS', 'BIOMETRICS'],
      [true, false, false, false],
    ],
    [['UNREDACTED_NOTIFICATIONS'], [true, true, true, true]],
    [
      ['DISABLE_FINGERPRINT', 'FACE', 'IRIS'],
      [true, true, true, 'not-reported'],
    ],
    [['ALL_FEATURES'], [false, false, false, false]],
    [
      ['CAMERA', 'NEWER_FEATURE'],
      [false, 'ambiguous', 'ambiguous', 'ambiguous'],
    ],
    [
      ['CAMERA', 1],
      [false, 'ambiguous', 'ambiguous', 'ambiguous'],
    ],
    ['CAMERA', ['ambiguous', 'ambiguous', 'ambiguous', 'ambiguous']],
    [[], [true, true, true, true]],
  ];
  it.each(cases)('%j', async (keyguardDisabledFeatures, expected) => {
    const observations = await observe({ keyguardDisabledFeatures });
    const settings = ['lock.camera.allowed', 'lock.notifications.allowed', 'lock.trustAgents.allowed'];
    expect([...settings, 'lock.biometrics.allowed'].flatMap((id) => said(observations, id))).toEqual(
      expected,
    );
  });
});

describe('defaults', () => {
  const overrides = (fields: object) => ({ advancedSecurityOverrides: fields });
  // fields; setting; what a whole policy says, what a fragment says
  const cases: [object, string, unknown[], unknown[]][] = [
    [{}, 'apps.unknownSources.allowed', [false], []],
    [{}, 'apps.verification.enforced', [true], []],
    [{}, 'developer.usbDebugging', [false], []],
    [{}, 'usb.fileTransfer.allowed', [false], []],
    [{}, 'backup.cloud.enabled', [false], []],
    [{}, 'apps.installPolicy', ['allowList'], []],
    [{}, 'apps.defaultPermission', ['prompt'], []],
    [{}, 'contacts.managedToUnmanaged.allowed', [true], []],
    [{}, 'screenCapture.allowed', [true], []],
    [{}, 'storage.encrypted', ['not-reported'], []],
    [{}, 'location.services.enabled', ['not-reported'], []],
    [{ cameraDisabled: true }, 'camera.allowed', [false], [false]],
    [{ cameraDisabled: true, cameraAccess: 'CAMERA_ACCESS_UNSPECIFIED' }, 'camera.allowed', [false], [false]],
    [{ cameraDisabled: true, cameraAccess: 'CAMERA_ACCESS_USER_CHOICE' }, 'camera.allowed', [true], [true]],
    [{ unmuteMicrophoneDisabled: true }, 'microphone.allowed', [false], [false]],
    [overrides({}), 'developer.settings.allowed', [false], []],
    [
      overrides({ developerSettings: 'DEVELOPER_SETTINGS_UNSPECIFIED' }),
      'developer.settings.allowed',
      [false],
      [],
    ],
    [
      overrides({ developerSettings: 'DEVELOPER_SETTINGS_ALLOWED' }),
      'developer.settings.allowed',
      [true],
      [true],
    ],
    [
      overrides({ developerSettings: 'OTHER_UNSPECIFIED' }),
      'developer.settings.allowed',
      ['ambiguous'],
      ['ambiguous'],
    ],
    [overrides({ DeveloperSettings: 'x' }), 'developer.settings.allowed', ['ambiguous'], ['ambiguous']],
    [{ advancedSecurityOverrides: [] }, 'developer.settings.allowed', ['ambiguous'], ['ambiguous']],
    [{ debuggingFeaturesAllowed: true }, 'developer.settings.allowed', ['ambiguous', false], ['ambiguous']],
    [{ debuggingFeaturesAllowed: false }, 'developer.settings.allowed', [false], []],
    [
      { debuggingFeaturesAllowed: true, ...overrides({ developerSettings: 'DEVELOPER_SETTINGS_DISABLED' }) },
      'developer.settings.allowed',
      [false],
      [false],
    ],
    [{ usbFileTransferDisabled: false }, 'usb.fileTransfer.allowed', ['ambiguous', false], ['ambiguous']],
    [{ ensureVerifyAppsEnabled: false }, 'apps.verification.enforced', ['ambiguous', true], ['ambiguous']],
  ];
  it.each(cases)('%j: %s', async (fields, setting, ofWhole, ofFragment) => {
    const fragment = { outgoingBeamDisabled: true, ...fields };
    expect(said(await observe({ ...whole, ...fields }), setting)).toEqual(ofWhole);
    expect(said(await observe(fragment), setting)).toEqual(ofFragment);
  });

  it('show where the field would stand, without a line', async () => {
    const observations = await observe(whole);
    const found = observations.find(({ setting }) => setting === 'apps.unknownSources.allowed');
    expect(found).toMatchObject({ origin: 'default', layer: 'required' });
    expect(found?.evidence).toEqual({
      input: 'unit.json',
      locator: '/advancedSecurityOverrides/untrustedAppsPolicy',
      value: 'absent (default DISALLOW_INSTALL)',
    });
  });

  it('need a name that is not contested', async () => {
    const text = `{"name":"x","name":"${whole.name}","funDisabled":true}`;
    expect(await observe(text)).toEqual([]);
  });

  it.each([
    '{"name":"enterprises/a/policies/p","advancedSecurityOverrides":{},"advancedSecurityOverrides":{}}',
    '{"name":"enterprises/a/policies/p","advancedSecurityOverrides":{"developerSettings":"DEVELOPER_SETTINGS_DISABLED","developerSettings":"DEVELOPER_SETTINGS_ALLOWED"}}',
    '{"name":"enterprises/a/policies/p","AdvancedSecurityOverrides":{}}',
  ])('never fill a place that can be read two ways: %s', async (text) => {
    expect(said(await observe(text), 'developer.usbDebugging')).toEqual(['ambiguous']);
  });
});

describe('work contacts and the always-on VPN', () => {
  const forbidden = 'SHOW_WORK_CONTACTS_IN_PERSONAL_PROFILE_DISALLOWED';
  const exempt = (packageNames: unknown) => ({
    exemptionsToShowWorkContactsInPersonalProfile: { packageNames },
  });
  const contacts: [object, unknown[]][] = [
    [{ showWorkContactsInPersonalProfile: forbidden }, [false]],
    [{ showWorkContactsInPersonalProfile: forbidden, ...exempt([]) }, [false]],
    [
      { showWorkContactsInPersonalProfile: forbidden, ...exempt(['com.example.synthetic']) },
      ['not-reported'],
    ],
    [{ showWorkContactsInPersonalProfile: forbidden, ...exempt('com.example.synthetic') }, ['ambiguous']],
    [{ showWorkContactsInPersonalProfile: `${forbidden}_EXCEPT_SYSTEM` }, ['not-reported']],
  ];
  it.each(contacts)('%j', async (crossProfilePolicies, expected) => {
    expect(said(await observe({ crossProfilePolicies }), 'contacts.managedToUnmanaged.allowed')).toEqual(
      expected,
    );
  });

  const packageName = 'com.example.synthetic.vpn';
  const vpn: [unknown, unknown[]][] = [
    [{ packageName, lockdownEnabled: true }, [true]],
    [{ packageName }, ['not-reported']],
    [{ packageName, lockdownEnabled: 'true' }, ['ambiguous']],
    [{ lockdownEnabled: true }, ['not-reported']],
    ['com.example.synthetic.vpn', ['ambiguous']],
  ];
  it.each(vpn)('%j', async (alwaysOnVpnPackage, expected) => {
    expect(said(await observe({ alwaysOnVpnPackage }), 'network.vpnAlwaysOn')).toEqual(expected);
  });
});

describe('app.blocked', () => {
  const blocked = (packageName: string) => ({ packageName, installType: 'BLOCKED' });
  const tiktok = ['com.zhiliaoapp.musically', 'com.ss.android.ugc.trill'];
  const scope = 'app:tiktok';
  const cases: [string, object, unknown[]][] = [
    ['listed as blocked, all packages', { applications: tiktok.map(blocked) }, [true, true]],
    ['one package of two', { applications: [blocked(tiktok[0] ?? '')] }, ['not-reported']],
    [
      'listed and available',
      { applications: [{ packageName: tiktok[0], installType: 'AVAILABLE' }] },
      [false],
    ],
    ['not mentioned', { applications: [] }, []],
    ['an allow-list without it', { playStoreMode: 'WHITELIST', applications: [] }, [true]],
    ['an allow-list whose apps are elsewhere', { playStoreMode: 'WHITELIST' }, []],
    ['the default of a whole policy', whole, [true]],
    ['a deny-list of a whole policy', { ...whole, playStoreMode: 'BLACKLIST' }, ['not-reported']],
    ['a mode of an unknown word', { ...whole, playStoreMode: 'GREYLIST' }, ['ambiguous']],
    ['an entry without a name', { ...whole, applications: [{ installType: 'AVAILABLE' }] }, ['ambiguous']],
    ['a list that is none', { ...whole, applications: {} }, ['ambiguous']],
    ['listed twice', { applications: [blocked(tiktok[0] ?? ''), { packageName: tiktok[0] }] }, ['ambiguous']],
    ['switched off', { applications: [{ packageName: tiktok[0], disabled: true }] }, []],
    [
      'an unknown install type',
      { applications: [{ packageName: tiktok[0], installType: 'X' }] },
      ['ambiguous'],
    ],
  ];
  it.each(cases)('%s', async (_name, policy, expected) => {
    expect(said(await observe({ outgoingBeamDisabled: true, ...policy }), 'app.blocked', scope)).toEqual(
      expected,
    );
  });

  it('is ambiguous for every app when the list stands twice', async () => {
    const text = `{"name":"${whole.name}","applications":[],"applications":[]}`;
    const observations = await observe(text);
    expect(said(observations, 'app.blocked', scope)).toEqual(['ambiguous']);
    expect(said(observations, 'app.permission.camera', scope)).toEqual(['ambiguous']);
  });

  it('says nothing about messaging apps of the system that an allow-list leaves out', async () => {
    expect(said(await observe(whole), 'app.blocked', 'app:google-messages')).toEqual([]);
  });

  it('calls a deny-list by that name only when it denies something', async () => {
    const mode = { playStoreMode: 'BLACKLIST' };
    const denying = { ...mode, applications: [blocked('com.example.synthetic')] };
    expect(said(await observe({ ...whole, ...denying }), 'apps.installPolicy')).toEqual(['denyList']);
    expect(said(await observe({ ...whole, ...mode }), 'apps.installPolicy')).toEqual(['open']);
    expect(said(await observe(mode), 'apps.installPolicy')).toEqual(['not-reported']);
  });
});

describe('permission precedence', () => {
  const grant = (permission: string, policy: string) => ({ permission: `android.${permission}`, policy });
  const contacts = 'permission.READ_CONTACTS';
  const deny = [grant(contacts, 'DENY')];
  // the app's grants, the policy's grants, the app's default, the policy's default; app.permission.contacts
  const cases: [object[], object[] | undefined, string | undefined, string | undefined, unknown[]][] = [
    [deny, [grant(contacts, 'GRANT')], 'GRANT', 'GRANT', ['blockedByPolicy']],
    [[], deny, 'GRANT', 'GRANT', ['blockedByPolicy']],
    [[], [], 'DENY', 'GRANT', ['blockedByPolicy']],
    [[], [], undefined, 'DENY', ['blockedByPolicy']],
    [[], [], undefined, undefined, []],
    [[grant(contacts, 'GRANT')], deny, 'DENY', 'DENY', ['forcedByPolicy']],
    [[grant(contacts, 'PROMPT')], deny, 'DENY', 'DENY', []],
    [[grant(contacts, 'PERMISSION_POLICY_UNSPECIFIED')], deny, 'GRANT', 'GRANT', ['blockedByPolicy']],
    [[grant('permission_group.CONTACTS', 'DENY')], [], 'GRANT', 'GRANT', ['blockedByPolicy']],
    [[grant('permission.CAMERA', 'DENY')], [], 'GRANT', 'DENY', ['forcedByPolicy']],
    [[...deny, grant('permission_group.CONTACTS', 'GRANT')], [], 'DENY', 'DENY', ['ambiguous']],
    [[...deny, ...deny], [], 'GRANT', 'GRANT', ['blockedByPolicy']],
    [[grant(contacts, 'REFUSE')], deny, 'DENY', 'DENY', ['ambiguous']],
    [[{ policy: 'GRANT' }], [], 'DENY', 'DENY', ['ambiguous']],
    [[], [], 'PERMISSION_POLICY_UNSPECIFIED', 'DENY', ['blockedByPolicy']],
  ];
  const app = (own: object[], ownDefault: string | undefined) => ({
    packageName: 'com.whatsapp',
    permissionGrants: own,
    ...(ownDefault === undefined ? {} : { defaultPermissionPolicy: ownDefault }),
  });
  it.each(cases)('%j, %j, %s, %s', async (own, all, ownDefault, allDefault, expected) => {
    const observations = await observe({
      ...whole,
      permissionGrants: all,
      applications: [app(own, ownDefault)],
      ...(allDefault === undefined ? {} : { defaultPermissionPolicy: allDefault }),
    });
    expect(said(observations, 'app.permission.contacts', 'app:whatsapp')).toEqual(expected);
  });

  it('in a fragment without permissionGrants only the grants of the app decide', async () => {
    const fragment = { defaultPermissionPolicy: 'DENY', applications: [app(deny, 'DENY')] };
    const observations = await observe(fragment);
    expect(said(observations, 'app.permission.contacts', 'app:whatsapp')).toEqual(['blockedByPolicy']);
    expect(said(observations, 'app.permission.camera', 'app:whatsapp')).toEqual([]);
  });

  it('a grant of camera, microphone or location shows nothing: it acts on fully managed devices only', async () => {
    const observations = await observe({ ...whole, applications: [app([], 'GRANT')] });
    const granted = ['contacts', 'photos', 'notifications'];
    const settings = observations.filter(
      ({ scope, setting }) => scope === 'app:whatsapp' && /permission/.test(setting),
    );
    expect(settings.map(({ setting }) => setting)).toEqual(granted.map((name) => `app.permission.${name}`));
  });

  it('photos are blocked when every permission for them is', async () => {
    const old = grant('permission_group.STORAGE', 'DENY');
    const some = await observe({ ...whole, applications: [app([old], undefined)] });
    expect(said(some, 'app.permission.photos', 'app:whatsapp')).toEqual([]);
    const both = [old, grant('permission_group.READ_MEDIA_VISUAL', 'DENY')];
    const all = await observe({ ...whole, applications: [app(both, undefined)] });
    const found = all.filter(({ setting }) => setting === 'app.permission.photos');
    expect(found.map((one) => one.evidence.locator)).toEqual([
      '/applications/0/permissionGrants/0/policy',
      '/applications/0/permissionGrants/1/policy',
    ]);
  });

  it('other packages of an app that may be installed must come to the same', async () => {
    const applications = [{ packageName: 'com.zhiliaoapp.musically', permissionGrants: deny }];
    const open = await observe({ ...whole, playStoreMode: 'BLACKLIST', applications });
    expect(said(open, 'app.permission.contacts', 'app:tiktok')).toEqual([]);
    const closed = await observe({ ...whole, applications });
    expect(said(closed, 'app.permission.contacts', 'app:tiktok')).toEqual(['blockedByPolicy']);
  });

  it('nothing is read for apps that are not listed or are blocked', async () => {
    const applications = [{ packageName: 'com.viber.voip', installType: 'BLOCKED' }];
    const observations = await observe({ ...whole, defaultPermissionPolicy: 'DENY', applications });
    expect(observations.filter(({ setting }) => setting.startsWith('app.permission'))).toEqual([]);
  });
});

describe('shapes', () => {
  const subjects = (items: readonly ReadItem[]) =>
    items.flatMap((item) => (item.kind === 'subject' ? [item.subject.id] : []));
  const codes = (items: readonly ReadItem[]) =>
    items.flatMap((item) => (item.kind === 'notice' ? [item.notice.code] : []));

  it('an array: policies without a name are known by their place, devices are skipped', async () => {
    const items = await readText('[{"cameraDisabled":true},{"name":"enterprises/a/devices/d"},7]');
    expect(subjects(items)).toEqual(['unit.json#/0']);
    expect(items.filter(({ kind }) => kind === 'skipped')).toHaveLength(1);
    expect(codes(items)).toEqual(['record-unreadable']);
  });

  it('one policy a line', async () => {
    const items = await readText('{"smsDisabled":true,"funDisabled":true}\n{"screenCaptureDisabled":true}\n');
    expect(subjects(items)).toEqual(['unit.json#line 1', 'unit.json#line 2']);
  });

  it.each([
    ['{"policies":[],"nextPageToken":"t"}', ['pages-left']],
    ['{"policies":[],"nextPageToken":"t","nextPageToken":""}', ['pages-left']],
    ['{"policies":[],"nextPageToken":""}', []],
    ['{"policies":{},"nextPageToken":""}', ['record-unreadable']],
  ])('%s', async (text, expected) => {
    expect(codes(await readText(text))).toEqual(expected);
  });

  it('two arrays of policies are refused', async () => {
    await expect(readText('{"policies":[],"policies":[]}')).rejects.toThrow('more than once');
  });

  it('a policy with a personal side says so, and decides nothing that the personal side has for itself', async () => {
    const observations = await observe({ ...whole, personalUsagePolicies: {} });
    expect(observations.every(({ notes }) => notes?.includes('personal-side-apart'))).toBe(true);
    const decided = observations.filter((one) => 'value' in one).map(({ setting }) => setting);
    expect(decided.filter((setting) => /^(camera|screenCapture|apps?)\./.test(setting))).toEqual([
      'apps.unknownSources.allowed',
    ]);
    expect(decided).toContain('developer.settings.allowed');
  });
});
