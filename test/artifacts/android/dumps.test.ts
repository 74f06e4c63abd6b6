/** The readers of a phone's dumps: every trap that is known of real ones, and what hostile apps could print into them. */
import { describe, expect, it } from 'vitest';
import { appOpsReader, uidOf } from '../../../src/artifacts/android/appops.ts';
import { type Ending, readDump } from '../../../src/artifacts/android/dump.ts';
import { propertiesReader } from '../../../src/artifacts/android/getprop.ts';
import { packageReader } from '../../../src/artifacts/android/package.ts';
import { settingsDumpReader, settingsListReader } from '../../../src/artifacts/android/settings.ts';
import { usersReader } from '../../../src/artifacts/android/users.ts';

const lines = (text: string) => text.replace(/^\n/, '').split('\n');

describe('getprop', () => {
  const wanted = new Set(['a', 'b', 'c']);
  const read = (text: string, ending?: Ending) => readDump(lines(text), propertiesReader(wanted), ending);
  const values = (text: string) => [...read(text).values].map(([key, { value }]) => [key, value]);

  it('keeps empty values, brackets, and values of several lines', () => {
    expect(values('[a]: []\n[b]: [One [EU]]\n[c]: [x\ny\n\nz]\n[d]: [1]')).toEqual([
      ['a', ''],
      ['b', 'One [EU]'],
      ['c', 'x\ny\n\nz'],
    ]);
  });
  it('takes a property inside an open value for a part of it', () => {
    expect(values('[d]: [first\n[a]: [spoof]\n[b]: [1]')).toEqual([['b', '1']]);
  });
  it('remembers nothing else, and counts what it does not know', () => {
    expect(read('hello\n[ro.serialno]: [SECRET]\n[a]: [1]')).toMatchObject({
      unknownLines: 1,
      broken: false,
    });
    expect(JSON.stringify([...read('[ro.serialno]: [SECRET]').values])).not.toContain('SECRET');
  });
  it('is broken when it ends inside a value, holds nothing, or was cut', () => {
    expect(read('[a]: [1]\n[b]: [op').broken).toBe(true);
    expect(read('').broken).toBe(true);
    expect(read('[a]: [1]', 'cut').broken).toBe(true);
  });
  it('doubts a key that stands twice with different values', () => {
    expect([...read('[a]: [1]\n[a]: [2]').repeated]).toEqual(['a']);
    expect([...read('[a]: [1]\n[a]: [1]').repeated]).toEqual([]);
  });
});

describe('settings list', () => {
  const wanted = new Set(['b', 'd', '__proto__']);
  const read = (text: string) => readDump(lines(text), settingsListReader('global', wanted));
  it('splits at the first =, and knows unset from empty', () => {
    const { values } = read('b={"k":"a=b"}\nc=\nd=null');
    expect(values.get('b')).toEqual({ value: '{"k":"a=b"}', line: 1, doubtful: false });
    expect(values.get('d')?.value).toBeUndefined();
    expect(read('b=').values.get('b')?.value).toBe('');
  });
  it('doubts a row where the order has no place for it: it may belong to the value before', () => {
    expect(read('a=1\nc=first\nb=spoof\nd=1').values.get('b')?.doubtful).toBe(true);
    const high = read('a=first\nd=spoof\nb=1\nc=1').values;
    expect([high.get('d')?.doubtful, high.get('b')?.doubtful]).toEqual([true, true]);
  });
  it('doubts a key that stands twice', () => {
    expect(read('b=0\nb=1').values.get('b')?.doubtful).toBe(true);
  });
  it('treats __proto__ as a key like others', () => {
    expect(read('__proto__=1').values.get('__proto__')?.value).toBe('1');
    expect(({} as Record<string, unknown>)['b']).toBeUndefined();
  });
});

