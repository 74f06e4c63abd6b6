/** The containers that evidence of an Android phone comes in: one reading whatever it is packed in, and nothing else opened. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { limits, setLimits } from '../../src/io/limits.ts';
import type { Observation } from '../../src/model/observation.ts';
import type { InputRecord } from '../../src/model/report.ts';
import type { ReadEvent } from '../../src/read/events.ts';
import { readPaths } from '../../src/read/paths.ts';
import androidBugreport from '../../src/sources/android-bugreport/index.ts';
import androidQf from '../../src/sources/android-qf/index.ts';
import androidShell from '../../src/sources/android-shell/index.ts';
import { androidPhone, releases } from '../../tools/fixtures/android-dumps.ts';
import { canaries } from '../../tools/fixtures/android/releases.ts';
import { bugreport, service } from '../../tools/fixtures/android/report.ts';
import { zipOf } from '../support/archive.ts';
import { utf8 } from '../support/bytes.ts';

const folder = mkdtempSync(join(tmpdir(), 'passmuster-android-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});

const release = releases.find(({ name }) => name === '14') ?? releases[0];
if (release === undefined) throw new Error('no release');
const report = bugreport(release);
const phone = androidPhone(release);
const mainName = 'bugreport-ex14-BUILD-2026-11-20-10-00-00.txt';

type Files = Readonly<Record<string, string | Uint8Array>>;
const bytes = (content: string | Uint8Array) => (typeof content === 'string' ? utf8(content) : content);
const zip = (files: Files) =>
  zipOf(Object.entries(files).map(([name, content]) => ({ name, content: bytes(content) })));

function write(files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

async function read(name: string) {
  const events: ReadEvent[] = [];
  for await (const event of readPaths([join(folder, name)], { asOf: '2026-11-28T00:00:00Z' }))
    events.push(event);
  const text = JSON.stringify(events);
  for (const canary of Object.values(canaries)) expect(text).not.toContain(canary);
  const records: InputRecord[] = events.flatMap((event) => (event.kind === 'input' ? [event.record] : []));
  const subjects = events.flatMap((event) => (event.kind === 'subject' ? [event] : []));
  return { records, subjects, claims: claimsOf(subjects.flatMap(({ observations }) => observations)) };
}

/** Without the place, which differs. */
const claimsOf = (observations: readonly Observation[]) =>
  observations.map(({ evidence: _evidence, ...claim }) => JSON.stringify(claim));

const inBugreport = {
  'version.txt': '2.0',
  [mainName]: report,
  'dumpstate_log.txt': 'x',
  'FS/data/anr/a': canaries.account,
};

