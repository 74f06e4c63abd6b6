/** Taking evidence away from a backup, or cutting it, never makes a pass where none was. */
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Outcome } from '../../src/model/finding.ts';
import appleBackup from '../../src/sources/apple-backup/index.ts';
import { place } from '../../src/sources/apple-backup/paths.ts';
import appleSysdiagnose from '../../src/sources/apple-sysdiagnose/index.ts';
import type { BundleSource } from '../../src/sources/define.ts';
import {
  backupOf,
  encrypted,
  type Files,
  sysdiagnoseOf,
  withFile,
  withoutFile,
} from '../../tools/fixtures/apple-backup.ts';
import { baseline, guardedPhone, openPhone, type Phone } from '../../tools/fixtures/apple-phone.ts';
import { demandingProfile } from '../metamorphic/harness.ts';
import { readBundle } from '../support/bundle.ts';

/** Does less than its profile demands: what the phone follows must not be forgotten in favour of the profile. */
const contrary: Phone = { ...openPhone, profiles: [baseline] };
const profile = demandingProfile(['whatsapp', 'telegram']);

/** Empty where the input is refused as a whole. */
async function outcomesOf(source: BundleSource, files: Files): Promise<ReadonlyMap<string, Outcome>> {
  const reading = await readBundle(source, files).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'PassmusterError') return undefined;
    throw error;
  });
  if (reading?.subject === undefined) return new Map();
  const findings = evaluate(profile, reading.subject, reading.observations, { asOf: '2026-11-29T12:00:00Z' });
  return new Map(findings.map(({ rule, scope = '', outcome }) => [`${rule} ${scope}`, outcome]));
}

function* damaged(files: Files, opened: readonly string[]): Generator<{ what: string; files: Files }> {
  for (const path of opened) {
    const content = files.get(path) ?? new Uint8Array();
    yield { what: `without ${path}`, files: withoutFile(files, path) };
    for (const share of [0, 0.5, 0.9, 1])
      yield {
        what: `${path} cut at ${share}`,
        files: withFile(files, path, content.slice(0, Math.max(0, Math.floor(content.length * share) - 1))),
      };
  }
}

describe.each([
  ['a guarded phone', appleBackup, backupOf(guardedPhone)],
  ['an open phone', appleBackup, backupOf(openPhone)],
  ['a phone beside its profile', appleBackup, backupOf(contrary)],
  ['an encrypted backup', appleBackup, encrypted(guardedPhone)],
  ['a sysdiagnose archive', appleSysdiagnose, sysdiagnoseOf(openPhone)],
  ['a sysdiagnose archive beside its profile', appleSysdiagnose, sysdiagnoseOf(contrary)],
])('%s', (_what, source, whole) => {
  it('shows no more when something of it is lost', async () => {
    const before = await outcomesOf(source, whole);
    expect([...before.values()]).toContain('pass');
    const { opened } = await readBundle(source, whole);
    for (const { what, files } of damaged(whole, opened)) {
      const after = await outcomesOf(source, files);
      const gained = [...after].filter(
        ([rule, outcome]) => outcome === 'pass' && ['fail', 'unknown'].includes(before.get(rule) ?? ''),
      );
      expect(gained, what).toEqual([]);
    }
  });
});

describe('the place of a file', () => {
  /** Seen in real backups. */
  it.each([
    ['6241b2b9', 'HomeDomain-Library/UserConfigurationProfiles/EffectiveUserSettings.plist'],
    ['3aef6f18', 'HomeDomain-Library/UserConfigurationProfiles/PublicInfo/PublicEffectiveUserSettings.plist'],
    ['8e7f2668', `${domain()}PayloadManifest.plist`],
    ['1e6c0783', `${domain()}CloudConfigurationDetails.plist`],
    ['64d0019c', 'HomeDomain-Library/TCC/TCC.db'],
    ['2f771621', 'HomeDomain-Library/Preferences/com.apple.mobile.ldbackup.plist'],
    ['0dc926a1', 'HomeDomain-Library/Preferences/.GlobalPreferences.plist'],
    [
      'c3185b3f',
      'SysSharedContainerDomain-systemgroup.com.apple.icloud.findmydevice.managed-Library/Preferences/FMIPStateInfo.plist',
    ],
  ])('%s… is %s', (digits, path) => {
    expect(appleBackup.allows(path)).toBe(true);
    expect(place(path)).toMatch(new RegExp(`^${digits.slice(0, 2)}/${digits}[0-9a-f]{32}$`));
  });

  it.each(['Manifest.plist', 'Info.plist', 'Status.plist', 'Manifest.db', 'Manifest.db-wal'])(
    '%s lies at the top',
    (path) => expect(place(path)).toBe(path),
  );
});

function domain(): string {
  return 'SysSharedContainerDomain-systemgroup.com.apple.configurationprofiles-Library/ConfigurationProfiles/';
}
