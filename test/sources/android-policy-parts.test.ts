/** Parts of an Android policy that have no field of their own: the two sides of a phone, apps and what they are given, conditions. */
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/formats/json.ts';
import { keyValueLines } from '../../src/artifacts/key-values.ts';
import { withoutSecrets } from '../../src/artifacts/secrets.ts';
import { inputOf } from '../../src/io/input.ts';
import { isKnown, type Observation } from '../../src/model/observation.ts';
import source from '../../src/sources/android-management-policy/index.ts';

const name = 'enterprises/LC00synthetic/policies/unit-synthetic';

async function observe(policy: string | object): Promise<Observation[]> {
  const text = typeof policy === 'string' ? policy : JSON.stringify({ name, ...policy });
  const all: Observation[] = [];
  const input = await inputOf('unit.json', new TextEncoder().encode(text));
  for await (const item of source.read(input, { asOf: '2026-11-20T23:59:59Z' }))
    if (item.kind === 'subject') all.push(...item.observations);
  return all;
}

function said(observations: readonly Observation[], setting: string): unknown[] {
  const own = observations.filter((one) => one.setting === setting && one.scope === undefined);
  return own.map((one) => (isKnown(one) ? one.value : one.unknown));
}

describe('the passcodes of the two sides', () => {
  const entry = { passwordQuality: 'NUMERIC_COMPLEX', passwordMinimumLength: 6 };
  const device = { ...entry, passwordScope: 'SCOPE_DEVICE' };
  const profile = {
    ...entry,
    passwordScope: 'SCOPE_PROFILE',
    passwordMinimumLength: 9,
    unifiedLockSettings: 'REQUIRE_SEPARATE_WORK_LOCK',
    requirePasswordUnlock: 'REQUIRE_EVERY_DAY',
    maximumFailedPasswordsForWipe: 5,
    passwordHistoryLength: 3,
    passwordExpirationTimeout: '86400s',
  };

  it('are never mixed up', async () => {
    const observations = await observe({ passwordPolicies: [device, profile] });
    const both = (key: string) => [
      said(observations, `passcode.${key}`),
      said(observations, `workProfile.passcode.${key}`),
    ];
    expect(both('minimumLength')).toEqual([[6], [9]]);
    expect(both('required')).toEqual([[true], [true]]);
    expect(both('simple.allowed')).toEqual([[false], [false]]);
    expect(both('maximumFailedAttempts')).toEqual([[], [5]]);
    expect(both('historyLength')).toEqual([[], [3]]);
    expect(both('maximumAgeDays')).toEqual([[], [1]]);
    expect(both('dailyUnlock.required')).toEqual([[], [true]]);
    expect(said(observations, 'workProfile.passcode.separate')).toEqual([true]);
  });

  it.each([undefined, 'SCOPE_UNSPECIFIED'])('decide nothing where the scope is %s', async (passwordScope) => {
    const observations = await observe({ passwordPolicies: [{ ...entry, passwordScope }] });
    expect(said(observations, 'passcode.minimumLength')).toEqual(['not-reported']);
    expect(said(observations, 'workProfile.passcode.minimumLength')).toEqual(['not-reported']);
  });

  it.each([
    ['COMPLEXITY_LOW', ['low']],
    ['COMPLEXITY_MEDIUM', ['medium']],
    ['COMPLEXITY_HIGH', ['high']],
    ['NUMERIC', []],
    ['COMPLEXITY_UTMOST', ['ambiguous']],
  ])('reach the band of %s', async (passwordQuality, expected) => {
    const passwordPolicies = [{ passwordScope: 'SCOPE_DEVICE', passwordQuality }];
    expect(said(await observe({ passwordPolicies }), 'passcode.complexity')).toEqual(expected);
  });
});

