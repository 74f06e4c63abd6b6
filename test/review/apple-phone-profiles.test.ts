/** Profiles of a phone whose files do not tell one story: what is left of it shows no demand. */
import { describe, expect, it } from 'vitest';
import appleBackup from '../../src/sources/apple-backup/index.ts';
import appleSysdiagnose from '../../src/sources/apple-sysdiagnose/index.ts';
import {
  backupOf,
  binary,
  placeOf,
  sysdiagnoseOf,
  text,
  withFile,
  withoutFile,
} from '../../tools/fixtures/apple-backup.ts';
import { guardedPhone } from '../../tools/fixtures/apple-phone.ts';
import { readBundle, said } from '../support/bundle.ts';

const list = placeOf(
  'SysSharedContainerDomain-systemgroup.com.apple.configurationprofiles-Library/ConfigurationProfiles/PayloadManifest.plist',
);
const backup = backupOf(guardedPhone);
const codesOf = ({ notices }: Awaited<ReturnType<typeof readBundle>>) => notices.map(({ code }) => code);

describe('a list of profiles', () => {
  it('that names fewer than there are leaves open which were removed', async () => {
    const reading = await readBundle(appleBackup, withFile(backup, list, binary({ OrderedProfiles: [] })));
    expect(said(reading, 'network.wifiEncrypted')).toContain('installed: ?ambiguous');
    expect(codesOf(reading)).toContain('count-mismatch');
  });

  it('that names them among the hidden ones is whole', async () => {
    const names = guardedPhone.profiles.map(() => 'org.example');
    const reading = await readBundle(
      appleBackup,
      withFile(backup, list, binary({ OrderedProfiles: [], HiddenProfiles: names })),
    );
    expect(said(reading, 'network.wifiEncrypted')).toEqual(['installed: true']);
  });

  it('that is damaged leaves open which others there are', async () => {
    const reading = await readBundle(appleBackup, withFile(backup, list, text('<plist>')));
    expect(said(reading, 'network.wifiEncrypted')).toContain('installed: ?unreadable');
  });

  it('leaves open declarations, too, which a profile may hold', async () => {
    const reading = await readBundle(appleBackup, withFile(backup, list, text('<plist>')));
    expect(said(reading, 'updates.automaticInstall')).toEqual(['installed: ?unreadable']);
  });

  it('that the backup names and does not hold does so too', async () => {
    const reading = await readBundle(appleBackup, withoutFile(backup, list));
    expect(said(reading, 'network.wifiEncrypted')).toContain('installed: ?incomplete');
    expect(codesOf(reading)).toContain('file-missing');
  });
});

it('a list of apps from another day than the backup shows no app as absent', async () => {
  const info = { ...guardedPhone.info, 'Last Backup Date': new Date('2026-10-01T08:00:00Z') };
  const reading = await readBundle(appleBackup, backupOf({ ...guardedPhone, info }));
  expect(said(reading, 'apps.installed')).toEqual([]);
  expect(codesOf(reading)).toContain('file-unreadable');
});

it('a sysdiagnose archive without its effective settings shows no demand as followed', async () => {
  const files = withoutFile(sysdiagnoseOf(guardedPhone), 'logs/MCState/User/EffectiveUserSettings.plist');
  const reading = await readBundle(appleSysdiagnose, files);
  expect(said(reading, 'camera.allowed')).toEqual(['observed: ?incomplete', 'installed: false']);
  expect(codesOf(reading)).toContain('file-missing');
});

it('a backup that does not say whether it is encrypted is not encrypted by a demand', async () => {
  const { IsEncrypted: _unsaid, ...manifest } = guardedPhone.manifest;
  const reading = await readBundle(appleBackup, backupOf({ ...guardedPhone, manifest }));
  expect(said(reading, 'backup.local.encrypted')).toContain('observed: ?incomplete');
});
