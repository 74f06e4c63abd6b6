/** Declarations say the same as the profile keys that they replace. */
import { describe, expect, it } from 'vitest';
import { readAppleProfile } from '../../../src/artifacts/apple/profile.ts';
import type { Observation } from '../../../src/model/observation.ts';
import { saidBy } from '../../support/declarations.ts';

const asOf = '2026-11-20T23:59:59Z';

function profileOf(payloadType: string, keys: string): readonly Observation[] {
  const xml = `<plist version="1.0"><dict><key>PayloadType</key><string>Configuration</string><key>PayloadContent</key>
<array><dict><key>PayloadType</key><string>${payloadType}</string>${keys}</dict></array></dict></plist>`;
  return readAppleProfile(Buffer.from(xml), { input: 'profile', asOf }).observations;
}

/** Without what may differ: the witness, the rule by which several are joined, and since when a phone follows the key. */
const bare = (observations: readonly Observation[]) =>
  observations
    .map(({ evidence: _evidence, combine: _combine, needs: _needs, ...rest }) =>
      JSON.stringify(rest, Object.keys(rest).sort()),
    )
    .sort();

const key = (name: string, value: boolean | number) =>
  `<key>${name}</key>${typeof value === 'boolean' ? `<${value}/>` : `<integer>${value}</integer>`}`;

describe('twins', () => {
  it('passcode rules of a profile and of a declaration are equal', () => {
    const profile = profileOf(
      'com.apple.mobiledevice.passwordpolicy',
      [
        key('forcePIN', true),
        key('requireAlphanumeric', true),
        key('allowSimple', false),
        key('minLength', 8),
        key('minComplexChars', 1),
        key('maxFailedAttempts', 6),
        key('maxGracePeriod', 0),
        key('maxInactivity', 2),
        key('maxPINAgeInDays', 90),
        key('pinHistory', 5),
      ].join(''),
    );
    const declaration = saidBy('passcode.settings', {
      RequirePasscode: true,
      RequireAlphanumericPasscode: true,
      RequireComplexPasscode: true,
      MinimumLength: 8,
      MinimumComplexCharacters: 1,
      MaximumFailedAttempts: 6,
      MaximumGracePeriodInMinutes: 0,
      MaximumInactivityInMinutes: 2,
      MaximumPasscodeAgeInDays: 90,
      PasscodeReuseLimit: 5,
    });
    expect(declaration).toHaveLength(10);
    expect(bare(declaration)).toEqual(bare(profile));
  });

  it.each([
    ['siri.settings', { Enabled: false }, 'allowAssistant', false],
    ['siri.settings', { AllowUserGeneratedContent: false }, 'allowAssistantUserGeneratedContent', false],
    ['siri.settings', { ForceProfanityFilter: true }, 'forceAssistantProfanityFilter', true],
    ['intelligence.settings', { AllowGenmoji: false }, 'allowGenmoji', false],
    ['intelligence.settings', { AllowImagePlayground: false }, 'allowImagePlayground', false],
    ['intelligence.settings', { AllowImageWand: false }, 'allowImageWand', false],
    ['intelligence.settings', { AllowWritingTools: false }, 'allowWritingTools', false],
    [
      'intelligence.settings',
      { AllowPersonalizedHandwritingResults: false },
      'allowPersonalizedHandwritingResults',
      false,
    ],
    [
      'intelligence.settings',
      { AllowVisualIntelligenceSummary: false },
      'allowVisualIntelligenceSummary',
      false,
    ],
    ['intelligence.settings', { AllowAppleIntelligenceReport: false }, 'allowAppleIntelligenceReport', false],
    ['intelligence.settings', { Apps: { Mail: { AllowSummary: false } } }, 'allowMailSummary', false],
    [
      'intelligence.settings',
      { Apps: { Mail: { AllowSmartReplies: false } } },
      'allowMailSmartReplies',
      false,
    ],
    [
      'intelligence.settings',
      { Apps: { Notes: { AllowTranscription: false } } },
      'allowNotesTranscription',
      false,
    ],
    [
      'intelligence.settings',
      { Apps: { Notes: { AllowTranscriptionSummary: false } } },
      'allowNotesTranscriptionSummary',
      false,
    ],
    ['intelligence.settings', { Apps: { Safari: { AllowSummary: false } } }, 'allowSafariSummary', false],
    ['intelligence.settings', { ForceOnDeviceOnlyDictation: true }, 'forceOnDeviceOnlyDictation', true],
    ['intelligence.settings', { ForceOnDeviceOnlyTranslation: true }, 'forceOnDeviceOnlyTranslation', true],
    ['external-intelligence.settings', { Enabled: false }, 'allowExternalIntelligenceIntegrations', false],
    [
      'external-intelligence.settings',
      { AllowSignIn: false },
      'allowExternalIntelligenceIntegrationsSignIn',
      false,
    ],
    ['keyboard.settings', { AllowAutoCorrection: false }, 'allowAutoCorrection', false],
    ['keyboard.settings', { AllowDefinitionLookup: false }, 'allowDefinitionLookup', false],
    ['keyboard.settings', { AllowDictation: false }, 'allowDictation', false],
    ['keyboard.settings', { AllowPredictiveText: false }, 'allowPredictiveKeyboard', false],
    ['keyboard.settings', { AllowSpellCheck: false }, 'allowSpellCheck', false],
    ['safari.settings', { AllowDisablingFraudWarning: false }, 'safariForceFraudWarning', true],
    ['safari.settings', { AllowJavaScript: false }, 'safariAllowJavaScript', false],
    ['safari.settings', { AllowPopups: false }, 'safariAllowPopups', false],
    [
      'softwareupdate.settings',
      { RapidSecurityResponse: { Enable: true } },
      'allowRapidSecurityResponseInstallation',
      true,
    ],
    [
      'softwareupdate.settings',
      { RapidSecurityResponse: { EnableRollback: false } },
      'allowRapidSecurityResponseRemoval',
      false,
    ],
  ])('%s %j says what %s %s says', (name, payload, profileKey, value) => {
    const twin = profileOf('com.apple.applicationaccess', key(profileKey, value));
    expect(twin).toHaveLength(1);
    expect(bare(saidBy(name, payload))).toEqual(bare(twin));
  });

  it('a deferral is a delay of so many days', () => {
    const said = saidBy('softwareupdate.settings', { Deferrals: { CombinedPeriodInDays: 14 } });
    expect(said).toMatchObject([
      { setting: 'updates.delayDays', value: 14 },
      { setting: 'updates.delayed', value: true },
    ]);
  });
});
