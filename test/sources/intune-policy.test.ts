import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inputOf } from '../../src/io/input.ts';
import { isKnown, type Observation } from '../../src/model/observation.ts';
import { detectionInput } from '../../src/sources/detect.ts';
import type { ReadItem } from '../../src/sources/define.ts';
import source from '../../src/sources/intune-policy/index.ts';

type Json = Record<string, unknown>;
const typed = (type: string, rest: Json): Json => ({ '@odata.type': `#microsoft.graph.${type}`, ...rest });
const utf8 = (value: unknown) => Buffer.from(JSON.stringify(value, null, 2));

async function itemsOf(bytes: Uint8Array): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  const input = await inputOf('policy.json', bytes);
  for await (const item of source.read(input, { asOf: '2026-11-20T23:59:59Z' })) items.push(item);
  return items;
}

async function observationsOf(policy: Json): Promise<Observation[]> {
  const items = await itemsOf(utf8(policy));
  return items.flatMap((item) => (item.kind === 'subject' ? item.observations : []));
}

/** Setting → value, `not-configured`, or the reason why nothing is known. */
async function claimsOf(policy: Json): Promise<Record<string, unknown>> {
  const claims = (await observationsOf(policy)).map((one) => [
    one.setting,
    isKnown(one) ? one.value : one.notes?.includes('not-configured') ? 'not-configured' : one.unknown,
  ]);
  return Object.fromEntries(claims) as Record<string, unknown>;
}

const noticesOf = async (bytes: Uint8Array) =>
  (await itemsOf(bytes)).flatMap((item) => (item.kind === 'notice' ? [item.notice.code] : []));

const detect = (content: unknown, name = 'export.json') =>
  source.detect(
    detectionInput(name, typeof content === 'string' ? Buffer.from(content) : new Uint8Array(utf8(content))),
  );

describe('encodings', () => {
  const policy = typed('iosGeneralDeviceConfiguration', { id: 'synthetic-1', cameraBlocked: true });
  const text = JSON.stringify({ value: [policy] });
  const little = Buffer.from(text, 'utf16le');
  const forms: Readonly<Record<string, Buffer>> = {
    'UTF-8 with byte order mark': Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]),
    'UTF-16 little endian with byte order mark': Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
    'UTF-16 little endian without it': little,
    'UTF-16 big endian with byte order mark': Buffer.concat([
      Buffer.from([0xfe, 0xff]),
      Buffer.from(little).swap16(),
    ]),
    'CRLF line ends': Buffer.from(JSON.stringify({ value: [policy] }, null, 4).replaceAll('\n', '\r\n')),
  };

  for (const [form, bytes] of Object.entries(forms)) {
    it(`reads a page in ${form}`, async () => {
      expect(source.detect(detectionInput('x', new Uint8Array(bytes)))).toBe('yes');
      const items = await itemsOf(new Uint8Array(bytes));
      const found = items.flatMap((item) => (item.kind === 'subject' ? item.observations : []));
      expect(found.map(({ setting, evidence }) => [setting, evidence.locator])).toEqual([
        ['camera.allowed', '/value/0/cameraBlocked'],
      ]);
    });
  }
});