describe('lists of apps', () => {
  const applications = [
    { packageName: 'com.example.b', installType: 'FORCE_INSTALLED' },
    { packageName: 'com.example.a' },
    { packageName: 'com.example.c', installType: 'BLOCKED' },
    { packageName: 'com.example.d', installType: 'AVAILABLE', disabled: true },
  ];

  it('say what is offered, kept off and switched off', async () => {
    const observations = await observe({ applications });
    expect(said(observations, 'apps.available')).toEqual([
      ['com.example.a', 'com.example.b', 'com.example.d'],
    ]);
    expect(said(observations, 'apps.blocked')).toEqual([['com.example.c']]);
    expect(said(observations, 'apps.disabled')).toEqual([['com.example.d']]);
  });

  it('say nothing where there are none', async () => {
    expect(said(await observe({}), 'apps.available')).toEqual([]);
  });

  it.each<[string, object]>([
    ['an app twice', { packageName: 'com.example.a' }],
    ['an app without a name', {}],
    ['an install type that is not known', { packageName: 'com.example.e', installType: 'LATER' }],
  ])('are ambiguous with %s', async (_name, entry) => {
    const observations = await observe({ applications: [...applications, entry] });
    expect(said(observations, 'apps.available')).toEqual(['ambiguous']);
    expect(said(observations, 'apps.blocked')).toEqual(['ambiguous']);
  });

  it('do not say what is switched off where that cannot be read', async () => {
    const observations = await observe({ applications: [{ packageName: 'com.example.a', disabled: 'yes' }] });
    expect(said(observations, 'apps.disabled')).toEqual(['ambiguous']);
    expect(said(observations, 'apps.available')).toEqual([['com.example.a']]);
  });

  it.each<[object, string, unknown]>([
    [
      { delegatedScopes: ['CERT_INSTALL', 'SECURITY_LOGS'] },
      'apps.delegations',
      ['a.b: CERT_INSTALL', 'a.b: SECURITY_LOGS'],
    ],
    [{ delegatedScopes: ['LATER'] }, 'apps.delegations', 'ambiguous'],
    [{ delegatedScopes: 7 }, 'apps.delegations', 'ambiguous'],
    [
      { connectedWorkAndPersonalApp: 'CONNECTED_WORK_AND_PERSONAL_APP_ALLOWED' },
      'apps.connectedAcrossProfiles',
      ['a.b'],
    ],
    [
      { connectedWorkAndPersonalApp: 'CONNECTED_WORK_AND_PERSONAL_APP_DISALLOWED' },
      'apps.connectedAcrossProfiles',
      [],
    ],
    [{ alwaysOnVpnLockdownExemption: 'VPN_LOCKDOWN_EXEMPTION' }, 'apps.vpnExempt', ['a.b']],
    [{}, 'apps.vpnExempt', []],
    [{ installType: 'LATER' }, 'apps.vpnExempt', 'ambiguous'],
  ])('say what %j gives an app', async (facts, setting, expected) => {
    const observations = await observe({ applications: [{ packageName: 'a.b', ...facts }] });
    expect(said(observations, setting)).toEqual([expected]);
  });

  it('do not update by themselves where one is postponed', async () => {
    const apps = (autoUpdateMode: string) => ({
      appAutoUpdatePolicy: 'ALWAYS',
      applications: [{ packageName: 'com.example.a', autoUpdateMode }],
    });
    expect(said(await observe(apps('AUTO_UPDATE_POSTPONED')), 'apps.updates.automatic')).toEqual([
      'not-reported',
    ]);
    expect(said(await observe(apps('AUTO_UPDATE_HIGH_PRIORITY')), 'apps.updates.automatic')).toEqual([true]);
  });
});

describe('settings that apps are given', () => {
  const given = (managedConfiguration: unknown) => ({
    applications: [{ packageName: 'com.example.browser', managedConfiguration }],
  });
  const setting = 'apps.managedConfiguration';

  it('are lines that a rule can ask for', async () => {
    const observations = await observe(given({ PasswordManagerEnabled: false, Level: 2, Mode: 'strict' }));
    expect(said(observations, setting)).toEqual([
      [
        'com.example.browser: PasswordManagerEnabled = false',
        'com.example.browser: Level = 2',
        'com.example.browser: Mode = "strict"',
      ],
    ]);
  });

  it('keep bundles and arrays of bundles readable', () => {
    const text = '{"a":{"b":[{"c":true},{"c":null}],"d":[],"e":{}},"f.g":1,"h = true":"x\\ny"}';
    expect(keyValueLines(parseJson(text))).toEqual([
      'a.b[0].c = true',
      'a.b[1].c = null',
      'a.d = []',
      'a.e = {}',
      '"f.g" = 1',
      '"h = true" = "x\\ny"',
    ]);
  });

  it('show no secret and no mail address', () => {
    const text =
      '{"wifi":{"password":"CANARY1"},"mail":"canary@example.com","list":[{"apiToken":"CANARY2"}],"url":"https://u:CANARY3@example.com"}';
    const lines = keyValueLines(withoutSecrets(parseJson(text)));
    expect(lines).toEqual(['wifi.password = ••••', 'mail = ••••', 'list[0].apiToken = ••••', 'url = ••••']);
  });

  it.each<[string, string | object, unknown]>([
    [
      'a key twice',
      `{"name":"${name}","applications":[{"packageName":"a.b","managedConfiguration":{"x":{"k":1,"k":2}}}]}`,
      'ambiguous',
    ],
    ['a text', given('x'), 'ambiguous'],
    ['a list', given([]), 'ambiguous'],
    [
      'an app twice',
      { applications: [{ packageName: 'a.b', managedConfiguration: {} }, { packageName: 'a.b' }] },
      'ambiguous',
    ],
    [
      'a template',
      { applications: [{ packageName: 'a.b', managedConfigurationTemplate: { templateId: '1' } }] },
      'not-reported',
    ],
  ])('decide nothing with %s', async (_name, policy, expected) => {
    expect(said(await observe(policy), setting)).toEqual([expected]);
  });
});