describe('a bugreport', () => {
  it('reads the same as a zip with and without its entry name, as a folder, and as a text', async () => {
    write({
      'named.zip': zip({ ...inBugreport, 'main_entry.txt': `${mainName}\n` }),
      'bare.zip': zip(inBugreport),
      'flat.txt': report,
      ...Object.fromEntries(Object.entries(inBugreport).map(([name, content]) => [`open/${name}`, content])),
    });
    const named = await read('named.zip');
    const [subject] = named.subjects;
    expect(subject?.subject).toMatchObject({
      id: 'named',
      osVersion: '14',
      lastSeen: '2026-11-20T10:00:00Z',
    });
    expect(named.claims.length).toBeGreaterThan(90);
    const opened = named.records.find(({ source }) => source === 'android-bugreport')?.opened;
    expect(opened?.map(({ path }) => path)).toEqual([mainName, 'main_entry.txt']);
    for (const other of ['bare.zip', 'open', 'flat.txt']) {
      const same = await read(other);
      expect(same.claims, other).toEqual(named.claims);
      expect(
        same.records.map(({ status }) => status),
        other,
      ).not.toContain('partial');
    }
  });

  it('is fetched from its archive when it is too large to be held', async () => {
    const before = limits.bundleHeldBytes;
    setLimits({ bundleHeldBytes: 1000 });
    try {
      write({ 'large.zip': zip(inBugreport), 'flat.txt': report });
      const { claims, records } = await read('large.zip');
      expect(records.map(({ status }) => status)).toEqual(['read', 'read']);
      expect(claims).toEqual((await read('flat.txt')).claims);
    } finally {
      setLimits({ bundleHeldBytes: before });
    }
  });

  it('is found inside another archive (Xiaomi) and under the name that Samsung gives it', async () => {
    write({
      'outer.zip': zip({ 'bugreport-inner.zip': zip(inBugreport), 'device.log': 'x' }),
      'dumpState_EX14.zip': zip({ 'dumpState_EX14_202611201000.txt': report, 'dumpstate_log.txt': 'x' }),
    });
    const outer = await read('outer.zip');
    const samsung = await read('dumpState_EX14.zip');
    expect(outer.subjects).toHaveLength(1);
    expect(outer.claims).toEqual(samsung.claims);
  });

  it('decides nothing by a service that timed out, or that is not to its end', async () => {
    write({
      'cut.txt': report.slice(0, report.indexOf('  Uid u0a247')),
      'two.zip': zip({ ...inBugreport, 'bugreport-b.txt': report }),
    });
    const { records, subjects } = await read('cut.txt');
    expect(records[0]?.status).toBe('partial');
    expect(subjects[0]?.observations.filter(({ setting }) => setting.startsWith('app.'))).toEqual([]);
    expect((await read('two.zip')).records.some(({ status }) => status === 'partial')).toBe(true);
  });

  it('decides no grant when the app operations timed out', async () => {
    const late = "*** SERVICE 'appops' DUMP TIMEOUT (10000ms) EXPIRED ***\n  Uid u10a245";
    write({ 'late.txt': report.replace('  Uid u10a245', late) });
    const { records, subjects } = await read('late.txt');
    expect(records[0]?.status).toBe('partial');
    const camera = subjects[0]?.observations.filter(
      ({ setting, scope }) => setting === 'app.permission.camera' && scope === 'app:whatsapp@0',
    );
    expect(camera).toMatchObject([{ unknown: 'incomplete' }]);
  });

  it('says when the main text is missing', async () => {
    write({ 'gone.zip': zip({ ...inBugreport, 'main_entry.txt': 'bugreport-other.txt' }) });
    const { records, subjects } = await read('gone.zip');
    expect(subjects).toEqual([]);
    expect(records.flatMap(({ notices }) => notices.map(({ code }) => code))).toContain('file-missing');
  });

  it('opens nothing but its main text', () => {
    for (const path of [
      'FS/data/x',
      'dumpstate_log.txt',
      '../bugreport-a.txt',
      'x/bugreport-a.txt',
      'screenshot.png',
    ])
      expect(androidBugreport.allows(path), path).toBe(false);
  });
});

