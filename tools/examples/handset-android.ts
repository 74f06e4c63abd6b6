/**
 * A made-up Android phone with a work profile, as tools/collect-android.sh leaves it: every line that names somebody is a dash or gone.
 * WhatsApp is there twice: the user's own may use the camera, that of the work profile may not.
 */
const whatsapp = { name: 'com.whatsapp', appId: 10_245 } as const;
const teams = { name: 'com.microsoft.teams', appId: 10_246 } as const;

const properties = `[ro.boot.flash.locked]: [1]
[ro.boot.vbmeta.device_state]: [locked]
[ro.boot.verifiedbootstate]: [green]
[ro.build.version.release]: [16]
[ro.build.version.sdk]: [36]
[ro.build.version.security_patch]: [2026-11-05]
[ro.crypto.state]: [encrypted]
[ro.crypto.type]: [file]
[ro.product.manufacturer]: [Example]
[ro.product.model]: [Synthetic 16]
`;

const globalSettings = `adb_enabled=1
adb_wifi_enabled=0
development_settings_enabled=1
package_verifier_user_consent=1
`;

const secureSettings = `backup_enabled=1
backup_transport=com.google.android.gms/.backup.BackupTransportService
enabled_accessibility_services=
enabled_notification_listeners=
location_mode=3
lock_screen_allow_private_notifications=0
lock_screen_lock_after_timeout=5000
lock_screen_show_notifications=1
`;

interface Grants {
  readonly user: number;
  /** Absent where the user does not have the app. */
  readonly grants?: readonly string[];
}

const permissions = ['CAMERA', 'RECORD_AUDIO', 'READ_CONTACTS', 'READ_MEDIA_IMAGES', 'ACCESS_FINE_LOCATION'];

function app({ name, appId }: typeof whatsapp | typeof teams, users: readonly Grants[]): string {
  const state = users.map(
    ({
      user,
      grants,
    }) => `    User ${user}: ceDataInode=1 installed=${grants !== undefined} hidden=false suspended=false stopped=false enabled=0
      gids=[3003]
      runtime permissions:
${(grants ?? []).map((line) => `        android.permission.${line}\n`).join('')}`,
  );
  return `  Package [${name}] (3f0c1d2):
    appId=${appId}
    pkg=Package{7d1e0aa ${name}}
    versionCode=7 minSdk=24 targetSdk=36
    versionName=1.0
    requested permissions:
${permissions.map((one) => `      android.permission.${one}\n`).join('')}    install permissions:
      android.permission.INTERNET: granted=true
${state.join('')}`;
}

const packages = `Database versions:
  Internal:
    sdkVersion=36 databaseVersion=3

Packages:
${app(whatsapp, [
  {
    user: 0,
    grants: [
      'CAMERA: granted=true, flags=[ USER_SET]',
      'RECORD_AUDIO: granted=false, flags=[ USER_SET]',
      'READ_CONTACTS: granted=false, flags=[ USER_SET]',
      'READ_MEDIA_IMAGES: granted=false, flags=[ USER_SET]',
      'ACCESS_FINE_LOCATION: granted=false',
    ],
  },
  {
    user: 10,
    grants: [
      'CAMERA: granted=false, flags=[ POLICY_FIXED]',
      'RECORD_AUDIO: granted=true, flags=[ USER_SET]',
      'READ_CONTACTS: granted=false, flags=[ POLICY_FIXED]',
      'READ_MEDIA_IMAGES: granted=false, flags=[ POLICY_FIXED]',
      'ACCESS_FINE_LOCATION: granted=false, flags=[ POLICY_FIXED]',
    ],
  },
])}${app(teams, [{ user: 0 }, { user: 10, grants: ['CAMERA: granted=true, flags=[ USER_SET]'] }])}
Queries:
`;

const modes = `  Uid 1000:
    Package android:
      FINE_LOCATION (allow)
  Uid u0a245:
      CAMERA: mode=foreground
      RECORD_AUDIO: mode=ignore
    Package com.whatsapp:
      CAMERA (allow)
      RECORD_AUDIO (allow)
  Uid u10a245:
      RECORD_AUDIO: mode=foreground
    Package com.whatsapp:
      RECORD_AUDIO (allow)
  Uid u10a246:
      CAMERA: mode=foreground
    Package com.microsoft.teams:
      CAMERA (allow)
`;

const user = (
  id: number,
  flags: string,
  type: string,
  restrictions: readonly string[],
) => `  UserInfo{${id}:-:${flags}}
    Type: android.os.usertype.${type}
    -
    Has profile owner: ${id !== 0}
    Restrictions:
      none
    Effective restrictions:
${restrictions.map((one) => `      ${one}\n`).join('')}    -
`;

const users = `Current user: 0
Users:
${user(0, 'c13', 'full.SYSTEM', ['no_factory_reset'])}${user(10, '1030', 'profile.MANAGED', ['no_install_unknown_sources', 'no_cross_profile_copy_paste'])}  Device owner id:-10000
-
`;

const devicePolicy = `Current Device Policy Manager state:
  Other:
    admin=-
    package=-
    isOrganizationOwnedDevice=true
  Enabled Device Admins (User 10, provisioningState: 3):
    com.example.dpc/.AdminReceiver:
      passwordQuality=0x30000
      minimumPasswordLength=8
      userRestrictions:
        no_cross_profile_copy_paste
  Other:
`;

const trust = ` User "-" (id=0, flags=0xc13) (current): trusted=0, trustManaged=1, deviceLocked=0, strongAuthRequired=0x0
 User "-" (id=10, flags=0x1030): trusted=0, trustManaged=0, deviceLocked=0, strongAuthRequired=0x0
`;

const credentials = `User State:
  User 0
    Quality: 131072
    CredentialType: PIN
  User 10
    CredentialType: NONE
    SeparateChallenge: false
`;

const backup = `Backup Manager is enabled / setup complete / not pending init
  * com.google.android.gms/.backup.BackupTransportService
`;

const collected = {
  'getprop.txt': properties,
  'settings_global.txt': globalSettings,
  'settings_secure.txt': secureSettings,
  'settings_system.txt': 'screen_off_timeout=60000\n',
  'dumpsys_package.txt': packages,
  'dumpsys_appops.txt': modes,
  'dumpsys_user.txt': users,
  'dumpsys_device_policy.txt': devicePolicy,
  'dumpsys_trust.txt': trust,
  'dumpsys_lock_settings.txt': credentials,
  'dumpsys_backup.txt': backup,
} as const;

/** File → its text. */
export const androidHandset: ReadonlyMap<string, string> = new Map([
  ...Object.entries(collected).map(([name, text]) => [name, `${text}# passmuster-end 0\n`] as const),
  ['passmuster-collection.txt', 'passmuster-collection 1\ncollected: 2026-11-18T09:30:00Z\n'],
]);
