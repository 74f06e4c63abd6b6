/**
 * Settings inside the app, permissions and contacts: requirements of the UK texts that are checks (docs/uk-requirements.md), from the files of a phone to the finding, on iOS and
 * Android where both show it.
 */
import { expect, it } from 'vitest';
import { caredFor, neglected, untouched } from '../../tools/fixtures/android-apps.ts';
import {
  allow,
  android,
  app,
  denied,
  granted,
  iphone,
  outcomeOf,
  type Row,
  withGrants,
} from '../support/uk-phones.ts';

const inside: readonly Row[] = [
  ['R1 Android, on', 'moj-wa-two-step', app, { files: android(caredFor) }, 'pass'],
  ['R1 Android, off', 'moj-wa-two-step', app, { files: android(neglected) }, 'fail'],
  ['R1 Android, no key', 'moj-wa-two-step', app, { files: android(untouched) }, 'unknown not-reported'],
  ['R1 iPhone', 'moj-wa-two-step', app, { files: iphone() }, 'unknown not-provable'],
  [
    'R1 iPhone, stated',
    'moj-wa-two-step',
    app,
    { files: iphone(), stated: { 'app.twoStepVerification': true } },
    'pass',
  ],
  ['R1 e-mail, Android', 'moj-wa-two-step-email', app, { files: android(caredFor) }, 'pass'],
  ['R2 Android, on', 'moj-wa-security-notifications', app, { files: android(caredFor) }, 'pass'],
  [
    'R2 Android, off is not proven',
    'moj-wa-security-notifications',
    app,
    { files: android(neglected) },
    'unknown ambiguous',
  ],
  ['R2 iPhone', 'moj-wa-security-notifications', app, { files: iphone() }, 'unknown not-provable'],
  ['R12 Android, off', 'moj-wa-timer', app, { files: android(neglected) }, 'pass'],
  ['R12 Android, 90 days', 'moj-wa-timer', app, { files: android(caredFor) }, 'pass'],
  [
    'R12 Android, 90 days of 120',
    'moj-wa-timer',
    app,
    { files: android(caredFor), set: { transferIntervalDays: '120' } },
    'fail',
  ],
  ['R12 iPhone', 'moj-wa-timer', app, { files: iphone() }, 'unknown not-provable'],
  [
    'R12 Apple Messages, for ever',
    'nccc-apple-messages-kept',
    'apple-messages',
    { files: iphone({ messages: { KeepMessageForDays: 0 } }) },
    'pass',
  ],
  [
    'R12 Apple Messages, a month',
    'nccc-apple-messages-kept',
    'apple-messages',
    { files: iphone({ messages: { KeepMessageForDays: 30 } }) },
    'fail',
  ],
];

const reach: readonly Row[] = [
  ['R3 Android, granted', 'moj-wa-camera', app, { files: withGrants(granted) }, 'unknown not-collected'],
  [
    'R3 Android, granted, nothing recorded',
    'moj-wa-camera',
    app,
    { files: withGrants(granted), stated: {} },
    'fail',
  ],
  ['R3 Android, denied', 'moj-wa-camera', app, { files: withGrants(denied) }, 'pass'],
  ['R3 Android, microphone', 'moj-wa-microphone', app, { files: withGrants(denied) }, 'pass'],
  ['R3 Android, photos', 'moj-wa-photos', app, { files: withGrants(granted), stated: {} }, 'fail'],
  [
    'R3 iPhone, granted and justified',
    'moj-wa-camera',
    app,
    { files: allow('Camera', 2), stated: { 'statement.permissionJustified.camera': true } },
    'pass',
  ],
  [
    'R3 iPhone, granted, nothing recorded',
    'moj-wa-camera',
    app,
    { files: allow('Camera', 2), stated: {} },
    'fail',
  ],
  ['R3 iPhone, limited photos', 'moj-wa-photos', app, { files: allow('Photos', 3) }, 'pass'],
  ['R4 iPhone, granted', 'moj-wa-contacts', app, { files: allow('AddressBook', 2), stated: {} }, 'fail'],
  [
    'R4 iPhone, assessed',
    'moj-wa-contacts',
    app,
    { files: allow('AddressBook', 2), stated: { 'statement.contactsUploadAssessed': true } },
    'pass',
  ],
  [
    'R4 iPhone, not separated',
    'moj-wa-contacts-separation',
    app,
    {
      files: allow('AddressBook', 2),
      shown: {
        'device.managed': true,
        'contacts.managedToUnmanaged.allowed': false,
        'contacts.unmanagedReadsManaged.allowed': true,
      },
    },
    'fail',
  ],
  ['R4 Android, denied', 'moj-wa-contacts', app, { files: withGrants(denied) }, 'pass'],
  [
    'R19 iPhone, always',
    'moj-wa-location',
    app,
    { files: iphone({ clients: { x: { BundleId: 'net.whatsapp.WhatsApp', Authorization: 3 } } }) },
    'fail',
  ],
  [
    'R19 iPhone, in use',
    'moj-wa-location',
    app,
    { files: iphone({ clients: { x: { BundleId: 'net.whatsapp.WhatsApp', Authorization: 4 } } }) },
    'pass',
  ],
];

it.each([...inside, ...reach])('%s: %s', async (_requirement, rule, one, given, outcome) => {
  expect(await outcomeOf(rule, one, given)).toBe(outcome);
});
