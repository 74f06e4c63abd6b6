/**
 * Backups, linked computers, the phone as a whole: requirements of the UK texts that are checks (docs/uk-requirements.md), from the files of a phone to the finding, on iOS and
 * Android where both show it.
 */
import { expect, it } from 'vitest';
import { caredFor, neglected } from '../../tools/fixtures/android-apps.ts';
import { allow, android, app, iphone, linked, outcomeOf, type Row } from '../support/uk-phones.ts';

const rows: readonly Row[] = [
  ['R5 Android, none', 'moj-wa-app-backup', app, { files: android(caredFor) }, 'pass'],
  ['R5 Android, in clear', 'moj-wa-app-backup', app, { files: android(neglected) }, 'fail'],
  ['R5 iPhone', 'moj-wa-app-backup', app, { files: iphone() }, 'unknown not-provable'],
  [
    'R5 iPhone, to iCloud',
    'moj-wa-device-cloud-backup',
    app,
    { files: iphone(), shown: { 'backup.cloud.enabled': true, 'app.backup.excluded': false } },
    'fail',
  ],
  [
    'R5 iPhone, left out',
    'moj-wa-device-cloud-backup',
    app,
    { files: iphone(), shown: { 'backup.cloud.enabled': true, 'app.backup.excluded': true } },
    'pass',
  ],
  [
    'R5 Android, to Google',
    'moj-wa-device-cloud-backup',
    app,
    { files: android(caredFor), shown: { 'backup.cloud.enabled': true } },
    'fail',
  ],
  ['R5 iPhone, to a computer, in clear', 'moj-wa-local-backup', undefined, { files: iphone() }, 'fail'],
  ['R6 Android, none', 'moj-wa-linked-devices', app, { files: android(caredFor, linked(0)) }, 'pass'],
  [
    'R6 Android, one',
    'moj-wa-linked-devices',
    app,
    { files: android(caredFor, linked(1)), stated: {} },
    'fail',
  ],
  [
    'R6 Android, one, reviewed',
    'moj-wa-linked-devices',
    app,
    { files: android(caredFor, linked(1)), stated: { 'statement.linkedDevicesReviewed': true } },
    'pass',
  ],
  [
    'R6 iPhone, stated',
    'moj-wa-linked-devices',
    app,
    { files: iphone(), stated: { 'app.linkedDevices.count': 0 } },
    'pass',
  ],
  [
    'R7 iPhone, issued',
    'moj-wa-device-issued',
    app,
    { files: allow('Camera', 2), shown: { 'device.managed': true } },
    'pass',
  ],
  [
    'R7 Android, personal',
    'moj-wa-device-issued',
    app,
    { files: android(caredFor), ownership: 'personal', shown: { 'device.managed': true } },
    'fail',
  ],
  [
    'R7 number, Android',
    'moj-wa-number-registered',
    app,
    { files: android(caredFor) },
    'unknown not-collected',
  ],
  [
    'R7 number, stated',
    'moj-wa-number-registered',
    app,
    { files: android(caredFor), stated: { 'app.registeredNumberKnown': true } },
    'pass',
  ],
  [
    'R8 supported',
    'moj-wa-os-supported',
    undefined,
    { files: iphone(), shown: { 'os.vendorSupported': false } },
    'fail',
  ],
  [
    'R8 encrypted, Android',
    'moj-wa-storage-encrypted',
    undefined,
    { files: android(caredFor), shown: { 'storage.encrypted': true } },
    'pass',
  ],
  [
    'R8 passcode',
    'moj-wa-passcode',
    undefined,
    { files: iphone(), shown: { 'passcode.present': false } },
    'fail',
  ],
];

it.each(rows)('%s: %s', async (_requirement, rule, one, given, outcome) => {
  expect(await outcomeOf(rule, one, given)).toBe(outcome);
});
