/**
 * Keys of Apple's configuration declarations → canonical settings, type by type. The twins of profile keys share their
 * settings. Source of names, meaning and of how several are joined (`combinetype`): Apple, "Device Management" schema,
 * declarative/declarations/configurations, iOS 27; keyboard and external intelligence: Apple's documentation of
 * KeyboardSettings and ExternalIntelligenceSettings (26.4).
 */
import type { SettingValue } from '../../model/observation.ts';
import type { SettingId } from '../../settings/catalogue.ts';
import { type AppListKeys, appListRows } from './app-lists.ts';
import { passcode } from './keys-passcode.ts';
import type { RowTree } from '../observe-tree.ts';
import { joinedBy } from '../row-terms.ts';
import { apart, count, flag, inverted, type Row, textLike } from '../rows.ts';

/** One of Apple's words, in Apple's spelling: keys and words of declarations are case-sensitive. */
function exactly(setting: SettingId, words: Readonly<Record<string, SettingValue>>): Row {
  return {
    setting,
    read: (node) => {
      const value =
        node.type === 'string' && Object.hasOwn(words, node.value) ? words[node.value] : undefined;
      return value === undefined ? { unknown: 'ambiguous' } : { value };
    },
  };
}

/** `enum-last`: our values stand in Apple's order, so the last of them wins. */
const lastWins = (setting: SettingId, words: Readonly<Record<string, SettingValue>>): Row =>
  joinedBy(exactly(setting, words), 'strictest');
const control = { Allowed: 'userChoice', AlwaysOn: 'alwaysOn', AlwaysOff: 'alwaysOff' };

/** The presence of any of these demands a passcode, whatever `RequirePasscode` says; see apple-declaration-extras.ts. */
export const passcodeKeys = {
  RequireAlphanumericPasscode: passcode.requireAlphanumeric,
  RequireComplexPasscode: inverted('passcode.simple.allowed'),
  MinimumLength: passcode.minLength,
  MinimumComplexCharacters: passcode.minComplexChars,
  MaximumFailedAttempts: passcode.maxFailedAttempts,
  MaximumGracePeriodInMinutes: passcode.maxGracePeriod,
  MaximumInactivityInMinutes: passcode.maxInactivity,
  MaximumPasscodeAgeInDays: passcode.maxPINAgeInDays,
  // `number-min`: of several histories the shortest counts, where profiles are held to the longest.
  PasscodeReuseLimit: joinedBy(passcode.pinHistory, 'min'),
} as const satisfies Readonly<Record<string, Row>>;

const passcodeSettings: RowTree = {
  ...passcodeKeys,
  RequirePasscode: apart('passcode.required', (node) => node.type === 'boolean'),
};

const days = { from: 1, to: 90 };
const updateSettings: RowTree = {
  Notifications: flag('updates.notifications.allowed'),
  Deferrals: {
    CombinedPeriodInDays: [
      count('updates.delayDays', days),
      {
        setting: 'updates.delayed',
        read: (node) => {
          const reading = count('updates.delayDays', days).read(node);
          return reading && 'value' in reading ? { value: true } : reading;
        },
      },
    ],
  },
  RecommendedCadence: lastWins('updates.recommendedCadence', {
    All: 'all',
    Oldest: 'oldest',
    Newest: 'newest',
  }),
  AutomaticActions: {
    Download: lastWins('updates.automaticDownload', control),
    InstallOSUpdates: lastWins('updates.automaticInstall', control),
  },
  RapidSecurityResponse: {
    Enable: flag('updates.rapidResponse.allowed'),
    EnableRollback: flag('updates.rapidResponseRemoval.allowed'),
  },
  Beta: { ProgramEnrollment: lastWins('updates.beta.enrolment', control) },
};

/** `TargetLocalDateTime` has no time zone: only its day is kept. */
const localTime = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;
const enforcement: RowTree = {
  TargetOSVersion: textLike('updates.enforcedVersion', /^\d+(\.\d+)*$/),
  TargetLocalDateTime: {
    setting: 'updates.enforcedBy',
    read: (node) =>
      node.type === 'string' && localTime.test(node.value)
        ? textLike('updates.enforcedBy', /./).read({ ...node, value: node.value.slice(0, 10) })
        : { unknown: 'ambiguous' },
  },
};