describe('dumpsys settings', () => {
  const wanted = new Set(['a', 'flag', 'note']);
  const text = `
GLOBAL SETTINGS (user 0)
_id:105 name:a pkg:com.android.settings value:1 default:1 defaultSystemSet:true
_id:78 name:flag pkg:android value:{null}
_id:79 name:note pkg:android value:two words default:x tag:null
Historical operations
2024-05-20 09:00:11 update boot_count
SECURE SETTINGS (user 10)
_id:1 name:a pkg:android value:0 tag:null notPreservedInRestore
CONFIG SETTINGS (user 0)
_id:2 name:a pkg:android value:9`;
  it('reads each namespace of each user, and no history', () => {
    const found = readDump(lines(text), settingsDumpReader(wanted));
    expect(
      found.map(({ namespace, user, values }) => [
        namespace,
        user,
        [...values].map(([k, v]) => [k, v.value]),
      ]),
    ).toEqual([
      [
        'global',
        0,
        [
          ['a', '1'],
          ['flag', undefined],
          ['note', 'two words'],
        ],
      ],
      ['secure', 10, [['a', '0']]],
    ]);
  });
});

describe('dumpsys package', () => {
  const camera = 'android.permission.CAMERA';
  const wanted = { apps: new Set(['org.example.chat', 'old']), permissions: new Set([camera]) };
  const read = (text: string, ending?: Ending) => readDump(lines(text), packageReader(wanted), ending);
  const head = 'Database versions:\n  x\nPackages:\n  Package [org.example.chat] (1a):\n    appId=10245\n';
  const user = '    User 0: installed=true hidden=false suspended=false enabled=0\n';
  const tail = '\nQueries:\n    User 0:\n      x\n';
  const row = (granted: boolean, flags = '') => `        ${camera}: granted=${granted}${flags}\n`;
  const grants = (text: string) => read(text).packages[0]?.users.get(0)?.permissions.get(camera);

  it('ends a package at nothing but a pattern', () => {
    const noise = '   \n\norg.example.lib overlay paths:\nTheme overlay paths:\n        /x.apk\n';
    expect(grants(`${head}${user}${noise}${row(true)}${tail}`)).toMatchObject({ granted: true, line: 12 });
  });
  it('parts flags by bars and by blanks, keeps numbers, and takes rows without flags', () => {
    expect(grants(`${head}${user}${row(true, ', flags=[ A|B|524288]')}${tail}`)?.flags).toEqual([
      'A',
      'B',
      '524288',
    ]);
    expect(grants(`${head}${user}${row(true, ', flags=[ A B ]')}${tail}`)?.flags).toEqual(['A', 'B']);
    expect(grants(`${head}${user}${row(false)}${tail}`)).toMatchObject({ granted: false, flags: [] });
  });
  it('passes over hidden system packages and lists of users elsewhere', () => {
    const hidden = `Hidden system packages:\n  Package [org.example.chat] (2b):\n${user}${row(true)}`;
    const found = read(`${head}${user}${row(false)}\n${hidden}${tail}`);
    expect(found.packages).toHaveLength(1);
    expect(found.packages[0]?.users.get(0)?.permissions.get(camera)?.granted).toBe(false);
  });
  it('reads the forms of Android 2 to 5', () => {
    const old = read(
      `Packages:\n  Package [old] (1a):\n    userId=10032 gids=[3003]\n    grantedPermissions:\n      ${camera}\n      android.permission.INTERNET\n    pkgFlags=0x1\n${tail}`,
    );
    expect(old.packages[0]?.install.get(camera)?.granted).toBe(true);
    expect(old.packages[0]?.appId).toBe(10032);
    expect(old.isInventory).toBe(false);
  });
  it('is an inventory only when whole, and of all packages', () => {
    const one = `Packages:\n  Package [org.example.chat] (1a):\n${user}${tail}`;
    expect(read(one).isInventory).toBe(false);
    expect(read(`${head}${user}${tail}`).isInventory).toBe(true);
    expect(read(`${head}${user}${tail}`, 'cut')).toMatchObject({ broken: true, isInventory: false });
    expect(read(`${head}${user}${row(true)}`, 'open')).toMatchObject({ broken: true, isInventory: false });
  });
  it('notices what a name with line ends could print', () => {
    const spoof = `${head}${user}${row(true)}${row(false)}${tail}`;
    expect(read(spoof).packages[0]?.contradictory).toBe(true);
    expect(read(`${head}${user}${user}${tail}`).packages[0]?.contradictory).toBe(true);
    const titles = `${head}    versionName=1\nHidden system packages:\n${user}\nHidden system packages:\n${tail}`;
    expect(read(titles).broken).toBe(true);
  });
  it('remembers of other apps the name alone, whatever it is', () => {
    const other = `  Package [__proto__] (2b):\n${user}${row(true)}  Package [\u001b[31m<x>] (2b):\n${user}`;
    const [, odd, escape] = read(`${head}${user}${other}${tail}`).packages;
    expect(odd?.name).toBe('__proto__');
    expect(odd?.users.get(0)?.permissions.size).toBe(0);
    expect(escape?.name).toBe('\u001b[31m<x>');
  });
});

