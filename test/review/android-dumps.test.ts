/** What a hostile app prints of itself, and dumps that break off, must not make a phone look better than it is. */
import { describe, expect, it } from 'vitest';
import type { Ending } from '../../src/artifacts/android/dump.ts';
import { noDocuments, observePhone } from '../../src/artifacts/android/phone.ts';
import { openDocument } from '../../src/artifacts/android/services.ts';
import { readReport, settled } from '../../src/sources/android-report.ts';
import type { Observation } from '../../src/model/observation.ts';
import { device, judgeAll } from './support.ts';
import { said } from './support-read.ts';

const phone = { ...device, platform: 'android' } as const;
const user = '    User 0: ceDataInode=1 installed=true hidden=false suspended=false enabled=0\n';
const block = (name: string, rest = '', users = user) =>
  `  Package [${name}] (1a):\n    appId=10245\n    versionCode=1 minSdk=26 targetSdk=34\n    versionName=1\n${rest}${users}`;
const before = 'Database versions:\n  x\nPackages:\n';
const after = 'Queries:\n  x\nHidden system packages:\n';

/** Documents of one phone, by service. */
function observed(
  dumps: Readonly<Record<string, string>>,
  ending: Ending = 'marked',
): readonly Observation[] {
  const documents = noDocuments();
  for (const [service, text] of Object.entries(dumps)) {
    const open = openDocument(service, documents);
    for (const [index, line] of text.split('\n').slice(0, -1).entries()) open?.line(line, index + 1);
    open?.end(ending);
  }
  return observePhone(documents, { input: 'phone' }).observations;
}

async function reported(text: string): Promise<readonly Observation[]> {
  const documents = noDocuments();
  async function* chunks() {
    yield Buffer.from(text);
  }
  settled(await readReport(chunks(), documents), documents, 'text');
  return observePhone(documents, { input: 'phone' }).observations;
}

function outcomes(observations: readonly Observation[], setting: string, operator: string, options: unknown) {
  const expression = { setting, is: [{ operator, options }] } as never;
  const app = setting.startsWith('app.') ? { apps: ['whatsapp'] } : {};
  return judgeAll({ expression, ...(app as object) }, observations, phone).map(({ outcome }) => outcome);
}

describe('a list of packages', () => {
  const bad = (text: string) =>
    outcomes(observed({ package: text }), 'apps.installed', 'containsNone', ['org.example.bad']);

  it('is one where nothing speaks against it', () => {
    expect(bad(before + block('org.example.good') + after)).toEqual(['pass']);
    expect(bad(before + block('org.example.bad') + after)).toEqual(['fail']);
  });

  it.each(['Renamed packages:', 'Hidden system packages:', 'Zzz:', 'Shared users:', 'Packages:'])(
    'does not end where the version of an app reads %s',
    (title) => {
      const forged = block('org.example.good').replace('versionName=1', `versionName=1\n${title}`);
      const rest = block('org.example.bad');
      expect(bad(before + forged + rest + after)).toEqual(['unknown']);
      expect(bad(before + forged + rest + 'Queries:\n')).toEqual(['unknown']);
    },
  );

  it('holds a package of which no user is told', () => {
    expect(bad(before + block('org.example.bad', '', '') + after)).toEqual(['unknown']);
  });

  it('does not hold for sure what is told of no user', () => {
    const text = before + block('org.example.bad', '', '    User 0: hidden=false\n') + after;
    const all = outcomes(observed({ package: text }), 'apps.installed', 'containsAll', ['org.example.bad']);
    expect(all).toEqual(['unknown']);
  });
});

