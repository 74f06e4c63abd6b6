import { describe, expect, it } from 'vitest';
import { inputOf } from '../../src/io/input.ts';
import { isKnown, type Observation } from '../../src/model/observation.ts';
import source from '../../src/sources/android-management-devices/index.ts';
import type { ReadItem } from '../../src/sources/define.ts';
import { detectionInput } from '../../src/sources/detect.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const name = 'enterprises/LC00synthetic/devices/d1';
const reported = { name, lastStatusReportTime: '2026-11-02T06:15:00Z' };
const whole = { ...reported, managementMode: 'DEVICE_OWNER' };

async function readText(text: string): Promise<ReadItem[]> {
  const input = await inputOf('unit.json', encode(text));
  const items: ReadItem[] = [];
  for await (const item of source.read(input, { asOf: '2026-11-20T23:59:59Z' })) items.push(item);
  return items;
}
const readOf = (value: unknown) => readText(JSON.stringify(value));

async function observe(device: string | object): Promise<Observation[]> {
  const items = await (typeof device === 'string' ? readText(device) : readOf(device));
  return items.flatMap((item) => (item.kind === 'subject' ? item.observations : []));
}
async function notices(value: unknown): Promise<string[]> {
  return (await readOf(value)).flatMap((item) =>
    item.kind === 'notice' ? [`${item.notice.code}: ${item.notice.message}`] : [],
  );
}

function said(observations: readonly Observation[], setting: string, scope?: string): unknown[] {
  return observations
    .filter((one) => one.setting === setting && one.scope === scope)
    .map((one) => (isKnown(one) ? one.value : one.unknown));
}

describe('detection', () => {
  it.each<[string, string, 'no' | 'maybe' | 'yes']>([
    ['a device by its name', `{"name":"${name}"}`, 'yes'],
    ['a policy', '{"name":"enterprises/LC0/policies/p","softwareInfo":{},"deviceSettings":{}}', 'no'],
    ['a page', `{"devices":[{"name":"${name}"}]}`, 'yes'],
    ['a page without rows', '{"devices":[],"nextPageToken":"t"}', 'maybe'],
    ['an empty page', '{"devices":[]}', 'maybe'],
    ['an empty page of more', '{"devices":[],"count":0}', 'no'],
    ['one device under that name', '{"devices":{"id":1}}', 'no'],
    ['an array', `[{"name":"${name}"}]`, 'yes'],
    ['one a line', `{"name":"${name}"}\n{"name":"${name}2"}\n`, 'yes'],
    ['fields without a name', '{"softwareInfo":{},"deviceSettings":{}}', 'yes'],
    ['one field alone', '{"deviceSettings":{}}', 'no'],
    ['devices of another service', '{"devices":[{"name":"devices/1","securityPatchTime":"x"}]}', 'no'],
    ['Intune', '{"@odata.context":"c","devices":[{"softwareInfo":{},"deviceSettings":{}}]}', 'no'],
    ['text', 'deviceSettings softwareInfo', 'no'],
  ])('%s', (_name, text, expected) => {
    expect(source.detect(detectionInput('unit.json', encode(text)))).toBe(expected);
  });
});