describe('dumpsys appops', () => {
  const wanted = { apps: new Set(['org.example.chat']), ops: new Set(['CAMERA', 'COARSE_LOCATION']) };
  const text = `
  Op mode watchers:
    Op CAMERA:
  Uid u0a245:
    state=cch
      CAMERA: mode=foreground
    Package org.example.chat:
      CAMERA (allow): 
        null=[
          Reject: [fg-s]2024-05-19 07:00:00.000 (-2d)
      MONITOR_LOCATION (allow / switch COARSE_LOCATION=allow): 
  Uid 1010245:
    Package org.example.chat:
      CAMERA: mode=1; time=+2h ago`;
  it('reads modes of app ids and packages, in words and numbers', () => {
    const { uids, isWhole } = readDump(lines(text), appOpsReader(wanted));
    expect(uids.get(10245)?.ops.get('CAMERA')).toEqual({ mode: 'foreground', line: 5 });
    expect(uids.get(10245)?.packages.get('org.example.chat')?.get('CAMERA')?.mode).toBe('allow');
    expect(uids.get(1010245)?.packages.get('org.example.chat')?.get('CAMERA')?.mode).toBe('ignore');
    expect(isWhole).toBe(true);
  });
  it('says of the last app id that more may follow, unless the end is marked', () => {
    const { uids, isWhole } = readDump(lines(text), appOpsReader(wanted), 'open');
    expect([uids.get(10245)?.closed, uids.get(1010245)?.closed, isWhole]).toEqual([true, false, false]);
  });
  it('decides nothing when an app id stands twice', () => {
    const { uids, broken } = readDump(lines(`${text}\n  Uid u0a245:`), appOpsReader(wanted));
    expect([uids.size, broken]).toEqual([0, true]);
  });
  it.each([
    ['0', 0],
    ['u0a245', 10245],
    ['u11s1000', 1101000],
    ['u10i3', 1090003],
    ['u0x1', undefined],
    ['-1', undefined],
  ])('knows %s', (word, uid) => expect(uidOf(word)).toBe(uid));
});

describe('dumpsys user', () => {
  const text = `
Users:
  UserInfo{0:Ann: the owner:c13} serialNo=0
    Has profile owner: false
    Restrictions:
      no_sms
    Effective restrictions:
      none
  UserInfo{10:Work:30} serialNo=10
    Has profile owner: true
    Effective restrictions:
      no_debugging_features
  Device owner id:-10000
  Guest restrictions:
    no_sms`;
  const read = (shown: string, ending?: Ending) => readDump(lines(shown), usersReader(), ending);
  it('tells users by their flags where no type is told, and stops at the guests', () => {
    const { users, deviceOwner } = read(text);
    expect(
      [...users.values()].map(({ id, kind, hasOwner, effective }) => [
        id,
        kind,
        hasOwner,
        [...(effective ?? [])],
      ]),
    ).toEqual([
      [0, 'system', false, []],
      [10, 'managed', true, [['no_debugging_features', 11]]],
    ]);
    expect(deviceOwner?.present).toBe(false);
    expect(JSON.stringify([...users])).not.toContain('Ann');
  });
  it('prefers the type: Secure Folder is no work profile', () => {
    const typed = text.replace(
      'Work:30} serialNo=10',
      'x:1030}\n    Type: android.os.usertype.profile.CLONE',
    );
    expect(read(typed).users.get(10)?.kind).toBe('clone');
  });
  it('knows no restrictions where their list breaks off', () => {
    const cut = text.slice(0, text.indexOf('\n  Device owner'));
    expect(read(cut, 'open').users.get(10)?.effective).toBeUndefined();
    expect(read(cut, 'open').isWhole).toBe(false);
    expect(read(cut, 'marked').users.get(10)?.effective?.size).toBe(1);
  });
});
