/**
 * Cross-checks X1 to X5: requirements of the UK texts that are checks (docs/uk-requirements.md), from the files of a phone to the finding, on iOS and
 * Android where both show it.
 */
import type { SettingValue } from '../../src/model/observation.ts';
import { describe, expect, it } from 'vitest';
import { caredFor, neglected } from '../../tools/fixtures/android-apps.ts';
import { allow, android, app, findingOf, type Given, outcomeOf, type Owner } from '../support/uk-phones.ts';

const encrypted = { 'app.backup.cloud.enabled': true, 'app.backup.endToEndEncrypted': true } as const;

describe('X1 and X2: a backup of the phone undoes the encryption of the app’s', () => {
  const judge = (shown: Readonly<Record<string, SettingValue>>, set: Readonly<Record<string, string>> = {}) =>
    findingOf('moj-wa-app-backup', app, { files: allow('Camera', 2), shown, stated: encrypted, set });

  it('fails with both notes where iCloud Backup holds the app', async () => {
    const finding = await judge({ 'backup.cloud.enabled': true, 'app.backup.excluded': false });
    expect(finding?.outcome).toBe('fail');
    expect(finding?.notes).toEqual(
      expect.arrayContaining(['cloud-backup-undoes-e2ee', 'uk-adp-unavailable']),
    );
  });

  it('passes where it is off, and where the app is left out', async () => {
    expect(await judge({ 'backup.cloud.enabled': false })).toMatchObject({ outcome: 'pass' });
    const out = await judge({ 'backup.cloud.enabled': true, 'app.backup.excluded': true });
    expect(out?.outcome).toBe('pass');
    expect(out?.notes).not.toContain('cloud-backup-undoes-e2ee');
  });

  it('speaks of Advanced Data Protection in the region of the parameter alone', async () => {
    const shown = { 'backup.cloud.enabled': true, 'app.backup.excluded': false };
    expect((await judge(shown, { region: 'FR' }))?.notes).not.toContain('uk-adp-unavailable');
  });

  it('says nothing of it on Android', async () => {
    const finding = await findingOf('moj-wa-app-backup', app, {
      files: android(neglected),
      shown: { ...encrypted, 'backup.cloud.enabled': true },
    });
    expect(finding).toMatchObject({ outcome: 'pass' });
    expect(finding?.notes).not.toContain('cloud-backup-undoes-e2ee');
  });
});

describe('X3: previews outlive the app', () => {
  it.each([
    ['always', 'fail'],
    ['whenUnlocked', 'pass'],
    ['never', 'pass'],
  ])('%s: %s', async (preview, outcome) => {
    const given = {
      files: allow('Camera', 2),
      ownership: 'personal',
      stated: { 'app.notifications.preview': preview },
    } as const;
    expect(await outcomeOf('ncsc-hri-previews', app, given)).toBe(outcome);
  });
});

describe('X4: blocked, and yet there', () => {
  it('fails on what is seen, names the block as a note, and cites both', async () => {
    const finding = await findingOf('sg-mma-named-app-absent', app, {
      files: android(caredFor),
      required: { 'app.blocked': true },
    });
    expect(finding).toMatchObject({
      outcome: 'fail',
      notes: expect.arrayContaining(['blocked-yet-installed']),
    });
    expect(finding?.evidence.map(({ layer }) => layer)).toEqual(
      expect.arrayContaining(['observed', 'required']),
    );
  });

  it('passes without the app, whatever is blocked', async () => {
    const finding = await findingOf('sg-mma-named-app-absent', app, {
      files: android(caredFor, new Map(), ['com.microsoft.teams']),
      required: { 'app.blocked': true },
    });
    expect(finding).toMatchObject({
      outcome: 'pass',
      notes: expect.not.arrayContaining(['blocked-yet-installed']),
    });
  });
});

describe('X5: one setting, two sides', () => {
  const both = ['nccc-timer-keeps-records', 'ncsc-hri-timer-on'] as const;
  const judged = async (ownership: Owner, businessUse?: boolean): Promise<string[]> => {
    const shown = businessUse === undefined ? {} : { 'device.businessUse': businessUse };
    const given: Given = { files: android(neglected), ownership, shown };
    return Promise.all(both.map((rule) => outcomeOf(rule, app, given)));
  };

  it.each<[Owner, boolean | undefined, string, string]>([
    ['corporate', true, 'pass', 'not-applicable ownership'],
    ['corporate', undefined, 'pass', 'not-applicable ownership'],
    ['personal', true, 'pass', 'not-applicable condition'],
    ['personal', false, 'not-applicable condition', 'fail'],
    ['personal', undefined, 'unknown not-collected', 'unknown not-collected'],
    ['not reported', false, 'unknown not-collected', 'unknown not-reported'],
    ['not reported', undefined, 'unknown not-collected', 'unknown not-reported'],
  ])('%s, business use %s', async (ownership, businessUse, records, disappearing) => {
    expect(await judged(ownership, businessUse)).toEqual([records, disappearing]);
  });
});