/** Path, setting, a word that gives the first value, a word that gives the second, the values; absent is not reported. */
const fields: [path: string, setting: string, [unknown, unknown][]][] = [
  [
    'deviceSettings.isDeviceSecure',
    'passcode.present',
    [
      [true, true],
      [false, false],
    ],
  ],
  [
    'deviceSettings.isEncrypted',
    'storage.encrypted',
    [
      [true, true],
      [false, false],
    ],
  ],
  [
    'deviceSettings.encryptionStatus',
    'storage.encrypted',
    [
      ['ACTIVE', true],
      ['ACTIVE_DEFAULT_KEY', true],
      ['ACTIVE_PER_USER', true],
      ['ACTIVATING', false],
      ['INACTIVE', false],
      ['UNSUPPORTED', false],
      ['ENCRYPTION_STATUS_UNSPECIFIED', 'not-reported'],
    ],
  ],
  [
    'deviceSettings.adbEnabled',
    'developer.usbDebugging',
    [
      [true, true],
      [false, false],
    ],
  ],
  [
    'deviceSettings.developmentSettingsEnabled',
    'developer.mode',
    [
      [true, true],
      [false, false],
    ],
  ],
  [
    'deviceSettings.unknownSourcesEnabled',
    'apps.unknownSources.allowed',
    [
      [true, true],
      [false, false],
    ],
  ],
  [
    'deviceSettings.verifyAppsEnabled',
    'apps.verification.enforced',
    [
      [true, true],
      [false, false],
    ],
  ],
  [
    'softwareInfo.androidVersion',
    'os.version',
    [
      ['16', '16'],
      ['6.0.1', '6.0.1'],
      ['', 'not-reported'],
      ['Q', 'ambiguous'],
    ],
  ],
  [
    'softwareInfo.securityPatchLevel',
    'os.securityPatch',
    [
      ['2026-10-01', '2026-10-01'],
      ['', 'not-reported'],
      ['2026-09-31', 'ambiguous'],
      ['October', 'ambiguous'],
    ],
  ],
  [
    'softwareInfo.systemUpdateInfo.updateStatus',
    'updates.pending',
    [
      ['UP_TO_DATE', false],
      ['OS_UPDATE_AVAILABLE', true],
      ['SECURITY_UPDATE_AVAILABLE', true],
      ['UNKNOWN_UPDATE_AVAILABLE', true],
      ['UPDATE_STATUS_UNKNOWN', 'not-reported'],
    ],
  ],
  [
    'commonCriteriaModeInfo.commonCriteriaModeStatus',
    'device.commonCriteriaMode',
    [
      ['COMMON_CRITERIA_MODE_ENABLED', true],
      ['COMMON_CRITERIA_MODE_DISABLED', false],
      ['COMMON_CRITERIA_MODE_STATUS_UNKNOWN', 'not-reported'],
    ],
  ],
  [
    'securityPosture.devicePosture',
    'device.compromised',
    [
      ['SECURE', false],
      ['POTENTIALLY_COMPROMISED', true],
      ['AT_RISK', 'not-reported'],
      ['POSTURE_UNSPECIFIED', 'not-reported'],
    ],
  ],
  [
    'ownership',
    'device.ownership',
    [
      ['COMPANY_OWNED', 'corporate'],
      ['PERSONALLY_OWNED', 'personal'],
    ],
  ],
  [
    'managementMode',
    'device.managementMode',
    [
      ['DEVICE_OWNER', 'fullyManaged'],
      ['PROFILE_OWNER', 'workProfile'],
    ],
  ],
  [
    'appliedState',
    'device.managed',
    [
      ['ACTIVE', true],
      ['LOST', true],
      ['DELETED', false],
      ['PROVISIONING', 'not-reported'],
    ],
  ],
  [
    'appliedState',
    'device.lostMode',
    [
      ['ACTIVE', false],
      ['LOST', true],
      ['DISABLED', 'not-reported'],
    ],
  ],
];

const nested = (path: string, value: unknown): object =>
  path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;

describe.each(fields)('%s → %s', (path, setting, words) => {
  it.each(words)('%s is %s', async (word, expected) => {
    const values = said(await observe({ ...reported, ...nested(path, word) }), setting);
    expect([...new Set(values)]).toEqual([expected]);
  });

  it('absent, or in a message without it, is not reported', async () => {
    expect(said(await observe(reported), setting)).toEqual(['not-reported']);
    const [message, field] = path.split('.');
    if (field === undefined) return;
    const values = said(await observe({ ...reported, [message ?? '']: {} }), setting);
    expect([...new Set(values)]).toEqual(['not-reported']);
  });

  it('of a wrong type, twice, or in other spelling is ambiguous', async () => {
    expect(said(await observe({ ...reported, ...nested(path, 7) }), setting)).toContain('ambiguous');
    const key = path.split('.').at(-1) ?? '';
    const text = JSON.stringify({ ...reported, ...nested(path, words[0]?.[0]) });
    const own = `"${key}":${JSON.stringify(words[0]?.[0])}`;
    expect(said(await observe(text.replace(own, `${own},${own}`)), setting)).toContain('ambiguous');
    expect(said(await observe(text.replace(`"${key}"`, `"${key.toUpperCase()}"`)), setting)).toContain(
      'ambiguous',
    );
    if (!path.includes('.')) return;
    expect(said(await observe({ ...reported, [path.split('.')[0] ?? '']: [] }), setting)).toContain(
      'ambiguous',
    );
  });
});

describe('the posture', () => {
  const posture = (devicePosture: string, ...risks: unknown[]) => ({
    ...reported,
    securityPosture: { devicePosture, postureDetails: risks.map((securityRisk) => ({ securityRisk })) },
  });
  it.each<[string, object, unknown]>([
    ['at risk of an unknown system', posture('AT_RISK', 'UNKNOWN_OS'), true],
    ['at risk of a compromised system', posture('AT_RISK', 'COMPROMISED_OS'), true],
    [
      'at risk for want of hardware proof',
      posture('AT_RISK', 'HARDWARE_BACKED_EVALUATION_FAILED'),
      'not-reported',
    ],
    ['at risk of what is not known', posture('AT_RISK', 'LATER_RISK'), 'ambiguous'],
    ['at risk of nothing that is named', posture('AT_RISK', undefined), 'ambiguous'],
    ['secure beside a risk', posture('SECURE', 'COMPROMISED_OS'), 'ambiguous'],
    ['a later word', posture('FINE'), 'ambiguous'],
  ])('%s', async (_name, device, expected) => {
    expect(said(await observe(device), 'device.compromised')).toEqual([expected]);
  });
});