describe('an AndroidQF acquisition', () => {
  const dumpsys = (...names: string[]) =>
    names
      .map((name) => service(name, (phone[`dumpsys_${name}.txt`] ?? '').replace('# passmuster-end 0\n', '')))
      .join('');
  const withoutMark = (name: string) => (phone[name] ?? '').replace('# passmuster-end 0\n', '');
  const files: Files = {
    'acquisition.json':
      '{"uuid":"0","started":"2026-11-20T09:00:00.5+00:00","completed":"2026-11-20T10:00:00Z"}',
    'getprop.txt': withoutMark('getprop.txt'),
    'settings_global.txt': withoutMark('settings_global.txt'),
    'settings_secure.txt': withoutMark('settings_secure.txt'),
    'settings_system.txt': withoutMark('settings_system.txt'),
    'dumpsys.txt': dumpsys('package', 'appops', 'user', 'device_policy', 'trust', 'lock_settings', 'backup'),
    'sms.json': canaries.number,
    'files.json': canaries.owner,
    'bugreport.zip': zip(inBugreport),
  };

  it('says what the same phone says in a folder of ours, and opens no message', async () => {
    write({
      ...Object.fromEntries(Object.entries(files).map(([name, content]) => [`acquired/${name}`, content])),
      'acquired.zip': zip(files),
      ...Object.fromEntries(Object.entries(phone).map(([name, content]) => [`ours/${name}`, content])),
    });
    const ours = await read('ours');
    for (const name of ['acquired', 'acquired.zip']) {
      const { records, claims } = await read(name);
      const record = records.find(({ source }) => source === 'android-qf');
      expect(
        record?.opened?.map(({ path }) => path),
        name,
      ).toEqual([
        'acquisition.json',
        'dumpsys.txt',
        'getprop.txt',
        'settings_global.txt',
        'settings_secure.txt',
        'settings_system.txt',
      ]);
      expect(record?.status).toBe('read');
      expect(claims.toSorted(), name).toEqual(ours.claims.toSorted());
    }
  });

  it('is incomplete when it was not completed', async () => {
    write({
      'half.zip': zip({
        ...files,
        'acquisition.json': '{"started":"2026-11-20T09:00:00Z","completed":"0001-01-01T00:00:00Z"}',
      }),
    });
    const { records } = await read('half.zip');
    expect(records.some(({ status }) => status === 'partial')).toBe(true);
  });

  it('is refused with a hint when it is encrypted', async () => {
    write({ 'x.zip.age': 'age-encryption.org/v1\n-> X25519 abc\n\u0000\u0001' });
    const { records } = await read('x.zip.age');
    expect(records[0]).toMatchObject({
      status: 'unreadable',
      notices: [{ message: expect.stringContaining('age -d') }],
    });
  });

  it('allows a closed list', () => {
    for (const path of [
      'sms.json',
      'contacts.json',
      'files.json',
      'logs/x',
      'logcat.txt',
      'backup.ab',
      'bugreport.zip',
      'apks/a.apk',
      'packages.json',
    ])
      expect(androidQf.allows(path), path).toBe(false);
  });
});

it('a collection of ours has a mark below each file, or the file breaks off', async () => {
  const name = 'dumpsys_appops.txt';
  const file = (phone[name] ?? '').replace(/^# passmuster-end 0\n/m, '');
  const inFolder = (files: Files) =>
    write(Object.fromEntries(Object.entries(files).map(([path, content]) => [`ours/${path}`, content])));
  inFolder({ ...phone, [name]: file });
  const codes = async () => (await read('ours')).records[0]?.notices.map(({ code }) => code);
  expect(await codes()).toContain('section-incomplete');
  rmSync(join(folder, 'ours', 'passmuster-collection.txt'));
  expect(await codes()).not.toContain('section-incomplete');
});

describe('android_triage', () => {
  const at = (name: string) =>
    name.startsWith('dumpsys_') ? `20261120_dumpsys/${name}` : `20261120_info/${name}`;
  const files = Object.fromEntries(
    Object.entries(phone)
      .filter(([name]) => !name.startsWith('passmuster'))
      .map(([name, content]) => [at(name), content] as const),
  );
  it('reads its two folders', async () => {
    write(Object.fromEntries(Object.entries(files).map(([name, content]) => [`triage/${name}`, content])));
    write({ 'triage.zip': zip(files) });
    const { records, claims } = await read('triage');
    expect(records[0]).toMatchObject({ source: 'android-shell', status: 'read' });
    expect(claims.length).toBeGreaterThan(90);
    expect((await read('triage.zip')).claims).toEqual(claims);
  });
  it('allows a closed list', () => {
    for (const path of [
      '20261120_info/contacts.txt',
      '20261120_sdcard/',
      'a/b/getprop.txt',
      'dumpsys_notification.txt',
      'x_info/dumpsys_account.txt',
    ])
      expect(androidShell.allows(path), path).toBe(false);
  });
});
