/**
 * How evidence is got: a recipe for each kind that the advice of settings names. Sources: the vendors' documents that the readers
 * cite; the commands are those of docs/collect-android.md and docs/handset-ios.md.
 */

export interface Recipe {
  readonly id: string;
  /** A noun phrase: what there will be to audit. */
  readonly title: string;
  readonly platform: 'ios' | 'android' | 'both';
  /** Advice that holds one of these phrases is met by it. */
  readonly phrases: readonly string[];
  /** What to do, a step each. */
  readonly steps: readonly string[];
}

export const recipes: readonly Recipe[] = [
  {
    id: 'policies',
    title: 'The policies of the management system',
    platform: 'both',
    phrases: [
      'configuration profile',
      'Intune iOS',
      'settings catalogue',
      'Android Management API policy',
      'Intune Android device restrictions',
      'Intune app configuration',
      'app protection policy',
      'Android policy that forbids',
      'profile that forbids',
    ],
    steps: [
      'Intune: back the tenant up with IntuneCD or IntuneManagement, or save GET /deviceManagement/configurationPolicies?$expand=settings,assignments and /deviceConfigurations?$expand=assignments of Graph (beta)',
      'Jamf Pro: save GET /JSSResource/mobiledeviceconfigurationprofiles/id/ID of each profile; other servers: the .mobileconfig files themselves',
      'Android Management API: save enterprises.policies.list',
      'audit the folder with all of them',
    ],
  },
  {
    id: 'inventory',
    title: 'The device inventory of the management system',
    platform: 'both',
    phrases: ['MDM inventory', 'MDM device inventory', 'device inventory', 'device report of the Android'],
    steps: [
      'Intune: Devices › All devices › Export, or GET /deviceManagement/managedDevices of Graph, every page of it',
      'Jamf Pro: GET /api/v2/mobile-devices/detail?section=GENERAL&section=HARDWARE&section=SECURITY&section=APPLICATIONS, every page',
      'Google: Directory mobiledevices with projection=FULL, or Cloud Identity devices; Android Management API: enterprises.devices.list, with statusReportingSettings switched on in the policy',
      'Workspace ONE: GET /API/mdm/devices/search; SimpleMDM: GET /api/v1/devices; other products: their list, with a mapping (docs/mapping.md)',
    ],
  },
  {
    id: 'setting-status',
    title: 'The status of single settings in Intune',
    platform: 'both',
    phrases: ['status of single settings'],
    steps: [
      'Intune: Reports › Device compliance › Reports › Setting compliance, or the export job DevicePolicySettingsComplianceReport; audit it beside the inventory',
    ],
  },
  {
    id: 'mdm-response',
    title: 'Answers of the phone to its MDM server',
    platform: 'ios',
    phrases: ['Apple MDM response', 'MDM Restrictions response'],
    steps: [
      'send DeviceInformation, SecurityInfo, Restrictions, ProfileList and InstalledApplicationList, and save the answers or the webhooks of NanoMDM or MicroMDM',
    ],
  },
  {
    id: 'declarations',
    title: 'Apple declarations, or status reports of the phone',
    platform: 'ios',
    phrases: ['Apple declaration', 'Apple status report'],
    steps: ['save the declarations of the server as JSON, and the status reports that phones send to it'],
  },
  {
    id: 'iphone-backup',
    title: 'A backup of the iPhone',
    platform: 'ios',
    phrases: ['iPhone backup', 'unencrypted backup'],
    steps: [
      'Finder: connect the phone, Back Up Now; or idevicebackup2 backup FOLDER (docs/handset-ios.md)',
      'an encrypted backup shows that backups are encrypted and little else; what needs an unencrypted one says so',
    ],
  },
  {
    id: 'sysdiagnose',
    title: 'A sysdiagnose archive of the iPhone',
    platform: 'ios',
    phrases: ['sysdiagnose'],
    steps: [
      'press both volume buttons and the side button for a second; then Settings › Privacy & Security › Analytics & Improvements › Analytics Data (docs/handset-ios.md)',
    ],
  },
  {
    id: 'iphone-tools',
    title: 'What a computer reads from the iPhone',
    platform: 'ios',
    phrases: ['ideviceinfo', 'cfgutil'],
    steps: ['ideviceinfo -x > phone.plist; or cfgutil --format JSON get all > phone.json'],
  },
  {
    id: 'adb',
    title: 'A bugreport or a collection over adb',
    platform: 'android',
    phrases: ['bugreport', 'adb collection', 'backup that adb made'],
    steps: [
      'allow USB debugging, then tools/collect-android.sh FOLDER, or adb bugreport report.zip (docs/collect-android.md); switch debugging off again',
    ],
  },
  {
    id: 'file-system',
    title: 'A file-system extraction of the Android phone',
    platform: 'android',
    phrases: ['file-system extraction'],
    steps: [
      'with root or a forensic tool: the folders /data/system, /data/misc_de and /data/data of the messaging apps, as a folder, tar or zip (docs/messaging-apps.md)',
    ],
  },
  {
    id: 'provisioning',
    title: 'The enrolment code of Android',
    platform: 'android',
    phrases: ['provisioning code'],
    steps: ['save the JSON from which the QR code is made'],
  },
  {
    id: 'workspace-users',
    title: 'The users of Google Workspace',
    platform: 'both',
    phrases: ['users of Google Workspace'],
    steps: [
      'save Directory users.list with projection=FULL, or gam print users; audit it beside the device inventory',
    ],
  },
  {
    id: 'register',
    title: 'The register of the organisation',
    platform: 'both',
    phrases: ['register of the organisation'],
    steps: [
      'a CSV with asset, serial, platform, ownership, businessUse and handlingCeiling, audited beside the exports (docs/registers.md)',
    ],
  },
  {
    id: 'statement',
    title: 'What people state',
    platform: 'both',
    phrases: ['dated statement', 'statement of who collected', 'attestation'],
    steps: [
      'passmuster attest template PATHS -p PROFILE -o form.csv; have it filled in, then passmuster attest import form.csv -o attestations.yaml (docs/attestations.md)',
    ],
  },
  {
    id: 'not-read',
    title: 'Nothing that is read yet',
    platform: 'both',
    phrases: ['(not read yet)'],
    steps: ['no file or export that Passmuster reads shows it'],
  },
];

/** Every way that an advice names, in the order of the recipes. */
export function recipesFor(advice: string, family: 'ios' | 'android'): readonly Recipe[] {
  return recipes.filter(
    ({ platform, phrases }) =>
      (platform === 'both' || platform === family) && phrases.some((phrase) => advice.includes(phrase)),
  );
}
