/** The documents of Android's services as files, text and binary: the same answers as from dumps, and nothing else opened. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { isKnown } from '../../src/model/observation.ts';
import { readPaths } from '../../src/read/paths.ts';
import androidFilesystem from '../../src/sources/android-filesystem/index.ts';
import { abx, type AbxWriter, value } from '../support/abx.ts';
import { zipOf } from '../support/archive.ts';
import { utf8 } from '../support/bytes.ts';

const folder = mkdtempSync(join(tmpdir(), 'passmuster-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
});

const canary = 'Canary Ann';
const declaration = "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n";

/** One root with elements of attributes, in binary. */
function binary(root: string, name: string, rows: readonly Record<string, string>[]): AbxWriter {
  const writer = abx().start().open(root);
  for (const row of rows) {
    writer.open(name);
    for (const [key, text] of Object.entries(row)) writer.attribute(key, text);
    writer.close(name);
  }
  return writer.close(root);
}

const packagesXml = (sdk: number) => `${declaration}<packages>
<version sdkVersion="${sdk}" databaseVersion="3" fingerprint="x" />
<package name="com.whatsapp" codePath="/data/app/x" userId="10245"><sigs count="1" /></package>
<package name="com.samsung.android.messaging" sharedUserId="10041" />
<updated-package name="com.whatsapp" userId="10245" />
<shared-user name="org.example.uid" userId="10041"><sigs /></shared-user>
</packages>
`;
const grantsXml = (user: number) => `${declaration}<runtime-permissions version="3">
<package name="com.whatsapp">
<permission name="android.permission.CAMERA" granted="true" flags="${user === 0 ? '301' : '304'}" />
<permission name="android.permission.READ_CONTACTS" granted="false" flags="${user === 0 ? '3' : '4'}" />
</package>
<shared-user name="org.example.uid">
<permission name="android.permission.READ_CONTACTS" granted="true" flags="30" />
</shared-user>
</runtime-permissions>
`;

function files(sdk = 33): Record<string, string | Uint8Array> {
  const settings = (rows: Record<string, string>) =>
    binary(
      'settings',
      'setting',
      Object.entries(rows).map(([name, text]) => ({ name, value: text })),
    )
      .end()
      .bytes();
  const grants = (user: number) =>
    sdk >= 30
      ? `data/misc_de/${user}/apexdata/com.android.permission/runtime-permissions.xml`
      : `data/system/users/${user}/runtime-permissions.xml`;
  const operations = abx().start().open('app-ops').open('uid').attribute('n', value.int(10245));
  operations.open('op').attribute('n', value.int(26)).attribute('m', value.int(4)).close('op').close('uid');
  operations.open('pkg').attribute('n', 'com.whatsapp').open('uid').attribute('n', value.int(1010245));
  operations
    .open('op')
    .attribute('n', value.int(26))
    .attribute('m', value.int(1))
    .close('op')
    .close('uid')
    .close('pkg')
    .close('app-ops')
    .end();
  return {
    'system/build.prop': `# x\nro.build.version.release=13\nro.build.version.sdk=${sdk}\nro.build.version.security_patch=2024-01-05\n`,
    'data/system/packages.xml': packagesXml(sdk),
    'data/system/appops.xml': operations.bytes(),
    'data/system/users/userlist.xml': binary('users', 'user', [{ id: '0' }, { id: '10' }])
      .end()
      .bytes(),
    'data/system/users/0.xml': `${declaration}<user id="0" flags="19" type="android.os.usertype.full.SYSTEM"><name>${canary}</name></user>`,
    'data/system/users/10.xml': `${declaration}<user id="10" flags="4144" type="android.os.usertype.profile.MANAGED"><name>${canary}</name></user>`,
    'data/system/users/0/settings_global.xml': settings({ adb_enabled: '0', device_name: canary }),
    'data/system/users/0/settings_secure.xml': settings({
      location_mode: '3',
      lock_screen_show_notifications: '0',
    }),
    'data/system/users/0/package-restrictions.xml': binary('package-restrictions', 'pkg', [
      { name: 'com.whatsapp' },
      { name: 'com.samsung.android.messaging', enabled: '3' },
    ])
      .end()
      .bytes(),
    'data/system/users/10/package-restrictions.xml': binary('package-restrictions', 'pkg', [
      { name: 'com.whatsapp' },
      { name: 'com.samsung.android.messaging', inst: 'false' },
    ])
      .end()
      .bytes(),
    [grants(0)]: grantsXml(0),
    [grants(10)]: grantsXml(10),
    'data/data/com.whatsapp/databases/msgstore.db': canary,
    'data/media/0/DCIM/a.jpg': canary,
  };
}

