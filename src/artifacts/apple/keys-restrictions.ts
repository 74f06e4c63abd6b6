/**
 * com.apple.applicationaccess (Restrictions). Booleans speak by their value; an absent key leaves the choice to the user.
 * Names and meaning: Apple, "Device Management" schema, mdm/profiles/com.apple.applicationaccess, iOS 18.3 to 27.
 */
import { alwaysNeeding, needing, notOnPhones, remarked } from '../row-terms.ts';
import { count, flag, only, type RowTable } from '../rows.ts';

/** "If allowOpenFromManagedToUnmanaged is true, this restriction has no effect." */
const managedOpenIn = [{ setting: 'sharing.managedToUnmanaged.allowed', value: false }];
/** "Copy and paste functionality is limited by the … restrictions": without one of them it is not. */
const eitherOpenIn = [...managedOpenIn, { setting: 'sharing.unmanagedToManaged.allowed', value: false }];

const accountsAndApps: RowTable = {
  allowAccountModification: flag('account.modification.allowed'),
  allowAppInstallation: flag('apps.installation.allowed'),
  allowApplePersonalizedAdvertising: flag('advertising.personalised.allowed'),
  allowAppsToBeHidden: flag('apps.hiding.allowed'),
  allowAutomaticAppDownloads: flag('apps.automaticDownloads.allowed'),
  allowDefaultBrowserModification: flag('apps.defaultBrowser.modification.allowed'),
  allowDefaultCallingAppModification: flag('apps.defaultCalling.modification.allowed'),
  allowDefaultMessagingAppModification: flag('apps.defaultMessaging.modification.allowed'),
  allowDiagnosticSubmission: flag('diagnostics.submission.allowed'),
  allowDiagnosticSubmissionModification: flag('diagnostics.modification.allowed'),
  // False hides the trust button; what was trusted before stays so.
  allowEnterpriseAppTrust: remarked(flag('apps.unknownSources.allowed'), false, 'earlier-trust-remains'),
  allowMarketplaceAppInstallation: flag('apps.marketplaces.allowed'),
  allowPasswordAutoFill: flag('passwords.autofill.allowed'),
  allowPasswordProximityRequests: flag('passwords.proximityRequests.allowed'),
  allowPasswordSharing: flag('passwords.sharing.allowed'),
  allowWebDistributionAppInstallation: flag('apps.webDistribution.allowed'),
  forceAuthenticationBeforeAutoFill: flag('passwords.autofillAuthenticated'),
  forceLimitAdTracking: flag('advertising.trackingLimited'),
};

const backupAndCloud: RowTable = {
  allowCloudBackup: [flag('backup.cloud.allowed'), only(false, 'backup.cloud.enabled', false)],
  allowCloudDocumentSync: flag('cloud.documents.allowed'),
  allowCloudKeychainSync: flag('cloud.keychain.allowed'),
  allowCloudPhotoLibrary: flag('cloud.photos.allowed'),
  allowEnterpriseBookBackup: flag('backup.enterpriseBooks.allowed'),
  allowEnterpriseBookMetadataSync: flag('backup.enterpriseBookNotes.allowed'),
  allowFilesNetworkDriveAccess: flag('storage.networkDrives.allowed'),
  allowFilesUSBDriveAccess: flag('storage.usbDrives.allowed'),
  allowManagedAppsCloudSync: flag('backup.managedApps.cloudSync'),
  allowPhotoStream: flag('cloud.photoStream.allowed'),
  allowSharedStream: flag('cloud.sharedAlbums.allowed'),
  forceEncryptedBackup: flag('backup.local.encrypted'),
};