describe('detection', () => {
  const context = (path: string) => ({
    '@odata.context': `https://graph.microsoft.com/beta/$metadata#${path}`,
  });

  it('claims policies by type, wherever the type stands, and by collection', () => {
    const last = { displayName: 'x', '@odata.type': '#microsoft.graph.androidManagedAppProtection' };
    expect(detect(last)).toBe('yes');
    expect(detect([last])).toBe('yes');
    expect(detect({ Value: [last] })).toBe('yes');
    expect(detect(typed('windows10CompliancePolicy', {}))).toBe('yes');
    for (const path of [
      'deviceManagement/deviceConfigurations',
      'deviceManagement/deviceConfigurations(assignments())',
      'deviceManagement/deviceCompliancePolicies/$entity',
      'deviceManagement/deviceConfigurations/microsoft.graph.iosGeneralDeviceConfiguration/$entity',
      'deviceAppManagement/iosManagedAppProtections',
      'deviceAppManagement/managedAppPolicies',
    ])
      expect(detect({ ...context(path), value: [] }), path).toBe('yes');
  });

  it('leaves everything else to other sources', () => {
    for (const path of [
      'deviceManagement/managedDevices',
      "deviceManagement/deviceConfigurations('x')/assignments",
      "deviceManagement/configurationPolicies('x')/settings",
    ])
      expect(detect({ ...context(path), value: [{ id: 'x' }] }), path).toBe('no');
    expect(detect([typed('managedDevice', { complianceState: 'compliant', operatingSystem: 'iOS' })])).toBe(
      'no',
    );
    expect(detect([typed('iosManagedAppRegistration', {})])).toBe('no');
    expect(detect({ cameraDisabled: true, passwordPolicies: [] })).toBe('no');
    expect(detect({ cameraBlocked: true, passcodeRequired: true })).toBe('no');
    expect(detect('BundleID,Name,Publisher,Notes\ncom.example.app,Example,Example,\n', 'apps.csv')).toBe(
      'no',
    );
    expect(detect('')).toBe('no');
  });

  it('infers no type from a policy that fits two', () => {
    const android = readFixture('ok.app-protection-android');
    const both = { ...android, ...readFixture('ok.app-protection-ios') };
    const { '@odata.type': _type, ...untyped } = both;
    expect(detect(untyped)).toBe('no');
  });
});

const readFixture = (name: string): Json =>
  JSON.parse(
    readFileSync(
      join(import.meta.dirname, '..', 'fixtures', 'sources', 'intune-policy', name, 'input.json'),
      'utf8',
    ),
  ) as Json;

const cases = [
  'ok.ios-restrictions',
  'ok.ios-compliance',
  'ok.android-owner',
  'ok.android-owner-compliance',
  'ok.work-profile',
  'ok.work-profile-compliance',
  'ok.app-protection-ios',
  'ok.app-protection-android',
];

describe('nothing is claimed that the policy does not say', () => {
  const nonNullable = cases.filter((name) => !/owner|app-protection/.test(name));

  for (const name of nonNullable) {
    it(`${name}: false, null and the first word are never "allowed"`, async () => {
      const first = /^(deviceDefault|browserDefault|none|notConfigured)$/;
      const empty = Object.fromEntries(
        Object.entries(readFixture(name)).map(([key, value]) => {
          if (typeof value === 'boolean') return [key, false];
          if (typeof value === 'number') return [key, null];
          const isWord = typeof value === 'string' && !/^(@|id$|displayName$)/.test(key);
          if (!isWord || first.test(value)) return [key, value];
          if (/osMinimum|PatchLevel/.test(key)) return [key, null];
          return [key, wordOfNothing(key)];
        }),
      );
      const known = (await observationsOf(empty)).filter(isKnown);
      expect(known).toEqual([]);
    });
  }

  const wordOfNothing = (key: string) =>
    /Cookie/.test(key) ? 'browserDefault' : /Visibility|Complexity/.test(key) ? 'none' : 'deviceDefault';

  for (const name of cases) {
    it(`${name}: nulling or removing a property never adds a value`, async () => {
      const policy = readFixture(name);
      const before = new Set((await observationsOf(policy)).filter(isKnown).map(claim));
      for (const key of Object.keys(policy).filter((one) => one !== '@odata.type')) {
        const { [key]: _gone, ...without } = policy;
        for (const changed of [{ ...policy, [key]: null }, without]) {
          const added = (await observationsOf(changed)).filter(isKnown).map(claim);
          expect(
            added.filter((one) => !before.has(one)),
            key,
          ).toEqual([]);
        }
      }
    });

    it(`${name}: a value of another type is ambiguous or ignored, never read`, async () => {
      const policy = readFixture(name);
      for (const key of Object.keys(policy).filter((one) => !/^@|^id$|displayName|assign/.test(one))) {
        const own = (await observationsOf({ ...policy, [key]: { odd: 1 } })).filter(({ evidence }) =>
          evidence.locator.endsWith(`/${key}`),
        );
        expect(own.filter(isKnown), key).toEqual([]);
      }
    });
  }

  const claim = (one: Observation) =>
    `${one.setting} ${one.scope ?? ''} ${JSON.stringify('value' in one && one.value)}`;
});