async function read(content: Record<string, string | Uint8Array>) {
  for (const [name, bytes] of Object.entries(content)) {
    mkdirSync(dirname(join(folder, 'phone', name)), { recursive: true });
    writeFileSync(join(folder, 'phone', name), bytes);
  }
  return readPath('phone');
}

async function readPath(name: string) {
  const events = [];
  for await (const event of readPaths([join(folder, name)], { asOf: '2026-11-28T00:00:00Z' }))
    events.push(event);
  expect(JSON.stringify(events)).not.toContain(canary);
  const subject = events.find((event) => event.kind === 'subject');
  const record = events.flatMap((event) => (event.kind === 'input' ? [event.record] : [])).at(-1);
  const said = (subject?.kind === 'subject' ? subject.observations : []).map((one) =>
    [
      one.scope ?? '-',
      one.setting,
      isKnown(one) ? JSON.stringify(one.value) : `(${one.unknown})`,
      ...(one.notes ?? []),
      one.evidence.entry?.split('/').slice(-2).join('/'),
    ].join(' '),
  );
  return { said, record };
}

describe('a file-system extraction', () => {
  it('says what its documents say', async () => {
    const { said, record } = await read(files());
    expect(record).toMatchObject({ source: 'android-filesystem', status: 'read' });
    expect(record?.opened?.some(({ path }) => path.includes('data/data') || path.includes('media'))).toBe(
      false,
    );
    expect(said).toMatchInlineSnapshot(`
      [
        "- os.version "13" system/build.prop",
        "- os.securityPatch "2024-01-05" system/build.prop",
        "- developer.usbDebugging false 0/settings_global.xml",
        "- lock.notifications.allowed false 0/settings_secure.xml",
        "- location.services.enabled true 0/settings_secure.xml",
        "- device.workProfile.present true users/userlist.xml",
        "app:whatsapp@0 app.installed true 0/package-restrictions.xml",
        "app:whatsapp@0 app.permission.camera "whileInUse" granted-while-in-use com.android.permission/runtime-permissions.xml",
        "app:whatsapp@0 app.permission.contacts "denied" denied-permanently com.android.permission/runtime-permissions.xml",
        "app:whatsapp@10 app.installed true work-profile 10/package-restrictions.xml",
        "app:whatsapp@10 app.permission.camera "denied" policy-fixed app-op-ignored work-profile com.android.permission/runtime-permissions.xml",
        "app:whatsapp@10 app.permission.contacts "blockedByPolicy" policy-fixed work-profile com.android.permission/runtime-permissions.xml",
        "app:samsung-messages@0 app.installed true app-disabled 0/package-restrictions.xml",
        "app:samsung-messages@0 app.permission.contacts "granted" system-fixed app-disabled com.android.permission/runtime-permissions.xml",
        "app:samsung-messages@10 app.installed false work-profile 10/package-restrictions.xml",
        "- apps.installed ["com.samsung.android.messaging","com.whatsapp"] system/packages.xml",
        "app:whatsapp@0 app.notifications.lockScreen false 0/settings_secure.xml",
        "app:samsung-messages@0 app.notifications.lockScreen false 0/settings_secure.xml",
      ]
    `);
  });

  it('is the same in a zip', async () => {
    const { said } = await read(files());
    writeFileSync(
      join(folder, 'phone.zip'),
      zipOf(
        Object.entries(files()).map(([name, content]) => ({
          name,
          content: typeof content === 'string' ? utf8(content) : content,
        })),
      ),
    );
    expect((await readPath('phone.zip')).said).toEqual(said);
  });

  it('knows where the grants of Android 10 are, and that those of Android 15 are elsewhere', async () => {
    const permissions = ({ said }: { said: string[] }) => said.filter((one) => one.includes('permission'));
    expect(permissions(await read(files(29))).length).toBeGreaterThan(3);
    rmSync(join(folder, 'phone'), { recursive: true });
    expect(permissions(await read(files(35)))).toEqual([]);
    rmSync(join(folder, 'phone'), { recursive: true });
    const stale = { ...files(34), 'data/misc_de/0/apexdata/com.android.permission/access.abx': 'ABX' };
    expect(permissions(await read(stale)).filter((one) => one.includes('@0'))).toEqual([]);
  });

  it('decides nothing by a file that is cut, damaged or in contradiction', async () => {
    const whole = files();
    const settings = binary('settings', 'setting', [
      { name: 'adb_enabled', value: '0' },
      { name: 'adb_enabled', value: '1' },
    ]);
    const { said, record } = await read({
      ...whole,
      'data/system/users/0/settings_global.xml': settings.end().bytes(),
      'data/system/users/0/settings_secure.xml': binary('settings', 'setting', [
        { name: 'location_mode', value: '3' },
      ]).bytes(),
      'data/system/appops.xml': (whole['data/system/appops.xml'] ?? '').slice(0, 40),
    });
    expect(record?.status).toBe('partial');
    expect(said).toContain('- developer.usbDebugging (ambiguous) 0/settings_global.xml');
    expect(said).toContain('- location.services.enabled (incomplete) 0/settings_secure.xml');
    expect(said.find((one) => one.startsWith('app:whatsapp@0 app.permission.camera'))).toContain(
      '(incomplete)',
    );
  });

  it('allows a closed list', () => {
    for (const path of [
      'data/data/com.whatsapp/databases/msgstore.db',
      'data/system_ce/0/accounts_ce.db',
      'data/system/users/0/x/settings_global.xml',
      'data/misc/wifi/WifiConfigStore.xml',
      'data/system/users/0/photo.png',
    ])
      expect(androidFilesystem.allows(path), path).toBe(false);
  });

  it('is no inventory without every user, and the state of every package for each', async () => {
    const inventory = async (changes: Record<string, string | Uint8Array | undefined>) => {
      rmSync(join(folder, 'phone'), { recursive: true, force: true });
      const all = Object.entries({ ...files(), ...changes });
      const { said } = await read(
        Object.fromEntries(all.flatMap(([name, bytes]) => (bytes === undefined ? [] : [[name, bytes]]))),
      );
      return said.find((one) => one.startsWith('- apps.installed'));
    };
    const open = '- apps.installed (incomplete) system/packages.xml';
    const users = 'data/system/users';
    const states = (rows: Record<string, string>[]) => binary('package-restrictions', 'pkg', rows);
    const row = { name: 'com.whatsapp', inst: 'false' };
    expect(await inventory({ [`${users}/userlist.xml`]: undefined })).toBeUndefined();
    const cutList = binary('users', 'user', [{ id: '0' }]).bytes();
    expect(await inventory({ [`${users}/userlist.xml`]: cutList })).toBeUndefined();
    expect(await inventory({ [`${users}/10.xml`]: '<user id="0" flags="19" />' })).toBeUndefined();
    const file = `${users}/10/package-restrictions.xml`;
    expect(await inventory({ [file]: states([row]).bytes() })).toBe(open);
    expect(
      await inventory({
        [file]: states([row, { name: 'com.whatsapp' }])
          .end()
          .bytes(),
      }),
    ).toBe(open);
    expect(await inventory({ [file]: abx().start().open('x').close('x').end().bytes() })).toBe(open);
  });
});