const device: RowTable = {
  allowAutoDim: flag('display.autoDim.allowed'),
  allowDeviceNameModification: flag('device.name.modification.allowed'),
  allowEraseContentAndSettings: flag('device.erase.allowed'),
  allowESIMOutgoingTransfers: flag('esim.transfer.allowed'),
  allowFindMyDevice: flag('device.findMy.allowed'),
  allowFindMyFriends: flag('device.findFriends.allowed'),
  allowFindMyFriendsModification: flag('device.findFriends.modification.allowed'),
  allowHostPairing: flag('device.hostPairing.allowed'),
  allowNotificationsModification: flag('device.notificationSettings.allowed'),
  allowPairedWatch: flag('device.watchPairing.allowed'),
  allowPasscodeModification: flag('passcode.modification.allowed'),
  // False also stops the export to another maker's phone, from iOS 26.3.
  allowProximitySetupToNewDevice: flag('device.proximitySetup.allowed'),
  allowUIConfigurationProfileInstallation: flag('device.profileInstallation.allowed'),
  allowUnpairedExternalBootToRecovery: flag('device.externalBoot.allowed'),
  allowUSBRestrictedMode: remarked(flag('usb.lockedWhileLocked'), true, 'ignored-in-lockdown-mode'),
  forceAutomaticDateAndTime: flag('device.clock.automatic'),
  forcePreserveESIMOnErase: flag('esim.preservedOnErase'),
  forceWatchWristDetection: flag('device.watchWristDetection.required'),
};

const lockScreen: RowTable = {
  // "The system ignores this restriction if the device doesn't have a passcode set."
  allowAssistantWhileLocked: remarked(flag('lock.assistant.allowed'), false, 'ignored-without-passcode'),
  allowAutoUnlock: flag('lock.watchUnlock.allowed'),
  allowFingerprintForUnlock: flag('lock.biometrics.allowed'),
  allowLockScreenControlCenter: flag('lock.controlCentre.allowed'),
  // "Users can't view past notifications. However, they can still see notifications when they arrive."
  allowLockScreenNotificationsView: remarked(
    flag('lock.notifications.allowed'),
    false,
    'new-notifications-still-show',
  ),
  allowLockScreenTodayView: flag('lock.todayView.allowed'),
  allowPassbookWhileLocked: flag('lock.wallet.allowed'),
  allowVoiceDialing: flag('lock.voiceDialling.allowed'),
};

const sharing: RowTable = {
  allowActivityContinuation: flag('continuity.handoff.allowed'),
  allowAirDrop: flag('sharing.airDrop.allowed'),
  allowAirPrint: flag('printing.airPrint.allowed'),
  allowAirPrintCredentialsStorage: flag('printing.storedCredentials.allowed'),
  allowAirPrintiBeaconDiscovery: flag('printing.beaconDiscovery.allowed'),
  allowiPhoneMirroring: flag('continuity.phoneMirroring.allowed'),
  allowiPhoneWidgetsOnMac: flag('continuity.macWidgets.allowed'),
  allowManagedToWriteUnmanagedContacts: needing(
    flag('contacts.managedToUnmanaged.allowed'),
    false,
    managedOpenIn,
  ),
  allowOpenFromManagedToUnmanaged: flag('sharing.managedToUnmanaged.allowed'),
  allowOpenFromUnmanagedToManaged: flag('sharing.unmanagedToManaged.allowed'),
  allowUnmanagedToReadManagedContacts: needing(
    flag('contacts.unmanagedReadsManaged.allowed'),
    false,
    managedOpenIn,
  ),
  forceAirDropUnmanaged: flag('sharing.airDropUnmanaged'),
  // Apple's schema has it for the Apple TV only.
  forceAirPlayIncomingRequestsPairingPassword: notOnPhones(flag('airPlay.incomingPassword.required')),
  forceAirPlayOutgoingRequestsPairingPassword: flag('airPlay.outgoingPassword.required'),
  forceAirPrintTrustedTLSRequirement: flag('printing.trustedTlsRequired'),
  requireManagedPasteboard: needing(flag('sharing.pasteboardManaged'), true, eitherOpenIn),
};

/** Network, calls, camera, screen. */
const connections: RowTable = {
  allowAppCellularDataModification: flag('network.cellularData.modification.allowed'),
  allowBluetoothModification: flag('bluetooth.modification.allowed'),
  allowCallRecording: flag('calls.recording.allowed'),
  allowCamera: flag('camera.allowed'),
  allowChat: flag('messages.iMessage.allowed'),
  allowOTAPKIUpdates: flag('network.trustUpdates.allowed'),
  allowRCSMessaging: flag('messages.rcs.allowed'),
  allowRemoteScreenObservation: flag('classroom.screenObservation.allowed'),
  allowScreenShot: flag('screenCapture.allowed'),
  allowUntrustedTLSPrompt: flag('network.untrustedCertificates.allowed'),
  allowVideoConferencing: flag('calls.video.allowed'),
  allowVideoConferencingRemoteControl: flag('calls.videoRemoteControl.allowed'),
  // Before iOS 18 false stops unmanaged apps, too.
  allowVPNCreation: flag('network.vpnCreation.allowed'),
  forceClassroomUnpromptedScreenObservation: flag('classroom.unpromptedObservation'),
  forceUnpromptedManagedClassroomScreenObservation: flag('classroom.unpromptedObservation'),
  forceWiFiToAllowedNetworksOnly: flag('network.managedWifiOnly'),
  forceWiFiWhitelisting: flag('network.managedWifiOnly'),
};