describe('conditions', () => {
  it.each<[string, object, string, object | undefined]>([
    [
      'company-owned devices',
      {},
      'usb.fileTransfer.allowed',
      { oneOf: [{ setting: 'device.ownership', value: 'corporate' }] },
    ],
    [
      'no device at all',
      { deviceConnectivityManagement: { usbDataAccess: 'ALLOW_USB_DATA_TRANSFER' } },
      'usb.fileTransfer.allowed',
      undefined,
    ],
    [
      'fully managed devices from Android 8 on',
      {},
      'backup.cloud.allowed',
      { from: '8', oneOf: [{ setting: 'device.managementMode', value: 'fullyManaged' }] },
    ],
    [
      'Android 14 on',
      { deviceRadioState: { cellularTwoGState: 'CELLULAR_TWO_G_DISABLED' } },
      'network.secondGeneration.allowed',
      { from: '14' },
    ],
  ])('go with what works on %s', async (_name, policy, setting, needs) => {
    const found = (await observe(policy)).find((one) => one.setting === setting);
    expect(found?.needs).toEqual(needs);
  });
});

describe('updates', () => {
  it.each<[string, object, unknown]>([
    ['with a freeze period', { freezePeriods: [{}] }, 'not-reported'],
    ['with none', { freezePeriods: [] }, 'alwaysOn'],
    ['with a freeze period that cannot be read', { freezePeriods: {} }, 'ambiguous'],
  ])('%s', async (_name, more, expected) => {
    const observations = await observe({ systemUpdate: { type: 'AUTOMATIC', ...more } });
    expect(said(observations, 'updates.automaticInstall')).toEqual([expected]);
  });
});

describe('the personal side', () => {
  it.each<[object[] | object, unknown]>([
    [[{ packageName: 'a.b', installType: 'BLOCKED' }], 'denyList'],
    [[{ packageName: 'a.b' }], 'open'],
    [{}, 'ambiguous'],
  ])('with the apps %j', async (personalApplications, expected) => {
    const observations = await observe({ personalUsagePolicies: { personalApplications } });
    const explicit = await observe({
      personalUsagePolicies: { personalApplications, personalPlayStoreMode: 'BLOCKLIST' },
    });
    expect(said(observations, 'personal.installPolicy')).toEqual([expected]);
    expect(said(explicit, 'personal.installPolicy')).toEqual([expected]);
  });

  it('is not there for a policy that does not speak of it', async () => {
    expect((await observe({})).filter((one) => one.setting.startsWith('personal.'))).toEqual([]);
  });
});

describe('evidence', () => {
  it('shows no address of an administrator and no text of the lock screen', async () => {
    const observations = await observe({
      frpAdminEmails: ['canary@example.com'],
      deviceOwnerLockScreenInfo: { defaultMessage: 'CANARY' },
    });
    expect(said(observations, 'lock.banner')).toEqual([true]);
    expect(JSON.stringify(observations)).not.toMatch(/canary/i);
    expect(
      observations.find(({ setting }) => setting === 'device.factoryResetProtection')?.evidence.value,
    ).toBe('[1 items]');
  });
});

describe('the networks of a policy', () => {
  const networks = (...securities: unknown[]) => ({
    openNetworkConfiguration: {
      NetworkConfigurations: securities.map((Security) => ({
        GUID: 'a',
        Name: 'Synthetic network',
        Type: 'WiFi',
        WiFi: { SSID: 'canary-ssid', Security, Passphrase: 'canary-passphrase' },
      })),
    },
  });
  const setting = 'network.wifiEncrypted';

  it.each([
    ['None', false],
    ['WEP-PSK', false],
    ['WEP-8021X', false],
    ['WPA-PSK', 'ambiguous'], // WPA or WPA2: the name does not tell
    ['WPA-EAP', 'ambiguous'],
    ['WPA3-Enterprise_192', true],
    ['WPA2-PSK', 'ambiguous'],
    ['none', 'ambiguous'],
    [undefined, 'ambiguous'],
    [2, 'ambiguous'],
  ])('secured by %s', async (security, wanted) => {
    expect(said(await observe(networks(security)), setting)).toEqual([wanted]);
  });

  it('are judged each, and told by how they are secured alone', async () => {
    const observations = await observe(networks('WPA3-Enterprise_192', 'None'));
    const own = observations.filter((one) => one.setting === setting);
    expect(own.map(({ evidence }) => [evidence.locator, evidence.value])).toEqual([
      ['/openNetworkConfiguration/NetworkConfigurations/0/WiFi/Security', 'WPA3-Enterprise_192'],
      ['/openNetworkConfiguration/NetworkConfigurations/1/WiFi/Security', 'None'],
    ]);
    expect(JSON.stringify(observations)).not.toContain('canary');
  });

  it.each<[string, unknown, unknown[]]>([
    ['no list of networks', {}, []],
    ['an empty list', { NetworkConfigurations: [] }, []],
    ['something else than a list', { NetworkConfigurations: { a: 1 } }, ['ambiguous']],
    ['something else than an object', 'open', ['ambiguous']],
    ['a network that is none', { NetworkConfigurations: [null] }, ['ambiguous']],
  ])('%s', async (_name, openNetworkConfiguration, wanted) => {
    expect(said(await observe({ openNetworkConfiguration }), setting)).toEqual(wanted);
  });
});
