/**
 * Lint over real and generated profiles outside the repository: PASSMUSTER_CORPUS=<folder>; skipped without. What the
 * NCSC's example profile shows was compared by hand with Apple's schema (bench/RESULTS.md, "Lint").
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LintReport, LintTarget } from '../../src/lint/define.ts';
import { lintPaths } from '../../src/lint/run.ts';
import { targetOf } from '../../src/lint/target.ts';

const apple = join(process.env['PASSMUSTER_CORPUS'] ?? '', 'apple');
const asOf = '2026-11-20T23:59:59Z';
const lint = (path: string, target: LintTarget = {}) =>
  lintPaths([join(apple, path)], { context: { asOf, target: targetOf(target) }, ignored: new Set() });

/** Code → keys, in the order of the file. */
function keysByCode(reports: readonly LintReport[]): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { code, locator } of reports.flatMap(({ findings }) => findings))
    (found[code] ??= []).push(locator.slice(locator.lastIndexOf('.') + 1));
  return found;
}

describe.skipIf(process.env['PASSMUSTER_CORPUS'] === undefined || !existsSync(apple))('the corpus', () => {
  it('is linted without a crash, and every input has a status', async () => {
    const reports = await lint('.');
    expect(reports.length).toBeGreaterThan(100);
    const count = (status: string) => reports.filter((report) => report.status === status).length;
    expect(count('linted')).toBeGreaterThan(90);
    for (const { status, findings, problem } of reports) {
      if (status === 'unreadable') expect(problem).toBeDefined();
      if (status === 'unreadable' || status === 'ignored') expect(findings).toEqual([]);
    }
  });

  it('gives real signed profiles nothing but signature, removal and User Enrollment', async () => {
    const codes = Object.keys(keysByCode(await lint('encrypted-dns/signed')));
    expect(
      codes.filter(
        (code) => !['PM1004', 'PM1206', 'PM1207', 'PM1401', 'PM1403', 'PM1502', 'PM1604'].includes(code),
      ),
    ).toEqual([]);
  });

  it('prints none of the secrets of the generated profile', async () => {
    const text = JSON.stringify(await lint('generated/semantics/secrets.mobileconfig'));
    expect(text).toContain('PM1701');
    expect(text).not.toMatch(/canary|Q0FOQVJZ/i);
  });
});

describe.skipIf(process.env['PASSMUSTER_CORPUS'] === undefined || !existsSync(apple))(
  'the NCSC profile',
  () => {
    const siri = ['allowAssistant', 'allowAssistantWhileLocked', 'forceAssistantProfanityFilter'];
    const keyboard = [
      'allowAutoCorrection',
      'allowContinuousPathKeyboard',
      'allowDefinitionLookup',
      'allowDictation',
      'allowKeyboardShortcuts',
      'allowPredictiveKeyboard',
      'allowSpellCheck',
    ];

    it('has these findings when nothing is known of the phones', async () => {
      const { PM1401, PM1403, PM1402, PM1310, ...rest } = keysByCode(await lint('ncsc'));
      expect(rest).toEqual({
        PM1001: [''],
        PM1311: ['blacklistedAppBundleIDs', 'forceWiFiWhitelisting'],
        PM1406: ['allowAirPlayIncomingRequests', 'allowDeviceSleep', 'allowRemoteAppPairing'],
        PM1408: ['forceDelayedSoftwareUpdates'],
        PM1604: ['PayloadRemovalDisallowed'],
      });
      const old = ['allowPhotoStream', 'allowVoiceDialing', 'forceITunesStorePasswordEntry'];
      expect(PM1310?.toSorted()).toEqual([...siri, ...keyboard, ...old].sort());
      expect(PM1401).toHaveLength(69);
      expect(PM1402).toHaveLength(18);
      expect(PM1403).toHaveLength(95);
    });

    it('has three dead keys and three deprecated ones on a supervised iPhone with iOS 17', async () => {
      const found = keysByCode(await lint('ncsc', { os: '17.0', enrolment: 'supervised' }));
      expect(found).toEqual({
        PM1001: [''],
        PM1310: ['allowPhotoStream', 'allowVoiceDialing', 'forceITunesStorePasswordEntry'],
        PM1311: ['blacklistedAppBundleIDs', 'forceWiFiWhitelisting'],
        PM1406: ['allowAirPlayIncomingRequests', 'allowDeviceSleep', 'allowRemoteAppPairing'],
      });
    });
  },
);