const rating = { to: 1000 };

const browserAndContent: RowTable = {
  allowSafariHistoryClearing: flag('browser.historyClearing.allowed'),
  allowSafariPrivateBrowsing: flag('browser.privateBrowsing.allowed'),
  ratingApps: count('content.apps.maximumRating', rating),
  ratingMovies: count('content.movies.maximumRating', rating),
  ratingTVShows: count('content.tvShows.maximumRating', rating),
  safariAcceptCookies: count('browser.cookies', { isReal: true, among: [0, 1, 1.5, 2] }),
  safariAllowAutoFill: flag('browser.autofill.allowed'),
  safariAllowJavaScript: flag('browser.javaScript.allowed'),
  safariAllowPopups: flag('browser.popups.allowed'),
  safariForceFraudWarning: flag('browser.fraudWarning'),
};

const intelligence: RowTable = {
  allowAppleIntelligenceReport: flag('intelligence.report.allowed'),
  allowAssistant: flag('assistant.allowed'),
  allowAssistantUserGeneratedContent: flag('assistant.userContent.allowed'),
  allowAutoCorrection: flag('keyboard.autoCorrection.allowed'),
  allowDefinitionLookup: flag('keyboard.definitionLookup.allowed'),
  allowDictation: flag('dictation.allowed'),
  allowExternalIntelligenceIntegrations: flag('intelligence.external.allowed'),
  allowExternalIntelligenceIntegrationsSignIn: flag('intelligence.externalSignIn.allowed'),
  allowGenmoji: flag('intelligence.genmoji.allowed'),
  allowImagePlayground: flag('intelligence.imagePlayground.allowed'),
  allowImageWand: flag('intelligence.imageWand.allowed'),
  allowMailSmartReplies: flag('intelligence.mailReplies.allowed'),
  allowMailSummary: flag('intelligence.mailSummary.allowed'),
  allowNotesTranscription: flag('intelligence.notesTranscription.allowed'),
  allowNotesTranscriptionSummary: flag('intelligence.notesSummary.allowed'),
  allowPersonalizedHandwritingResults: flag('intelligence.handwriting.allowed'),
  allowPredictiveKeyboard: flag('keyboard.predictiveText.allowed'),
  allowSafariSummary: flag('intelligence.browserSummary.allowed'),
  allowSpellCheck: flag('keyboard.spellCheck.allowed'),
  allowVisualIntelligenceSummary: flag('intelligence.visualSummary.allowed'),
  allowWritingTools: flag('intelligence.writingTools.allowed'),
  forceAssistantProfanityFilter: flag('assistant.profanityFiltered'),
  forceOnDeviceOnlyDictation: flag('dictation.onDeviceOnly'),
  forceOnDeviceOnlyTranslation: flag('translation.onDeviceOnly'),
};

/** The days count only with the delay itself: "the delay is 30 days unless enforcedSoftwareUpdateDelay is set". */
const updates: RowTable = {
  allowRapidSecurityResponseInstallation: flag('updates.rapidResponse.allowed'),
  allowRapidSecurityResponseRemoval: flag('updates.rapidResponseRemoval.allowed'),
  enforcedSoftwareUpdateDelay: alwaysNeeding(count('updates.delayDays', { from: 1, to: 90 }), [
    { setting: 'updates.delayed', value: true },
  ]),
  forceDelayedSoftwareUpdates: flag('updates.delayed'),
};

export const restrictions: RowTable = {
  ...accountsAndApps,
  ...backupAndCloud,
  ...device,
  ...lockScreen,
  ...sharing,
  ...connections,
  ...browserAndContent,
  ...intelligence,
  ...updates,
};
