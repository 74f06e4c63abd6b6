/**
 * Information handling: requirements of the UK texts that are checks (docs/uk-requirements.md), from the files of a phone to the finding, on iOS and
 * Android where both show it.
 */
import { expect, it } from 'vitest';
import { caredFor } from '../../tools/fixtures/android-apps.ts';
import { allow, android, app, iphone, outcomeOf, type Row, whatsapp } from '../support/uk-phones.ts';

const rows: readonly Row[] = [
  [
    'R9 label',
    'moj-wa-official-only',
    app,
    { files: android(caredFor), shown: { 'device.handlingCeiling': 'secret' } },
    'fail',
  ],
  ['R9 no label', 'moj-wa-official-only', app, { files: android(caredFor) }, 'unknown not-collected'],
  [
    'R9 iPhone, label',
    'nccc-classification-ceiling',
    app,
    { files: allow('Camera', 2), shown: { 'device.handlingCeiling': 'top-secret' } },
    'fail',
  ],
  [
    'R9 statement',
    'moj-wa-classification-statement',
    undefined,
    { files: iphone(), stated: { 'statement.classificationRespected': true } },
    'pass',
  ],
  [
    'R10 nobody asked',
    'moj-wa-no-personal-data',
    undefined,
    { files: android(caredFor) },
    'unknown not-provable',
  ],
  [
    'R10 stated',
    'moj-wa-no-personal-data',
    undefined,
    { files: android(caredFor), stated: { 'statement.noPersonalData': true } },
    'pass',
  ],
  [
    'R11 in time',
    'moj-wa-records-transferred',
    undefined,
    { files: iphone(), stated: { 'statement.recordsTransferred': '2026-11-01' } },
    'pass',
  ],
  [
    'R11 too long ago',
    'moj-wa-records-transferred',
    undefined,
    { files: iphone(), stated: { 'statement.recordsTransferred': '2026-06-01' } },
    'fail',
  ],
  [
    'R11 archiving',
    'nccc-sms-archiving',
    'google-messages',
    {
      files: android(caredFor, new Map(), ['com.google.android.apps.messaging']),
      required: { 'app.archive.enabled': true },
    },
    'pass',
  ],
  [
    'R13 channel, Android',
    'nccc-corporate-channel-present',
    undefined,
    { files: android(caredFor, new Map(), [whatsapp, 'com.microsoft.teams']) },
    'pass',
  ],
  [
    'R13 no channel, Android',
    'nccc-corporate-channel-present',
    undefined,
    { files: android(caredFor) },
    'fail',
  ],
  [
    'R13 explained',
    'nccc-use-explained',
    app,
    { files: android(caredFor), stated: { 'statement.nonCorporateUseJustified': true } },
    'pass',
  ],
  ['R13 not explained', 'nccc-use-explained', app, { files: android(caredFor), stated: {} }, 'fail'],
  [
    'R14 captured',
    'nccc-information-captured',
    undefined,
    { files: android(caredFor), stated: { 'statement.significantInformationCaptured': '2026-11-01' } },
    'pass',
  ],
  [
    'R14 nobody asked',
    'nccc-information-captured',
    undefined,
    { files: android(caredFor) },
    'unknown not-provable',
  ],
  [
    'R15 saved',
    'sg-mma-records-saved',
    undefined,
    { files: android(caredFor), stated: { 'statement.recordsTransferred': '2026-11-01' } },
    'pass',
  ],
  [
    'R16 by country of the owner',
    'org-denied-app-absent',
    'wechat',
    { files: android(caredFor, new Map(), ['com.tencent.mm']), set: { deniedOwnerCountries: 'CN' } },
    'fail',
  ],
  [
    'R16, R18 nothing by default',
    'org-denied-app-absent',
    undefined,
    { files: android(caredFor, new Map(), ['com.tencent.mm']) },
    'not-applicable no-apps-named',
  ],
  [
    'R17 an outage, captured',
    'sg-mma-outage-captured',
    app,
    {
      files: android(caredFor),
      set: { outageApps: 'whatsapp' },
      stated: { 'statement.outageUseCaptured': true },
    },
    'pass',
  ],
  [
    'R17 an outage, not captured',
    'sg-mma-outage-captured',
    app,
    { files: android(caredFor), set: { outageApps: 'whatsapp' }, stated: {} },
    'fail',
  ],
  [
    "R18 a list of one's own",
    'org-denied-app-absent',
    'wechat',
    { files: android(caredFor, new Map(), ['com.tencent.mm']), set: { deniedApps: 'wechat' } },
    'fail',
  ],
  [
    'R20 another channel',
    'moj-wa-alternative-channel',
    app,
    { files: android(caredFor, new Map(), [whatsapp, 'com.Slack']) },
    'pass',
  ],
  ['R20 none', 'moj-wa-alternative-channel', app, { files: android(caredFor) }, 'fail'],
  [
    'R24 in time',
    'moj-wa-export-access',
    undefined,
    { files: iphone(), stated: { 'statement.exportAccessReviewed': '2026-03-01' } },
    'pass',
  ],
  [
    'R24 too long ago',
    'moj-wa-export-access',
    undefined,
    { files: iphone(), stated: { 'statement.exportAccessReviewed': '2025-03-01' } },
    'fail',
  ],
];

it.each(rows)('%s: %s', async (_requirement, rule, one, given, outcome) => {
  expect(await outcomeOf(rule, one, given)).toBe(outcome);
});