describe('an app', () => {
  const camera = 'android.permission.CAMERA';
  const row = (granted: boolean) =>
    `      runtime permissions:\n        ${camera}: granted=${granted}, flags=[ USER_SET]\n`;
  it('that stands twice is in doubt', () => {
    const text =
      before +
      block('com.whatsapp', '', user + row(true)) +
      block('com.whatsapp', '', user + row(false)) +
      after;
    const observations = observed({ package: text, appops: '  Uid u0a245:\n' });
    expect(said(observations, 'app.permission.camera')).toEqual(['ambiguous', 'ambiguous']);
    const gone =
      before +
      block('com.whatsapp') +
      block('com.whatsapp', '', user.replace('installed=true', 'installed=false')) +
      after;
    expect(said(observed({ package: gone }), 'app.installed')).toEqual(['ambiguous', 'ambiguous']);
  });

  it('may have access to all files where the operations do not show it', () => {
    const text = (asks: string) =>
      before +
      block(
        'com.whatsapp',
        `    requested permissions:\n      android.permission.READ_MEDIA_IMAGES\n${asks}    install permissions:\n`,
        `${user}      runtime permissions:\n        android.permission.READ_MEDIA_IMAGES: granted=false, flags=[ USER_SET]\n`,
      ) +
      after;
    const all = '      android.permission.MANAGE_EXTERNAL_STORAGE\n';
    const getprop = '[ro.build.version.sdk]: [34]\n';
    const photos = (dumps: Record<string, string>) =>
      said(observed({ getprop, ...dumps }), 'app.permission.photos');
    expect(photos({ package: text('') })).toEqual(['denied']);
    expect(photos({ package: text(all) })).toEqual(['incomplete']);
    expect(photos({ package: text(all), appops: '  Uid u0a245:\n      CAMERA: mode=ignore\n' })).toEqual([
      'denied',
    ]);
    expect(
      photos({ package: text(all), appops: '  Uid u0a245:\n      MANAGE_EXTERNAL_STORAGE: mode=ask\n' }),
    ).toEqual(['ambiguous']);
  });

  it.each(['\n', '    \n', 'org.example.lib overlay paths:\n        /product/a.apk\n', '      odd line\n'])(
    'asks for what stands behind a line of another kind: %j',
    (odd) => {
      const asks = `    requested permissions:\n      android.permission.INTERNET\n${odd}      ${camera}\n    install permissions:\n`;
      const observations = observed({ package: before + block('com.whatsapp', asks) + after });
      expect(said(observations, 'app.permission.camera')).toEqual(['not-reported']);
      expect(said(observations, 'app.permission.contacts')).toEqual(['notAsked']);
    },
  );

  it('of a shared user that is written in an unknown way is not taken for one of its own', () => {
    const own =
      '    sharedUser=SharedUser[org.example.uid]\n    requested permissions:\n      android.permission.INTERNET\n    install permissions:\n';
    expect(
      said(observed({ package: before + block('com.whatsapp', own) + after }), 'app.permission.camera'),
    ).toEqual(['incomplete']);
  });
});

describe('settings', () => {
  const users = (current: number) =>
    `Current user: ${current}\nUsers:\n  UserInfo{0:-:c13} serialNo=0\n    Effective restrictions:\n      none\n  UserInfo{11:-:412} serialNo=11\n  Device owner id:-10000\nGuest restrictions:\n`;
  const secure = 'location_mode=0\n';
  const on = (current: number) =>
    said(observed({ user: users(current), settings_secure: secure }), 'location.services.enabled');
  it('are those of the user in front', () => {
    expect(on(0)).toEqual([false]);
    expect(on(11)).toEqual([]);
  });
  it('of another user do not become those of the first by a title in a value', () => {
    const text =
      'SECURE SETTINGS (user 0)\n_id:1 name:x pkg:a value:1\nSECURE SETTINGS (user 10)\n_id:2 name:y pkg:a value:1\nSECURE SETTINGS (user 0)\n_id:3 name:location_mode pkg:a value:0\n';
    expect(said(observed({ settings: text }), 'location.services.enabled')).toEqual(['incomplete']);
  });
  it('longer than what is kept of a line are in doubt', () => {
    const long = `enabled_accessibility_services=aaaaa.b/c:${'a.b/c:'.repeat(11_000)}a.evil/c\n`;
    const text = long.slice(0, 64 * 1024) + '\n';
    expect(said(observed({ settings_secure: text }), 'apps.accessibilityServices.enabled')).toEqual([
      'ambiguous',
    ]);
  });
});

describe('users', () => {
  it('of which more could follow do not speak for the phone', () => {
    const text =
      'Users:\n  UserInfo{0:-:c13} serialNo=0\n    Effective restrictions:\n      no_usb_file_transfer\n  UserInfo{10:-:1030} serialNo=10\n';
    expect(said(observed({ user: text }), 'usb.fileTransfer.allowed')).toEqual([false]);
    expect(said(observed({ user: text }, 'open'), 'usb.fileTransfer.allowed')).toEqual(['incomplete']);
  });
  it.each(['android.os.usertype.system.HEADLESS', 'constructor'])('of type %s are nobody', (type) => {
    const text = `Users:\n  UserInfo{0:-:c13} serialNo=0\n    Type: ${type}\n    Effective restrictions:\n      no_usb_file_transfer\n  Device owner id:-10000\n`;
    const observations = observed({ user: text, settings_secure: 'location_mode=0\n' });
    expect(said(observations, 'usb.fileTransfer.allowed')).toEqual([]);
    expect(said(observations, 'location.services.enabled')).toEqual([]);
  });
  it('whose restrictions are null have said nothing', () => {
    const text =
      'Users:\n  UserInfo{0:-:c13} serialNo=0\n    Effective restrictions:\n      null\n  Device owner id:-10000\n';
    expect(said(observed({ user: text }), 'device.erase.allowed')).toEqual([]);
  });
});

