/**
 * A made-up iPhone: the folder that Finder writes for it, and the row that Intune has of it. The backup is not encrypted, so that it can
 * be looked into; it holds stores of messages and photographs too, which stay closed.
 */
import { type BackedUp, backupOf, binary, type Files, phoneFiles, text } from '../fixtures/apple-backup.ts';
import { guardedPhone, type Phone } from '../fixtures/apple-phone.ts';

const [udid, serial, name] = ['00000000-000000000000E017', 'SYNTHETIC017', 'Synthetic phone'];
const date = new Date('2026-11-18T08:10:00Z');
const camera = 'kTCCServiceCamera';
const whatsapp = 'net.whatsapp.WhatsApp';

const phone: Phone = {
  ...guardedPhone,
  manifest: {
    IsEncrypted: false,
    WasPasscodeSet: true,
    Date: date,
    Version: '10.0',
    SystemDomainsVersion: '24.0',
    Lockdown: {
      ProductVersion: '26.1',
      BuildVersion: '23B85',
      ProductType: 'iPhone17,3',
      DeviceName: name,
      SerialNumber: serial,
      UniqueDeviceID: udid,
    },
    Applications: { [whatsapp]: { CFBundleIdentifier: whatsapp } },
  },
  info: {
    'Device Name': name,
    'Serial Number': serial,
    'Product Version': '26.1',
    'Product Type': 'iPhone17,3',
    'Target Identifier': udid,
    'Unique Identifier': udid,
    'Last Backup Date': date,
    'Installed Applications': [whatsapp, 'com.microsoft.skype.teams'],
  },
  status: { ...guardedPhone.status, Date: date },
  effective: {
    restrictedBool: { allowCloudBackup: { value: false }, forcePIN: { value: true } },
    restrictedValue: { minLength: { value: 6 }, maxInactivity: { value: 120 } },
  },
  cloudBackup: { CloudBackupEnabled: false },
  globalPreferences: { LDMGlobalEnabled: false },
  permissions: [
    [camera, whatsapp, 2],
    ['kTCCServiceMicrophone', whatsapp, 0],
    ['kTCCServiceAddressBook', whatsapp, 0],
    ['kTCCServicePhotos', whatsapp, 3],
  ],
  profiles: [],
};

/** Of no iOS after 16 the meaning of these numbers is known: what they say is ambiguous. */
const clients: BackedUp = [
  'RootDomain',
  'Library/Caches/locationd/clients.plist',
  binary({ [whatsapp]: { BundleId: whatsapp, Authorization: 4 } }),
];

/** Nobody may open them. */
const closed: readonly BackedUp[] = [
  ['HomeDomain', 'Library/SMS/sms.db', text('synthetic messages: they stay closed\n')],
  ['CameraRollDomain', 'Media/DCIM/100APPLE/IMG_0001.HEIC', text('synthetic picture: it stays closed\n')],
  [
    'AppDomainGroup-group.net.whatsapp.WhatsApp.shared',
    'ChatStorage.sqlite',
    text('synthetic chats: they stay closed\n'),
  ],
];

export const iphoneBackup = (): Files => backupOf(phone, [clients, ...phoneFiles(phone, closed)]);

/** What the management system says of the phone: who owns it, and that it is managed. */
export const intuneDevices = {
  '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#deviceManagement/managedDevices',
  '@odata.count': 1,
  value: [
    {
      id: '00000000-0000-4000-8000-00000000e017',
      deviceName: name,
      managedDeviceOwnerType: 'company',
      managementState: 'managed',
      enrolledDateTime: '2026-01-12T08:00:00Z',
      lastSyncDateTime: '2026-11-18T07:55:00Z',
      operatingSystem: 'iOS',
      osVersion: '26.1',
      complianceState: 'compliant',
      jailBroken: 'False',
      isSupervised: true,
      isEncrypted: true,
      model: 'iPhone 16',
      serialNumber: serial,
      udid,
      androidSecurityPatchLevel: '',
    },
  ],
};