describe('polarity', () => {
  const ios = (rest: Json) => claimsOf(typed('iosGeneralDeviceConfiguration', rest));
  const owner = (rest: Json) => claimsOf(typed('androidDeviceOwnerGeneralDeviceConfiguration', rest));
  const work = (rest: Json) => claimsOf(typed('androidWorkProfileGeneralDeviceConfiguration', rest));
  const check = (rest: Json) => claimsOf(typed('androidWorkProfileCompliancePolicy', rest));

  it('reads Allow properties of iOS only when they loosen', async () => {
    expect(await ios({ contactsAllowManagedToUnmanagedWrite: true })).toEqual({
      'contacts.managedToUnmanaged.allowed': true,
    });
    expect(await ios({ contactsAllowManagedToUnmanagedWrite: false })).toEqual({});
  });

  it('takes a blocked USB restricted mode as the weaker state', async () => {
    expect(await ios({ usbRestrictedModeBlocked: true })).toEqual({ 'usb.lockedWhileLocked': false });
    expect(await ios({ usbRestrictedModeBlocked: false })).toEqual({
      'usb.lockedWhileLocked': 'not-configured',
    });
  });

  it('keeps an explicit false of the device-owner type', async () => {
    expect(await owner({ cameraBlocked: false })).toEqual({ 'camera.allowed': true });
    expect(await owner({ cameraBlocked: null })).toEqual({ 'camera.allowed': 'not-configured' });
  });

  it('does not take a camera that is blocked in the work profile for the camera of the phone', async () => {
    expect(await work({ workProfileBlockCamera: true, workProfileBlockScreenCapture: true })).toEqual({});
    expect(await work({ passwordSignInFailureCountBeforeFactoryReset: 5 })).toEqual({});
  });

  it('reads the passcode of the work profile apart from that of the phone', async () => {
    const asked = { workProfilePasswordMinimumLength: 12, workProfilePasswordRequiredType: 'numericComplex' };
    expect(await work({ ...asked, workProfileRequirePassword: true })).toEqual({
      'workProfile.passcode.minimumLength': 12,
      'workProfile.passcode.required': true,
      'workProfile.passcode.simple.allowed': false,
      'workProfile.passcode.alphanumeric.required': 'not-configured',
    });
    expect(await work({ ...asked, workProfileRequirePassword: false })).toEqual({
      'workProfile.passcode.minimumLength': 'not-configured',
      'workProfile.passcode.required': 'not-configured',
      'workProfile.passcode.simple.allowed': 'not-configured',
      'workProfile.passcode.alphanumeric.required': 'not-configured',
    });
  });

  it('does not take updates for automatic where a freeze period stops them', async () => {
    const automatic = { systemUpdateInstallType: 'automatic' };
    expect(await owner({ ...automatic, systemUpdateFreezePeriods: [] })).toEqual({
      'updates.automaticInstall': 'alwaysOn',
    });
    const found = await owner({ ...automatic, systemUpdateFreezePeriods: [{ startMonth: 12 }] });
    expect(found['updates.automaticInstall']).not.toBe('alwaysOn');
    expect(await owner({ systemUpdateInstallType: 'postpone' })).not.toEqual({
      'updates.automaticInstall': 'alwaysOn',
    });
  });

  it('counts a length only for a kind of password that has one', async () => {
    const length = async (rest: Json) =>
      (await owner({ passwordMinimumLength: 8, ...rest }))['passcode.minimumLength'];
    expect(await length({ passwordRequiredType: 'numericComplex' })).toBe(8);
    expect(await length({ passwordRequiredType: 'ALPHABETIC' })).toBe(8);
    expect(await length({ passwordRequiredType: 'required' })).toBe('not-configured');
    expect(await length({ passwordRequiredType: 'lowSecurityBiometric' })).toBe('not-configured');
    expect(await length({ passwordRequiredType: 'deviceDefault' })).toBe('not-configured');
    expect(await length({ passwordRequiredType: null })).toBe('not-configured');
    expect(await length({ passwordRequiredType: 'quantum' })).toBe('ambiguous');
    expect(await length({ passwordRequiredType: 'customPassword' })).toBeUndefined();
    expect(await length({})).toBe('not-collected');
  });

  it('takes biometrics as blocked only when all of them are', async () => {
    const features = async (list: unknown) =>
      (await owner({ passwordBlockKeyguardFeatures: list }))['lock.biometrics.allowed'];
    expect(await features(['biometrics'])).toBe(false);
    expect(await features(['allFeatures'])).toBe(false);
    expect(await features(['fingerprint', 'face', 'iris'])).toBe('not-configured');
    expect(await features([])).toBe('not-configured');
    expect(await features(['biometrics', 'telepathy'])).toBe('ambiguous');
  });

  it('lets work contacts count as kept only where search and caller are blocked', async () => {
    const search = { workProfileBlockCrossProfileContactsSearch: true };
    expect(await work({ ...search, workProfileBlockCrossProfileCallerId: true })).toEqual({
      'contacts.managedToUnmanaged.allowed': false,
    });
    expect(await work({ ...search, workProfileBlockCrossProfileCallerId: false })).toEqual({});
    expect(await work(search)).toEqual({ 'contacts.managedToUnmanaged.allowed': 'not-collected' });
  });

  it('uses the complexity of a work-profile policy where no length counts', async () => {
    expect(
      await work({ passwordRequiredType: 'deviceDefault', requiredPasswordComplexity: 'high' }),
    ).toMatchObject({
      'passcode.required': true,
      'passcode.simple.allowed': false,
      'passcode.minimumLength': 6,
    });
    expect(await work({ requiredPasswordComplexity: 'low' })).toEqual({
      'passcode.required': true,
      'passcode.simple.allowed': 'not-configured',
    });
    const damaged = {
      passwordRequiredType: null,
      passwordMinimumLength: 4,
      requiredPasswordComplexity: 'high',
    };
    expect((await work(damaged))['passcode.minimumLength']).toBe('not-configured');
  });

  it('checks the kind of password only where a password is required', async () => {
    const kind = { passwordRequiredType: 'numericComplex', passwordMinimumLength: 6 };
    expect(await check({ ...kind, passwordRequired: true })).toMatchObject({ 'passcode.minimumLength': 6 });
    expect(await check({ ...kind, passwordRequired: false })).toMatchObject({
      'passcode.required': 'not-configured',
      'passcode.simple.allowed': 'not-configured',
      'passcode.minimumLength': 'not-configured',
    });
    expect(
      await check({
        passwordRequired: false,
        requiredPasswordComplexity: 'high',
        passwordRequiredType: null,
      }),
    ).toMatchObject({ 'passcode.required': 'not-configured' });
  });

  it('takes version and patch level by their form', async () => {
    const ask = async (rest: Json) => check(rest);
    expect(await ask({ osMinimumVersion: '14' })).toEqual({ 'os.version': '14' });
    expect(await ask({ osMinimumVersion: 'fourteen' })).toEqual({ 'os.version': 'ambiguous' });
    expect(await ask({ minAndroidSecurityPatchLevel: '0000-00-00' })).toEqual({
      'os.securityPatch': 'not-configured',
    });
    expect(await ask({ minAndroidSecurityPatchLevel: '' })).toEqual({ 'os.securityPatch': 'not-configured' });
    expect(await ask({ minAndroidSecurityPatchLevel: '2026-13-01' })).toEqual({
      'os.securityPatch': 'ambiguous',
    });
  });

  it('blocks no app by a list that does not name its apps', async () => {
    const list = (kind: string, ids: readonly (string | null)[]) => ({
      appsVisibilityListType: kind,
      appsVisibilityList: ids.map((appId) => ({ name: 'x', appId })),
    });
    const blocked = async (rest: Json) =>
      (await observationsOf(typed('iosGeneralDeviceConfiguration', rest)))
        .filter(({ setting }) => setting === 'app.blocked')
        .map(({ scope }) => scope);
    expect(await blocked(list('appsInListCompliant', ['com.example.one', null]))).toEqual([]);
    expect(await blocked(list('appsInListCompliant', ['org.whispersystems.signal']))).not.toContain(
      'app:signal',
    );
    expect(await blocked(list('appsNotInListCompliant', ['org.whispersystems.signal', null]))).toEqual([
      'app:signal',
    ]);
    expect(await ios(list('appsNotInListCompliant', ['com.example.one', null]))).toEqual({
      'apps.denyList': 'incomplete',
      'apps.installPolicy': 'denyList',
    });
    expect(await ios(list('appsInListCompliant', ['com.example.one', null]))).toEqual({
      'apps.allowList': 'incomplete',
      'apps.installPolicy': 'allowList',
    });
    expect(await ios(list('appsNotInListCompliant', []))).toEqual({ 'apps.installPolicy': 'not-configured' });
    expect(await ios(list('none', []))).toEqual({ 'apps.installPolicy': 'not-configured' });
    expect(await ios(list('sometimes', []))).toEqual({ 'apps.installPolicy': 'ambiguous' });
  });
});

