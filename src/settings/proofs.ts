/** Advice that many settings share: which evidence shows them. One sentence fragment each, after "to decide it, add". */
export const proofs = {
  restrictions:
    'a configuration profile with a Restrictions payload (a file, or in an export of Jamf or Fleet) or an Intune iOS device restrictions policy (what is demanded), or an MDM Restrictions response, an unencrypted backup or a sysdiagnose archive (what the phone has)',
  restrictionsPayload:
    'a configuration profile with a Restrictions payload, or an Intune settings catalogue policy',
  restrictionsOrDeclaration:
    'a configuration profile with a Restrictions payload, an Intune settings catalogue policy, or an Apple declaration',
  appleDeclaration: 'an Apple declaration (declarative management)',
  statusReport: 'an Apple status report (declarative management)',
  mailAccounts: 'a configuration profile with mail or Exchange accounts',
  imapPopAccounts: 'a configuration profile with mail accounts',
  exchangeAccounts: 'a configuration profile with Exchange accounts',
  passcodePayload:
    'a configuration profile with a passcode payload (a file, or in an export of Jamf or Fleet), or an Intune iOS policy or compliance policy',
  androidPolicy: 'an Android Management API policy, or an Intune Android device restrictions policy',
  androidDevice: 'a device report of the Android Management API',
  googleInventory: 'a device inventory of Google Workspace (Directory or Cloud Identity)',
  inventory:
    'an MDM inventory in which the phone reports it (Intune, Jamf, Workspace ONE, SimpleMDM, Google, an Apple MDM response, or any list by a mapping file)',
  settingStatus: 'the status of single settings in Intune (report DevicePolicySettingsComplianceReport)',
  deviceReport:
    'an Apple MDM response of the phone (DeviceInformation, SecurityInfo), an inventory of Jamf or SimpleMDM, a list that a mapping file explains, or an iPhone backup',
  handset: 'an iPhone backup, a sysdiagnose archive, or what a computer reads from the phone (ideviceinfo)',
  iosApps:
    'an iPhone backup, an Apple MDM response of the phone with its apps (InstalledApplicationList), an inventory of Jamf with its applications, or what a computer reads from it (cfgutil)',
  androidApps:
    'a device report of the Android Management API with its apps, or a bugreport or adb collection with dumpsys package',
  appProtection: 'an Intune app protection policy',
  androidGrants:
    'an Android Management API policy with permission grants, an Intune app configuration, or a bugreport or adb collection of the phone',
  androidDebugging:
    'an Android policy that forbids it, or a statement of who collected: reading a phone over adb switches it on',
  androidHandset: 'a bugreport or adb collection of the phone (docs/collect-android.md)',
  androidPolicyOrHandset:
    'an Android Management API policy, an Intune Android device restrictions policy, or a bugreport or adb collection of the phone',
  androidReportedOrHandset:
    'an Android Management API policy or device report, an Intune Android device restrictions policy, or a bugreport or adb collection of the phone',
  androidInventoryOrHandset:
    'an MDM device inventory in which the device reports it, or a bugreport or adb collection of the phone',
  iosGrants: 'an iPhone backup or a sysdiagnose archive (TCC.db); management cannot report it',
  androidFiles:
    'a full file-system extraction of the phone (for WhatsApp, and the app lock of Telegram), or a dated statement of the user or administrator',
  workspaceUsers:
    'the users of Google Workspace (Directory API users) beside a device inventory that names the user of the phone',
  label: 'a register of the organisation that holds this label for the phone (docs/registers.md)',
} as const;
