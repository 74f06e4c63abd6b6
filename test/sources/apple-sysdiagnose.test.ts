/** A sysdiagnose archive shows what the phone keeps about itself, and its logs stay closed. */
import { describe, expect, it } from 'vitest';
import appleSysdiagnose from '../../src/sources/apple-sysdiagnose/index.ts';
import {
  type Files,
  sysdiagnoseOf,
  text,
  withFile,
  withoutFile,
  xml,
} from '../../tools/fixtures/apple-backup.ts';
import { guardedPhone, openPhone, type Phone } from '../../tools/fixtures/apple-phone.ts';
import { readBundle, said } from '../support/bundle.ts';

const name = 'evidence/sysdiagnose_2026.11.28_09-30-00+0100_iPhone-OS_iPhone_23B85';
const read = (files: Files, at = name) => readBundle(appleSysdiagnose, files, { name: at });
const readPhone = (change: Partial<Phone>) => read(sysdiagnoseOf({ ...guardedPhone, ...change }));
const guarded = await read(sysdiagnoseOf(guardedPhone));
const open = await read(sysdiagnoseOf(openPhone));

describe('what a sysdiagnose archive shows', () => {
  it.each([
    ['os.version', ['observed: "26.1"'], ['observed: "26.1"']],
    ['camera.allowed', ['observed: false', 'installed: false'], ['observed: true']],
    ['passcode.minimumLength', ['observed: 8', 'installed: 8'], ['observed: 4']],
    ['lock.maximumInactivityMinutes', ['observed: 2', 'installed: 2'], ['observed: 15']],
    ['network.wifiEncrypted', ['installed: true'], []],
    ['device.supervised', ['observed: true'], ['observed: false']],
    ['device.hostPairing.allowed', ['observed: false'], ['observed: true']],
  ])('%s', (setting, looked, neglected) => {
    expect(said(guarded, setting)).toEqual(looked);
    expect(said(open, setting)).toEqual(neglected);
  });

  it('permissions of apps', () => {
    expect(said(guarded, 'app.permission.camera', 'whatsapp')).toEqual(['observed: "denied"']);
    expect(said(open, 'app.permission.camera', 'whatsapp')).toEqual(['observed: "granted"']);
    expect(said(guarded, 'app.installed', 'whatsapp')).toEqual([]);
  });

  it('its name tells when and on what, for the files do not', () => {
    expect(guarded.subject).toEqual({
      id: 'sysdiagnose_2026.11.28_09-30-00+0100_iPhone-OS_iPhone_23B85',
      kind: 'device',
      platform: 'ios',
      osVersion: '26.1',
      supervised: true,
      lastSeen: '2026-11-28T08:30:00Z',
      labels: {},
    });
  });

  it.each([
    [`a.tar.gz/${name}`, '2026-11-28T08:30:00Z', 'ios'],
    [
      `${name}.tar.gz/sysdiagnose_2026.11.29_10-00-00+0000_iPhone-OS_iPad_23B85`,
      '2026-11-29T10:00:00Z',
      'ipados',
    ],
    ['unpacked', undefined, 'ios'],
    ['sysdiagnose_2026.13.41_10-00-00+0000_iPhone-OS_iPhone_23B85', undefined, 'ios'],
  ])('as %s', async (at, lastSeen, platform) => {
    const { subject, observations } = await read(sysdiagnoseOf(guardedPhone), at);
    expect(subject?.lastSeen).toBe(lastSeen);
    expect(subject?.platform).toBe(platform);
    expect(new Set(observations.map(({ collected }) => collected))).toEqual(new Set([lastSeen]));
  });
});

describe('what it cannot show', () => {
  it('profiles that the phone keeps without content', () => {
    expect(guarded.notices.map(({ code }) => code)).toEqual(['profile-stub-empty']);
    expect(said(guarded, '*')).toEqual(['installed: ?incomplete']);
  });

  it('anything by files that are not there', async () => {
    const files = withoutFile(
      sysdiagnoseOf(guardedPhone),
      'logs/MCState/Shared/CloudConfigurationDetails.plist',
    );
    expect(said(await read(files), 'device.supervised')).toEqual([]);
  });

  it('anything by a file that is damaged, and the others go on', async () => {
    const files = withFile(
      sysdiagnoseOf(guardedPhone),
      'logs/SystemVersion/SystemVersion.plist',
      text('<plist>'),
    );
    const reading = await read(files);
    expect(reading.notices).toContainEqual(expect.objectContaining({ code: 'file-unreadable' }));
    expect(reading.subject?.osVersion).toBeUndefined();
    expect(said(reading, 'device.supervised')).toEqual(['observed: true']);
  });

  it('permissions of a database whose log was left behind', async () => {
    const path = 'logs/Accessibility/TCC.db';
    const logged = (sysdiagnoseOf(guardedPhone).get(path) ?? new Uint8Array()).slice();
    logged.fill(2, 18, 20);
    const files = withFile(sysdiagnoseOf(guardedPhone), path, logged);
    const reading = await read(files);
    expect(said(reading, 'app.permission.camera')).toEqual(['observed: ?ambiguous']);
    expect(reading.observations.find(({ setting }) => setting === 'app.permission.camera')?.notes).toEqual([
      'wal-missing',
    ]);
    expect(said(reading, 'app.permission.camera', 'whatsapp')).toEqual([]);
    expect(reading.notices).toContainEqual(
      expect.objectContaining({ code: 'file-missing', locator: `${path}-wal` }),
    );
    const whole = await read(withFile(files, `${path}-wal`, new Uint8Array()));
    expect(said(whole, 'app.permission.camera', 'whatsapp')).toEqual(['observed: "denied"']);
  });

  it.each(['macOS', 'Watch OS', 'Apple TVOS'])('a phone in an archive of %s', async (ProductName) => {
    const reading = await readPhone({ systemVersion: { ProductName, ProductVersion: '26.1' } });
    expect(reading).toMatchObject({ subject: undefined, skipped: 1, observations: [] });
    expect(reading.notices.map(({ code }) => code)).toEqual(['rows-skipped']);
  });
});

describe('what stays closed', () => {
  it.each([
    'sysdiagnose.log',
    'system_logs.logarchive/Persist/0.tracev3',
    'logs/MCState/Shared/MCProfileEvents.plist',
    'logs/MCState/Shared/../../../sysdiagnose.log',
    'logs/MCState/Shared/profile-aa.stub/x',
    'logs/Accessibility/TCC.db.bak',
    'WiFi/com.apple.wifi.plist',
  ])('%s', (path) => {
    expect(appleSysdiagnose.allows(path)).toBe(false);
    expect(guarded.opened).not.toContain(path);
  });

  it('is recognised by names that only it has', () => {
    const detect = (...paths: string[]) =>
      appleSysdiagnose.detect({ name: 'x', top: [], has: (path) => paths.includes(path) });
    expect(detect('logs/MCState')).toBe(true);
    expect(detect('logs/SystemVersion/SystemVersion.plist')).toBe(true);
    expect(detect('logs')).toBe(false);
  });

  it('reads property lists in either form', async () => {
    const path = 'logs/MCState/Shared/CloudConfigurationDetails.plist';
    const reading = await read(withFile(sysdiagnoseOf(openPhone), path, xml({ IsSupervised: true })));
    expect(said(reading, 'device.supervised')).toEqual(['observed: true']);
  });
});