describe('around the policies', () => {
  const policy = typed('iosCompliancePolicy', { id: 'synthetic', passcodeRequired: true });

  it('tells whom a policy reaches', async () => {
    const exclusion = {
      target: { '@odata.type': '#microsoft.graph.exclusionGroupAssignmentTarget', groupId: 'b' },
    };
    const group = { target: { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId: 'a' } };
    const everyUser = { target: { '@odata.type': '#microsoft.graph.allLicensedUsersAssignmentTarget' } };
    const codes = (rest: Json) => noticesOf(utf8({ ...policy, ...rest }));
    expect(await codes({})).toEqual(['assignment-not-exported']);
    expect(await codes({ assignments: null })).toEqual(['assignment-not-exported']);
    expect(await codes({ isAssigned: null })).toEqual(['assignment-not-exported']);
    expect(await codes({ isAssigned: false })).toEqual(['assignment-none']);
    expect(await codes({ assignments: [] })).toEqual(['assignment-none']);
    expect(await codes({ assignments: [exclusion] })).toEqual(['assignment-none']);
    expect(await codes({ assignments: [exclusion, group] })).toEqual([]);
    expect(await codes({ assignments: [group, everyUser] })).toEqual(['assignment-unclear']);
    expect(await codes({ isAssigned: true })).toEqual([]);
  });

  it('unwraps a lone object, and counts what a page declares', async () => {
    const items = await itemsOf(utf8({ value: policy }));
    const [found] = items.flatMap((item) => (item.kind === 'subject' ? item.observations : []));
    expect(found?.evidence.locator).toBe('/value/passcodeRequired');
    expect(await noticesOf(utf8({ '@odata.count': 7, value: [policy] }))).toContain('count-mismatch');
    expect(await noticesOf(utf8({ '@odata.nextLink': null, value: [policy] }))).not.toContain('pages-left');
  });

  it('reads a type written twice as no type at all', async () => {
    const text = JSON.stringify(policy).replace(
      '{',
      '{"@odata.type":"#microsoft.graph.iosGeneralDeviceConfiguration",',
    );
    const items = await itemsOf(Buffer.from(text));
    expect(items.map((item) => (item.kind === 'notice' ? item.notice.code : item.kind))).toEqual([
      'record-unreadable',
    ]);
  });

  it('shows no secret', async () => {
    for (const name of ['ok.android-owner', 'ok.page'])
      expect(JSON.stringify(await itemsOf(utf8(readFixture(name))))).not.toContain('synthetic-secret');
  });

  it('never takes the beginning of a file for the whole', async () => {
    const text = JSON.stringify({ value: [policy] });
    for (const length of [text.length - 1, text.length - 2, text.length >> 1])
      await expect(itemsOf(Buffer.from(text.slice(0, length))), `${length}`).rejects.toThrow(/ends/);
  });
});