const safari: RowTree = {
  // Never and Always are the ends of the profile key's scale; where the two words between lie on it is unverified.
  AcceptCookies: exactly('browser.cookies', { Never: 0, Always: 2 }),
  AllowDisablingFraudWarning: inverted('browser.fraudWarning'),
  AllowHistoryClearing: flag('browser.historyClearing.allowed'),
  AllowJavaScript: flag('browser.javaScript.allowed'),
  AllowPopups: flag('browser.popups.allowed'),
  AllowPrivateBrowsing: flag('browser.privateBrowsing.allowed'),
  AllowSummary: flag('intelligence.browserSummary.allowed'),
};

const siri: RowTree = {
  Enabled: flag('assistant.allowed'),
  AllowSiriAI: flag('assistant.ai.allowed'),
  AllowUserGeneratedContent: flag('assistant.userContent.allowed'),
  AllowWhileLocked: flag('lock.assistant.allowed'),
  ForceProfanityFilter: flag('assistant.profanityFiltered'),
  ForceReduceSensitiveContent: flag('assistant.sensitiveContentReduced'),
};

const intelligence: RowTree = {
  AllowAppleIntelligenceReport: flag('intelligence.report.allowed'),
  AllowGenmoji: flag('intelligence.genmoji.allowed'),
  AllowImagePlayground: flag('intelligence.imagePlayground.allowed'),
  AllowImageWand: flag('intelligence.imageWand.allowed'),
  AllowPersonalizedHandwritingResults: flag('intelligence.handwriting.allowed'),
  AllowVisualIntelligenceSummary: flag('intelligence.visualSummary.allowed'),
  AllowWritingTools: flag('intelligence.writingTools.allowed'),
  Apps: {
    Mail: {
      AllowSmartReplies: flag('intelligence.mailReplies.allowed'),
      AllowSummary: flag('intelligence.mailSummary.allowed'),
    },
    Notes: {
      AllowTranscription: flag('intelligence.notesTranscription.allowed'),
      AllowTranscriptionSummary: flag('intelligence.notesSummary.allowed'),
    },
    Safari: { AllowSummary: flag('intelligence.browserSummary.allowed') },
  },
  ForceOnDeviceOnlyDictation: flag('dictation.onDeviceOnly'),
  ForceOnDeviceOnlyTranslation: flag('translation.onDeviceOnly'),
};

const externalIntelligence: RowTree = {
  Enabled: flag('intelligence.external.allowed'),
  AllowSignIn: flag('intelligence.externalSignIn.allowed'),
};

const keyboard: RowTree = {
  AllowAutoCorrection: flag('keyboard.autoCorrection.allowed'),
  AllowDefinitionLookup: flag('keyboard.definitionLookup.allowed'),
  AllowDictation: flag('dictation.allowed'),
  AllowPredictiveText: flag('keyboard.predictiveText.allowed'),
  AllowSpellCheck: flag('keyboard.spellCheck.allowed'),
};

export const declaredLists: AppListKeys = { deny: ['DeniedApps'], allow: ['AllowedApps'] };
/** `Privacy.PermissionDefaults` only suggests: the user is asked, and may change it. It is no evidence and not here. */
const apps: RowTree = { Allowed: { ...appListRows(declaredLists) } };

/** Declaration type → keys of its payload. */
export const declarationTables: Readonly<Record<string, RowTree>> = {
  'com.apple.configuration.app.settings': apps,
  'com.apple.configuration.external-intelligence.settings': externalIntelligence,
  'com.apple.configuration.intelligence.settings': intelligence,
  'com.apple.configuration.keyboard.settings': keyboard,
  'com.apple.configuration.passcode.settings': passcodeSettings,
  'com.apple.configuration.safari.settings': safari,
  'com.apple.configuration.siri.settings': siri,
  'com.apple.configuration.softwareupdate.enforcement.specific': enforcement,
  'com.apple.configuration.softwareupdate.settings': updateSettings,
};

/** Types that Apple documents and that say nothing about a setting: families by their beginning. */
export const passedOver: readonly string[] = [
  'com.apple.activation.simple',
  'com.apple.asset.',
  'com.apple.management.',
  ...[
    'accessibility.settings',
    'account.',
    'app.managed',
    'audio-accessory.settings',
    'diskmanagement.settings',
    'extensible-sso',
    'management.',
    'math.settings',
    'network.',
    'package',
    'safari.bookmarks',
    'safari.extensions.settings',
    'screensharing.',
    'security.',
    'services.',
    'watch.enrollment',
    'webcontent-filter.plugin',
  ].map((type) => `com.apple.configuration.${type}`),
];
