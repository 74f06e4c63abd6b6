/** Fragments of real phones, and hand-made dumps of the corpus: set PASSMUSTER_CORPUS to its folder. None of it is in this repository. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDump } from '../../../src/artifacts/android/dump.ts';
import { propertiesReader } from '../../../src/artifacts/android/getprop.ts';
import { wantedProperties } from '../../../src/artifacts/android/observe-properties.ts';
import { packageReader } from '../../../src/artifacts/android/package.ts';
import { wantedApps, wantedPermissions } from '../../../src/artifacts/android/permissions.ts';
import { noDocuments, observePhone } from '../../../src/artifacts/android/phone.ts';
import { policyReader } from '../../../src/artifacts/android/policy.ts';
import { ReportReader } from '../../../src/artifacts/android/report.ts';
import { isKnown } from '../../../src/model/observation.ts';

const corpus = join(process.env['PASSMUSTER_CORPUS'] ?? '-', 'android');
const lines = (...path: string[]) => readFileSync(join(corpus, ...path), 'latin1').split('\n');
const fragment = (name: string) => lines('bugreport-fragments', name);

function packages(text: readonly string[], apps: readonly string[]) {
  const permissions = new Set([
    ...wantedPermissions,
    'com.google.android.wearable.permission.RECEIVE_COMPLICATION_DATA',
  ]);
  return readDump(text, packageReader({ apps: new Set(apps), permissions }));
}

describe.skipIf(!existsSync(corpus))('the corpus', () => {
  it('of Wear OS: an updated system app counts once', () => {
    const first = packages(lines('wear-dumpsys-package', 'dumpsys_package_1.txt'), ['com.tekartik.package1']);
    expect(first.packages.map(({ name, appId, targetSdk }) => [name, appId, targetSdk])).toEqual([
      ['com.tekartik.package1', 10057, 36],
    ]);
    const grants = [...(first.packages[0]?.users.get(0)?.permissions ?? [])];
    expect(grants.map(([name, { granted, flags }]) => [name.split('.').at(-1), granted, flags])).toEqual([
      ['RECEIVE_COMPLICATION_DATA', true, ['GRANTED_BY_DEFAULT']],
    ]);
    expect(first).toMatchObject({ broken: false, isInventory: false });
    const second = packages(lines('wear-dumpsys-package', 'dumpsys_package_2.txt'), []);
    expect(second.packages).toHaveLength(1);
    expect(second.packages[0]?.users.get(0)).toMatchObject({ installed: true, hidden: false, enabled: 0 });
  });

  it('of bugreports: users, flags and rows without titles', () => {
    const complete = packages(fragment('package__user_data_complete.txt'), ['com.example.app']).packages[0];
    expect(complete?.users.get(0)?.installed).toBe(false);
    expect(complete?.users.get(10)?.permissions.get('android.permission.POST_NOTIFICATIONS')).toMatchObject({
      granted: true,
      flags: ['POLICY_FIXED', 'USER_SENSITIVE_WHEN_GRANTED', 'USER_SENSITIVE_WHEN_DENIED'],
    });
    const bare = packages(fragment('package__permissions_without_headers.txt'), ['com.test.app']).packages[0];
    expect(bare?.users.get(0)?.permissions.get('android.permission.CAMERA')?.granted).toBe(false);
    for (const name of readdirSync(join(corpus, 'bugreport-fragments')).filter((one) =>
      one.startsWith('package__'),
    ))
      expect(packages(fragment(name), []).isInventory, name).toBe(false); // none is whole
  });

  it('of Samsung: policies of the phone and of the Secure Folder', () => {
    const local = readDump(fragment('device_policy__local_policies.txt'), policyReader());
    expect(local.resolved).toEqual([
      { key: 'no_debugging_features', user: 150, value: 'true', line: expect.any(Number) },
    ]);
    const whole = readDump(fragment('device_policy__complete_parsing.txt'), policyReader());
    expect(
      whole.admins.map(({ user, values }) => [user, [...values].map(([key, { value }]) => [key, value])]),
    ).toEqual([[0, [['passwordQuality', '0x0']]]]);
    expect(whole).toMatchObject({ resolved: [], organisationOwned: { value: false } });
    const admins = readDump(fragment('device_policy__device_admins.txt'), policyReader()).admins[0];
    expect(admins?.values.get('minimumPasswordLength')?.value).toBe('0');
    expect(admins?.values.has('simplePasswordEnabled')).toBe(false);
  });

  it('of headers: the first counts', () => {
    const reader = new ReportReader(noDocuments());
    for (const [index, line] of fragment('header__multiple_headers.txt').entries())
      reader.line(line, index + 1);
    expect(reader.end()).toMatchObject({ started: '2025-10-22 09:30:00', isCut: true });
  });

  it('of hand-made dumps: every state of the list in its README', () => {
    const documents = noDocuments();
    documents.properties.push({
      document: readDump(lines('synthetic', 'getprop.txt'), propertiesReader(wantedProperties)),
    });
    documents.packages.push({
      document: readDump(
        lines('synthetic', 'dumpsys_package_a14.txt'),
        packageReader({ apps: wantedApps(), permissions: wantedPermissions }),
      ),
    });
    const { observations, facts } = observePhone(documents, { input: 'phone' });
    expect(facts).toEqual({ osVersion: '14', model: 'Example EX1' });
    const of = (setting: string, user: number) => {
      const found = observations.find(
        (one) => one.setting === `app.permission.${setting}` && one.scope === `app:whatsapp@${user}`,
      );
      return found && [isKnown(found) ? found.value : found.unknown, ...(found.notes ?? [])];
    };
    expect(of('camera', 0)).toEqual(['incomplete', 'app-op-not-shown']);
    expect(of('contacts', 0)).toEqual(['denied', 'denied-permanently']);
    expect(of('microphone', 0)).toEqual(['incomplete', 'granted-once', 'app-op-not-shown']);
    expect(of('photos', 0)).toEqual(['limited']);
    expect(of('contacts', 10)).toEqual(['blockedByPolicy', 'policy-fixed']);
    expect(of('location', 10)).toEqual(['notAsked']);
    expect(JSON.stringify(observations)).not.toContain('EXAMPLE0000001');
  });
});