const corpus = process.env['PASSMUSTER_CORPUS'];

describe.skipIf(corpus === undefined)('the graded policies of the vendor', () => {
  const at = async (path: string) =>
    claimsOf(JSON.parse(readFileSync(join(corpus ?? '', 'intune', path), 'utf8')) as Json);
  const ios = (kind: string, level: number) =>
    at(
      `iOS/${kind}/level-${level}-iOS_iPadOS-${kind.toLowerCase()}-${['basic', 'enhanced', 'high'][level - 1]}-security-configuration.json`,
    );

  it('differ on supervised iPhones as their publisher states', async () => {
    const levels = await Promise.all([1, 2, 3].map((level) => ios('Supervised', level)));
    const row = (setting: string) => levels.map((level) => level[setting]);
    const off = 'not-configured';
    expect(row('contacts.managedToUnmanaged.allowed')).toEqual([undefined, true, true]);
    expect(row('sharing.managedToUnmanaged.allowed')).toEqual([off, false, false]);
    expect(row('cloud.documents.allowed')).toEqual([off, false, false]);
    expect(row('backup.cloud.allowed')).toEqual([off, off, false]);
    expect(row('screenCapture.allowed')).toEqual([off, off, false]);
    expect(row('device.hostPairing.allowed')).toEqual([off, off, false]);
    expect(row('passcode.maximumFailedAttempts')).toEqual([10, 10, 5]);
    expect(row('passcode.maximumAgeDays')).toEqual([off, off, 365]);
    expect(row('passcode.historyLength')).toEqual([off, off, 5]);
    expect(row('backup.local.encrypted')).toEqual([true, true, true]);
    expect(row('camera.allowed')).toEqual([off, off, off]);
  });

  it('differ on personal iPhones in what the policy asks for, never in what it leaves', async () => {
    const [one, two, three] = await Promise.all([1, 2, 3].map((level) => ios('Personal', level)));
    const changed = Object.keys({ ...one, ...two, ...three }).filter(
      (key) => new Set([one?.[key], two?.[key], three?.[key]]).size > 1,
    );
    expect(changed.sort()).toEqual([
      'airPlay.outgoingPassword.required',
      'backup.enterpriseBookNotes.allowed',
      'backup.enterpriseBooks.allowed',
      'contacts.managedToUnmanaged.allowed',
      'continuity.handoff.allowed',
      'diagnostics.submission.allowed',
      'dictation.onDeviceOnly',
      'lock.watchUnlock.allowed',
      'passcode.historyLength',
      'passcode.maximumAgeDays',
      'passcode.maximumFailedAttempts',
      'screenCapture.allowed',
      'sharing.managedToUnmanaged.allowed',
      'translation.onDeviceOnly',
    ]);
  });

  it('differ for compliance and app protection', async () => {
    const compliance = await Promise.all(
      ['level-2-iOS_iPadOS-enhanced', 'level-3-iOS_iPadOS-high'].map((name) =>
        at(`iOS/Compliance/${name}-security-compliance.json`),
      ),
    );
    expect(compliance.map((level) => level['os.version'])).toEqual(['14.8', '15.0']);
    expect(compliance.map((level) => level['passcode.maximumAgeDays'])).toEqual(['not-configured', 365]);
    const basic = await at('AppProtectionPolicies/level-1-enterprise-basic-data-protection-Android.json');
    const high = await at('AppProtectionPolicies/level-3-enterprise-high-data-protection-Android.json');
    expect(basic).toMatchObject({ 'managedApps.backup.allowed': true, 'managedApps.pin.minimumLength': 4 });
    expect(high).toMatchObject({ 'managedApps.backup.allowed': false, 'managedApps.pin.minimumLength': 6 });
  });

  it('do not make a list of apps an export', () => {
    const bytes = readFileSync(join(corpus ?? '', 'intune', 'iOS', 'Supervised', 'Apple-App-BundleIDs.csv'));
    expect(source.detect(detectionInput('Apple-App-BundleIDs.csv', new Uint8Array(bytes)))).toBe('no');
  });
});