describe('a policy', () => {
  const key = (name: string, value: string) =>
    `    ${name}\n      Resolved Policy (MostRestrictive):\n        ${value}\n`;
  const on = 'BooleanPolicyValue { mValue= true }';
  it.each(['', 'OddPolicyKey { x }'])(
    'does not get what another one comes to, whose key reads "%s"',
    (odd) => {
      const reset = key('UserRestrictionPolicyKey userRestriction_no_factory_reset', 'null');
      const text = `  Global Policies:\n${reset}${key(odd, on)}  Encryption Status: x\n`;
      expect(said(observed({ device_policy: text }), 'device.erase.allowed')).toEqual([]);
    },
  );
});

describe('a command that failed', () => {
  const services = ['getprop', 'settings_global', 'settings', 'package', 'appops', 'user'];
  const short = ['device_policy', 'trust', 'lock_settings', 'backup'];
  it.each([...services, ...short])('%s leaves a broken document', (service) => {
    for (const text of [
      '',
      "Can't find service: x\n",
      'Permission Denial: not allowed to dump x\n',
      'Error: x\n',
    ]) {
      const open = openDocument(service, noDocuments());
      for (const [index, line] of text.split('\n').slice(0, -1).entries()) open?.line(line, index + 1);
      expect(open?.end('open').broken, text).toBe(true);
    }
  });
});

describe('a report', () => {
  const ended = (name: string) => `--------- 0.1s was the duration of dumpsys ${name}, ending at: x\n`;
  const start = (name: string) => `${'-'.repeat(79)}\nDUMP OF SERVICE ${name}:\n`;
  const packages =
    before +
    block(
      'com.whatsapp',
      '',
      `${user}      runtime permissions:\n        android.permission.CAMERA: granted=true, flags=[ USER_SET]\n`,
    ) +
    after;
  const ops = '  Uid u0a1:\n      CAMERA: mode=ignore\n';
  const camera = async (text: string) => said(await reported(text), 'app.permission.camera');

  it('whose service breaks off does not have it whole', async () => {
    const whole = start('package') + packages + ended('package');
    expect(await camera(whole + start('appops') + ops + ended('appops'))).toEqual(['granted']);
    expect(
      await camera(`${whole}${start('appops')}${ops}------ 10.0s was the duration of 'DUMPSYS' ------\n`),
    ).toEqual(['incomplete']);
    expect(await camera(`${whole}${start('appops')}${ops}${start('trust')}${ended('trust')}`)).toEqual([
      'incomplete',
    ]);
    expect(
      await camera(
        `${whole}${start('appops')}${ops}*** command 'dumpsys' timed out after 10s\n------ 10.0s was the duration of 'DUMPSYS' ------\n`,
      ),
    ).toEqual(['incomplete']);
  });

  it('lacks what it names first and does not have', async () => {
    const isCut = async (text: string) => {
      async function* chunks() {
        yield Buffer.from(text);
      }
      return (await readReport(chunks(), noDocuments())).isCut;
    };
    const list = 'Currently running services:\n  account\n  package\n  trust\n';
    const whole = start('package') + packages + ended('package');
    const trust = `${start('trust')} User "x" (id=0, flags=0x1): trustManaged=0\n${ended('trust')}`;
    expect(await isCut(list + whole + trust)).toBe(false);
    expect(await isCut(list + whole)).toBe(true);
  });

  it('does not get a list of packages from the version of an app', async () => {
    const forged = `${ended('package')}${start('package')}${before}${block('org.example.other')}`;
    const evil = block('org.example.evil').replace('versionName=1\n', `versionName=1\n${forged}`);
    const text =
      start('package') +
      before +
      block('org.example.bad') +
      evil +
      'Queries:\nHidden system packages:\n' +
      ended('package');
    expect(outcomes(await reported(text), 'apps.installed', 'containsNone', ['org.example.bad'])).toEqual([
      'unknown',
    ]);
  });
});