describe('apps', () => {
  const app = (packageName: string, state?: string) => ({ packageName, state });
  const of = (...applicationReports: object[]) => ({ ...whole, applicationReports });
  const whatsapp = 'app:whatsapp';

  it('are the whole inventory of a fully managed phone', async () => {
    const observations = await observe(of(app('com.whatsapp', 'INSTALLED'), app('com.b', 'REMOVED')));
    expect(said(observations, 'apps.installed')).toEqual([['com.whatsapp']]);
    expect(said(observations, 'app.installed', whatsapp)).toEqual([true]);
  });

  it.each<[string, object]>([
    ['a work profile', { managementMode: 'PROFILE_OWNER' }],
    ['a mode that is not said', { managementMode: undefined }],
  ])('say nothing of what they lack under %s', async (_name, mode) => {
    const observations = await observe({
      ...of(app('com.whatsapp', 'REMOVED'), app('com.viber.voip', 'INSTALLED')),
      ...mode,
    });
    expect(said(observations, 'apps.installed')).toEqual(['not-reported']);
    expect(said(observations, 'app.installed', whatsapp)).toEqual(['not-reported']);
    expect(said(observations, 'app.installed', 'app:viber')).toEqual([true]);
  });

  it.each<[string, object[]]>([
    ['a state that is not given', [app('com.whatsapp')]],
    ['a later state', [app('com.whatsapp', 'HIDDEN')]],
    ['an entry without a name', [{ state: 'INSTALLED' }]],
    ['one app in two states', [app('com.whatsapp', 'INSTALLED'), app('com.whatsapp', 'REMOVED')]],
    ['an entry that is no object', [7 as unknown as object]],
  ])('are no inventory with %s', async (_name, reports) => {
    expect(said(await observe(of(app('com.b', 'INSTALLED'), ...reports)), 'apps.installed')).toEqual([
      'ambiguous',
    ]);
  });

  it('that are removed are not on a fully managed phone', async () => {
    expect(said(await observe(of(app('com.whatsapp', 'REMOVED'))), 'app.installed', whatsapp)).toEqual([
      false,
    ]);
  });

  it('are not reported where the list is absent or empty, and ambiguous where it is none', async () => {
    expect(said(await observe(whole), 'apps.installed')).toEqual(['not-reported']);
    expect(said(await observe(of()), 'apps.installed')).toEqual(['not-reported']);
    expect(said(await observe({ ...whole, applicationReports: {} }), 'apps.installed')).toEqual([
      'ambiguous',
    ]);
  });
});

describe('the date of the report', () => {
  const secure = { deviceSettings: { isDeviceSecure: true }, ownership: 'COMPANY_OWNED' };
  it.each<[string, object, unknown, string | undefined]>([
    ['of a report', { lastStatusReportTime: '2026-11-02T06:15:00.123Z' }, true, '2026-11-02T06:15:00.123Z'],
    ['in another zone', { lastStatusReportTime: '2026-11-02T06:15:00+02:00' }, true, '2026-11-02T04:15:00Z'],
    ['that is absent', {}, 'not-reported', undefined],
    ['that is no moment', { lastStatusReportTime: '2026-02-31T06:15:00Z' }, 'ambiguous', undefined],
    ['that is a day', { lastStatusReportTime: '2026-11-02' }, 'ambiguous', undefined],
  ])('%s', async (_name, date, expected, seen) => {
    const items = await readOf({ name, ...secure, ...date });
    const [found] = items.flatMap((item) => (item.kind === 'subject' ? [item] : []));
    expect(said(found?.observations ?? [], 'passcode.present')).toEqual([expected]);
    expect(said(found?.observations ?? [], 'device.ownership')).toEqual(['corporate']);
    expect(found?.subject.lastSeen).toBe(seen);
    expect(found?.observations[0]?.collected).toBe(seen);
  });
});

