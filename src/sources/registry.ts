/** Every source: one line each, most specific first. */
import androidAdbBackup from './android-adb-backup/index.ts';
import androidBugreport from './android-bugreport/index.ts';
import androidDumpstate from './android-dumpstate/index.ts';
import androidFilesystem from './android-filesystem/index.ts';
import androidManagementDevices from './android-management-devices/index.ts';
import androidManagementPolicy from './android-management-policy/index.ts';
import androidProvisioning from './android-provisioning/index.ts';
import androidQf from './android-qf/index.ts';
import androidShell from './android-shell/index.ts';
import appleBackup from './apple-backup/index.ts';
import appleCfgutil from './apple-cfgutil/index.ts';
import appleEmbeddedProfile from './apple-embedded-profile/index.ts';
import appleIdeviceinfo from './apple-ideviceinfo/index.ts';
import appleMdmResponse from './apple-mdm-response/index.ts';
import appleDeclaration from './apple-declaration/index.ts';
import appleMobileconfig from './apple-mobileconfig/index.ts';
import appleStatusReport from './apple-status-report/index.ts';
import appleSysdiagnose from './apple-sysdiagnose/index.ts';
import type { BundleSource, Source } from './define.ts';
import googleDirectoryDevices from './google-directory-devices/index.ts';
import intuneDevices from './intune-devices/index.ts';
import intunePolicy from './intune-policy/index.ts';
import passmusterStream from './passmuster-stream/index.ts';

export const sources: readonly Source[] = [
  passmusterStream,
  appleMobileconfig,
  appleMdmResponse,
  appleIdeviceinfo,
  appleCfgutil,
  appleDeclaration,
  appleStatusReport,
  intuneDevices,
  googleDirectoryDevices,
  intunePolicy,
  androidManagementDevices,
  androidManagementPolicy,
  androidProvisioning,
  androidDumpstate,
  androidAdbBackup,
  appleEmbeddedProfile,
];

/** Sources that read a whole folder or archive: one line each, most specific first. */
export const bundleSources: readonly BundleSource[] = [
  appleBackup,
  appleSysdiagnose,
  androidFilesystem,
  androidQf,
  androidShell,
  androidBugreport,
];