describe('the policy on a device', () => {
  const on = (id: number, facts: object) => ({ ...reported, name: `${name}${id}`, ...facts });
  const policy = (id: string) => `enterprises/LC00synthetic/policies/${id}`;

  it('is no evidence of a setting, whatever the device says of it', async () => {
    const plain = await observe(whole);
    expect(await observe({ ...whole, policyCompliant: true, nonComplianceDetails: [] })).toEqual(plain);
  });

  it('is another than the one assigned, or an older version than others have', async () => {
    expect(
      await notices([
        on(1, { policyName: policy('a'), appliedPolicyName: policy('b'), appliedPolicyVersion: '3' }),
        on(2, { policyName: 'b', appliedPolicyName: policy('b'), appliedPolicyVersion: 4 }),
        on(3, { appliedPolicyName: policy('b'), appliedPolicyVersion: '10' }),
      ]),
    ).toEqual([
      'policy-not-applied: 1 of the devices apply another policy than the one assigned to them.',
      'policy-not-applied: 2 of the devices apply an older version of the policy b than 10, which others report.',
    ]);
  });

  it('is not met: only names of Google’s are repeated', async () => {
    const details = (...nonComplianceDetails: object[]) => ({ nonComplianceDetails });
    expect(
      await notices([
        on(1, details({ settingName: 'passwordPolicies', nonComplianceReason: 'PENDING' })),
        on(
          2,
          details(
            { settingName: 'passwordPolicies', nonComplianceReason: 'PENDING' },
            { settingName: 'secret' },
          ),
        ),
      ]),
    ).toEqual([
      'policy-not-met: Devices report once that they do not meet a setting of another name.',
      'policy-not-met: Devices report 2 times that they do not meet passwordPolicies (PENDING).',
    ]);
  });
});

describe('the passcode requirements applied', () => {
  const entry = { passwordQuality: 'NUMERIC', passwordMinimumLength: 6 };
  const both = (observations: readonly Observation[]) => [
    said(observations, 'passcode.minimumLength'),
    said(observations, 'workProfile.passcode.minimumLength'),
  ];
  it.each<[string, object, unknown[]]>([
    ['of the device', { passwordScope: 'SCOPE_DEVICE' }, [[6], []]],
    ['of the profile', { passwordScope: 'SCOPE_PROFILE' }, [[], [6]]],
    ['of no scope, fully managed', { managementMode: 'DEVICE_OWNER' }, [[6], []]],
    ['of no scope, with a work profile', { managementMode: 'PROFILE_OWNER' }, [[], [6]]],
    ['of no scope, in no mode', {}, [['not-reported'], ['not-reported']]],
  ])('%s', async (_name, { managementMode, ...more }: { managementMode?: string }, expected) => {
    const device = { ...reported, managementMode, appliedPasswordPolicies: [{ ...entry, ...more }] };
    const observations = await observe(device);
    expect(both(observations)).toEqual(expected);
    const length = observations.find(({ setting }) => setting.endsWith('passcode.minimumLength'));
    expect(length?.layer).toBe('installed');
  });

  it('say nothing where there are none, and are ambiguous where they are no list', async () => {
    expect(both(await observe({ ...whole, appliedPasswordPolicies: [] }))).toEqual([[], []]);
    expect(both(await observe({ ...whole, appliedPasswordPolicies: {} }))).toEqual([
      ['ambiguous'],
      ['ambiguous'],
    ]);
  });
});

describe('the shape', () => {
  it('of a page: a token left over, a list that is none, a device beside the rows, no row', async () => {
    expect((await notices({ devices: [reported], nextPageToken: 't' }))[0]).toMatch('pages-left');
    expect((await notices({ devices: {} }))[0]).toMatch('record-unreadable');
    expect((await notices({ devices: [reported], softwareInfo: {} }))[0]).toMatch('record-unreadable');
    expect((await notices({ devices: [] }))[0]).toMatch('count-mismatch');
    expect((await notices([7]))[0]).toMatch('record-unreadable');
  });

  it('of a policy among devices: it is skipped', async () => {
    const items = await readOf([reported, { name: 'enterprises/LC00synthetic/policies/p' }]);
    expect(items.map(({ kind }) => kind)).toEqual(['subject', 'skipped']);
  });

  it('takes no serial number, user or phone number', async () => {
    const items = await readOf({
      ...whole,
      userName: 'CANARY',
      user: { accountIdentifier: 'CANARY' },
      hardwareInfo: { model: 'Phone A', serialNumber: 'CANARY', enterpriseSpecificId: 'CANARY' },
      networkInfo: { imei: 'CANARY', telephonyInfos: [{ phoneNumber: 'CANARY' }] },
      enrollmentTokenData: 'CANARY',
      previousDeviceNames: ['CANARY'],
      applicationReports: [
        {
          packageName: 'com.whatsapp',
          state: 'INSTALLED',
          keyedAppStates: [{ data: 'CANARY', message: 'CANARY' }],
        },
      ],
      nonComplianceDetails: [{ settingName: 'CANARY', currentValue: 'CANARY' }],
    });
    expect(JSON.stringify(items)).toContain('Phone A');
    expect(JSON.stringify(items)).not.toContain('CANARY');
  });
});
